"""What the files of a copied library say of it stands in the SBOM."""

from __future__ import annotations

from msgspec.structs import replace

from licenses.copyright.finding import Copyright
from licenses.detection import LicenseMatch, MatchKind
from scanner.inventory import Component, FileRecord, Treatment
from scanner.package import Evidence
from scanner.sbom.assemble import document_of
from scanner.sbom.document import Acknowledgement, Part
from tests.scanner.formats.sample import component, shop


def file(path: str, expression: str = "", holder: str = "") -> FileRecord:
    kind = MatchKind.TEXT if "LICENSE" in path else MatchKind.NOTICE
    return FileRecord(
        path,
        "0" * 40,
        10,
        Treatment.TEXT,
        licenses=(LicenseMatch(expression, "rule", kind, 1, 9, 1.0, 1.0),) if expression else (),
        copyrights=(Copyright(f"Copyright {holder}", (holder,), "", 1, 1),) if holder else (),
    )


def part(seen: Component, *files: FileRecord) -> Part:
    inventory = replace(shop(), files=files, components=(seen,), dependencies=(), conclusions=())
    return next(it for it in document_of(inventory).parts if it.purl == seen.purl)


def concluded(found: Part) -> list[str]:
    return [it.expression for it in found.licenses if it.acknowledgement is Acknowledgement.CONCLUDED]


def test_the_licence_file_in_a_copy_s_folder_speaks_for_it() -> None:
    zlib = component("pkg:generic/zlib@1.3", "zlib", "1.3", evidence=(Evidence("third_party/zlib/src/zlib.h", 3),))

    found = part(
        zlib,
        file("third_party/zlib/LICENSE", "Zlib", "Mark"),
        file("third_party/zlib/src/zlib.h"),
        file("LICENSE", "MIT", "Us"),
    )

    assert (concluded(found), found.observed_copyrights) == (["Zlib"], ("Copyright Mark",))
    assert ("trustpool:concluded-from", "files") in [(it.name, it.value) for it in found.properties]


def test_among_the_project_s_own_files_only_the_copy_s_file_itself_speaks() -> None:
    stb = component("pkg:generic/stb_image@2.28", "stb_image", "2.28", evidence=(Evidence("src/stb_image.h", 1),))

    found = part(stb, file("src/stb_image.h", "MIT OR Unlicense", "Sean"), file("src/own.c", "GPL-2.0-only", "Us"))

    assert (concluded(found), found.observed_copyrights) == (["MIT OR Unlicense"], ("Copyright Sean",))


def test_a_copy_in_a_copy_speaks_for_itself_alone() -> None:
    outer = component("pkg:npm/outer@1", "outer", "1", evidence=(Evidence("node_modules/outer/package.json", 1),))
    files = (
        file("node_modules/outer/LICENSE", "MIT"),
        file("node_modules/outer/node_modules/inner/LICENSE", "ISC"),
    )

    assert concluded(part(outer, *files)) == ["MIT"]


def test_what_is_only_asked_for_is_not_read_from_the_project_s_own_files() -> None:
    asked = component("pkg:generic/OpenSSL", "OpenSSL", evidence=(Evidence("CMakeLists.txt", 7),))

    assert concluded(part(asked, file("CMakeLists.txt", "MIT"), file("LICENSE", "MIT"))) == []


def test_go_s_vendored_modules_are_read_where_they_lie() -> None:
    listed = component(
        "pkg:golang/code.example/ring@v1",
        "code.example/ring",
        "v1",
        evidence=(Evidence("go.mod", 3), Evidence("vendor/modules.txt", 2)),
    )

    assert concluded(part(listed, file("vendor/code.example/ring/LICENSE", "MIT"))) == ["MIT"]


def test_what_a_manifest_declares_stands_beside_the_files() -> None:
    declaring = component(
        "pkg:npm/left@1", "left", "1", declared_license="ISC", evidence=(Evidence("node_modules/left/package.json"),)
    )

    assert concluded(part(declaring, file("node_modules/left/LICENSE", "MIT"))) == ["ISC"]
