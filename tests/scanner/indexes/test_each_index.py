"""Each index's answer, as its protocol has it, becomes the same few facts."""

from __future__ import annotations

from packageurl import PackageURL

from scanner.indexes import cargo, gem, golang, hex_pm, maven, npm, nuget, pypi
from scanner.indexes.registered import Registered, RegisteredFile
from scanner.package import Hash
from tests.scanner.indexes.shelf import BASE, getting

SHA1, SHA256, SHA512 = "1a" * 20, "2b" * 32, "3c" * 64
SRI = "sha512-" + "PDw8" * 21 + "PA=="


def asked(module: object, purl: str, shelf: dict[str, object]) -> Registered | None:
    found: Registered | None = module.ask(PackageURL.from_string(purl), BASE, getting(shelf))  # type: ignore[attr-defined]
    return found


def test_npm_gives_the_version_s_manifest_and_the_digests_of_its_file() -> None:
    shelf = {
        "/@acme%2Fleft/1.2.0": {
            "name": "@acme/left",
            "version": "1.2.0",
            "description": "Pads",
            "license": "MIT",
            "homepage": "https://left.example",
            "repository": {"type": "git", "url": "git+https://git.example/acme/left.git"},
            "author": {"name": "Lin Yue", "email": "lin@acme.example"},
            "dist": {
                "tarball": "https://files.example/@acme/left/-/left-1.2.0.tgz",
                "integrity": SRI,
                "shasum": SHA1,
            },
        }
    }

    found = asked(npm, "pkg:npm/%40acme/left@1.2.0", shelf)

    assert found == Registered(
        page=f"{BASE}/@acme%2Fleft/1.2.0",
        declared_license="MIT",
        files=(
            RegisteredFile(
                "left-1.2.0.tgz",
                "https://files.example/@acme/left/-/left-1.2.0.tgz",
                (Hash("SHA-1", SHA1), Hash("SHA-512", SHA512)),
            ),
        ),
        homepage="https://left.example",
        vcs_url="https://git.example/acme/left.git",
        description="Pads",
        authors=("Lin Yue <lin@acme.example>",),
    )


def test_an_npm_answer_about_another_package_is_none() -> None:
    shelf = {"/left/1.2.0": {"name": "right", "version": "1.2.0", "license": "MIT"}}

    assert asked(npm, "pkg:npm/left@1.2.0", shelf) is None


def test_pypi_gives_the_wheel_for_every_machine_first_and_its_metadata() -> None:
    shelf = {
        "/left-pad/": {
            "files": [
                {"filename": "left_pad-1.2.tar.gz", "url": "/f/left_pad-1.2.tar.gz", "hashes": {"sha256": "4d" * 32}},
                {
                    "filename": "left_pad-1.2-py3-none-any.whl",
                    "url": "/f/left_pad-1.2-py3-none-any.whl#sha256=x",
                    "hashes": {"sha256": SHA256},
                    "core-metadata": {"sha256": "5e" * 32},
                },
                {"filename": "left_pad-1.20.tar.gz", "url": "/f/left_pad-1.20.tar.gz", "hashes": {}},
                {"filename": "left_pad-1.2-1-py3-none-any.whl.asc", "url": "/f/x.asc", "hashes": {}},
            ]
        },
        "/f/left_pad-1.2-py3-none-any.whl.metadata": (
            "Metadata-Version: 2.4\nName: left-pad\nVersion: 1.2\nSummary: Pads\nLicense-Expression: BSD-3-Clause\n"
            "Author-email: Lin Yue <lin@acme.example>\nProject-URL: Homepage, https://left.example\n"
            "Project-URL: Source, https://git.example/left\n\nA long text\n"
        ),
    }

    found = asked(pypi, "pkg:pypi/left-pad@1.2", shelf)

    assert found == Registered(
        page=f"{BASE}/left-pad/",
        declared_license="BSD-3-Clause",
        files=(
            RegisteredFile(
                "left_pad-1.2-py3-none-any.whl",
                f"{BASE}/f/left_pad-1.2-py3-none-any.whl",
                (Hash("SHA-256", SHA256),),
            ),
            RegisteredFile("left_pad-1.2.tar.gz", f"{BASE}/f/left_pad-1.2.tar.gz", (Hash("SHA-256", "4d" * 32),)),
        ),
        homepage="https://left.example",
        vcs_url="https://git.example/left",
        description="Pads",
        authors=("Lin Yue <lin@acme.example>",),
    )


def test_cargo_gives_the_version_and_what_it_leaves_out_of_the_crate() -> None:
    shelf = {
        "/api/v1/crates/left/1.2.0": {
            "version": {
                "num": "1.2.0",
                "license": "MIT OR Apache-2.0",
                "checksum": SHA256,
                "dl_path": "/api/v1/crates/left/1.2.0/download",
            }
        },
        "/api/v1/crates/left": {"crate": {"description": "Pads\nleft", "repository": "https://git.example/left"}},
    }

    found = asked(cargo, "pkg:cargo/left@1.2.0", shelf)

    assert found == Registered(
        page=f"{BASE}/api/v1/crates/left/1.2.0",
        declared_license="MIT OR Apache-2.0",
        files=(
            RegisteredFile("left-1.2.0.crate", f"{BASE}/api/v1/crates/left/1.2.0/download", (Hash("SHA-256", SHA256),)),
        ),
        vcs_url="https://git.example/left",
        description="Pads left",
    )


def test_gems_are_asked_for_by_platform() -> None:
    shelf = {
        "/api/v2/rubygems/left/versions/1.2.0.json?platform=x86_64-linux": {
            "name": "left",
            "number": "1.2.0",
            "platform": "x86_64-linux",
            "licenses": ["MIT", "Ruby"],
            "sha": SHA256,
            "gem_uri": "https://files.example/gems/left-1.2.0-x86_64-linux.gem",
            "authors": "Lin Yue, Wang Wu",
            "summary": "Pads",
            "homepage_uri": "https://left.example",
        }
    }

    found = asked(gem, "pkg:gem/left@1.2.0?platform=x86_64-linux", shelf)

    assert found is not None
    assert found.declared_license == "MIT OR Ruby"
    assert found.authors == ("Lin Yue", "Wang Wu")
    assert found.files[0].name == "left-1.2.0-x86_64-linux.gem"
    assert found.files[0].hashes == (Hash("SHA-256", SHA256),)


def test_a_maven_licence_is_inherited_from_the_parent_s_parent() -> None:
    def pom(artifact: str, version: str, parent: str, rest: str = "") -> str:
        above = f"<parent><groupId>org.acme</groupId>{parent}</parent>" if parent else ""
        return (
            f'<project xmlns="http://maven.apache.org/POM/4.0.0">{above}<groupId>org.acme</groupId>'
            f"<artifactId>{artifact}</artifactId><version>{version}</version>{rest}</project>"
        )

    shelf = {
        "/org/acme/left/1.2/left-1.2.pom": pom(
            "left",
            "1.2",
            "<artifactId>parent</artifactId><version>7</version><relativePath>../../elsewhere/pom.xml</relativePath>",
            "<url>https://left.example</url>",
        ),
        "/org/acme/parent/7/parent-7.pom": pom("parent", "7", "<artifactId>top</artifactId><version>1</version>"),
        "/org/acme/top/1/top-1.pom": pom(
            "top", "1", "", "<licenses><license><name>Apache-2.0</name></license></licenses>"
        ),
        "/org/acme/left/1.2/left-1.2.jar.sha512": f"{SHA512}  left-1.2.jar\n",
    }

    found = asked(maven, "pkg:maven/org.acme/left@1.2", shelf)

    assert found is not None
    assert (found.declared_license, found.homepage) == ("Apache-2.0", "https://left.example")
    assert found.files == (
        RegisteredFile("left-1.2.jar", f"{BASE}/org/acme/left/1.2/left-1.2.jar", (Hash("SHA-512", SHA512),)),
    )


def test_a_go_module_comes_from_the_commit_that_its_proxy_names() -> None:
    shelf = {
        "/git.example/!acme/left/@v/v1.2.0.info": {
            "Version": "v1.2.0",
            "Origin": {"VCS": "git", "URL": "https://git.example/Acme/left", "Hash": "0" * 40},
        }
    }

    found = asked(golang, "pkg:golang/git.example/Acme/left@v1.2.0", shelf)

    assert found == Registered(
        page=f"{BASE}/git.example/!acme/left/@v/v1.2.0.info",
        files=(RegisteredFile("v1.2.0.zip", f"{BASE}/git.example/!acme/left/@v/v1.2.0.zip"),),
        vcs_url=f"git+https://git.example/Acme/left@{'0' * 40}",
    )


def test_nuget_s_flat_container_is_found_in_the_service_index() -> None:
    shelf = {
        "/v3/index.json": {"resources": [{"@id": f"{BASE}/flat/", "@type": "PackageBaseAddress/3.0.0"}]},
        "/flat/left.pad/1.2.0/left.pad.nuspec": (
            "<package><metadata><id>Left.Pad</id><version>1.2.0</version><authors>Acme</authors>"
            '<license type="expression">MIT</license></metadata></package>'
        ),
    }

    found = asked(nuget, "pkg:nuget/Left.Pad@1.2.0", shelf)

    assert found is not None
    assert (found.declared_license, found.authors) == ("MIT", ("Acme",))
    assert found.files == (RegisteredFile("left.pad.1.2.0.nupkg", f"{BASE}/flat/left.pad/1.2.0/left.pad.1.2.0.nupkg"),)


def test_hex_gives_the_release_s_digest_and_the_package_s_licences() -> None:
    shelf = {
        "/packages/left/releases/1.2.0": {"version": "1.2.0", "checksum": SHA256},
        "/packages/left": {"meta": {"licenses": ["Apache-2.0"], "links": {"GitHub": "https://git.example/left"}}},
    }

    found = asked(hex_pm, "pkg:hex/left@1.2.0", shelf)

    assert found is not None
    assert (found.declared_license, found.vcs_url) == ("Apache-2.0", "https://git.example/left")
    assert found.files == (
        RegisteredFile("left-1.2.0.tar", f"{BASE}/tarballs/left-1.2.0.tar", (Hash("SHA-256", SHA256),)),
    )


def test_an_index_that_answers_nonsense_knows_nothing() -> None:
    shelf = {
        "/left/1": "<html>",
        "/left/": "[]",
        "/api/v1/crates/left/1": b"\xff\xfe",
        "/api/v2/rubygems/left/versions/1.json": {"name": ["left"]},
        "/left/@v/1.info": {"Version": 1},
        "/v3/index.json": {"resources": "none"},
        "/packages/left/releases/1": {},
    }

    modules = (npm, pypi, cargo, gem, golang, nuget, hex_pm)

    assert [asked(module, f"pkg:{module.TYPE}/left@1", shelf) for module in modules] == [None] * len(modules)
