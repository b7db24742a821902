"""A list of checks as a person reads it in the terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text as Styled

from licenses.language import Language, say
from scanner.provenance.verify import Outcome, Verification

_SIGNS = {
    Outcome.PASSED: Styled("✔", style="green"),
    Outcome.FAILED: Styled("✘", style="bold red"),
    Outcome.NOT_REACHED: Styled("–", style="dim"),
}


def print_verification(verification: Verification, file: Path, language: Language) -> None:
    """Every check with its outcome and reason, then the answer."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for check in verification.checks:
        console.print(_SIGNS[check.outcome], check.question.to(language))
        if reason := check.reason.to(language):
            console.print(f"    {reason}")
    if verification.accepted:
        answer = Styled(say("{file} is what the pool published.", language, file=str(file)), style="bold green")
    else:
        answer = Styled(say("{file} is refused: do not rely on it.", language, file=str(file)), style="bold red")
    console.print(answer)
