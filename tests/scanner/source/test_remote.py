"""Repositories on another machine, here a forge on loopback."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from licenses.errors import BadUsage, InputUnreadable, TrustpoolError
from scanner.inventory import SourceFacts, SourceKind
from scanner.source.fetching import Outcome
from scanner.source.open import open_source
from scanner.source.policy import COMMAND_LINE, SERVER, FetchPolicy
from tests.scanner.source.conftest import Opening
from tests.scanner.source.forge import Forge, running
from tests.scanner.source.observed import codes, contents
from tests.scanner.source.repositories import Repository


@pytest.fixture
def app(tmp_path: Path) -> Repository:
    """A repository on the forge, with two commits and a tag on the first."""
    app = Repository(tmp_path / "forge" / "org" / "app.git")
    app.commit(a=b"1")
    app.git("tag", "-a", "-m", "one", "v1.2.0")
    app.commit(a=b"2")
    app.commit(a=b"3")
    return app


@pytest.fixture
def forge(tmp_path: Path, app: Repository) -> Iterator[Forge]:
    """The forge."""
    with running(tmp_path / "forge") as forge:
        yield forge


def failing(spec: str, tmp_path: Path, policy: FetchPolicy = COMMAND_LINE) -> TrustpoolError:
    """The error that opening gives."""
    with pytest.raises(TrustpoolError) as caught, open_source(spec, scratch=tmp_path, policy=policy):
        pass
    return caught.value


def test_the_default_branch_is_fetched(app: Repository, forge: Forge, opening: Opening) -> None:
    with opening(f"{forge.url}/org/app.git") as source:
        assert source.facts == SourceFacts(
            kind=SourceKind.GIT,
            location=f"{forge.url}/org/app.git",
            name="app",
            tree=app.git("rev-parse", "HEAD^{tree}"),
            ref="HEAD",
            commit=app.git("rev-parse", "HEAD"),
            committed_at=1_700_000_000,
            signed=False,
        )
        assert contents(source) == {"a": b"3"}
        assert codes(source) == []


@pytest.mark.parametrize("ref", ["v1.2.0", "refs/tags/v1.2.0"])
def test_a_tag_is_fetched(ref: str, app: Repository, forge: Forge, opening: Opening) -> None:
    with opening(f"{forge.url}/org/app.git@{ref}") as source:
        assert (source.facts.ref, source.facts.commit) == (ref, app.git("rev-parse", "v1.2.0^{commit}"))
        assert contents(source) == {"a": b"1"}


@pytest.mark.parametrize("modern", [True, False])
def test_a_commit_that_no_ref_names_is_fetched(modern: bool, app: Repository, forge: Forge, opening: Opening) -> None:
    forge.modern = modern
    commit = app.git("rev-parse", "HEAD~1")

    with opening(f"{forge.url}/org/app.git@{commit}") as source:
        assert source.facts.commit == commit
        assert contents(source) == {"a": b"2"}


def test_only_what_is_asked_for_is_fetched(app: Repository, forge: Forge, opening: Opening, tmp_path: Path) -> None:
    with opening(f"{forge.url}/org/app.git"):
        (clone,) = tmp_path.glob("scratch*/clone-*")
        done = subprocess.run(["git", "-C", clone, "rev-list", "--all"], capture_output=True, check=True)
        assert done.stdout.decode().split() == [app.git("rev-parse", "HEAD")]


def test_progress_is_heard(forge: Forge, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []

    with open_source(
        f"{forge.url}/org/app.git", scratch=tmp_path, progress=lambda done, total: heard.append((done, total))
    ):
        assert heard[-1] == (3, 3)


def test_a_missing_ref_names_the_closest_and_a_command_that_works(forge: Forge, tmp_path: Path) -> None:
    error = failing(f"{forge.url}/org/app.git@v1.2", tmp_path)

    assert error.what.english() == (
        f"cannot read {forge.url}/org/app.git at v1.2: the repository has no ref of that name (closest: v1.2.0)"
    )
    assert error.hint is not None
    assert error.hint.english() == f"try: trustpool scan {forge.url}/org/app.git@v1.2.0"


def test_a_tag_on_a_blob_is_no_commit(app: Repository, forge: Forge, tmp_path: Path) -> None:
    app.git("tag", "key", app.git("rev-parse", "HEAD:a"))

    error = failing(f"{forge.url}/org/app.git@key", tmp_path)

    assert error.what.english().startswith(f"cannot read {forge.url}/org/app.git at key: the repository has no ref")


def test_an_empty_repository_is_an_error(forge: Forge, tmp_path: Path) -> None:
    Repository(tmp_path / "forge" / "empty.git")

    assert failing(f"{forge.url}/empty.git", tmp_path).what.english() == "the repository has no commits yet"


def test_a_repository_that_is_not_there_is_an_error(forge: Forge, tmp_path: Path) -> None:
    error = failing(f"{forge.url}/org/none.git", tmp_path)

    assert error.what.english() == f"git cannot fetch it: repository '{forge.url}/org/none.git/' not found"
    assert error.exit_code == 3


def test_a_login_is_not_asked_for_and_the_password_is_not_shown(forge: Forge, tmp_path: Path) -> None:
    forge.login = True
    plain = f"{forge.url}/org/app.git"

    error = failing(plain, tmp_path)
    assert error.what.english() == "the server asks for a login, or the repository does not exist"

    with open_source(plain.replace("//", "//me:s3cret@"), scratch=tmp_path / "forge") as source:
        assert source.facts.location == plain
    error = failing(plain.replace("//", "//me:s3cret@") + "x", tmp_path / "forge" / "org")
    assert "s3cret" not in f"{error.what.english()} {error.where} {error.hint and error.hint.english()}"


def test_a_pack_larger_than_the_limit_is_refused(app: Repository, forge: Forge, tmp_path: Path) -> None:
    app.git("config", "core.compression", "0")
    app.commit(big=b"x" * 500_000)

    error = failing(f"{forge.url}/org/app.git", tmp_path, replace(COMMAND_LINE, max_bytes=100_000))

    assert error.what.english() == "the repository is larger than 100000 bytes: refused"


def test_a_server_that_does_not_answer_is_left(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/app.git"

        error = failing(url, tmp_path, replace(COMMAND_LINE, timeout=1))

    assert error.what.english() == "the fetch took more than 1 seconds and was ended"


def test_ssh_is_the_users_own(
    app: Repository, opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\nfor command; do :; done\nexec sh -c "$command"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", f"{ssh} -G")
    monkeypatch.setenv("GIT_SSH_VARIANT", "ssh")

    with opening(f"git@forge.example:{app.path}@v1.2.0") as source:
        assert source.facts.location == f"git@forge.example:{app.path}"
        assert contents(source) == {"a": b"1"}


def test_a_strict_policy_connects_to_the_address_that_it_checked(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", forge.server_port))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr("scanner.source.policy.is_public", lambda address: address == "127.0.0.1")
    policy = replace(SERVER, protocols=frozenset({"http"}))

    url = f"http://forge.example:{forge.server_port}/org/app.git"
    with open_source(url, scratch=tmp_path, policy=policy) as source:
        assert contents(source) == {"a": b"3"}


def test_a_strict_policy_follows_no_redirect(forge: Forge, opening: Opening, tmp_path: Path) -> None:
    forge.redirects["/moved.git"] = "/org/app.git"
    policy = replace(SERVER, protocols=frozenset({"http"}), private_addresses=True)

    with opening(f"{forge.url}/moved.git") as source:
        assert contents(source) == {"a": b"3"}
    error = failing(f"{forge.url}/moved.git", tmp_path, policy)

    assert error.what.english().startswith("git cannot fetch it: unable to access")


def test_a_strict_policy_uses_nobodys_settings(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gitconfig").write_text(f'[url "{forge.url}/org/app.git"]\n\tinsteadOf = http://alias.invalid/\n')
    monkeypatch.setenv("HOME", str(tmp_path))
    policy = replace(SERVER, protocols=frozenset({"http"}), private_addresses=True)

    assert "alias.invalid" in failing("http://alias.invalid/", tmp_path / "forge", policy).what.english()
    with open_source("http://alias.invalid/", scratch=tmp_path) as source:
        assert contents(source) == {"a": b"3"}


@pytest.mark.parametrize(
    "spec",
    [
        "ext::sh -c 'touch evil'",
        "fd::17",
        "ext://sh",
        "ftp://forge.example/app.git",
        "https:///app.git",
        "https://-oProxyCommand=evil/app.git",
        "ssh://-oProxyCommand=evil/app.git",
        "https://forge.example:notaport/app.git",
        "https://forge.example:99999/app.git",
        "https://public.example@127.0.0.1@forge.example/app.git",
        "https://public.example\\@127.0.0.1/app.git",
        "https://public.example#@127.0.0.1/app.git",
        "https://127.0.0.1./app.git",
        "https://127%2e0.0.1/app.git",
        "https://forge.example;touch evil/app.git",
        "file://forge.example/app.git",
    ],
)
def test_what_would_run_a_program_is_refused(spec: str, tmp_path: Path) -> None:
    assert isinstance(failing(spec, tmp_path), BadUsage)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ref", ["--upload-pack=evil", "+main:main", "a..b", "refs/*", "x^{tree}", "-x"])
def test_a_ref_cannot_be_an_option_or_a_pattern(ref: str, tmp_path: Path) -> None:
    error = failing(f"http://127.0.0.1:9/app.git@{ref}", tmp_path)

    assert isinstance(error, InputUnreadable)
    assert "has no ref of that name" in error.what.english()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "spec",
    [
        "{folder}",
        "file://{folder}",
        "http://127.0.0.1:9/app.git",
        "https://127.0.0.1/app.git",
        "https://localhost/app.git",
        "https://127.1/app.git",
        "https://0x7f000001/app.git",
        "https://10.0.0.1/app.git",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/app.git",
        "https://[::ffff:127.0.0.1]/app.git",
        "https://[64:ff9b::7f00:1]/app.git",
        "https://[2002:7f00:1::]/app.git",
        "https://[fe80::1]/app.git",
        "https://224.0.0.1/app.git",
        "ssh://git@127.0.0.1/app.git",
        "git@forge.example:app.git",
        "git://forge.example/app.git",
    ],
)
def test_a_server_opens_nothing_of_its_own_or_its_network(spec: str, tmp_path: Path) -> None:
    assert isinstance(failing(spec.format(folder=tmp_path), tmp_path, SERVER), BadUsage)
    assert list(tmp_path.iterdir()) == []


def test_the_progress_that_a_server_reports_is_no_reason() -> None:
    complaints = "remote: Enumerating objects: 2010, done.\nremote: Total 9 (delta 0)\nfatal: early EOF\n"

    assert Outcome(False, "", complaints).reason == "early EOF"
