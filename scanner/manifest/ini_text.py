"""INI files as setuptools, Meson and the like write them, in linear time: the standard library's pattern is not."""

from __future__ import annotations

from scanner.manifest.malformed import Malformed


def parse_ini(text: str) -> dict[str, dict[str, str]]:
    """Sections with their entries; keys in lower case, an indented line continues the value above it.

    Raises:
        Malformed: an entry stands before the first section.
    """
    sections: dict[str, dict[str, str]] = {}
    section: dict[str, str] | None = None
    key = ""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] in " \t" and section is not None and key:
            section[key] = f"{section[key]}\n{stripped}"
        elif stripped[0] == "[":
            section, key = sections.setdefault(stripped[1:].partition("]")[0].strip(), {}), ""
        elif section is None:
            raise Malformed("an entry stands before the first section", number)
        else:
            name, equals, value = stripped.partition("=")
            if not equals:
                name, equals, value = stripped.partition(":")
            key = name.strip().lower()
            section[key] = value.strip()
    return sections
