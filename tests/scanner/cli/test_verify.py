"""`trustpool verify` as a person runs it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scanner.provenance.envelope import seal
from scanner.provenance.keys import PUBLIC_NAME, node_key
from scanner.provenance.statement import PAYLOAD_TYPE, Subject, Summary, statement
from web.command import run

SUMMARY = Summary(
    "https://pool.example", 0, "https://pool.example/r/1", "https://pool.example/packs/p@1", "c" * 64, True
)


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """The command line that verifies a published file, which it makes."""
    sbom = tmp_path / "shop.cdx.json"
    sbom.write_bytes(b"{}\n")
    subject = Subject("shop.cdx.json", (("sha256", hashlib.sha256(b"{}\n").hexdigest()),))
    attestation = tmp_path / "shop.intoto.json"
    attestation.write_bytes(seal(statement((subject,), SUMMARY), PAYLOAD_TYPE, node_key(tmp_path)))
    return ["verify", str(sbom), "--attestation", str(attestation), "--key", str(tmp_path / PUBLIC_NAME)]


def test_a_published_file_is_accepted(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words, "en") == 0

    printed = capsys.readouterr().out
    assert "✔ It is signed with the given public key" in printed
    assert printed.endswith("shop.cdx.json is what the pool published.\n")


def test_a_changed_byte_is_refused_with_the_reason(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(words[1]).write_bytes(b"[]\n")

    assert run(words, "en") == 1

    printed = capsys.readouterr().out
    assert "✘ The statement speaks of exactly this file\n    its sha256 is 37517e5f3dc66819" in printed
    assert "is refused: do not rely on it." in printed


def test_the_checks_are_listed_in_chinese_when_asked(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--lang", "zh"], "zh") == 0

    assert "✔ 签名出自给定的公钥" in capsys.readouterr().out


def test_a_missing_file_cannot_be_read(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(words[1]).unlink()

    assert run(words, "en") == 3

    assert "error: the file cannot be read: No such file or directory" in capsys.readouterr().err


def test_a_missing_option_is_a_wrong_usage(words: list[str]) -> None:
    assert run(words[:4], "en") == 2
