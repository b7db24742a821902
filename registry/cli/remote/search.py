"""`trustpool search WORDS…`: projects of a pool on another machine."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import ExitCode
from licenses.language import msgid, say
from registry.cli.remote.chosen import chosen_pool, pool_option


@spoken(
    "search",
    help=msgid(
        "List projects of a pool by WORDS, by a package that they use, by a licence or a class of licences that occurs "
        "in them. Exit code 1 when there is none."
    ),
)
@click.argument("words", nargs=-1)
@spoken_option("--purl", default="", metavar="PURL", help=msgid("A package, with or without version."))
@spoken_option("--license", "license_", default="", metavar="ID", help=msgid("An SPDX licence id."))
@spoken_option("--class", "class_", default="", metavar="CLASS", help=msgid("A class of licences, such as permissive."))
@spoken_option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help=msgid("Rows to show."))
@spoken_option("--json", "as_json", is_flag=True, help=msgid("Print JSON."))
@pool_option()
def command(
    words: tuple[str, ...], purl: str, license_: str, class_: str, most: int, as_json: bool, address: str
) -> ExitCode:
    """One line a project."""
    import msgspec

    pool, _ = chosen_pool(address)
    found = pool.search(words=" ".join(words), purl=purl, license=license_, license_class=class_, most=most)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
        return ExitCode.CLEAN if found else ExitCode.REFUSED
    for it in found:
        latest = it.latest_release
        classes = ", ".join(f"{each.license_class} {each.files or each.components}" for each in latest.license_classes)
        click.echo("  ".join(word for word in (it.name, latest.label, latest.state.value, classes) if word))
        if it.description:
            click.echo(f"    {it.description}")
    if not found:
        click.echo(say("Nothing found", spoken_language()), err=True)
    return ExitCode.CLEAN if found else ExitCode.REFUSED
