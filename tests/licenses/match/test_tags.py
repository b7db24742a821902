"""SPDX tags: expressions, lists, what surrounds them, and what is not known."""

from __future__ import annotations

import pytest

from licenses.match.tags import UNKNOWN_TAG, tags

SYMBOLS = {
    "mit": "MIT",
    "apache-2.0": "Apache-2.0",
    "gpl-2.0+": "GPL-2.0-or-later",
    "gpl-2.0-only": "GPL-2.0-only",
    "bsd-3-clause": "BSD-3-Clause",
    "classpath-exception-2.0": "Classpath-exception-2.0",
}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("// spdx-license-identifier: mit", ["MIT"]),
        ("/* spdx-license-identifier: (gpl-2.0+ or mit) */", ["GPL-2.0-or-later OR MIT"]),
        (
            "# spdx-license-identifier: gpl-2.0-only with classpath-exception-2.0",
            ["GPL-2.0-only WITH Classpath-exception-2.0"],
        ),
        ("<!-- spdx-license-identifier: apache-2.0 -->", ["Apache-2.0"]),
        ("spdx-license-identifier: gpl-2.0+ bsd-3-clause", ["GPL-2.0-or-later OR BSD-3-Clause"]),
        ("spdx-license-identifier: gpl 2.0+ bsd-3-clause", ["GPL-2.0-or-later OR BSD-3-Clause"]),
        ("spdx-license-identifier: mit and", ["MIT"]),
        ("spdx-license-identifier: ((mit", ["MIT"]),
        ("spdx-license-identifier: licenseref-house", ["LicenseRef-house"]),
        ("spdx-license-identifier: nonsense-1", [UNKNOWN_TAG]),
        ("grep -q the spdx-license-identifier: nonsense", []),
        ("spdx-license-identifier:", []),
        ("https://licenses.nuget.org/mit", ["MIT"]),
    ],
)
def test_a_tag_is_read(line: str, expected: list[str]) -> None:
    assert [tag.expression for tag in tags(line.encode(), SYMBOLS)] == expected


def test_what_is_behind_more_parentheses_than_are_read_is_not_passed_over() -> None:
    deep = "(" * 1000 + "mit" + ")" * 1000

    assert [tag.expression for tag in tags(f"// spdx-license-identifier: {deep}".encode(), SYMBOLS)] == [UNKNOWN_TAG]
