"""`trustpool fetch PROJECT[@RELEASE]`: a release from a pool on another machine, kept only when it verifies."""

from __future__ import annotations

from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import BadUsage, ExitCode
from licenses.language import msgid, say, text
from registry.cli.remote.chosen import chosen_pool, pool_option


@spoken(
    "fetch",
    help=msgid(
        "Download the archive, the SBOM and the attestation of a release (by default the newest that is published), "
        "verify them with the pool's public key, which you have from before, and keep them only when every check "
        "passes. Exit code 1 when one does not."
    ),
)
@click.argument("release", metavar="PROJECT[@RELEASE]")
@spoken_option(
    "--format",
    "form",
    type=click.Choice(["tar.gz", "zip", "tar"]),
    default="tar.gz",
    show_default=True,
    help=msgid("Kind of archive."),
)
@spoken_option(
    "--to", type=click.Path(file_okay=False, path_type=Path), default=".", help=msgid("Folder to put the files in.")
)
@spoken_option(
    "--key",
    type=click.Path(dir_okay=False, path_type=Path),
    help=msgid("The pool's public key (PEM); by default the one kept at login."),
)
@spoken_option("-q", "--quiet", is_flag=True, help=msgid("No progress bar."))
@pool_option()
def command(release: str, form: str, to: Path, key: Path | None, quiet: bool, address: str) -> ExitCode:
    """Download, verify, keep."""
    from registry.client.fetching import NotGenuine, fetch, require_asked
    from registry.store.archive.formats import ArchiveFormat
    from scanner.cli.checks import print_verification
    from scanner.cli.progress import progress_bar
    from scanner.provenance.keys import public_key_in, read_public_key

    language = spoken_language()
    pool, known = chosen_pool(address)
    if key is None and not known.key:
        raise BadUsage(
            text("there is no key to verify with"),
            hint=text("give it with --key, or log in to the pool once, which keeps its key"),
        )
    trusted = read_public_key(key) if key else public_key_in(known.key.encode(), pool.connection.address)
    project, _, wanted = release.partition("@")
    found = pool.release(project, wanted)
    require_asked(found, project, wanted)
    if found.state != "published":
        raise BadUsage(
            text("this release is {state} and cannot be downloaded", state=found.state.value),
            where=release,
            hint=text("the pool says: {reason}", reason=found.reason) if found.reason else None,
        )
    try:
        with progress_bar(say("downloading", language), quiet=quiet) as progress:
            done = fetch(pool, found, ArchiveFormat(form), to, trusted, progress)
    except NotGenuine as false:
        print_verification(false.verification, Path(false.where), language)
        raise
    print_verification(done.verification, done.files[0], language)
    for file in done.files:
        click.echo(str(file))
    return ExitCode.CLEAN
