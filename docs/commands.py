"""`make docs`: write the command reference into docs/cli.md and docs/cli.zh-CN.md, from the commands themselves.

The text around the two marks in each file is written by hand; what stands between them is replaced.
"""

from __future__ import annotations

from pathlib import Path

import click

from licenses.language import Language, say
from web.command import COMMANDS, let_click_speak, root

HERE = Path(__file__).resolve().parent
FILES: dict[Language, Path] = {"en": HERE / "cli.md", "zh": HERE / "cli.zh-CN.md"}
BEGIN, END = "<!-- commands: make docs -->", "<!-- end of commands -->"


def section(name: str, command: click.Command, language: Language) -> str:
    """One command: its usage, what it does, its options."""
    above = click.Context(root, info_name="trustpool", obj=language)
    with click.Context(command, info_name=name, parent=above, obj=language) as context:
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        records = [each.get_help_record(context) for each in command.params]
        inner = subcommands(command, context)
    options = [f"| `{escaped(words)}` | {escaped(meaning)} |" for words, meaning in filter(None, records) if meaning]
    parts = [f"## {context.command_path}", f"```\n{usage}\n```", say(command.help or "", language)]
    if options:
        parts.append("\n".join(["| | |", "| --- | --- |", *options]))
    return "\n\n".join([*parts, *(section(f"{name} {each.name}", each, language) for each in inner)])


def subcommands(command: click.Command, context: click.Context) -> list[click.Command]:
    """The commands below a group; none below a plain command."""
    if not isinstance(command, click.Group):
        return []
    return [each for name in command.list_commands(context) if (each := command.get_command(context, name))]


def escaped(meaning: str) -> str:
    """A text within a Markdown table."""
    return " ".join(meaning.split()).replace("|", "\\|")


def sections(language: Language) -> str:
    """Every command, in the order of `trustpool --help`."""
    let_click_speak(language)
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
