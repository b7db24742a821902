"""Three facts about a licence, kept apart: declared (manifests), detected (files), concluded (by the rules here).

For a package of the tree, its *place* is the folder of the manifest that describes it; files belong to the nearest
place above them. Key files are the licence files of that folder (LICENSE, COPYING, …), and those of LICENSES/ below it
(REUSE): that folder holds the text of every licence that any file is under, so beside a licence file of the place
itself it bears out a declaration and concludes nothing.
The rules, first that applies:

1. the key files hold every licence that is declared       -> declared      (AGREED)
   (more of them are those of bundled works, which are judged where they stand)
2. they lack one that is declared                               -> both, by AND  (DISAGREED, also a problem)
3. only declared                                           -> declared      (DECLARED)
4. only key files: what they say, unless the headers of most files refine it ("or later" beside a GPL text), and
   without the GPL text that an LGPL text builds on; "unknown" when none of their words is known (KEY_FILES)
5. neither: what the files of the place themselves state, by AND            (FILES)
6. nothing                                                 -> ""            (NOTHING)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from licenses.classes import accompanies
from licenses.detection import LicenseMatch, MatchKind
from licenses.expression import AllOf, BadExpression, License, all_of, licenses_in, parse
from licenses.language import Text, text
from licenses.subject import is_license_file
from scanner.inventory import Component, Conclusion, FileRecord, Reason, Treatment
from scanner.problem import Problem
from scanner.references import NAMELESS

_STATES = (MatchKind.TAG, MatchKind.TEXT, MatchKind.NOTICE, MatchKind.REFERENCE)
_UNKNOWN_TEXT = "LicenseRef-scancode-unknown"
_NO_GRANT = ("notice", "copyright", "patents")  # legal files that name owners and others' works but license nothing
_BASE, _SUPPLEMENT = "GPL-3.0", "LGPL-3.0"
_LONG = 40  # lines
_LIKELY = 0.8  # a match below this score does not bear a conclusion


def conclude(files: Iterable[FileRecord], components: Iterable[Component]) -> tuple[Conclusion, ...]:
    """One conclusion for the root and for each folder with a package of its own, the root first."""
    owned = places_of_packages(components)
    inside: dict[str, list[FileRecord]] = defaultdict(list)
    place_of = cache(lambda folder: _place_of(folder, owned))
    for file in files:
        inside[place_of(_folder(file.path))].append(file)
    return tuple(_conclusion(place, owned[place], inside[place]) for place in sorted(owned))


def disagreements(conclusions: Iterable[Conclusion]) -> Iterator[Problem]:
    """Where the manifest says one thing and the licence files another: a finding, wherever it stands."""
    for found in conclusions:
        if found.reason is Reason.DISAGREED:
            message = text(
                "declares {declared}, but {files} holds {concluded}: both are taken to apply",
                declared=found.declared,
                files=", ".join(found.key_files),
                concluded=found.concluded,
            )
            yield Problem("license-disagreement", found.manifest, message)


def places_of_packages(components: Iterable[Component]) -> Mapping[str, Component | None]:
    """Folder -> the package that its manifest describes; the root is always a place."""
    places: dict[str, Component | None] = {"": None}
    for component in components:
        if not component.first_party:
            continue
        for evidence in component.evidence:
            folder = _folder(evidence.path)
            known = places.get(folder)
            # a folder may hold manifests of several ecosystems: one that declares a licence speaks for it
            if known is None or (component.declared_license and not known.declared_license):
                places[folder] = component
    return places


def _place_of(folder: str, places: Mapping[str, Component | None]) -> str:
    while folder not in places:
        folder = _folder(folder)
    return folder


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _conclusion(place: str, owner: Component | None, files: list[FileRecord]) -> Conclusion:
    counted = Counter(expression for file in files for expression in stated_in(file))
    return conclusion_at(place, owner, files, counted)


def conclusion_at(
    place: str, owner: Component | None, files: Iterable[FileRecord], counted: Counter[str]
) -> Conclusion:
    """The conclusion about one place: `files` are its files, or just its licence files; `counted` says how many of
    all its files state each expression.
    """
    declared = owner.declared_license if owner else ""
    key_files = [file for file in files if is_key_file(file.path, place) and _key_expressions(file)]
    stated = _stated(key_files)
    elsewhere = counted - Counter(expression for file in key_files for expression in stated_in(file))
    own = [file for file in key_files if _folder(file.path) == place]
    if not declared and _stated(own) not in ("", NAMELESS):
        key_files, stated = own, _stated(own)
    if not declared and not key_files:
        key_files = [file for file in files if is_key_file(file.path, place) and file.treatment is Treatment.TEXT]
        stated = _UNKNOWN_TEXT if key_files else ""
    ranked = tuple(expression for expression, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    concluded, reason = _decide(declared, stated, counted, elsewhere)
    return Conclusion(
        place=place,
        purl=owner.purl if owner else "",
        declared=declared,
        detected=ranked,
        concluded=concluded,
        reason=reason,
        key_files=tuple(file.path for file in key_files),
        manifest=owner.evidence[0].path if owner else "",
    )


def is_key_file(path: str, place: str) -> bool:
    """A licence file directly in the place, or in its LICENSES folder (REUSE 3.3)."""
    folder = _folder(path)
    grants = not path.rpartition("/")[2].lower().startswith(_NO_GRANT)
    return grants and folder in (place, f"{place}/LICENSES".lstrip("/")) and is_license_file(path)


def stated_in(file: FileRecord) -> set[str]:
    """The expressions that a file states, each once."""
    return set(_expressions(file))


def _expressions(file: FileRecord) -> list[str]:
    return [match.expression for match in file.licenses if match.kind in _STATES and match.score >= _LIKELY]


def _stated(key_files: Iterable[FileRecord]) -> str:
    return _together(expression for file in key_files for expression in _key_expressions(file))


def _key_expressions(file: FileRecord) -> list[str]:
    """A key file's texts speak for it, unknown ones too; names and links inside a licence text do not."""
    texts = [m.expression for m in file.licenses if _is_text(m) and m.score >= _LIKELY]
    unknown = [m.expression for m in file.licenses if m.kind is MatchKind.UNKNOWN]
    return [*(texts or _expressions(file)), *unknown]


def _is_text(match: LicenseMatch) -> bool:
    """Whether a licence's text was found; the data calls some texts notices when a notice stands above them."""
    long = match.kind is MatchKind.NOTICE and match.last_line - match.first_line >= _LONG
    return match.kind is MatchKind.TEXT or long


def _decide(declared: str, stated: str, counted: Counter[str], elsewhere: Counter[str]) -> tuple[str, Reason]:
    if declared and stated:
        if _names(declared) <= _names(stated):
            return declared, Reason.AGREED
        return _together([declared, stated]), Reason.DISAGREED
    if declared:
        return declared, Reason.DECLARED
    if stated:
        return _refined(_without_base(stated, elsewhere), counted), Reason.KEY_FILES
    if counted:
        return _together(counted), Reason.FILES
    return "", Reason.NOTHING


def _without_base(stated: str, elsewhere: Counter[str]) -> str:
    """Without the text that another one builds on, unless more files beyond the key files are under it than under that.

    The LGPL 3.0 adds to the terms of the GPL 3.0, whose text comes with it: https://www.gnu.org/licenses/gpl-howto.html
    """
    whole = parse(stated)
    parts = whole.parts if isinstance(whole, AllOf) else ()
    texts = {_text_of(part) for part in parts if isinstance(part, License)}
    under = {name: sum(count for e, count in elsewhere.items() if name in _names(e)) for name in (_BASE, _SUPPLEMENT)}
    if not texts >= under.keys() or under[_BASE] > under[_SUPPLEMENT]:
        return stated
    return _together(str(part) for part in parts if not (isinstance(part, License) and _text_of(part) == _BASE))


def _refined(stated: str, counted: Counter[str]) -> str:
    """A GPL text alone does not say "only" or "or later": the headers of the files do, if one says it most often."""
    same = [(count, other) for other, count in counted.items() if other != stated and _names(other) == _names(stated)]
    return max(same)[1] if same and max(same)[0] >= counted[stated] else stated


def _names(expression: str) -> frozenset[str]:
    """The licences named, "only" and "or later" being one: they share their text."""
    try:
        return frozenset(_text_of(found) for found in licenses_in(parse(expression)))
    except BadExpression:
        return frozenset({expression})


def _text_of(found: License) -> str:
    return found.id.removesuffix("-only").removesuffix("-or-later")


def _together(expressions: Iterable[str]) -> str:
    """All of them, by AND; a nameless one, or a mere disclaimer, counts only where nothing else is said."""
    parts = {expression: parse(expression) for expression in sorted(set(expressions))}
    telling = [part for expression, part in parts.items() if expression != NAMELESS and not accompanies(part)]
    chosen = telling or list(parts.values())
    return str(all_of(chosen)) if chosen else ""


def reason_label(reason: Reason) -> Text:
    """The reason as a sentence."""
    return {
        Reason.AGREED: text("the manifest and the licence files agree"),
        Reason.DISAGREED: text("the manifest and the licence files disagree: both are taken to apply"),
        Reason.DECLARED: text("the manifest declares it; there is no licence file"),
        Reason.KEY_FILES: text("the licence files say so; no manifest declares a licence"),
        Reason.FILES: text("stated in the files themselves; there is neither a licence file nor a declaration"),
        Reason.NOTHING: text("no licence was found"),
    }[reason]
