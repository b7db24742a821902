"""`make translations`: append to each Chinese catalogue the messages that it lacks, with an empty msgstr to fill in."""

from __future__ import annotations

from tests.translations.messages import HOME, ROOMS, catalogue_path, chinese_of, messages_of

HEADER = """msgid ""
msgstr ""
"Language: zh_Hans_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


def quoted(template: str) -> str:
    """A template as one line of a .po file."""
    escaped = template.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> None:
    """Update every room, bottom first; print what now waits for a translation."""
    known: set[str] = set()
    for room in ROOMS:
        known |= {m.id[0] if isinstance(m.id, tuple | list) else m.id for m in chinese_of(room)}
        missing = {m.template: m.where for m in messages_of(room) if m.template not in known}
        if not missing:
            continue
        path = catalogue_path(room)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else HEADER
        added = [f'\n#: {where}\nmsgid {quoted(template)}\nmsgstr ""\n' for template, where in missing.items()]
        path.write_text(before + "".join(added), encoding="utf-8")
        print(f"{path.relative_to(HOME)}: {len(missing)} to translate")  # noqa: T201  a developer's command
        known |= set(missing)


if __name__ == "__main__":
    main()
