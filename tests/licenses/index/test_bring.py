"""Newer data and an organisation's own texts come into the cache, and the next index is made from them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from licenses.errors import BadUsage, InputUnreadable
from licenses.index.bring import add, update
from licenses.index.compile import compile_index
from licenses.index.location import data_folder, folders, index_path
from licenses.match.detector import Detector

RULE = "---\nlicense_expression: mit\nis_license_reference: yes\n---\n\nunder the house blend licence\n"
LICENSE = (data_folder() / "licenses" / "mit.LICENSE").read_text(encoding="utf-8")
HOUSE = "This house software may be used by members of the house only, on house machines, while the hall lamp is lit.\n"


def wheel(path: Path, names: tuple[str, ...]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, RULE if name.endswith("RULE") else LICENSE)
    return path


def test_a_wheel_of_rules_becomes_the_data_in_use(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    names = ("licensedcode/data/rules/mit_9.RULE", "licensedcode/data/licenses/mit.LICENSE", "licensedcode/index.py")

    version = update(str(wheel(tmp_path / "some_data-9.1-py3-none-any.whl", names)), cache)

    assert version == "some_data-9.1"
    assert "some_data-9.1" in index_path(cache).name
    assert sorted(path.name for path in folders(cache)[0].glob("*/*")) == ["mit.LICENSE", "mit_9.RULE"]


def test_names_in_an_archive_do_not_lead_out_of_the_cache(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    names = ("../../rules/evil.RULE", "/etc/licenses/evil.LICENSE")

    update(str(wheel(tmp_path / "evil-1-py3-none-any.whl", names)), cache)

    assert sorted(path.name for path in (cache / "licence-data" / "current").glob("*/*")) == [
        "evil.LICENSE",
        "evil.RULE",
    ]
    assert not list(tmp_path.glob("rules"))


def test_a_source_archive_and_a_folder_do_as_well(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "data-2.0.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("data-2.0/src/licensedcode/data/rules/mit_9.RULE")
        member.size = len(RULE)
        archive.addfile(member, io.BytesIO(RULE.encode()))

    assert update(str(tmp_path / "data-2.0.tar.gz"), tmp_path / "one") == "data-2.0"
    assert update(str(folders(tmp_path / "one")[0]), tmp_path / "two") == "current"


def test_what_holds_no_data_is_refused_and_leaves_the_data_in_use(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    update(str(wheel(tmp_path / "good-1-py3-none-any.whl", ("data/rules/mit_9.RULE",))), cache)

    with pytest.raises(InputUnreadable):
        update(str(wheel(tmp_path / "empty-2-py3-none-any.whl", ("readme.txt",))), cache)
    (tmp_path / "cut.whl").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(InputUnreadable):
        update(str(tmp_path / "cut.whl"), cache)
    with pytest.raises(BadUsage):
        update("--index-url=elsewhere", cache)

    assert "good-1" in index_path(cache).name


def test_an_organisations_text_is_found_by_the_next_index(tmp_path: Path) -> None:
    cache, texts = tmp_path / "cache", tmp_path / "texts"
    texts.mkdir()
    (texts / "House Rules.txt").write_text(HOUSE, encoding="utf-8")
    update(str(wheel(tmp_path / "small-1-py3-none-any.whl", ("data/licenses/mit.LICENSE",))), cache)
    before = index_path(cache)

    assert add(texts, cache) == 1

    assert index_path(cache) != before
    compile_index(index_path(cache))
    found = Detector.open(index_path(cache)).detect(b"/*\n * Copyright Us\n * " + HOUSE.encode() + b" */\nint x;\n")
    assert [match.expression for match in found] == ["LicenseRef-House-Rules"]


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable):
        add(tmp_path, tmp_path / "cache")
