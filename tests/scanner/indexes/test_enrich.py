"""`--enrich`: what indexes on the loopback state goes where the document states nothing, and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.scanner.indexes.shelf import serving
from web.command import run

WHEEL, SDIST, TARBALL = b"a wheel", b"an sdist", b"a tarball"
LICENCE = Path("sample_repos/gridlog/LICENSE")


def digest(content: bytes, algorithm: str = "sha256") -> str:
    return hashlib.new(algorithm, content).hexdigest()


def hashed(**digests: str) -> list[dict[str, str]]:
    return [{"alg": name.replace("SHA", "SHA-"), "content": value} for name, value in digests.items()]


def component(purl: str, **facts: Any) -> dict[str, Any]:
    name, version = re.fullmatch(r"pkg:[a-z]+/(?:.*/)?([^@]+)@([^?]+).*", purl).groups()  # type: ignore[union-attr]
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, **facts}


def document(*components: dict[str, Any]) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "metadata": {
            "timestamp": "2026-01-01T00:00:00Z",
            "component": {"type": "application", "bom-ref": "root", "name": "shop"},
        },
        "components": list(components),
    }


def npm_version(**facts: Any) -> dict[str, Any]:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(TARBALL).digest()).decode()
    dist = {"tarball": "/left/-/left-1.2.0.tgz", "integrity": integrity}
    return {"name": "left", "version": "1.2.0", "license": "MIT", "dist": dist, **facts}


def python_project() -> dict[str, Any]:
    def file(name: str, content: bytes, **facts: Any) -> dict[str, Any]:
        return {"filename": name, "url": f"/files/{name}", "hashes": {"sha256": digest(content)}, **facts}

    return {
        "files": [
            file("pads-1.0-py3-none-any.whl", WHEEL, **{"core-metadata": True}),
            file("pads-1.0.tar.gz", SDIST),
        ]
    }


METADATA = "Metadata-Version: 2.4\nName: pads\nVersion: 1.0\nLicense-Expression: Apache-2.0\n"
PYTHON = {
    "/pads/": python_project(),
    "/files/pads-1.0-py3-none-any.whl.metadata": METADATA,
    "/files/pads-1.0-py3-none-any.whl": WHEEL,
    "/files/pads-1.0.tar.gz": SDIST,
}


@pytest.fixture
def enrich(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Enrich a document; the components by purl, the whole answer, and what was said on the error stream."""
    monkeypatch.setenv("TRUSTPOOL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("TRUSTPOOL_INDEXES", raising=False)

    def enriched(bom: dict[str, Any], *options: str) -> tuple[dict[str, Any], dict[str, Any], str]:
        path = tmp_path / "sbom.json"
        path.write_text(json.dumps(bom))
        capsys.readouterr()
        assert run(["sbom", "enrich", str(path), "--to", "cyclonedx", *options], "en") == 0
        said = capsys.readouterr()
        answer = json.loads(said.out)
        return {each["purl"]: each for each in answer["components"]}, answer, said.err

    return enriched


def properties(part: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in part.get("properties", ())}


def test_licence_digests_and_addresses_come_with_their_origin(enrich: Any) -> None:
    with serving({"/left/1.2.0": npm_version(homepage="https://left.example")}) as base:
        parts, _, said = enrich(document(component("pkg:npm/left@1.2.0")), "--index", f"npm={base}")

    left = parts["pkg:npm/left@1.2.0"]
    assert [(it["license"]["id"], it["license"]["acknowledgement"]) for it in left["licenses"]] == [
        ("MIT", "declared"),
        ("MIT", "concluded"),
    ]
    assert left["hashes"] == hashed(SHA512=digest(TARBALL, "sha512"))
    assert {it["type"]: it["url"] for it in left["externalReferences"]} == {
        "distribution": f"{base}/left/-/left-1.2.0.tgz",
        "website": "https://left.example",
    }
    assert properties(left)["trustpool:index"] == f"{base}/left/1.2.0"
    assert properties(left)["trustpool:index-facts"] == "licences, hashes, file, addresses, creator"
    assert "1 packages were asked for: 1 got new facts, 0 are unknown to their index" in said


def test_what_the_document_states_stands(enrich: Any) -> None:
    stated = component(
        "pkg:npm/left@1.2.0",
        description="Ours",
        licenses=[{"license": {"id": "ISC"}}],
        hashes=hashed(SHA512=digest(TARBALL, "sha512")),
    )
    with serving({"/left/1.2.0": npm_version(description="Theirs")}) as base:
        parts, _, _ = enrich(document(stated), "--index", f"npm={base}")

    left = parts["pkg:npm/left@1.2.0"]
    assert (left["description"], left["licenses"], left["hashes"]) == (
        "Ours",
        [{"license": {"id": "ISC"}}],
        hashed(SHA512=digest(TARBALL, "sha512")),
    )


def test_another_digest_than_the_document_s_is_an_alarm_and_is_not_taken(enrich: Any) -> None:
    stated = component("pkg:npm/left@1.2.0", hashes=hashed(SHA512="ab" * 64))
    with serving({"/left/1.2.0": npm_version()}) as base:
        parts, answer, said = enrich(document(stated), "--index", f"npm={base}")

    left = parts["pkg:npm/left@1.2.0"]
    assert left["hashes"] == hashed(SHA512="ab" * 64)
    assert "file" not in properties(left)["trustpool:index-facts"]
    assert "pkg:npm/left@1.2.0: another file than SHA-512 says" in said
    assert [it["text"] for it in answer["annotations"]] == [
        f"index-disagrees: {base}/left/1.2.0: another file than SHA-512 says"
    ]


def test_of_many_files_the_one_is_taken_that_the_document_s_digests_are_of(enrich: Any) -> None:
    stated = component("pkg:pypi/pads@1.0", hashes=hashed(SHA256=digest(SDIST)))
    with serving(PYTHON) as base:
        parts, _, _ = enrich(document(stated), "--index", f"pypi={base}", "--fetch-files")

    pads = parts["pkg:pypi/pads@1.0"]
    assert pads["hashes"] == hashed(SHA256=digest(SDIST), SHA512=digest(SDIST, "sha512"))
    assert properties(pads)["bsi:component:filename"] == "pads-1.0.tar.gz"
    assert pads["licenses"][0]["license"]["id"] == "Apache-2.0"


def test_the_digests_of_a_version_s_other_files_go_with_their_addresses(enrich: Any) -> None:
    both = [{"alg": "SHA-256", "content": digest(each)} for each in (SDIST, WHEEL)]
    with serving(PYTHON) as base:
        parts, _, _ = enrich(document(component("pkg:pypi/pads@1.0", hashes=both)), "--index", f"pypi={base}")

    pads = parts["pkg:pypi/pads@1.0"]
    assert pads["hashes"] == hashed(SHA256=digest(WHEEL))
    assert [it for it in pads["externalReferences"] if it.get("hashes")] == [
        {"type": "distribution", "url": f"{base}/files/pads-1.0.tar.gz", "hashes": hashed(SHA256=digest(SDIST))}
    ]


def test_a_file_that_is_not_what_its_index_announced_is_not_taken(enrich: Any) -> None:
    with serving(PYTHON | {"/files/pads-1.0-py3-none-any.whl": b"changed"}) as base:
        parts, _, said = enrich(document(component("pkg:pypi/pads@1.0")), "--index", f"pypi={base}", "--fetch-files")

    assert "another file than SHA-256 says" in said
    assert "hashes" not in parts["pkg:pypi/pads@1.0"]


def module_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("git.example/acme/left@v1.2.0/go.mod"), "module git.example/acme/left\n")
        archive.writestr(zipfile.ZipInfo("git.example/acme/left@v1.2.0/LICENSE"), LICENCE.read_text("utf-8"))
    return content.getvalue()


def h1_of(names: dict[str, bytes]) -> str:
    """golang.org/x/mod/sumdb/dirhash, Hash1, written again."""
    return digest("".join(f"{digest(names[name])}  {name}\n" for name in sorted(names)).encode())


@pytest.mark.usefixtures("license_index")
def test_a_go_module_s_licence_is_found_in_its_file_which_go_sum_s_digest_proves(
    enrich: Any, license_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / license_index.name).symlink_to(license_index)
    h1 = h1_of(
        {
            "git.example/acme/left@v1.2.0/go.mod": b"module git.example/acme/left\n",
            "git.example/acme/left@v1.2.0/LICENSE": LICENCE.read_bytes(),
        }
    )
    stated = component("pkg:golang/git.example/acme/left@v1.2.0", hashes=hashed(SHA256=h1))
    shelf = {
        "/git.example/acme/left/@v/v1.2.0.info": {"Version": "v1.2.0"},
        "/git.example/acme/left/@v/v1.2.0.zip": module_zip(),
    }
    with serving(shelf) as base:
        parts, _, said = enrich(document(stated), "--index", f"golang={base}", "--fetch-files")

    left = parts["pkg:golang/git.example/acme/left@v1.2.0"]
    assert "disagree" not in said
    assert [(it["license"]["id"], it["license"]["acknowledgement"]) for it in left["licenses"]] == [
        ("BSD-3-Clause", "concluded")
    ]
    assert left["hashes"] == hashed(SHA256=h1, SHA512=digest(module_zip(), "sha512"))


@pytest.mark.usefixtures("license_index")
@pytest.mark.parametrize("cut", [0, 40])
def test_of_a_file_that_is_not_the_module_of_go_sum_nothing_is_taken(
    enrich: Any, license_index: Path, tmp_path: Path, cut: int
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / license_index.name).symlink_to(license_index)
    stated = component("pkg:golang/git.example/acme/left@v1.2.0", hashes=hashed(SHA256="0" * 64))
    shelf = {
        "/git.example/acme/left/@v/v1.2.0.info": {"Version": "v1.2.0"},
        "/git.example/acme/left/@v/v1.2.0.zip": module_zip()[cut:-cut] if cut else b"no zip at all",
    }
    with serving(shelf) as base:
        parts, _, said = enrich(document(stated), "--index", f"golang={base}", "--fetch-files")

    left = parts["pkg:golang/git.example/acme/left@v1.2.0"]
    assert "no module that a digest could be of" in said
    assert left["hashes"] == hashed(SHA256="0" * 64)
    assert "licenses" not in left


def test_each_version_is_asked_for_once_ever(enrich: Any) -> None:
    paths: Counter[str] = Counter()
    bom = document(component("pkg:npm/left@1.2.0"), component("pkg:npm/gone@1.0.0"))
    with serving({"/left/1.2.0": npm_version()}, lambda path: paths.update([path])) as base:
        first = enrich(bom, "--index", f"npm={base}")
        second = enrich(bom, "--index", f"npm={base}")

    assert (dict(paths), first[1]) == ({"/left/1.2.0": 1, "/gone/1.0.0": 1}, second[1])


def test_an_index_that_keeps_failing_is_given_up_and_the_document_stands(enrich: Any) -> None:
    paths: Counter[str] = Counter()
    purls = [f"pkg:npm/p{number}@1.0.0" for number in range(60)]
    with serving({f"/p{number}/1.0.0": 500 for number in range(60)}, lambda path: paths.update([path])) as base:
        parts, _, said = enrich(document(*map(component, purls)), "--index", f"npm={base}")

    assert (sorted(parts), "the index does not answer: HTTP 500" in said) == (sorted(purls), True)
    assert len(paths) < 20


def test_packages_of_other_places_and_the_tree_s_own_are_not_asked_for(enrich: Any) -> None:
    paths: Counter[str] = Counter()
    own = component("pkg:npm/own@1.0.0", properties=[{"name": "trustpool:first-party", "value": "true"}])
    private = component("pkg:npm/secret@1.0.0?repository_url=https:%2F%2Fnpm.acme.example")
    with serving({}, lambda path: paths.update([path])) as base:
        enrich(document(own, private, component("pkg:gem/left@1.0")), "--index", f"npm={base}")

    assert not paths


def test_redirects_are_followed_a_few_times_and_no_further(enrich: Any) -> None:
    turning = {"/left/1.2.0": "→/left/1.2.0"}
    with serving(turning) as base:
        _, _, said = enrich(document(component("pkg:npm/left@1.2.0")), "--index", f"npm={base}")
    assert "the index does not answer: " in said

    with serving({"/left/1.2.0": "→/moved", "/moved": npm_version()}) as base:
        parts, _, _ = enrich(document(component("pkg:npm/left@1.2.0")), "--index", f"npm={base}")
    assert parts["pkg:npm/left@1.2.0"]["licenses"]


def test_indexes_can_be_named_in_the_environment_and_in_the_settings_of_one_s_own_folder(
    enrich: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bom = document(component("pkg:npm/left@1.2.0"))
    with serving({"/left/1.2.0": npm_version()}) as base:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "trustpool.toml").write_text(f'[index]\nnpm = "{base}"\n')
        by_settings = enrich(bom)[0]
        (tmp_path / "trustpool.toml").write_text('[index]\nnpm = "https://nobody.invalid"\n')
        monkeypatch.setenv("TRUSTPOOL_INDEXES", f"npm={base}")
        by_environment = enrich(bom)[0]

    assert by_settings == by_environment
    assert by_settings["pkg:npm/left@1.2.0"]["licenses"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "no index is configured: none is asked by default"),
        (["--index", "npm"], "an index is named by type and address"),
        (["--index", "apk=https://x.example"], "packages of the type apk cannot be asked for"),
        (["--index", "npm=file:///etc"], "an index has an address that begins with https:// or http://"),
        (["--index", "npm=https://me:secret@x.example"], "an address with a password in it"),
    ],
)
def test_a_wrong_index_is_said_before_anything_is_asked(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRUSTPOOL_INDEXES", raising=False)
    Path("sbom.json").write_text(json.dumps(document()))

    assert run(["sbom", "enrich", "sbom.json", "--to", "spdx", *options], "en") == 2

    assert said in capsys.readouterr().err


def test_only_sboms_are_enriched(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", "sample_repos/gridlog", "--enrich", "--index", "npm=https://x.example"], "en") == 2

    assert "--enrich fills SBOMs" in capsys.readouterr().err
