from __future__ import annotations

from pathlib import Path

import pytest

from licenses.notice import Credit
from scanner.cli.session import scanned
from scanner.credits import credits_of

SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_repos"


def credits_in(name: str) -> list[Credit]:
    with scanned(str(SAMPLES / name), quiet=True) as scan:
        return list(credits_of(scan.inventory))


@pytest.mark.usefixtures("license_index")
def test_vendored_folders_are_named_with_their_licence_and_holders() -> None:
    found = {credit.name: (credit.expression, credit.copyrights) for credit in credits_in("gridlog")}

    assert found["gridlog"] == ("BSD-3-Clause", ("Copyright (c) 2023, Meridian Grid Observatory",))
    assert found["vendor/code.example/ringbuf/"] == ("MIT", ("Copyright (c) 2020 Odalys Brandt",))
    assert found["vendor/code.example/wirefmt/"][0] == "MPL-2.0"


@pytest.mark.usefixtures("license_index")
def test_what_a_licence_text_says_of_its_own_copyright_is_left_out() -> None:
    (own,) = [credit for credit in credits_in("foldnote") if credit.name == "foldnote"]

    assert own.copyrights == (
        "Copyright (c) 2016, 2019, 2023 Tobias Renn",  # says what lines with 2016 alone, and with 2016 and 2019, say
        "Copyright (c) 2021 Wen Yilan",
    )


@pytest.mark.usefixtures("license_index")
def test_shipped_components_come_with_the_address_of_their_source() -> None:
    found = {credit.identity: credit for credit in credits_in("tidetable")}

    assert found["pkg:pypi/attrs@25.1.0"].source_url == "https://packages.example/files/attrs-25.1.0.tar.gz"
    assert "pkg:pypi/pytest" not in {identity.split("@")[0] for identity in found}
