"""What the public sees of an origin."""

from __future__ import annotations

import pytest

from registry.services.address import shown


@pytest.mark.parametrize(
    ("location", "seen"),
    [
        ("https://git.example/org/app.git", "https://git.example/org/app.git"),
        ("/srv/imports/app-1.2.tar.gz", "app-1.2.tar.gz"),
        ("/", "/"),
    ],
)
def test_a_path_of_the_pools_machine_is_not_shown(location: str, seen: str) -> None:
    assert shown(location) == seen
