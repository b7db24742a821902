"""The report that a person reads in the terminal: what it is, licences by class, packages, problems."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from licenses.classes import LicenseClass, class_of
from licenses.detection import said_by
from licenses.language import Language, say, visible
from scanner.conclusion import reason_label
from scanner.inventory import Component, Conclusion, FileRecord, Inventory
from scanner.package import Scope
from scanner.problem import Problem
from scanner.unify import STRENGTH

_PATH = 48  # characters of a path that are shown whole
_OWN = 5  # of the packages that a repository is
_SHOWN = 15  # rows of a long list; the machine-readable formats hold all of it
CLASS_STYLE = {
    LicenseClass.PERMISSIVE: "green",
    LicenseClass.PUBLIC_DOMAIN: "green",
    LicenseClass.UNKNOWN: "yellow",
    LicenseClass.PROPRIETARY: "red",
    LicenseClass.SOURCE_AVAILABLE: "red",
    LicenseClass.NETWORK_COPYLEFT: "magenta",
    LicenseClass.STRONG_COPYLEFT: "magenta",
}


def print_report(
    console: Console, inventory: Inventory, language: Language, seconds: float, deepest: int | None = None
) -> None:
    """Print the whole report; `seconds` is the wall time that the scan took.

    With `deepest`, the licences of each folder so many levels below the root are listed, too.
    """
    console.print(_heading(inventory, language, seconds))
    sections = [_licenses(inventory, language), _packages(inventory, language), _problems(inventory, language)]
    if deepest is not None:
        from scanner.cli.folder_report import folder_table

        sections.insert(1, folder_table(inventory, deepest, language))
    for section in sections:
        console.print()
        console.print(section)


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """One licence expression of the tree and where it stands."""

    category: LicenseClass
    expression: str
    paths: tuple[str, ...]  # of the files where it was found, sorted


def license_rows(files: Iterable[FileRecord]) -> list[LicenseRow]:
    """Every licence expression found in files, by class (the order of `LicenseClass`), then by number of files."""
    paths: dict[str, set[str]] = defaultdict(set)
    for file in files:
        for expression in said_by(file.licenses):
            paths[expression].add(file.path)
    rows = [LicenseRow(class_of(found), found, tuple(sorted(where))) for found, where in paths.items()]
    return sorted(rows, key=lambda row: (row.category.strictness, -len(row.paths), row.expression))


def _heading(inventory: Inventory, language: Language, seconds: float) -> RenderableType:
    source = inventory.source
    lines = Table.grid(padding=(0, 2))
    lines.add_row(say("source", language), Styled(source.location))
    if source.commit:
        lines.add_row(say("commit", language), f"{source.commit}  {source.ref}".rstrip())
    lines.add_row(say("tree", language), f"swh:1:dir:{source.tree}")
    if inventory.conclusions:
        lines.add_row(say("licence", language), _concluded(inventory.conclusions[0], language))
    if own := sorted((c for c in inventory.components if c.first_party and _shipped(c)), key=_depth):
        lines.add_row(say("is", language), "\n".join(_own(c) for c in own[:_OWN]) + _ellipsis(own, language))
    took = say("{files} files in {seconds} s", language, files=len(inventory.files), seconds=f"{seconds:.2f}")
    lines.add_row(say("read", language), took)
    return Group(Styled(source.name, style="bold"), lines)


def _concluded(root: Conclusion, language: Language) -> Styled:
    """The licence of the whole, its class and why."""
    reason = reason_label(root.reason).to(language)
    if not root.concluded:
        return Styled(reason, style="yellow")
    category = class_of(root.concluded)
    shown = Styled(root.concluded, style=CLASS_STYLE.get(category, "cyan"))
    return shown.append(f"  {category.label.to(language)}: {reason}", style="default")


def _own(component: Component) -> str:
    licence = f"  ({component.declared_license})" if component.declared_license else ""
    return f"{component.purl}{licence}"


def _shipped(component: Component) -> bool:
    return component.scope not in (Scope.TEST, Scope.DEVELOPMENT)


def _depth(component: Component) -> tuple[int, str]:
    return component.evidence[0].path.count("/"), component.purl


def _ellipsis(items: list[Component], language: Language) -> str:
    return "\n" + say("… and {count} more", language, count=len(items) - _OWN) if len(items) > _OWN else ""


def _licenses(inventory: Inventory, language: Language) -> RenderableType:
    rows = license_rows(inventory.files)
    title = say("Licences found in files", language)
    if not rows:
        return Group(Styled(title, style="bold"), say("none", language))
    table = _table(title)
    table.add_column(say("class", language), no_wrap=True)
    table.add_column(say("licence", language), overflow="fold", min_width=16)
    table.add_column(say("files", language), justify="right")
    table.add_column(say("where", language), overflow="fold")
    for row in rows:
        shown = Styled(row.category.label.to(language), style=CLASS_STYLE.get(row.category, "cyan"))
        table.add_row(shown, row.expression, str(len(row.paths)), _some(row.paths))
    return table


def _some(paths: tuple[str, ...]) -> str:
    # the shallowest paths tell most: LICENSE before vendor/x/y/LICENSE
    shallow = sorted(paths, key=lambda path: (path.count("/"), path))
    return ", ".join(map(_short, shallow[:3])) + (", …" if len(shallow) > 3 else "")


def _short(path: str) -> str:
    """A long path by its two ends: the first folder and the name are what a reader knows it by."""
    if len(path) <= _PATH or path.count("/") < 2:
        return path
    first, _, rest = path.partition("/")
    return f"{first}/…/{rest.rpartition('/')[2]}"


def _packages(inventory: Inventory, language: Language) -> RenderableType:
    used = [c for c in inventory.components if not c.first_party]
    direct = sum(c.direct for c in used)
    title = say(
        "Packages used: {all} ({direct} direct, {transitive} transitive), {edges} dependency edges",
        language,
        all=len(used),
        direct=direct,
        transitive=len(used) - direct,
        edges=len(inventory.dependencies),
    )
    if not used:
        return Styled(title, style="bold")
    table = _table(title)
    for heading in (say("package", language), say("scope", language), say("declared licence", language)):
        table.add_column(heading, overflow="fold")
    table.add_column(say("where", language), overflow="fold")
    for component in sorted(used, key=lambda c: (not c.direct, STRENGTH.index(c.scope), c.purl))[:_SHOWN]:
        table.add_row(*_package_row(component, language))
    if len(used) > _SHOWN:
        table.add_row(say("… and {count} more: --format json lists all", language, count=len(used) - _SHOWN))
    return table


def _package_row(component: Component, language: Language) -> tuple[str, str, str, str]:
    wanted = f"{component.purl} {visible(component.requirement)}".rstrip()
    scope = say(component.scope.value, language)
    return wanted, scope, component.declared_license or "–", _place(component)


def _place(component: Component) -> str:
    first = component.evidence[0]
    return f"{first.path}:{first.line}" if first.line else first.path


def _problems(inventory: Inventory, language: Language) -> RenderableType:
    problems = inventory.problems
    title = Styled(say("Problems: {count}", language, count=len(problems)), style="bold yellow" if problems else "bold")
    shown = [f"  {line}" for line in problem_lines(problems[:_SHOWN], language)]
    by_code = Counter(problem.code for problem in problems[_SHOWN:])
    rest = [f"  … {code}: {count}" for code, count in sorted(by_code.items())]
    return Group(title, *map(Styled, shown + rest))


def problem_lines(problems: Iterable[Problem], language: Language) -> Iterator[str]:
    """Each problem as one line: where, then what."""
    for problem in problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        yield f"{place}: {problem.message.to(language)}" if place else problem.message.to(language)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
