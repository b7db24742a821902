"""What a pool says about a release: an in-toto Statement v1 with a SLSA verification summary.

Specifications: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md and
https://slsa.dev/spec/v1.1/verification_summary; digest names from in-toto's DigestSet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scanner.inventory import SourceFacts

PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://slsa.dev/verification_summary/v1"

# we judge licences and inventory, never how something was built: SLSA's word for that
NO_LEVEL = "SLSA_BUILD_LEVEL_UNEVALUATED"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a statement speaks of, named by its digests (in-toto DigestSet: "sha256", "gitCommit", …)."""

    name: str
    digests: tuple[tuple[str, str], ...]  # algorithm, hex


@dataclass(frozen=True, slots=True)
class Input:
    """An attestation that the verifier took into account."""

    uri: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What was judged, by whom, when, by which rules, and with what result."""

    verifier: str  # URI of the pool
    verified_at: int  # seconds since the epoch, UTC
    resource: str  # URI of the release
    policy: str  # URI of the rule pack with its version
    policy_sha256: str  # of the rule pack's file, hex
    passed: bool
    inputs: tuple[Input, ...] = ()


def subjects_of(source: SourceFacts, sboms: Mapping[str, str]) -> tuple[Subject, ...]:
    """The source (commit, or archive and tree where there is none) and its SBOMs, given as name → sha256."""
    tree = ("gitTree", source.tree)
    named = ("gitCommit", source.commit) if source.commit else ("sha256", source.sha256)
    origin = (named, tree) if named[1] else (tree,)
    documents = (Subject(name, (("sha256", digest),)) for name, digest in sorted(sboms.items()))
    return (Subject(source.name, origin), *documents)


def statement(subjects: tuple[Subject, ...], summary: Summary) -> bytes:
    """The statement as JSON with sorted members and no spaces, UTF-8; the same facts give the same bytes.

    Raises:
        ValueError: there is no subject, or one without a digest.
    """
    from google.protobuf.json_format import MessageToDict
    from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
    from in_toto_attestation.v1.statement import Statement

    described = [ResourceDescriptor(name=each.name, digest=dict(each.digests)).pb for each in subjects]
    said = Statement(described, PREDICATE_TYPE, _predicate(summary))
    said.validate()
    return json.dumps(MessageToDict(said.pb), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _predicate(summary: Summary) -> dict[str, Any]:
    moment = datetime.fromtimestamp(summary.verified_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "verifier": {"id": summary.verifier},
        "timeVerified": moment,
        "resourceUri": summary.resource,
        "policy": {"uri": summary.policy, "digest": {"sha256": summary.policy_sha256}},
        "inputAttestations": [{"uri": each.uri, "digest": {"sha256": each.sha256}} for each in summary.inputs],
        "verificationResult": "PASSED" if summary.passed else "FAILED",
        "verifiedLevels": [NO_LEVEL if summary.passed else "FAILED"],
    }
