"""Valid addresses are spared the validator's grammar; whatever is wrong with a document stays wrong."""

from __future__ import annotations

import json

from scanner.sbom.short_addresses import with_short_addresses


def test_valid_addresses_become_short_and_stay_apart() -> None:
    document = {"a": [{"url": "https://a.example/x"}, {"url": "https://b.example"}, {"url": "https://a.example/x"}]}

    assert json.loads(with_short_addresses(json.dumps(document).encode())) == {
        "a": [{"url": "0"}, {"url": "1"}, {"url": "0"}]
    }


def test_lists_of_addresses_are_short_too() -> None:
    assert with_short_addresses(b'{"url":["https://a.example","not one"]}') == '{"url":["0","not one"]}'


def test_what_is_no_valid_address_stays_for_the_validator() -> None:
    for address in ("${project.url}", "1:2", "https://a b", "%zz", ""):
        assert json.loads(with_short_addresses(json.dumps({"url": address}).encode())) == {"url": address}


def test_other_members_stay() -> None:
    document = b'{"name":"https://a.example","url":7,"inner":{"urls":["https://b.example"]}}'

    assert with_short_addresses(document) == document.decode()
