"""Verification, offline: what a pool signed is accepted, and any change is refused with its reason."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from in_toto_attestation.v1.statement import STATEMENT_TYPE_URI

from scanner.inventory import SourceFacts, SourceKind
from scanner.provenance.envelope import LARGEST_ENVELOPE, seal
from scanner.provenance.keys import NodeKey
from scanner.provenance.statement import (
    PAYLOAD_TYPE,
    STATEMENT_TYPE,
    Input,
    Summary,
    statement,
    subjects_of,
)
from scanner.provenance.verify import Expected, Outcome, Verification, verify

KEY = NodeKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
SBOM = b'{"bomFormat": "CycloneDX"}\n'
DIGEST = hashlib.sha256(SBOM).hexdigest()
COMMIT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
SOURCE = SourceFacts(SourceKind.GIT, "https://git.example/org/shop.git", "shop", TREE, commit=COMMIT)


def summary(*, passed: bool = True) -> Summary:
    return Summary(
        verifier="https://pool.example",
        verified_at=1_700_000_000,
        resource="https://pool.example/projects/shop/releases/v1.2.0",
        policy="https://pool.example/packs/permissive@1",
        policy_sha256="c" * 64,
        passed=passed,
        inputs=(Input("https://pool.example/scan.json", "d" * 64),),
    )


def signed(*, passed: bool = True) -> bytes:
    return seal(statement(subjects_of(SOURCE, {"shop.cdx.json": DIGEST}), summary(passed=passed)), PAYLOAD_TYPE, KEY)


def failure(verification: Verification) -> tuple[str, str]:
    (failed,) = (check for check in verification.checks if check.outcome is Outcome.FAILED)
    return failed.question.english(), failed.reason.english()


def test_the_statement_names_commit_tree_and_sbom() -> None:
    said = json.loads(statement(subjects_of(SOURCE, {"shop.cdx.json": DIGEST}), summary()))

    assert said == {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": "shop", "digest": {"gitCommit": COMMIT, "gitTree": TREE}},
            {"name": "shop.cdx.json", "digest": {"sha256": DIGEST}},
        ],
        "predicateType": "https://slsa.dev/verification_summary/v1",
        "predicate": {
            "verifier": {"id": "https://pool.example"},
            "timeVerified": "2023-11-14T22:13:20Z",
            "resourceUri": "https://pool.example/projects/shop/releases/v1.2.0",
            "policy": {"uri": "https://pool.example/packs/permissive@1", "digest": {"sha256": "c" * 64}},
            "inputAttestations": [{"uri": "https://pool.example/scan.json", "digest": {"sha256": "d" * 64}}],
            "verificationResult": "PASSED",
            "verifiedLevels": ["SLSA_BUILD_LEVEL_UNEVALUATED"],
        },
    }


def test_an_archive_is_named_by_its_digest() -> None:
    archive = SourceFacts(SourceKind.ARCHIVE, "shop.tar.gz", "shop", TREE, sha256="e" * 64)

    assert subjects_of(archive, {})[0].digests == (("sha256", "e" * 64), ("gitTree", TREE))


def test_the_statement_type_is_the_librarys() -> None:
    assert STATEMENT_TYPE == STATEMENT_TYPE_URI


def test_the_same_statement_is_signed_to_the_same_bytes() -> None:
    assert signed() == signed()


def test_what_the_pool_published_is_accepted() -> None:
    verification = verify(Expected(DIGEST, COMMIT, "c" * 64), signed(), KEY.public)

    assert verification.accepted
    assert len(verification.checks) == 8


def test_a_changed_file_is_refused() -> None:
    digest = hashlib.sha256(SBOM.replace(b"C", b"D", 1)).hexdigest()

    assert failure(verify(Expected(digest), signed(), KEY.public)) == (
        "The statement speaks of exactly this file",
        f"its sha256 is {digest}, but the statement speaks of {DIGEST}",
    )


def test_what_follows_a_failed_check_is_not_checked() -> None:
    verification = verify(Expected("0" * 64), signed(), KEY.public)

    assert [check.outcome.value for check in verification.checks] == [*["passed"] * 4, "failed", "not-reached"]


def test_another_key_is_refused() -> None:
    other = NodeKey(Ed25519PrivateKey.from_private_bytes(b"1" * 32))

    assert failure(verify(Expected(DIGEST), signed(), other.public)) == (
        "It is signed with the given public key",
        "no signature verifies: another key signed it, or it was changed",
    )


def test_another_commit_is_refused() -> None:
    assert failure(verify(Expected(DIGEST, "a" * 40), signed(), KEY.public)) == (
        "The statement speaks of the expected commit",
        f"its gitCommit is {'a' * 40}, but the statement speaks of {COMMIT}",
    )


def test_another_rule_pack_is_refused() -> None:
    assert failure(verify(Expected(DIGEST, policy_sha256="b" * 64), signed(), KEY.public)) == (
        "The statement used the expected rule pack",
        f"it used https://pool.example/packs/permissive@1 with sha256 {'c' * 64}",
    )


def test_a_release_that_the_pool_refused_is_refused() -> None:
    assert failure(verify(Expected(DIGEST), signed(passed=False), KEY.public)) == (
        "The pool's verdict was positive",
        "https://pool.example refused it by https://pool.example/packs/permissive@1: FAILED",
    )


def test_a_signed_text_of_another_type_is_refused() -> None:
    envelope = seal(b"{}", "text/plain", KEY)

    assert failure(verify(Expected(DIGEST), envelope, KEY.public)) == (
        "Its payload is declared as an in-toto statement",
        "its type is “text/plain”, expected “application/vnd.in-toto+json”",
    )


def test_a_statement_with_another_predicate_is_refused() -> None:
    said = {"_type": STATEMENT_TYPE, "predicateType": "https://slsa.dev/provenance/v1", "subject": [], "predicate": {}}
    envelope = seal(json.dumps(said).encode(), PAYLOAD_TYPE, KEY)

    assert failure(verify(Expected(DIGEST), envelope, KEY.public)) == (
        "The statement is a SLSA verification summary",
        "its type is “https://slsa.dev/provenance/v1”, expected “https://slsa.dev/verification_summary/v1”",
    )


def test_base64_with_another_spelling_is_refused() -> None:
    envelope = json.loads(signed())
    envelope["payload"] += "\n"

    assert failure(verify(Expected(DIGEST), json.dumps(envelope).encode(), KEY.public)) == (
        "The attestation is a well-formed DSSE envelope",
        "its member payload is not canonical base64",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b'{"payload": "", "payloadType": "x", "signatures": []}',
        b" " * (LARGEST_ENVELOPE + 1),
        b"\xff",
    ],
    ids=["empty", "list", "deep", "unsigned", "huge", "not-utf8"],
)
def test_what_is_no_envelope_is_refused(content: bytes) -> None:
    question, _ = failure(verify(Expected(DIGEST), content, KEY.public))

    assert question == "The attestation is a well-formed DSSE envelope"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_bit_of_the_payload_or_signature_can_be_changed(data: st.DataObject) -> None:
    envelope = json.loads(signed())
    holder, member = data.draw(st.sampled_from([(envelope, "payload"), (envelope["signatures"][0], "sig")]))
    content = bytearray(base64.b64decode(holder[member]))
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    holder[member] = base64.b64encode(bytes(content)).decode()

    assert not verify(Expected(DIGEST), json.dumps(envelope).encode(), KEY.public).accepted


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_whatever_is_signed_never_raises(payload: bytes) -> None:
    assert not verify(Expected(DIGEST), seal(payload, PAYLOAD_TYPE, KEY), KEY.public).accepted


def test_the_signature_is_over_the_pre_authentication_encoding_of_dsse() -> None:
    envelope = json.loads(signed())
    payload = base64.b64decode(envelope["payload"])
    kind = envelope["payloadType"].encode()
    authenticated = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)

    KEY.public.key.verify(base64.b64decode(envelope["signatures"][0]["sig"]), authenticated)

    assert envelope["signatures"][0]["keyid"] == KEY.public.key_id
