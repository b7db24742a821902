"""The words of SPDX 2.3 beside those of our document model, in one place for reading and writing.

Specification: https://spdx.github.io/spdx-spec/v2.3/
"""

from __future__ import annotations

import hashlib
import re

DOCUMENT_ID = "SPDXRef-DOCUMENT"
NOASSERTION = "NOASSERTION"
NONE = "NONE"
ANY_VERSION = "*"  # of a component that no file pins or bounds; NOASSERTION is no version in tag-value

# §7.24 primaryPackagePurpose ↔ CycloneDX component types; the others have no counterpart
PURPOSES = {
    "application": "APPLICATION",
    "framework": "FRAMEWORK",
    "library": "LIBRARY",
    "container": "CONTAINER",
    "operating-system": "OPERATING-SYSTEM",
    "device": "DEVICE",
    "firmware": "FIRMWARE",
    "file": "FILE",
}
KINDS = {purpose: kind for kind, purpose in PURPOSES.items()}

# §7.10 ↔ CycloneDX hash-alg
ALGORITHMS = {
    "MD5": "MD5",
    "SHA-1": "SHA1",
    "SHA-256": "SHA256",
    "SHA-384": "SHA384",
    "SHA-512": "SHA512",
    "SHA3-256": "SHA3-256",
    "SHA3-384": "SHA3-384",
    "SHA3-512": "SHA3-512",
    "BLAKE2b-256": "BLAKE2b-256",
    "BLAKE2b-384": "BLAKE2b-384",
    "BLAKE2b-512": "BLAKE2b-512",
    "BLAKE3": "BLAKE3",
}
HASHES = {spdx: ours for ours, spdx in ALGORITHMS.items()}

# facts without a field of their own are sentences of a fixed form, which our reader understands again
FOUND_IN = "found in: "  # sourceInfo
OBSERVED = "found in files: "  # licenseComments
PROPERTY = "property "  # annotations: "property name=value"
COMPLETE = "complete"  # what of a part is complete: "dependencies" or "assemblies"
PART_FACTS = "cdx:"  # property names for members of CycloneDX components


def spdx_id(ref: str) -> str:
    """A document-unique SPDX identifier (§7.2: letters, digits, "." and "-") that can be recognised by people."""
    if re.fullmatch(r"SPDXRef-[A-Za-z0-9.\-]+", ref):
        return ref
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", ref.removeprefix("pkg:")).strip("-")[:80]
    return f"SPDXRef-{readable}-{hashlib.sha256(ref.encode('utf-8', 'replace')).hexdigest()[:8]}"


def license_ref(name: str) -> str:
    """A LicenseRef (§10.1) for a licence that has only a name."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")[:60]
    return f"LicenseRef-{readable or 'name'}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
