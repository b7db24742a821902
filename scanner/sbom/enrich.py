"""A document with what package indexes state of its parts, where the document itself states nothing.

Nothing that a file of the tree says is replaced. Each part says where its new facts come from; where an index and the
tree disagree about a file, nothing is taken, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import starmap

from msgspec import Struct
from msgspec.structs import replace

from licenses.language import Text
from scanner.declared import normalised
from scanner.indexes.ask import Told
from scanner.indexes.registered import Registered, RegisteredFile
from scanner.sbom.document import Acknowledgement, Contact, Document, LicenseClaim, Note, Part, Property, Reference
from scanner.sbom.license_texts import known_texts
from scanner.sbom.parts import PROPERTY, person

INDEX = PROPERTY + "index"  # the address that answered
INDEX_FACTS = PROPERTY + "index-facts"  # what was taken from it, "licences, hashes"
_SUPPLIER_FROM = PROPERTY + "supplier-from"
_WEB = ("https://", "http://")


class Trouble(Struct, frozen=True):
    """An index that failed, or says of a file what the tree does not."""

    about: str  # a purl, or a purl type
    problem: Text
    where: str  # the address


class Enriched(Struct, frozen=True):
    """The new document, and what became of the questions."""

    document: Document
    asked: int
    changed: int  # parts that got new facts
    unknown: tuple[str, ...]  # purls that their index does not know
    troubles: tuple[Trouble, ...]


def enriched(document: Document, answers: Iterable[Told]) -> Enriched:
    """Fill each part with what was told of it."""
    told = {each.wanted.ref: each for each in answers}
    parts = tuple(filled(part, told[part.ref]) if part.ref in told else part for part in document.parts)
    failed = [(each, each.problem) for each in told.values() if each.problem]
    notes = tuple(_note(each, problem, document.created) for each, problem in failed if each.registered)
    texts = {each.reference: each for each in (*known_texts(parts), *document.texts)}
    return Enriched(
        replace(
            document, parts=parts, notes=(*document.notes, *notes), texts=tuple(texts[name] for name in sorted(texts))
        ),
        asked=len(told),
        changed=sum(new is not old for new, old in zip(parts, document.parts, strict=True)),
        unknown=tuple(
            each.wanted.purl.to_string() for each in told.values() if not each.registered and not each.problem
        ),
        troubles=tuple(dict.fromkeys(starmap(_trouble, failed))),
    )


def filled(part: Part, told: Told) -> Part:
    """The part with what was told of it where it says nothing; the very same part when nothing is new."""
    if told.registered is None:
        return part
    new = part
    taken = []
    for name, fill in _FILLS:
        after = fill(new, told.registered, told.file)
        if after != new:
            taken.append(name)
            new = after
    if not taken:
        return part
    stated = (Property(INDEX, told.registered.page), Property(INDEX_FACTS, ", ".join(taken)))
    return replace(new, properties=tuple(sorted((*new.properties, *stated))))


def _licences(part: Part, registered: Registered, _: RegisteredFile | None) -> Part:
    stated = {claim.acknowledgement for claim in part.licenses}
    declared = normalised(registered.declared_license) if Acknowledgement.DECLARED not in stated else ""
    concluded = (registered.concluded_license or declared) if Acknowledgement.CONCLUDED not in stated else ""
    claims = ((declared, Acknowledgement.DECLARED), (concluded, Acknowledgement.CONCLUDED))
    new = tuple(LicenseClaim(said, acknowledgement=how) for said, how in claims if said)
    return replace(part, licenses=(*part.licenses, *new)) if new and Acknowledgement.UNSTATED not in stated else part


def _hashes(part: Part, _: Registered, file: RegisteredFile | None) -> Part:
    if file is None:
        return part
    return replace(part, hashes=tuple(sorted({*part.hashes, *file.hashes})))


def _other_files(part: Part, registered: Registered, file: RegisteredFile | None) -> Part:
    """A lockfile states the digests of every file of a version; those of the others go with their addresses."""
    if file is None or len({it.algorithm for it in part.hashes}) == len(part.hashes):
        return part
    others = [each for each in registered.files if each.name != file.name and set(each.hashes) & set(part.hashes)]
    theirs = {it for each in others for it in each.hashes} - set(file.hashes)
    references = tuple(Reference("distribution", each.url, hashes=each.hashes) for each in others)
    kept = tuple(it for it in part.hashes if it not in theirs)
    return replace(part, hashes=kept, references=(*part.references, *references))


def _file(part: Part, _: Registered, file: RegisteredFile | None) -> Part:
    if file is None:
        return part
    known = any(each.kind == "distribution" for each in part.references)
    here = () if known or not file.url else (Reference("distribution", file.url),)
    return replace(part, file_name=part.file_name or file.name, references=(*part.references, *here))


def _places(part: Part, registered: Registered, _: RegisteredFile | None) -> Part:
    kinds = {each.kind for each in part.references}
    told = (("vcs", registered.vcs_url), ("website", registered.homepage))
    new = tuple(Reference(kind, url) for kind, url in told if url and kind not in kinds)
    return replace(part, references=(*part.references, *new))


def _description(part: Part, registered: Registered, _: RegisteredFile | None) -> Part:
    return part if part.description else replace(part, description=registered.description)


def _authors(part: Part, registered: Registered, _: RegisteredFile | None) -> Part:
    return part if part.authors else replace(part, authors=tuple(map(person, registered.authors)))


def _supplier(part: Part, registered: Registered, _: RegisteredFile | None) -> Part:
    """Whom a manifest names supplies it; the repository was named for want of a better answer."""
    guessed = any(each.name == _SUPPLIER_FROM for each in part.properties)
    if not registered.supplier or (part.supplier and not guessed):
        return part
    properties = tuple(each for each in part.properties if each.name != _SUPPLIER_FROM)
    return replace(part, supplier=Contact(registered.supplier), properties=properties)


def _creator(part: Part, registered: Registered, _: RegisteredFile | None) -> Part:
    """Where its makers can be reached, when nobody's address is known."""
    if part.manufacturer or any(author.email for author in part.authors):
        return part
    pages = (registered.homepage, registered.vcs_url.removeprefix("git+").partition("@")[0], registered.page)
    return replace(part, manufacturer=Contact("", urls=(next(it for it in pages if it.startswith(_WEB)),)))


_FILLS = (
    ("licences", _licences),
    ("hashes of the other files", _other_files),
    ("hashes", _hashes),
    ("file", _file),
    ("addresses", _places),
    ("description", _description),
    ("authors", _authors),
    ("supplier", _supplier),
    ("creator", _creator),
)


def _trouble(told: Told, problem: Text) -> Trouble:
    """Of an index that fails the purl's type is what counts."""
    about = told.wanted.purl.to_string() if told.registered else told.wanted.purl.type
    return Trouble(about, problem, told.where)


def _note(told: Told, problem: Text, created: str) -> Note:
    return Note((told.wanted.ref,), f"index-disagrees: {told.where}: {problem.english()}", created, "trustpool")


def questions_of(document: Document) -> Iterator[Part]:
    """The parts that an index may know: not what the tree itself is."""
    for part in document.parts:
        if not any(each.name == PROPERTY + "first-party" for each in part.properties):
            yield part
