"""Programs and shared libraries that are kept in the tree, by the version that they print of themselves.

Read are the strings that these programs contain in every build. Others, and those packed or encrypted, stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.manifest.declaration import manifest
from scanner.manifest.file import ManifestFile
from scanner.manifest.vendored import is_vendored
from scanner.package import Package
from scanner.purl import purl

_SAYS = {
    "busybox": re.compile(rb"BusyBox v(\d[\d.]*\d)"),
    "curl": re.compile(rb"libcurl/(\d[\d.]*\d)"),
    "libpng": re.compile(rb"libpng version (\d[\d.]*\d)"),
    "openssl": re.compile(rb"OpenSSL (\d+\.\d+\.\d+[a-z]?) {1,2}\d"),
    "zlib": re.compile(rb" (?:in|de)flate (\d[\d.]*\d) Copyright "),
}
_PROGRAMS = (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_NAMES = re.compile(r"(?:lib)?(busybox|curl|png|crypto|ssl|z)(?=[\d.]|-|\Z)", re.IGNORECASE)
_LIBRARY = {"png": "libpng", "crypto": "openssl", "ssl": "openssl", "z": "zlib"}


@manifest(
    "busybox", "busybox-static", "libcurl.so*", "libcurl*.dylib", "libcurl*.dll", "libpng16.so*", "libpng.so*",
    "libcrypto.so*", "libcrypto*.dylib", "libcrypto*.dll", "libssl.so*", "libssl*.dll", "libz.so*", "libz*.dylib",
    "zlib1.dll", "zlib.dll", "libz.a", "libcrypto.a", "libssl.a", "libcurl.a", ecosystem="generic",
)  # fmt: skip
def parse(file: ManifestFile) -> Iterator[Package]:
    """Yield the program or library when its own strings tell its version."""
    found = _NAMES.match(file.name.removesuffix(".dll").replace("zlib1", "z").replace("zlib", "z"))
    if found is None or not file.content.startswith((*_PROGRAMS, b"!<arch>")):
        return
    name = _LIBRARY.get(found[1].lower(), found[1].lower())
    if told := _SAYS[name].search(file.content):
        yield Package(
            purl("generic", name, told[1].decode("ascii")), file.evidence(), first_party=is_vendored(file.path)
        )
