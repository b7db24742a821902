"""A signed statement's bytes → what we understand of it. Members that we do not know are allowed and ignored."""

from __future__ import annotations

import msgspec

from licenses.errors import TrustpoolError
from licenses.language import text
from scanner.provenance.statement import PREDICATE_TYPE, STATEMENT_TYPE


class StatementUnreadable(TrustpoolError):
    """The payload is not a statement of the type that we verify; `what` is the reason."""


class Described(msgspec.Struct, frozen=True):
    """in-toto ResourceDescriptor."""

    digest: dict[str, str]
    name: str = ""


class Identified(msgspec.Struct, frozen=True):
    """The verifier."""

    id: str


class Policy(msgspec.Struct, frozen=True):
    """The rule pack."""

    uri: str
    digest: dict[str, str] = msgspec.field(default_factory=dict)


class Predicate(msgspec.Struct, frozen=True, rename="camel"):
    """SLSA verification summary v1."""

    verifier: Identified
    time_verified: str
    resource_uri: str
    policy: Policy
    verification_result: str


class Said(msgspec.Struct, frozen=True):
    """in-toto Statement v1 whose predicate is a verification summary."""

    subject: list[Described]
    predicate: Predicate


class _Types(msgspec.Struct, rename={"statement": "_type", "predicate": "predicateType"}):
    statement: str
    predicate: str


def read_statement(payload: bytes) -> Said:
    """The statement in `payload`.

    Raises:
        StatementUnreadable: it is not JSON, of another type, or lacks a member.
    """
    try:
        types = msgspec.json.decode(payload, type=_Types)
        _require_type(types.statement, STATEMENT_TYPE)
        _require_type(types.predicate, PREDICATE_TYPE)
        return msgspec.json.decode(payload, type=Said)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as reason:
        raise StatementUnreadable(text("it cannot be read: {reason}", reason=str(reason))) from None


def _require_type(found: str, wanted: str) -> None:
    if found != wanted:
        raise StatementUnreadable(text("its type is “{found}”, expected “{wanted}”", found=found, wanted=wanted))
