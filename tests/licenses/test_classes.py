from __future__ import annotations

import pytest

from licenses.classes import LicenseClass, class_of, class_of_id
from licenses.identifiers import identifiers


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", LicenseClass.PERMISSIVE),
        ("MulanPSL-2.0", LicenseClass.PERMISSIVE),
        ("MPL-2.0", LicenseClass.WEAK_COPYLEFT),
        ("GPL-2.0-only", LicenseClass.STRONG_COPYLEFT),
        ("AGPL-3.0-or-later", LicenseClass.NETWORK_COPYLEFT),
        ("SSPL-1.0", LicenseClass.NETWORK_COPYLEFT),
        ("MulanPubL-2.0", LicenseClass.NETWORK_COPYLEFT),
        ("CC0-1.0", LicenseClass.PUBLIC_DOMAIN),
        ("PDDL-1.0", LicenseClass.DATA),
        ("CC-BY-SA-4.0", LicenseClass.CONTENT),
        ("LicenseRef-scancode-llama-3.1-license-2024", LicenseClass.AI_MODEL),
        ("BUSL-1.1", LicenseClass.SOURCE_AVAILABLE),
        ("LicenseRef-scancode-google-maps-tos-2018-02-07", LicenseClass.PROPRIETARY),
        ("LicenseRef-Our-Terms", LicenseClass.UNKNOWN),
        ("", LicenseClass.UNKNOWN),
        ("GPL-2.0-only OR MIT", LicenseClass.PERMISSIVE),
        ("GPL-2.0-only AND MIT", LicenseClass.STRONG_COPYLEFT),
        ("MIT AND LicenseRef-scancode-unknown", LicenseClass.UNKNOWN),
        ("MIT AND LicenseRef-scancode-warranty-disclaimer", LicenseClass.PERMISSIVE),
        ("LicenseRef-scancode-warranty-disclaimer", LicenseClass.UNKNOWN),
        ("BSD-3-Clause AND LicenseRef-scancode-google-patent-license-webm", LicenseClass.PERMISSIVE),
        ("GPL-2.0-only WITH Classpath-exception-2.0", LicenseClass.WEAK_COPYLEFT),
        ("GPL-2.0-only WITH An-unknown-exception", LicenseClass.STRONG_COPYLEFT),
        ("Apache-2.0 WITH LLVM-exception", LicenseClass.PERMISSIVE),
        ("Apache-2.0 WITH LicenseRef-scancode-commons-clause", LicenseClass.SOURCE_AVAILABLE),
        ("(GPL-2.0-only OR MPL-2.0) AND ISC", LicenseClass.WEAK_COPYLEFT),
    ],
)
def test_an_expression_has_the_class_of_its_best_choice(expression: str, expected: LicenseClass) -> None:
    assert class_of(expression) is expected


def test_every_licence_that_license_expression_categorises_has_a_class() -> None:
    without = {known.id for known in identifiers().values() if class_of_id(known.id) is LicenseClass.UNKNOWN}
    categories = {known.category for known in identifiers().values() if known.id in without}

    assert categories <= {"CLA", "Unstated License"}


def test_classes_have_names_for_people() -> None:
    assert LicenseClass.NETWORK_COPYLEFT.label.english() == "network copyleft"
