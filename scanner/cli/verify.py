"""`trustpool verify`: check a downloaded file against its signed attestation, without network."""

from __future__ import annotations

from pathlib import Path

import click

from licenses.cli.command import spoken, spoken_language, spoken_option
from licenses.errors import ExitCode
from licenses.language import msgid

_FILE = click.Path(path_type=Path)


@spoken(
    "verify",
    help=msgid("Check a downloaded SBOM or other published file against its signed attestation, without network."),
)
@click.argument("file", type=_FILE)
@spoken_option(
    "--attestation", type=_FILE, required=True, help=msgid("The attestation that was downloaded with the file.")
)
@spoken_option("--key", type=_FILE, required=True, help=msgid("The pool's public key (PEM)."))
@spoken_option("--commit", default="", help=msgid("Also require that the attestation speaks of this commit."))
@spoken_option("--pack", type=_FILE, help=msgid("Also require that this rule pack's file was the one used."))
def command(file: Path, attestation: Path, key: Path, commit: str, pack: Path | None) -> ExitCode:
    """Exit 0 when every check passes, 1 when one fails, 3 when a file cannot be read."""
    from scanner.cli.checks import print_verification
    from scanner.cli.reading import read_file, sha256_of_file
    from scanner.provenance.envelope import LARGEST_ENVELOPE
    from scanner.provenance.keys import read_public_key
    from scanner.provenance.verify import Expected, verify

    expected = Expected(sha256_of_file(file), commit.lower(), sha256_of_file(pack) if pack else "")
    verification = verify(expected, read_file(attestation, LARGEST_ENVELOPE), read_public_key(key))
    print_verification(verification, file, spoken_language())
    return ExitCode.CLEAN if verification.accepted else ExitCode.REFUSED
