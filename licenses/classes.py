"""What kind of licence it is: the first thing that a person and a rule pack ask.

From license-expression's categories, refined by lists of our own where those are too coarse: network copyleft, data,
content and AI-model licences. An expression's class is computed, not looked up: OR takes the most permissive
alternative, AND the strictest part, WITH what the exception leaves.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from licenses.expression import AllOf, Expression, License, parse
from licenses.identifiers import identifiers
from licenses.language import Text, text


class LicenseClass(StrEnum):
    """Kinds of licence, from the fewest duties to the most; unknown is the strictest because nothing is granted."""

    PUBLIC_DOMAIN = "public-domain"
    PERMISSIVE = "permissive"
    DATA = "data"  # for databases and data sets, open or not; its catalogue entry says which
    CONTENT = "content"  # for documentation, media and other works
    WEAK_COPYLEFT = "weak-copyleft"  # the same file, module or library stays under the licence
    STRONG_COPYLEFT = "strong-copyleft"  # the whole work that is passed on does
    NETWORK_COPYLEFT = "network-copyleft"  # also when it is only offered over a network
    AI_MODEL = "ai-model"  # for weights, with terms of its own
    SOURCE_AVAILABLE = "source-available"  # the source may be read, its use is restricted
    PROPRIETARY = "proprietary"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """The class's name for people."""
        return _labels()[self]

    @property
    def copyleft(self) -> bool:
        """Whether works made with it must carry its terms on."""
        return self in {LicenseClass.WEAK_COPYLEFT, LicenseClass.STRONG_COPYLEFT, LicenseClass.NETWORK_COPYLEFT}

    @property
    def strictness(self) -> int:
        """Its place in the order above."""
        return _STRICTNESS[self]


_STRICTNESS = {name: place for place, name in enumerate(LicenseClass)}

_BY_CATEGORY = {
    "Permissive": LicenseClass.PERMISSIVE,
    "Public Domain": LicenseClass.PUBLIC_DOMAIN,
    "Copyleft Limited": LicenseClass.WEAK_COPYLEFT,
    "Copyleft": LicenseClass.STRONG_COPYLEFT,
    "Source-available": LicenseClass.SOURCE_AVAILABLE,
    "Free Restricted": LicenseClass.SOURCE_AVAILABLE,
    "Proprietary Free": LicenseClass.PROPRIETARY,
    "Commercial": LicenseClass.PROPRIETARY,
    # a promise not to sue that accompanies a licence: beside that licence it asks for nothing more
    "Patent License": LicenseClass.PERMISSIVE,
    # an agreement between a contributor and a project grants its reader nothing
    "CLA": LicenseClass.UNKNOWN,
    "Unstated License": LicenseClass.UNKNOWN,
}

# Offering the work over a network counts as passing the whole work on: the section that says so is in the catalogue.
# File-level copyleft that covers network use too (EUPL-1.2, APSL-2.0) stays weak; its obligations tell the rest.
_NETWORK = re.compile(
    r"AGPL-.*|LicenseRef-scancode-agpl-.*|SSPL-1\.0|OSL-[123]\.\d|NPOSL-3\.0|CPAL-1\.0|CAL-1\.0|RPL-1\.[15]"
    r"|Parity-[67]\.0\.0|LicenseRef-scancode-mulanpubl-[12]\.0|LicenseRef-scancode-epo-osl-2005\.1"
)
# Where the index's category misses what the text says: CeCILL 2 covers the whole work, the others files or modules.
_STRONG = re.compile(r"CECILL-2\.[01]")
_WEAK = re.compile(r"CECILL-C|LPPL-.*|ErlPL-1\.1|LicenseRef-scancode-gust-font-.*|Ruby")
_DATA = re.compile(
    r"ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0|LicenseRef-scancode-dbcl-1\.0|CDLA-.*|[CO]-UDA-1\.0|CDL-1\.0|NLOD-[12]\.0"
    r"|OGL-.*|OPL-UK-3\.0|NCGL-UK-2\.0|LicenseRef-scancode-(?:can-)?ogl-(?!1\.0a).*"
    r"|etalab-2\.0|LicenseRef-scancode-etalab-.*|DL-DE-.*|LicenseRef-scancode-dl-de-.*"
    r"|LicenseRef-scancode-(?:trca-odl-1\.0|maxmind-odl)|LicenseRef-CN-.*"
)
_CONTENT = re.compile(
    r"CC-BY.*|CC-SA-1\.0|LicenseRef-scancode-cc-(?:by|nc|nd|sampling|devnations).*|GFDL-.*|LAL-1\.[23]|GCR-docs"
    r"|LicenseRef-scancode-free-art-1\.3|OPUBL-1\.0|FreeBSD-DOC|LicenseRef-scancode-ldp.*|Linux-man-pages-.*"
    r"|LicenseRef-scancode-w3c-doc.*|LPD-document|LicenseRef-scancode-ecma-documentation|LicenseRef-MulanOWL-.*"
    r"|LicenseRef-scancode-(?:pixabay-content|unsplash)|ASWF-Digital-Assets-1\.[01]"
)
_AI_MODEL = re.compile(
    r"LicenseRef-scancode-(?:bigcode|bigscience)-.*rail.*"
    r"|LicenseRef-scancode-(?:deepseek|exaone|falcon-2|gemma|llama|tongyi|ltxv|nvidia-open-model|openmdw|stability-ai)-.*"
    r"|LicenseRef-scancode-(?:stable-diffusion|tencent-hunyuan|fair-ai-public|imagen).*|OpenMDW-.*"
    r"|LicenseRef-(?:Qwen|Tongyi|DeepSeek|Llama|Gemma|Yi|Baichuan|ChatGLM|GLM|InternLM|Hunyuan|MiniMax|Kimi|ERNIE|Falcon"
    r"|Mistral|OpenRAIL|BigScience|CreativeML|OpenMDW|XVERSE|Skywork|MiniCPM|PanGu|StabilityAI)(?:-.*)?"
)
_OWN_LISTS = (
    (_NETWORK, LicenseClass.NETWORK_COPYLEFT),
    (_STRONG, LicenseClass.STRONG_COPYLEFT),
    (_WEAK, LicenseClass.WEAK_COPYLEFT),
    (_DATA, LicenseClass.DATA),
    (_CONTENT, LicenseClass.CONTENT),
    (_AI_MODEL, LicenseClass.AI_MODEL),
)
# Notices that accompany a licence without being one: an AND ignores them; alone they grant nothing.
_ACCOMPANIES = {
    "LicenseRef-scancode-warranty-disclaimer",
    "LicenseRef-scancode-generic-export-compliance",
    "LicenseRef-scancode-generic-trademark",
    "LicenseRef-scancode-dco-1.0",
    "LicenseRef-scancode-dco-1.1",
    "LicenseRef-scancode-generic-cla",
}


def class_of(expression: Expression | str) -> LicenseClass:
    """The class of a licence expression; UNKNOWN for "".

    Raises:
        BadExpression: a text is not a licence expression.
    """
    if expression == "":
        return LicenseClass.UNKNOWN
    return _class_of(parse(expression) if isinstance(expression, str) else expression)


@lru_cache(maxsize=8192)
def _class_of(expression: Expression) -> LicenseClass:
    if isinstance(expression, License):
        return class_of_license(expression)
    if isinstance(expression, AllOf):
        bearing = [part for part in expression.parts if not accompanies(part)] or expression.parts
        return max((_class_of(part) for part in bearing), key=lambda found: found.strictness)
    return min((_class_of(part) for part in expression.parts), key=lambda found: found.strictness)


def accompanies(expression: Expression) -> bool:
    """Whether it is a notice beside a licence (a disclaimer, a sign-off) and not a licence."""
    return isinstance(expression, License) and expression.id in _ACCOMPANIES


def class_of_license(license_: License) -> LicenseClass:
    base = class_of_id(license_.id)
    if not license_.exception:
        return base
    return _narrowed(base, license_.exception)


@lru_cache(maxsize=8192)
def class_of_id(name: str) -> LicenseClass:
    """The class of one licence identifier, as SPDX spells it."""
    for pattern, found in _OWN_LISTS:
        if pattern.fullmatch(name):
            return found
    known = identifiers().get(name.lower())
    return _BY_CATEGORY.get(known.category, LicenseClass.UNKNOWN) if known else LicenseClass.UNKNOWN


def _narrowed(base: LicenseClass, exception: str) -> LicenseClass:
    """What an exception leaves of a licence's class. One that nobody knows changes nothing: it can only permit more."""
    known = identifiers().get(exception.lower())
    category = known.category if known else "Copyleft"
    if category in {"Permissive", "Copyleft Limited"}:
        return LicenseClass.WEAK_COPYLEFT if base.copyleft else base
    added = _BY_CATEGORY.get(category, LicenseClass.UNKNOWN)
    restricts = added in {LicenseClass.SOURCE_AVAILABLE, LicenseClass.PROPRIETARY}
    return max(base, added, key=lambda found: found.strictness) if restricts else base


def _labels() -> dict[LicenseClass, Text]:
    return {
        LicenseClass.PUBLIC_DOMAIN: text("public domain"),
        LicenseClass.PERMISSIVE: text("permissive"),
        LicenseClass.DATA: text("data"),
        LicenseClass.CONTENT: text("documentation and content"),
        LicenseClass.WEAK_COPYLEFT: text("weak copyleft"),
        LicenseClass.STRONG_COPYLEFT: text("strong copyleft"),
        LicenseClass.NETWORK_COPYLEFT: text("network copyleft"),
        LicenseClass.AI_MODEL: text("AI model"),
        LicenseClass.SOURCE_AVAILABLE: text("source-available"),
        LicenseClass.PROPRIETARY: text("proprietary"),
        LicenseClass.UNKNOWN: text("unknown"),
    }
