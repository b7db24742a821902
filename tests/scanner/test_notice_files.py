"""Notices and edited licence texts travel along, word for word, with the work that they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest

from licenses.notice import Credit
from licenses.texts import license_text
from scanner.cli.session import scanned
from scanner.credits import credits_of
from scanner.notice_files import LARGEST, wordings_of

pytestmark = pytest.mark.usefixtures("license_index")


def credits_in(folder: Path) -> dict[str, Credit]:
    with scanned(str(folder), quiet=True) as scan:
        words = wordings_of(scan.inventory, scan.opened.tree)
        return {credit.identity: credit for credit in credits_of(scan.inventory, words)}


def text(name: str) -> str:
    known = license_text(name)
    assert known
    return known


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "vendor" / "lib").mkdir(parents=True)
    (folder / "LICENSE").write_text(text("Apache-2.0"), encoding="utf-8")
    return folder


def test_a_notice_file_goes_with_the_project(shop: Path) -> None:
    (shop / "NOTICE").write_text("Shop\nThis product includes software of the Example Foundation.\n", encoding="utf-8")

    assert credits_in(shop)["shop"].notices == ("Shop\nThis product includes software of the Example Foundation.",)


def test_a_notice_file_of_a_vendored_folder_goes_with_that_folder(shop: Path) -> None:
    (shop / "vendor" / "lib" / "LICENSE").write_text(text("MIT"), encoding="utf-8")
    (shop / "vendor" / "lib" / "NOTICE.txt").write_text("Lib by 王小明\n", encoding="gb18030")

    found = credits_in(shop)

    assert (found["shop"].notices, found["vendor/lib/"].notices) == ((), ("Lib by 王小明",))


def test_a_licence_with_a_name_filled_in_is_given_as_it_is(shop: Path) -> None:
    filled = text("BSD-3-Clause").replace("the ORGANIZATION", "Lib Makers Ltd")
    (shop / "vendor" / "lib" / "LICENSE").write_text(filled, encoding="utf-8")

    assert credits_in(shop)["vendor/lib/"].own_text == filled.strip("\n")


def test_a_licence_in_the_known_words_is_not_given_twice(shop: Path) -> None:
    words = text("MIT").replace("\n", " ").replace(" copies ", "\n  copies ")
    (shop / "vendor" / "lib" / "LICENSE").write_text("Copyright (c) 2020 Lin Yue\n\n" + words, encoding="utf-8")

    found = credits_in(shop)

    assert (found["shop"].own_text, found["vendor/lib/"].own_text) == ("", "")


def test_a_huge_notice_stays_out(shop: Path) -> None:
    (shop / "NOTICE").write_text("words " * (LARGEST // 6 + 1), encoding="utf-8")

    assert credits_in(shop)["shop"].notices == ()


def test_notices_of_tests_stay_out(shop: Path) -> None:
    (shop / "tests").mkdir()
    (shop / "tests" / "NOTICE").write_text("Only for tests", encoding="utf-8")

    assert credits_in(shop)["shop"].notices == ()
