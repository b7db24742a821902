"""Settings: one file, the environment over it, and no mistake passed over in silence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from licenses.errors import BadUsage
from registry.settings import Settings, read_settings

GUIDES = Path(__file__).resolve().parent.parent.parent / "docs"


def write(tmp_path: Path, content: str) -> dict[str, str]:
    (tmp_path / "pool.toml").write_text(content, encoding="utf-8")
    return {"TRUSTPOOL_CONFIG": str(tmp_path / "pool.toml")}


def test_without_any_the_defaults_hold() -> None:
    assert read_settings({}) == Settings()


def test_the_file_says_and_the_environment_overrules(tmp_path: Path) -> None:
    told = write(tmp_path, '[jobs]\nworkers = 3\nbackoff = 5\n[fetch]\nprotocols = ["https", "ssh"]\n')

    found = read_settings(told | {"TRUSTPOOL_JOBS_WORKERS": "7", "TRUSTPOOL_FETCH_PRIVATE_ADDRESSES": "yes"})

    assert (found.jobs.workers, found.jobs.backoff) == (7, 5.0)
    assert (found.fetch.protocols, found.fetch.private_addresses) == (("https", "ssh"), True)
    assert found.fetch_policy.local_paths is False


def test_a_secret_can_come_from_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n", encoding="utf-8")

    found = read_settings({"TRUSTPOOL_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret")})

    assert found.oidc.client_secret == "hush"


def test_the_old_names_still_count() -> None:
    found = read_settings({"TRUSTPOOL_HOME": "/srv/pool", "TRUSTPOOL_DATABASE_URL": "sqlite://"}).pool

    assert (found.home, found.database_url) == ("/srv/pool", "sqlite://")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("[jobs]\nworker = 3\n", "jobs.worker"),
        ("[job]\n", "job"),
        ('[jobs]\nworkers = "3"\n', "[jobs] workers"),
        ("[jobs]\nworkers = true\n", "[jobs] workers"),
        ("[jobs]\nworkers = -1\n", "[jobs] workers"),
        ('[fetch]\nprotocols = ["ext"]\n', "[fetch] protocols"),
        ('[log]\nformat = "xml"\n', "[log] format"),
        ("jobs = 1\n", ""),
    ],
)
def test_a_wrong_setting_in_the_file_is_an_error_that_names_it(tmp_path: Path, content: str, where: str) -> None:
    with pytest.raises(BadUsage) as wrong:
        read_settings(write(tmp_path, content))

    assert wrong.value.where == where


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JOBS_WORKER", "3"),
        ("JOBS_WORKER_FILE", "/run/secrets/worker"),
        ("JOBS_WORKERS", "many"),
        ("FETCH_PRIVATE_ADDRESSES", "perhaps"),
        ("FETCH_PROTOCOLS", "https,ext"),
    ],
)
def test_a_wrong_variable_is_an_error_that_names_it(name: str, value: str) -> None:
    with pytest.raises(BadUsage) as wrong:
        read_settings({f"TRUSTPOOL_{name}": value})

    assert wrong.value.where == f"TRUSTPOOL_{name}"


def test_what_kubernetes_says_of_services_is_no_setting() -> None:
    told = {"TRUSTPOOL_POOL_SERVICE_HOST": "10.0.0.1", "TRUSTPOOL_POOL_PORT_80_TCP_ADDR": "10.0.0.1"}

    assert read_settings(told) == Settings()


@pytest.mark.parametrize("content", ["[jobs", "\x00"])
def test_a_file_that_is_no_toml_is_an_error(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadUsage):
        read_settings(write(tmp_path, content))


@pytest.mark.parametrize("guide", ["operator.md", "operator.zh-CN.md"])
def test_the_operators_guide_shows_every_setting_and_no_other(tmp_path: Path, guide: str) -> None:
    shown = re.search(r"```toml\n(.*?)```", (GUIDES / guide).read_text(encoding="utf-8"), re.DOTALL)
    assert shown

    read_settings(write(tmp_path, shown[1]))

    found = {(section, name) for section, table in tomllib.loads(shown[1]).items() for name in table}
    made = Settings()
    known = {(section, name) for section in made.__struct_fields__ for name in getattr(made, section).__struct_fields__}
    assert known - found <= {("jobs", "poll"), ("oidc", "scope")}
