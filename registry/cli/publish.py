"""`trustpool publish SOURCE…`: scan, judge, sign, and bring into the pool."""

from __future__ import annotations

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage, ExitCode
from licenses.language import msgid, text


@spoken(
    "publish",
    help=msgid(
        "Scan each SOURCE (a folder, a git repository, a git URL, each with an optional @REF, or an archive), judge it "
        "by a rule pack and bring it into the pool under TRUSTPOOL_HOME. What the pack refuses is kept as rejected, "
        "with its reasons, and cannot be cloned. Exit codes: 0 published, 1 at least one rejected, 2 usage, 3 a source "
        "cannot be read. Publishing the same commit again changes nothing."
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@spoken_option(
    "--pack", default="", metavar="NAME", help=msgid("Rule pack, by name or by path; by default the organisation's.")
)
@spoken_option(
    "--organisation", default="", metavar="NAME", help=msgid("The organisation that a new project belongs to.")
)
@spoken_option("--name", default="", metavar="NAME", help=msgid("Name of the project; by default the source's own."))
@spoken_option("-q", "--quiet", is_flag=True, help=msgid("No progress bar."))
@spoken_option(
    "--pool",
    "address",
    default="",
    metavar="ADDRESS",
    help=msgid("Send them to this pool on another machine instead, which judges by its own rule packs, and wait."),
)
def command(sources: tuple[str, ...], pack: str, organisation: str, name: str, quiet: bool, address: str) -> ExitCode:
    """Publish one after the other; the first that cannot be read ends it."""
    if address:
        return _elsewhere(address, sources, pack, organisation, name)
    from licenses.policy import load_pack
    from registry.cli.outcome import lines
    from registry.cli.session import publish_source
    from registry.models.release import State
    from registry.pool import open_pool
    from registry.services.ingest import Wishes
    from registry.services.organisations import pack_of

    if name and len(sources) > 1:
        raise BadUsage(text("--name names one project, but there are {count} sources", count=len(sources)))
    rejected = False
    with open_pool() as pool:
        rules = load_pack(pack or (pack_of(pool, organisation) if organisation else "default"))
        for source in sources:
            done = publish_source(pool, source, rules, Wishes(name, organisation=organisation), quiet=quiet)
            rejected |= done.state is State.REJECTED
            click.echo("\n".join(lines(done, spoken_language())))
    return ExitCode.REFUSED if rejected else ExitCode.CLEAN


def _elsewhere(address: str, sources: tuple[str, ...], pack: str, organisation: str, name: str) -> ExitCode:
    """Into a pool on another machine."""
    from registry.cli.remote.submit import send_to

    if pack:
        raise BadUsage(text("a pool on another machine judges by its own rule packs: leave --pack out"))
    if name and len(sources) > 1:
        raise BadUsage(text("--name names one project, but there are {count} sources", count=len(sources)))
    return max(send_to(address, source, name, organisation, "", wait=True) for source in sources)
