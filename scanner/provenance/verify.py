"""Is this file what a pool published? Answered offline, from the file's digest, the attestation and the pool's key.

`verify` reads top to bottom as the list of checks. Nothing of the payload is looked at before its signature holds, and
after the first check that fails none is made: what follows would rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from licenses.errors import TrustpoolError
from licenses.language import Text, text
from scanner.provenance.envelope import EnvelopeMalformed, open_envelope, signed_by
from scanner.provenance.keys import PublicKey
from scanner.provenance.reading import Policy, Predicate, Said, StatementUnreadable, read_statement
from scanner.provenance.statement import PAYLOAD_TYPE


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not-reached"


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer."""

    question: Text
    outcome: Outcome
    reason: Text


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks in the order in which they are made."""

    checks: tuple[Check, ...]

    @property
    def accepted(self) -> bool:
        """Whether every check passed."""
        return all(check.outcome is Outcome.PASSED for check in self.checks)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the person who verifies already knows."""

    sha256: str  # of the file at hand, hex
    commit: str = ""  # hex; "" when any will do
    policy_sha256: str = ""  # of the rule pack's file, hex; "" when any will do


class CheckFailed(TrustpoolError):
    """A check said no; `what` is the reason."""


ENVELOPE = text("The attestation is a well-formed DSSE envelope")
PAYLOAD = text("Its payload is declared as an in-toto statement")
SIGNATURE = text("It is signed with the given public key")
STATEMENT = text("The statement is a SLSA verification summary")
SUBJECT = text("The statement speaks of exactly this file")
COMMIT = text("The statement speaks of the expected commit")
POLICY = text("The statement used the expected rule pack")
RESULT = text("The pool's verdict was positive")


def verify(expected: Expected, attestation: bytes, key: PublicKey) -> Verification:
    """Check a file against its attestation. Nothing that the attestation holds makes it raise."""
    trail = _Trail(_questions(expected))
    try:
        with trail.check(ENVELOPE):
            envelope = open_envelope(attestation)
        with trail.check(PAYLOAD):
            _require_payload_type(envelope.payload_type)
        with trail.check(SIGNATURE, text("key {key_id}", key_id=key.key_id)):
            _require(signed_by(envelope, key), text("no signature verifies: another key signed it, or it was changed"))
        with trail.check(STATEMENT):
            said = read_statement(envelope.payload)
        with trail.check(SUBJECT, text("sha256 {digest}", digest=expected.sha256)):
            _require_digest(said, "sha256", expected.sha256)
        if expected.commit:
            with trail.check(COMMIT, text("commit {digest}", digest=expected.commit)):
                _require_digest(said, "gitCommit", expected.commit)
        if expected.policy_sha256:
            with trail.check(POLICY, text("sha256 {digest}", digest=expected.policy_sha256)):
                _require_policy(said.predicate.policy, expected.policy_sha256)
        with trail.check(RESULT, _verdict(said.predicate)):
            _require_passed(said.predicate)
    except CheckFailed:
        return trail.verification()  # the trail holds the reason
    return trail.verification()


def _questions(expected: Expected) -> tuple[Text, ...]:
    optional = ((COMMIT, expected.commit), (POLICY, expected.policy_sha256))
    asked = tuple(question for question, wanted in optional if wanted)
    return (ENVELOPE, PAYLOAD, SIGNATURE, STATEMENT, SUBJECT, *asked, RESULT)


@dataclass(slots=True)
class _Trail:
    """The answers so far."""

    questions: tuple[Text, ...]
    answers: list[Check] = field(default_factory=list)

    @contextmanager
    def check(self, question: Text, passed: Text | None = None) -> Iterator[None]:
        try:
            yield
        except (CheckFailed, EnvelopeMalformed, StatementUnreadable) as no:
            self.answers.append(Check(question, Outcome.FAILED, no.what))
            raise CheckFailed(no.what) from no
        self.answers.append(Check(question, Outcome.PASSED, passed or Text("")))

    def verification(self) -> Verification:
        reason = text("not checked, because an earlier check failed")
        rest = (Check(question, Outcome.NOT_REACHED, reason) for question in self.questions[len(self.answers) :])
        return Verification((*self.answers, *rest))


def _require(holds: bool, reason: Text) -> None:
    if not holds:
        raise CheckFailed(reason)


def _require_payload_type(found: str) -> None:
    _require(
        found == PAYLOAD_TYPE, text("its type is “{found}”, expected “{wanted}”", found=found, wanted=PAYLOAD_TYPE)
    )


def _require_digest(said: Said, algorithm: str, wanted: str) -> None:
    stated = [subject.digest[algorithm] for subject in said.subject if algorithm in subject.digest]
    reason = text(
        "its {algorithm} is {wanted}, but the statement speaks of {stated}",
        algorithm=algorithm,
        wanted=wanted,
        stated=", ".join(stated) or "-",
    )
    _require(wanted in stated, reason)


def _require_policy(policy: Policy, wanted: str) -> None:
    stated = policy.digest.get("sha256", "-")
    _require(stated == wanted, text("it used {uri} with sha256 {stated}", uri=policy.uri, stated=stated))


def _verdict(predicate: Predicate) -> Text:
    return text(
        "{verifier} judged {resource} by {policy} on {time}",
        verifier=predicate.verifier.id,
        resource=predicate.resource_uri,
        policy=predicate.policy.uri,
        time=predicate.time_verified,
    )


def _require_passed(predicate: Predicate) -> None:
    reason = text(
        "{verifier} refused it by {policy}: {result}",
        verifier=predicate.verifier.id,
        policy=predicate.policy.uri,
        result=predicate.verification_result,
    )
    _require(predicate.verification_result == "PASSED", reason)
