"""Declared licences in the words of manifests, as SPDX expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.declared import normalised


@pytest.mark.parametrize(
    ("declared", "expression"),
    [
        ("MIT", "MIT"),
        ("apache-2.0 or mit", "Apache-2.0 OR MIT"),
        ("Apache 2", "Apache-2.0"),
        ("The Apache Software License, Version 2.0", "Apache-2.0"),
        ("MIT/X11", "MIT"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPL v2 or later", "GPL-2.0-or-later"),
        ("License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
        ("MIT License <https://license.example>", "MIT"),
        ("Our licence <https://opensource.org/licenses/MIT>", "MIT"),
        ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://git.example/a/b/blob/main/licence.txt", "LicenseRef-https-git.example-a-b-blob-main-licence.txt"),
        ("木兰宽松许可证 第2版", "MulanPSL-2.0"),
        ("Mulan PSL v2", "MulanPSL-2.0"),
        ("Example Corp. EULA OR MIT", "LicenseRef-Example-Corp.-EULA OR MIT"),
        ("BSD", "LicenseRef-BSD"),
        ("UNLICENSED", "LicenseRef-UNLICENSED"),
        ("Apache-2.0 OR LicenseRef-house", "Apache-2.0 OR LicenseRef-house"),
        ("GPL-2.0 WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("SEE LICENSE IN LICENSE.md", ""),
        ("NOASSERTION", ""),
        ("", ""),
    ],
)
def test_what_manifests_say_becomes_spdx(declared: str, expression: str) -> None:
    assert normalised(declared) == expression


def test_words_in_other_scripts_are_kept_as_their_digest() -> None:
    assert normalised("公司内部许可").startswith("LicenseRef-declared-")
    assert normalised("公司内部许可") != normalised("公司外部许可")


@given(st.text(max_size=300))
def test_any_text_gives_an_expression_or_nothing(text: str) -> None:
    found = normalised(text)
    assert found == "" or set(found) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-+() ")
