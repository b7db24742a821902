"""`make docs`: write the command reference into docs/cli.md and docs/cli.zh-CN.md, from the commands themselves.

The text around the two marks in each file is written by hand; what stands between them is replaced.
"""

from __future__ import annotations

from pathlib import Path

import click

from licenses.language import Language, say
from web.command import COMMANDS, root

HERE = Path(__file__).resolve().parent
FILES: dict[Language, Path] = {"en": HERE / "cli.md", "zh": HERE / "cli.zh-CN.md"}
BEGIN, END = "<!-- commands: make docs -->", "<!-- end of commands -->"


def section(name: str, command: click.Command, language: Language) -> str:
    """One command: its usage, what it does, its options."""
    above = click.Context(root, info_name="trustpool", obj=language)
    with click.Context(command, info_name=name, parent=above, obj=language) as context:
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    lines = [f"## {name}", "", "```", usage, "```", "", say(command.help or "", language)]
    if isinstance(command, click.Group):
        lines += ["", *(f"- `{name} {each}`" for each in command.list_commands(context))]
    lines += ["", "| | |", "| --- | --- |", *(f"| `{words}` | {escaped(meaning)} |" for words, meaning in records)]
    return "\n".join(lines)


def escaped(meaning: str) -> str:
    """A help text within a Markdown table."""
    return meaning.replace("|", "\\|").replace("<", "&lt;")


def sections(language: Language) -> str:
    """Every command, in the order of `trustpool --help`."""
    context = click.Context(root, info_name="trustpool", obj=language)
    commands = ((name, root.get_command(context, name)) for name in COMMANDS)
    return "\n\n".join(section(name, command, language) for name, command in commands if command)


def renewed(page: str, language: Language) -> str:
    """A page with the part between its marks made anew."""
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    return f"{before}{BEGIN}\n\n{sections(language)}\n\n{END}{after}"


def main() -> None:
    """Rewrite both pages."""
    for language, path in FILES.items():
        path.write_text(renewed(path.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
