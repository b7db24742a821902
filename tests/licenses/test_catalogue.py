from __future__ import annotations

import pytest

from licenses.catalogue import ENTRIES, entry_of, examined_ids, file_stem, standing_of
from licenses.classes import LicenseClass, class_of_id
from licenses.expression import License, normalise
from licenses.obligations import Duty, Limitation, Permission, limitation_label, permission_label, tasks, triggered
from licenses.scenario import Scenario
from licenses.yaml_lines import BadDocument, parse_document

IDS = examined_ids()


def test_at_least_120_licences_are_examined_by_hand() -> None:
    assert len(list(ENTRIES.glob("*.yaml"))) >= 120


@pytest.mark.parametrize("name", IDS)
def test_an_entry_is_found_under_its_canonical_name_and_speaks_both_languages(name: str) -> None:
    found = entry_of(name)

    assert found is not None
    assert normalise(name) == name
    assert found.source.startswith("http")
    assert found.summary.to("zh") != found.summary.to("en")


@pytest.mark.parametrize("name", IDS)
def test_the_duties_of_an_entry_fit_the_class_of_its_licence(name: str) -> None:
    duties = standing_of(License(name)).duties
    assert duties is not None
    whole, files = Duty.SAME_LICENSE in duties, Duty.SAME_LICENSE_FOR_FILES in duties

    match class_of_id(name):
        case LicenseClass.PERMISSIVE | LicenseClass.PUBLIC_DOMAIN:
            assert not whole
            assert not files or name == "MS-PL"  # source only under this licence, binaries under any
        case LicenseClass.STRONG_COPYLEFT:
            assert whole or name == "Sleepycat"  # asks for source "under reasonable conditions", not under itself
        case LicenseClass.NETWORK_COPYLEFT:
            assert Duty.NETWORK_SOURCE in duties
        case LicenseClass.WEAK_COPYLEFT:
            assert not whole
            assert files or Duty.DISCLOSE_SOURCE_OF_FILES in duties
        case LicenseClass.AI_MODEL:
            assert Duty.INCLUDE_LICENSE in duties


def test_the_duties_of_the_agpl_name_their_sections() -> None:
    found = entry_of("AGPL-3.0-only")

    assert found is not None
    assert found.section_of(Duty.NETWORK_SOURCE) == "13"
    assert found.section_of(Duty.SAME_LICENSE) == "5(c)"
    assert found.section_of(Duty.NONCOMMERCIAL) == ""


@pytest.mark.parametrize("exception", ["Classpath-exception-2.0", "Bison-exception-2.2", "Font-exception-2.0"])
def test_a_limiting_exception_lifts_the_duties_on_the_whole_work(exception: str) -> None:
    plain = standing_of(License("GPL-2.0-only")).duties
    linked = standing_of(License("GPL-2.0-only", exception)).duties

    assert plain is not None
    assert linked is not None
    assert {Duty.SAME_LICENSE, Duty.DISCLOSE_SOURCE} <= plain
    assert not {Duty.SAME_LICENSE, Duty.DISCLOSE_SOURCE} & linked
    assert Duty.SAME_LICENSE_FOR_FILES in linked


def test_an_exception_that_only_adds_a_partner_lifts_nothing() -> None:
    openssl = License("GPL-2.0-or-later", "cryptsetup-OpenSSL-exception")

    assert standing_of(openssl).duties == standing_of(License("GPL-2.0-or-later")).duties


def test_a_licence_that_nobody_examined_has_no_duties_but_its_standing() -> None:
    standing = standing_of(License("Multics"))

    assert (standing.examined, standing.duties, standing.osi_approved) == (False, None, True)


def test_duties_fall_due_by_scenario() -> None:
    assert triggered(Duty.NETWORK_SOURCE, Scenario.NETWORK_SERVICE)
    assert not triggered(Duty.NETWORK_SOURCE, Scenario.INTERNAL_USE)
    assert triggered(Duty.INSTALLATION_INFORMATION, Scenario.EMBEDDED_DEVICE)
    assert not triggered(Duty.DISCLOSE_SOURCE, Scenario.NETWORK_SERVICE)
    assert not triggered(Duty.KEEP_COPYRIGHT, Scenario.INTERNAL_USE)


def test_every_term_has_words_for_people() -> None:
    assert set(tasks()) == set(Duty)
    assert all(permission_label(permission).english() for permission in Permission)
    assert all(limitation_label(limitation).english() for limitation in Limitation)


def test_or_later_and_only_share_an_entry() -> None:
    assert (file_stem("GPL-2.0-or-later"), file_stem("GPL-2.0-only"), file_stem("MIT")) == ("GPL-2.0", "GPL-2.0", "MIT")


def test_a_wrong_term_in_an_entry_is_refused_at_its_line() -> None:
    from licenses.catalogue_entry import entry

    content = (ENTRIES / "MIT.yaml").read_bytes().replace(b"keep-copyright", b"keep-smiling")

    with pytest.raises(BadDocument) as refused:
        entry(parse_document(content, "MIT.yaml"))

    assert refused.value.what.english() == "keep-smiling is not one of the choices here"
    assert refused.value.where == "MIT.yaml:8"
