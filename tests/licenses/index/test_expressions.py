"""What the index calls licences: as SPDX does, whatever the data calls them."""

from __future__ import annotations

from licenses.index.expressions import own_keys, translate
from licenses.index.location import data_folder
from licenses.index.source import read_entries


def test_the_english_text_of_a_licence_is_the_licence() -> None:
    keys = own_keys(read_entries(data_folder()))

    assert translate("mulanpsl-2.0-en", keys) == "MulanPSL-2.0"
    assert translate("mulanpsl-2.0-en AND mit", keys) == "MulanPSL-2.0 AND MIT"
