"""What a rule may ask about: each key of a `when:` or `unless:` block becomes one test.

A test answers yes, no, or None: nobody looked, so it cannot be decided. All tests of a block must say yes.
Subject tests look at the thing; licence tests look at each licence of its expression in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from licenses.catalogue import standing_of
from licenses.classes import LicenseClass, class_of_id, class_of_license
from licenses.compatibility import Answer, compatible
from licenses.expression import Expression, License
from licenses.globs import any_glob
from licenses.identifiers import identifiers
from licenses.language import text
from licenses.obligations import Duty
from licenses.subject import Origin, Relation, Subject, SubjectKind, Use
from licenses.yaml_lines import Marked

NOTHING_STATED = License("NONE")  # stands for a missing licence, so that rules can ask about it


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a licence when it is judged."""

    outbound: Expression | None  # what the project is passed on under
    outbound_class: LicenseClass
    relation: Relation


SubjectTest = Callable[[Subject], bool | None]
LicenseTest = Callable[[License, Setting], bool | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A block of tests, all of which must hold."""

    stated: tuple[tuple[str, tuple[str, ...]], ...]  # each key with its values, as written
    subject_tests: tuple[tuple[str, SubjectTest], ...] = field(compare=False)
    license_tests: tuple[tuple[str, LicenseTest], ...] = field(compare=False)

    @property
    def reads_identity(self) -> bool:
        """Whether the answer depends on the subject's own name, so that equal subjects may differ."""
        return any(key in {"path", "purl"} for key, _ in self.stated)


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's AND: one no decides; else one unknown leaves it open."""
    open_ = False
    for answer in answers:
        if answer is False:
            return False
        open_ = open_ or answer is None
    return None if open_ else True


def condition(value: Marked) -> Condition:
    """A `when:` or `unless:` block.

    Raises:
        BadDocument: an unknown key, licence, class, … or an impossible value.
    """
    subject_tests: list[tuple[str, SubjectTest]] = []
    license_tests: list[tuple[str, LicenseTest]] = []
    stated: list[tuple[str, tuple[str, ...]]] = []
    for key, inner in value.mapping(required=set(), optional=set(_SUBJECT) | set(_LICENSE)).items():
        stated.append((key, inner.strings()))
        if key in _SUBJECT:
            subject_tests.append((key, _SUBJECT[key](inner)))
        else:
            license_tests.append((key, _LICENSE[key](inner)))
    return Condition(tuple(stated), tuple(subject_tests), tuple(license_tests))


def _kinds(value: Marked) -> SubjectTest:
    wanted = value.choices(SubjectKind)
    return lambda subject: subject.kind in wanted


def _uses(value: Marked) -> SubjectTest:
    wanted = value.choices(Use)
    return lambda subject: subject.use in wanted


def _relations(value: Marked) -> SubjectTest:
    wanted = value.choices(Relation)
    return lambda subject: subject.relation in wanted


def _origins(value: Marked) -> SubjectTest:
    wanted = value.choices(Origin)
    return lambda subject: subject.origin in wanted


def _fact(name: str) -> Callable[[Marked], SubjectTest]:
    """A yes-or-no fact of the subject."""

    def test(value: Marked) -> SubjectTest:
        wanted = value.boolean()

        def answer(subject: Subject) -> bool | None:
            known: bool | None = getattr(subject, name)
            return None if known is None else known is wanted

        return answer

    return test


def _deeper_than(value: Marked) -> SubjectTest:
    limit = value.number()
    return lambda subject: None if subject.depth is None else subject.depth > limit


def _declared_differs(value: Marked) -> SubjectTest:
    wanted = value.boolean()

    def answer(subject: Subject) -> bool | None:
        if not subject.declared or not subject.detected:
            return False  # nothing to compare: other rules ask about what is missing
        return (subject.declared != subject.detected) is wanted

    return answer


def _paths(value: Marked) -> SubjectTest:
    matches = any_glob(value.strings())
    return lambda subject: matches(subject.path or subject.identity)


def _purls(value: Marked) -> SubjectTest:
    matches = any_glob(value.strings())
    return lambda subject: matches(subject.identity)


def _classes(value: Marked) -> LicenseTest:
    wanted = value.choices(LicenseClass)
    return lambda license_, _: license_ != NOTHING_STATED and class_of_license(license_) in wanted


def _outbound_classes(value: Marked) -> LicenseTest:
    wanted = value.choices(LicenseClass)
    return lambda _, setting: setting.outbound_class in wanted


def _licenses(value: Marked) -> LicenseTest:
    """Identifiers, or globs over them; an identifier that nobody knows is a mistake."""
    for item in value.items():
        name = item.string()
        if "*" not in name and name.lower() not in identifiers() and not name.startswith("LicenseRef-"):
            item.refuse(text("{name} is not a licence that is known", name=name))
    names = [identifiers()[name.lower()].id if name.lower() in identifiers() else name for name in value.strings()]
    matches = any_glob(names, any_case=True)
    return lambda license_, _: matches(license_.id) or matches(license_.exception)


def _missing(value: Marked) -> LicenseTest:
    wanted = value.boolean()
    return lambda license_, _: (license_.id in {"NONE", "NOASSERTION"}) is wanted


def _duties(value: Marked) -> LicenseTest:
    """Licences that ask for one of these; a licence that nobody examined cannot be decided by its duties."""
    wanted = value.choices(Duty)

    def answer(license_: License, _: Setting) -> bool | None:
        duties = standing_of(license_).duties
        return None if duties is None else bool(duties & wanted)

    return answer


def _approved(value: Marked) -> LicenseTest:
    wanted = value.boolean()

    def answer(license_: License, _: Setting) -> bool | None:
        known = standing_of(license_).osi_approved
        return None if known is None else known is wanted

    return answer


def _examined(value: Marked) -> LicenseTest:
    wanted = value.boolean()
    return lambda license_, _: (standing_of(license_).duties is not None) is wanted


def _compatibility(value: Marked) -> LicenseTest:
    """The answers of licenses.compatibility for this licence into the project's."""
    wanted = value.choices(Answer)

    def answer(license_: License, setting: Setting) -> bool | None:
        if setting.outbound is None:
            return None
        return compatible(license_, setting.outbound, setting.relation).answer in wanted

    return answer


_SUBJECT: dict[str, Callable[[Marked], SubjectTest]] = {
    "subject": _kinds,
    "use": _uses,
    "relation": _relations,
    "direct": _fact("direct"),
    "first-party": _fact("first_party"),
    "deeper-than": _deeper_than,
    "license-text": _fact("license_text"),
    "stated": _fact("stated"),
    "edited": _fact("edited"),
    "vulnerable": _fact("vulnerable"),
    "copyright": _fact("copyright"),
    "provenance": _fact("provenance"),
    "origin": _origins,
    "pinned": _fact("pinned"),
    "hashed": _fact("hashed"),
    "signed": _fact("signed"),
    "declared-differs": _declared_differs,
    "path": _paths,
    "purl": _purls,
}
_LICENSE: dict[str, Callable[[Marked], LicenseTest]] = {
    "class": _classes,
    "outbound-class": _outbound_classes,
    "license": _licenses,
    "license-missing": _missing,
    "duty": _duties,
    "osi-approved": _approved,
    "examined": _examined,
    "compatibility": _compatibility,
}

__all__ = ["NOTHING_STATED", "Condition", "Setting", "all_hold", "class_of_id", "condition"]
