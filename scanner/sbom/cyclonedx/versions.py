"""Which member of a CycloneDX document came with which version of the standard."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

Version = tuple[int, int]

# members that a writer for an older version must leave out; key is "place.member"
SINCE: dict[str, Version] = {
    "bom.citations": (1, 7),
    "bom.declarations": (1, 6),
    "bom.definitions": (1, 6),
    "component.cryptoProperties": (1, 6),
    "component.isExternal": (1, 7),
    "component.patentAssertions": (1, 7),
    "component.versionRange": (1, 7),
    "metadata.distributionConstraints": (1, 7),
}

REFERENCE_KINDS_SINCE_1_7 = frozenset({"patent", "patent-assertion", "patent-family", "citation"})

# §externalReference.type and §component.type of 1.7
REFERENCE_KINDS = frozenset(
    """
    adversary-model advisories attestation bom build-meta build-system certification-report chat citation
    codified-infrastructure component-analysis-report configuration digital-signature distribution
    distribution-intake documentation dynamic-analysis-report electronic-signature evidence
    exploitability-statement formulation issue-tracker license log mailing-list maturity-report model-card other
    patent patent-assertion patent-family pentest-report poam quality-metrics release-notes rfc-9116
    risk-assessment runtime-analysis-report security-contact social source-distribution static-analysis-report
    support threat-model vcs vulnerability-assertion website
    """.split()  # noqa: SIM905  a paragraph reads better than fifty lines
)
PART_KINDS = frozenset(
    """
    application framework library container platform operating-system device device-driver firmware file
    machine-learning-model data cryptographic-asset
    """.split()  # noqa: SIM905
)

# members that may hold what 1.6 does not know
GREW_IN_1_7 = frozenset({"externalReferences", "hashes", "licenses"})

HASHES_SINCE_1_7 = frozenset({"Streebog-256", "Streebog-512"})

VERSION_LENGTH = 1024  # characters; §component.version


def allows(version: Version, place: str, member: str) -> bool:
    """Whether CycloneDX `version` has this member."""
    return SINCE.get(f"{place}.{member}", (1, 0)) <= version


class _Enumeration(msgspec.Struct):
    enum: list[str]


@cache
def spdx_ids() -> frozenset[str]:
    """The licence ids that the standard's own schema enumerates."""
    # the library's own copy of that list, without the library: it makes all licences ready for parsing (60 ms)
    found = find_spec("cyclonedx")
    if found is None or found.origin is None:
        raise ImportError("cyclonedx-python-lib is not installed")
    schema = Path(found.origin).parent / "schema" / "_res" / "spdx.SNAPSHOT.schema.json"
    return frozenset(msgspec.json.decode(schema.read_bytes(), type=_Enumeration).enum)
