"""Facts that SPDX 2.3 and SPDX 3.0.1 both have and our model has not, under the name that each gives them.

https://spdx.github.io/spdx-spec/v3.0.1/annexes/diffs-from-previous-editions/
"""

from __future__ import annotations

from msgspec.structs import replace

from scanner.sbom.document import Extra, Family

# of a package, file, document or its creation information
_SPDX3_NAMES = {
    "summary": "summary",
    "comment": "comment",
    "attributionTexts": "software_attributionText",
    "builtDate": "builtTime",
    "releaseDate": "releaseTime",
    "validUntilDate": "validUntilTime",
    "creationInfo.comment": "CreationInfo.comment",
}
_SPDX2_NAMES = {there: here for here, there in _SPDX3_NAMES.items()}
_OF_DOCUMENTS = {"comment": "SpdxDocument.comment"}
_OF_DOCUMENTS_BACK = {"SpdxDocument.comment": "comment"}


def translated(extra: Extra, target: Family, *, of_document: bool) -> Extra:
    """The fact as one of the other SPDX; unchanged when that has no such fact."""
    if (extra.family, target) == (Family.SPDX2, Family.SPDX3):
        names = _SPDX3_NAMES | (_OF_DOCUMENTS if of_document else {})
    elif (extra.family, target) == (Family.SPDX3, Family.SPDX2):
        names = _SPDX2_NAMES | (_OF_DOCUMENTS_BACK if of_document else {})
    else:
        return extra
    return replace(extra, family=target, key=names[extra.key]) if extra.key in names else extra
