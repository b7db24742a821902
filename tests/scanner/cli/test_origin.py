"""The SBOM of a clone says where its source can be had."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from web.command import run

AS = ("-c", "user.name=Lin", "-c", "user.email=lin@shop.example")


@pytest.mark.usefixtures("license_index")
def test_a_clone_s_sbom_names_the_repository_that_it_was_made_from(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "main.py").write_text("print(1)\n")
    for words in (
        ("init", "-q"),
        ("remote", "add", "origin", "https://me:secret@git.example/org/shop.git"),
        ("add", "."),
        (*AS, "commit", "-qm", "one"),
    ):
        subprocess.run(["git", *words], cwd=shop, check=True)

    assert run(["scan", str(shop), "-q", "--format", "cyclonedx"], "en") == 0

    root = json.loads(capsysbinary.readouterr().out)["metadata"]["component"]
    assert root["supplier"]["name"] == "org (git.example)"
    assert root["externalReferences"] == [{"type": "vcs", "url": "https://git.example/org/shop.git"}]
    assert root["manufacturer"]["url"] == ["https://git.example/org/shop.git"]
