"""The commands that speak with a pool on another machine, against a real server on loopback."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from registry.models import Admission, ReleaseDocument, Role
from registry.models.document import DocumentKind
from registry.pool import Pool
from registry.services import accounts, organisations
from registry.services.releases import release
from tests.registry.pool import MIT_PROJECT, NewHome, Publish, repository, serving
from web.command import run

PASSWORD = "correct horse battery"
Trustpool = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def new_home(on_sqlite: NewHome) -> NewHome:
    """What is said over HTTP does not depend on the database, so these tests run on one."""
    return on_sqlite


@pytest.fixture
def address(pool: Pool, publish: Publish, tmp_path: Path) -> Iterator[str]:
    """A served pool: lantern 1.0.0 is published, boat 1.0.0 waits for anna's review."""
    organisations.create(pool, "harbour", title="", pack="default", admission=Admission.REVIEWED, actor="t")
    accounts.add_user(pool, "anna", password=PASSWORD, administrator=False, robot=False, actor="t")
    organisations.admit(pool, "harbour", "anna", Role.MAINTAINER, actor="t")
    publish(repository(tmp_path / "lantern", MIT_PROJECT))
    boat = {name: content.replace("lantern", "boat") for name, content in MIT_PROJECT.items()}
    publish(repository(tmp_path / "boat", boat), organisation="harbour")
    with serving(pool) as found:
        yield found.rstrip("/")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tokens are kept."""
    path = tmp_path / "settings" / "credentials.json"
    monkeypatch.setenv("TRUSTPOOL_CREDENTIALS", str(path))
    monkeypatch.delenv("TRUSTPOOL_POOL", raising=False)
    return path


@pytest.fixture
def trustpool(kept: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Trustpool:
    """Runs a command line; exit code, output, errors."""
    assert kept

    def ran(*words: str, given: str = "", language: str = "en") -> tuple[int, str, str]:
        import io

        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = run(list(words), "zh" if language == "zh" else "en")
        said = capfd.readouterr()
        return int(code), said.out, said.err

    return ran


@pytest.fixture
def logged_in(trustpool: Trustpool, address: str) -> str:
    """The address of a pool that anna is logged in to."""
    code, out, err = trustpool("login", address, "--login", "anna", "--role", "maintainer", given=PASSWORD)
    assert (code, err) == (0, ""), out
    return address


def test_a_login_keeps_token_and_key_where_nobody_else_reads_them(
    trustpool: Trustpool, pool: Pool, logged_in: str, kept: Path
) -> None:
    known = json.loads(kept.read_text())["pools"][logged_in]

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert known["login"] == "anna"
    somebody = accounts.by_token(pool, known["token"])
    assert somebody is not None
    assert (somebody.login, somebody.limit) == ("anna", Role.MAINTAINER)


def test_a_login_by_token_says_who_it_belongs_to(trustpool: Trustpool, pool: Pool, address: str) -> None:
    token = accounts.issue_token(pool, "anna", "laptop", role=Role.READER, lasts=timedelta(days=1), actor="t")

    code, out, _ = trustpool("login", address, given=token)

    assert code == 0
    assert f"logged in to {address} as anna, at most as reader" in out


def test_a_wrong_password_or_token_keeps_nothing(trustpool: Trustpool, address: str, kept: Path) -> None:
    assert trustpool("login", address, "--login", "anna", given="wrong")[0] == 1
    assert trustpool("login", address, given="tpool_wrong")[0] == 1
    assert not kept.exists()


def test_a_file_of_tokens_that_others_can_read_is_not_used(trustpool: Trustpool, logged_in: str, kept: Path) -> None:
    kept.chmod(0o644)

    code, _, err = trustpool("search", "lantern")

    assert code == 3
    assert "chmod 600" in err


def test_a_pool_with_another_key_than_before_is_refused(trustpool: Trustpool, logged_in: str, kept: Path) -> None:
    said = json.loads(kept.read_text())
    said["pools"][logged_in]["key"] = "-----BEGIN PUBLIC KEY-----\nother\n-----END PUBLIC KEY-----\n"
    kept.write_text(json.dumps(said))

    code, _, err = trustpool("login", logged_in, "--login", "anna", given=PASSWORD)

    assert code == 1
    assert "another key than before" in err


def test_a_secret_does_not_travel_where_others_read_it(trustpool: Trustpool, kept: Path) -> None:
    from registry.client.credentials import Credentials, Known, write_credentials

    write_credentials(kept, Credentials({"http://pool.example": Known("tpool_x")}, "http://pool.example"))

    code, _, err = trustpool("search", "lantern")

    assert code == 2
    assert "does not travel over http" in err


def test_a_search_finds_by_words_licence_and_package(trustpool: Trustpool, address: str) -> None:
    assert trustpool("search", "河灯", "--pool", address)[1].splitlines()[0].startswith("boat  1.0.0  in review")
    assert trustpool("search", "lantern", "--pool", address)[1].startswith("lantern  1.0.0  published  permissive 2")
    assert trustpool("search", "--license", "GPL-2.0-only", "--pool", address)[0] == 1
    code, out, _ = trustpool("search", "--purl", "pkg:npm/lantern", "--json", "--pool", address)
    assert (code, [it["name"] for it in json.loads(out)]) == (0, ["lantern"])


@pytest.mark.parametrize("form", ["tar.gz", "zip", "tar"])
def test_a_release_is_fetched_with_what_proves_it(
    trustpool: Trustpool, logged_in: str, pool: Pool, tmp_path: Path, form: str
) -> None:
    short = release(pool, "lantern", "1.0.0").commit[:12]

    code, out, err = trustpool("fetch", "lantern", "--format", form, "--to", str(tmp_path / "home"), "-q")

    assert code == 0, out + err
    assert sorted(it.name for it in (tmp_path / "home").iterdir()) == sorted(
        [f"lantern-1.0.0.{form}", f"lantern-{short}.sbom.cdx.json", f"lantern-{short}.attestation.dsse.json"]
    )


def test_without_a_key_from_before_nothing_is_fetched(trustpool: Trustpool, address: str, tmp_path: Path) -> None:
    code, _, err = trustpool("fetch", "lantern", "--pool", address, "--to", str(tmp_path / "home"), "-q")

    assert (code, (tmp_path / "home").exists()) == (2, False)
    assert "there is no key to verify with" in err


@pytest.mark.parametrize("changed", ["attestation", "sbom", "key"])
def test_what_does_not_verify_is_not_kept(
    trustpool: Trustpool, logged_in: str, pool: Pool, tmp_path: Path, kept: Path, changed: str
) -> None:
    if changed == "key":
        from scanner.provenance.keys import node_key

        said = json.loads(kept.read_text())
        said["pools"][logged_in]["key"] = node_key(tmp_path / "other").public.pem.decode()
        kept.write_text(json.dumps(said))
    with pool.database.writing() as session:
        if changed == "attestation":
            session.query(ReleaseDocument).filter_by(kind=DocumentKind.ATTESTATION).update(
                {"sha256": _other_attestation(pool)}
            )
        if changed == "sbom":
            report = session.query(ReleaseDocument).filter_by(kind=DocumentKind.REPORT).first()
            assert report is not None
            session.query(ReleaseDocument).filter_by(kind=DocumentKind.SBOM).update({"sha256": report.sha256})

    code, out, _ = trustpool("fetch", "lantern", "--to", str(tmp_path / "home"), "-q")

    assert code == 1, out
    assert not (tmp_path / "home").exists() or list((tmp_path / "home").iterdir()) == []


def _other_attestation(pool: Pool) -> str:
    """Of another release: properly signed, about other files."""
    found = release(pool, "boat", "1.0.0")
    return next(it.sha256 for it in found.documents if it.kind is DocumentKind.ATTESTATION)


def test_a_reviewer_sees_what_waits_and_decides(trustpool: Trustpool, logged_in: str, pool: Pool) -> None:
    assert trustpool("review")[1].startswith("boat@1.0.0")
    assert "accepted by the rule pack default" in trustpool("review", "boat@1.0.0")[1]
    assert trustpool("review", "boat@1.0.0", "--comment", "--reason", "why two?")[0] == 0
    assert trustpool("review", "boat@1.0.0", "--publish")[0] == 2

    code, out, _ = trustpool("review", "boat@1.0.0", "--publish", "--reason", "read it")

    assert (code, out) == (0, "boat 1.0.0 is published now\n")
    assert release(pool, "boat", "1.0.0").state == "published"
    assert trustpool("review", "lantern@1.0.0", "--withdraw", "--reason", "x")[0] == 1, "not anna's organisation"


def test_a_withdrawn_release_is_not_fetched_and_says_why(trustpool: Trustpool, logged_in: str, tmp_path: Path) -> None:
    trustpool("review", "boat@1.0.0", "--publish", "--reason", "read it")
    trustpool("review", "boat@1.0.0", "--withdraw", "--reason", "含有密钥")

    code, _, err = trustpool("fetch", "boat@1.0.0", "--to", str(tmp_path / "home"), "-q", language="zh")

    assert code == 2
    assert "含有密钥" in err


def test_errors_of_the_pool_are_told_in_the_persons_language(trustpool: Trustpool, logged_in: str) -> None:
    assert "资源池" in trustpool("fetch", "nothing@1", "-q", language="zh")[2]
    code, _, err = trustpool("search", "x", "--pool", "http://127.0.0.1:1")
    assert (code, "the pool does not answer" in err) == (3, True)
    assert trustpool("search", "x", "--pool", "ftp://pool.example")[0] == 2
