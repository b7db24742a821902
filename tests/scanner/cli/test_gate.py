"""`trustpool gate` as a person and a CI server run it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scanner.gate_formats.interface import gate_formats
from tests.scanner.source.repositories import Repository
from web.command import run

pytestmark = pytest.mark.usefixtures("license_index")

MIT = b"SPDX-License-Identifier: MIT\n"
GPL = b"// SPDX-License-Identifier: GPL-2.0-only\n"
WAIVER = """waivers:
- rule: copyleft-file-in-other-project
  subject: old.c
  reason: to be rewritten
  author: Li Lei
  expires: {day}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A project under MIT that holds a file under the GPL."""
    made = Repository(tmp_path / "shop")
    made.commit(**{"LICENSE": MIT, "old.c": GPL})
    return made


def gate(repository: Repository, *words: str) -> int:
    return run(["gate", str(repository.path), "-q", *words], "en")


def report(repository: Repository, *words: str) -> dict[str, list[dict[str, dict[str, str]]]]:
    out = repository.path.parent / "verdict.json"
    gate(repository, "--format", "json", "-o", str(out), *words)
    document: dict[str, list[dict[str, dict[str, str]]]] = json.loads(out.read_text(encoding="utf-8"))
    return document


def refused(repository: Repository, *words: str) -> list[str]:
    return [one["subject"]["identity"] for one in report(repository, *words)["violations"]]


def test_a_copied_gpl_file_is_refused_with_its_place_and_a_remedy(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(repository) == 1

    printed = capsys.readouterr().out
    assert printed.startswith("shop is refused by the rule pack default")
    assert "  old.c:1 is under GPL-2.0-only (strong copyleft)" in printed
    assert "  → Remove or rewrite the file" in printed


@pytest.mark.parametrize("form", gate_formats())
def test_every_form_is_written_to_a_file_with_the_same_outcome(repository: Repository, form: str) -> None:
    out = repository.path.parent / "out"

    assert gate(repository, "--format", form, "-o", str(out)) == 1
    assert b"old.c" in out.read_bytes()


def test_one_run_writes_several_forms(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    folder = repository.path.parent
    words = [f"--also=sarif={folder}/gate.sarif", f"--also=junit={folder}/gate.xml"]

    assert gate(repository, "--format", "github", *words) == 1
    assert capsys.readouterr().out.startswith("::error file=old.c,line=1")
    assert json.loads((folder / "gate.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (folder / "gate.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize("written", ["sarif", "papyrus=x", "sarif="])
def test_also_without_a_form_and_a_file_is_a_usage_error(repository: Repository, written: str) -> None:
    assert gate(repository, "--also", written) == 2


def test_a_form_that_is_not_there_is_a_usage_error(repository: Repository) -> None:
    assert gate(repository, "--format", "papyrus") == 2


def test_only_what_a_change_brings_is_judged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"fine.c": b"// SPDX-License-Identifier: MIT\n"})

    assert gate(repository, "--base", "main") == 0
    assert "found before and not counted: 1" in capsys.readouterr().out

    repository.commit(**{"new.c": GPL})
    assert gate(repository, "--base", "main") == 1
    assert refused(repository, "--base", "main") == ["new.c"]


def test_what_others_brought_to_the_branch_meanwhile_is_not_the_changes(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"fine.c": b"x"})
    repository.git("checkout", "-q", "main")
    repository.git("rm", "-q", "old.c")
    repository.commit()
    repository.git("checkout", "-q", "change")

    assert gate(repository, "--base", "main") == 0
    assert refused(repository) == ["old.c"]


def test_a_change_cannot_loosen_the_gate_that_judges_it(repository: Repository) -> None:
    repository.commit(**{"trustpool.toml": b'exclude = ["old.c"]\n'})
    repository.git("checkout", "-q", "-b", "change")
    hostile = b'exclude = ["**"]\nwaivers = "w.yaml"\npack = "free.yaml"\n'
    waived = WAIVER.format(day="9999-12-31").replace("old.c", "new.c").encode()
    repository.commit(**{"new.c": GPL, "trustpool.toml": hostile, "w.yaml": waived})

    assert gate(repository, "--base", "main") == 1
    assert refused(repository, "--base", "main") == ["new.c"]


def test_settings_name_pack_scenario_and_what_is_left_out(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = b'pack = "permissive"\nscenario = "embedded-device"\nexclude = ["old.c"]\n'
    repository.commit(**{"trustpool.toml": settings})

    assert gate(repository) == 0
    assert capsys.readouterr().out.startswith("shop is admitted by the rule pack permissive 1.0.0 (embedded device)")


def test_a_mistake_in_the_settings_closes_the_gate(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{"trustpool.toml": b'exclude = ["old.c"]\nwavers = "w.yaml"\n'})

    assert gate(repository) == 3
    complaint = capsys.readouterr().err
    assert "there is no setting named wavers\n  trustpool.toml:2\n  did you mean waivers?" in complaint


def test_a_waiver_in_force_opens_the_gate_and_is_shown(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit(**{"trustpool.toml": b'waivers = "w.yaml"\n', "w.yaml": WAIVER.format(day="9999-12-31").encode()})

    assert gate(repository) == 0
    assert "waived by Li Lei until 9999-12-31: to be rewritten" in capsys.readouterr().out


def test_a_waiver_whose_time_is_over_closes_the_gate_aloud(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = tmp_path / "w.yaml"
    late.write_text(WAIVER.format(day="2020-01-31"), encoding="utf-8")

    assert gate(repository, "--waivers", str(late)) == 1
    assert "A WAIVER HAS EXPIRED on 2020-01-31" in capsys.readouterr().out


def test_an_expired_waiver_closes_the_gate_even_for_a_warning(repository: Repository, tmp_path: Path) -> None:
    repository.git("rm", "-q", "old.c")
    lock = {"name": "shop", "version": "1.0.0", "license": "MIT", "lockfileVersion": 3, "packages": {}}
    lock["packages"] = {
        "": {"name": "shop", "version": "1.0.0", "license": "MIT", "dependencies": {"a": "1"}},
        "node_modules/a": {"version": "1.0.0"},
    }
    repository.commit(**{"package-lock.json": json.dumps(lock).encode()})
    late = tmp_path / "w.yaml"
    late.write_text(
        WAIVER.format(day="2020-01-31")
        .replace("copyleft-file-in-other-project", "component-without-licence")
        .replace("old.c", "pkg:npm/a@*"),
        encoding="utf-8",
    )

    assert gate(repository) == 0
    assert gate(repository, "--waivers", str(late)) == 1


def test_waivers_for_things_that_a_change_does_not_touch_are_not_called_idle(
    repository: Repository, tmp_path: Path
) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"fine.c": b"x"})
    file = tmp_path / "w.yaml"
    file.write_text(WAIVER.format(day="9999-12-31"), encoding="utf-8")

    assert report(repository, "--base", "main", "--waivers", str(file))["idle_waivers"] == []


def test_a_baseline_refuses_only_what_is_newer_than_it(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.json"

    assert gate(repository, "--write-baseline", str(file)) == 0
    assert f"today's violations were recorded in {file}" in capsys.readouterr().out
    assert gate(repository, "--baseline", str(file)) == 0

    repository.commit(**{"new.c": GPL})
    assert gate(repository, "--baseline", str(file)) == 1
    assert refused(repository, "--baseline", str(file)) == ["new.c"]


PINNED = b"""{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {
 "": {"name": "shop", "version": "1.0.0", "license": "MIT", "dependencies": {"@acme/parser": "^1.0.0"}},
 "node_modules/@acme/parser": {"version": "1.5.0", "license": "MIT"}}}"""


def test_a_new_advisory_on_a_known_package_is_new_to_a_baseline(tmp_path: Path) -> None:
    made = Repository(tmp_path / "shop")
    made.commit(**{"LICENSE": MIT, "package-lock.json": PINNED})
    first = json.loads((Path(__file__).parent.parent / "advisories" / "osv" / "npm.json").read_text(encoding="utf-8"))
    advisories, file = tmp_path / "osv", tmp_path / "old.json"
    advisories.mkdir()
    (advisories / "1.json").write_text(json.dumps(first), encoding="utf-8")
    words = ("--pack", "pool-admission", "--advisories", str(advisories))

    def known() -> list[object]:
        found = report(made, *words, "--baseline", str(file))["violations"]
        return [one["advisories"] for one in found if one["rule"] == "known-vulnerability"]

    gate(made, *words, "--write-baseline", str(file))
    assert known() == []
    (advisories / "2.json").write_text(json.dumps({**first, "id": "ACME-2026-0099"}), encoding="utf-8")
    assert known() == [["ACME-2026-0001", "ACME-2026-0099"]]


@pytest.fixture
def advised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A project whose settings name advisories, and which we stand in."""
    made = Repository(tmp_path / "shop")
    settings = b'pack = "pool-admission"\nadvisories = "../osv"\n'
    made.commit(**{"LICENSE": MIT, "package-lock.json": PINNED, "trustpool.toml": settings})
    monkeypatch.chdir(made.path)
    return made


def test_the_settings_may_name_the_advisories(advised: Repository) -> None:
    known = Path(__file__).parent.parent / "advisories" / "osv" / "npm.json"
    (advised.path.parent / "osv").mkdir()
    (advised.path.parent / "osv" / "npm.json").write_bytes(known.read_bytes())

    rules = {one["rule"]: one["advisories"] for one in report(advised)["violations"] if one["advisories"]}

    assert rules == {"known-vulnerability": ["ACME-2026-0001"]}


def test_advisories_that_are_not_where_the_settings_say_close_the_gate(
    advised: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(advised) == 3
    assert "advisories that are not there: ../osv" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["osv", "..", "/"])
def test_advisories_that_a_change_could_edit_are_not_accepted(
    advised: Repository, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    advised.commit(**{"osv/a.json": b"{}", "trustpool.toml": f'advisories = "{named}"\n'.encode()})

    assert gate(advised) == 3
    assert "must lie outside of the project" in capsys.readouterr().err


def test_a_strange_project_does_not_name_files_of_this_machine(
    advised: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(advised.path.parent)

    assert gate(advised) == 3
    assert "trustpool.toml" in (said := capsys.readouterr().err)
    assert "only for who stands in the project's folder" in said


def test_advisories_on_the_command_line_come_before_those_of_the_settings(
    advised: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(advised.path.parent)
    known = Path(__file__).parent.parent / "advisories" / "osv" / "npm.json"

    found = report(advised, "--advisories", str(known))["violations"]

    assert [one["advisories"] for one in found if one["rule"] == "known-vulnerability"] == [["ACME-2026-0001"]]


def test_a_baseline_that_cannot_be_read_closes_the_gate(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("[]", encoding="utf-8")

    assert gate(repository, "--baseline", str(tmp_path / "old.json")) == 3


def test_a_baseline_of_another_pack_closes_the_gate(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate(repository, "--write-baseline", str(tmp_path / "old.json"))

    assert gate(repository, "--pack", "permissive", "--baseline", str(tmp_path / "old.json")) == 3
    assert "was recorded with the rule pack default, not with permissive" in capsys.readouterr().err


def test_a_licence_that_only_a_files_header_states_is_not_taken_for_the_projects_in_silence(tmp_path: Path) -> None:
    made = Repository(tmp_path / "bare")
    made.commit(**{"vendor/queue.c": GPL, "main.py": b"print()\n"})

    found = [(one["rule"], one["severity"]) for one in report(made)["violations"]]

    assert found == [("project-licence-only-in-files", "warn")]


def test_a_base_that_is_not_here_says_what_to_fetch(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(repository, "--base", "origin/develop") == 3
    said = capsys.readouterr().err
    assert "the gate cannot decide: there is no origin/develop here" in said
    assert "git fetch origin develop" in said


def test_an_expression_that_nobody_can_read_is_shown(repository: Repository) -> None:
    repository.commit(**{"deep.c": b"// SPDX-License-Identifier: " + b"(" * 1000 + b"MIT" + b")" * 1000})

    assert ("deep.c", "LicenseRef-scancode-unknown-spdx") in {
        (one["subject"]["identity"], one["license"]) for one in report(repository)["violations"]
    }


def test_a_damaged_cache_and_index_are_made_anew(
    repository: Repository, tmp_path: Path, license_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / license_index.name).write_bytes(license_index.read_bytes())
    monkeypatch.setenv("TRUSTPOOL_CACHE_DIR", str(cache))
    gate(repository)
    with closing(sqlite3.connect(cache / "findings-1.sqlite")) as connection, connection:
        connection.execute("UPDATE findings SET findings = ?", (b"\x01no findings",))
        connection.execute("UPDATE manifest SET run = ?", (b"\x81",))

    assert gate(repository) == 1

    with (cache / "findings-1.sqlite").open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * 4096 * 20)
    for left in cache.glob("findings-1.sqlite-*"):
        left.unlink()

    assert gate(repository) == 3
    assert gate(repository) == 1


def test_a_baseline_that_cannot_be_written_is_an_error(repository: Repository, tmp_path: Path) -> None:
    assert gate(repository, "--write-baseline", str(tmp_path / "nowhere" / "old.json")) == 2


def test_staged_content_is_judged_before_it_is_committed(repository: Repository) -> None:
    repository.write("new.c", GPL)
    assert gate(repository, "--staged") == 0

    repository.git("add", "new.c")
    assert gate(repository, "--staged") == 1


def test_changes_that_are_not_committed_are_said_not_to_be_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("new.c", GPL)

    gate(repository)

    assert "HEAD was scanned; not scanned: 0 changed and 1 untracked paths" in capsys.readouterr().out


def test_a_ref_of_the_repository_can_be_judged_against_another(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "change")
    repository.commit(**{"new.c": GPL})
    repository.git("checkout", "-q", "main")

    assert run(["gate", f"{repository.path}@change", "-q", "--base", "main"], "en") == 1
    assert gate(repository, "--base", "change") == 0


def test_the_first_commit_of_a_repository_can_be_judged_too(tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty")
    empty.write("LICENSE", MIT)
    empty.write("new.c", GPL)
    empty.git("add", "--all")

    assert gate(empty, "--staged") == 1
    assert refused(empty, "--staged") == ["new.c"]


def test_content_that_is_missing_closes_the_gate(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit(**{"lost.c": b"int lost;\n"})
    blob = repository.git("rev-parse", "HEAD:lost.c")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    assert gate(repository, "--base", "HEAD~1") == 1
    assert "[unread-content]" in capsys.readouterr().out
