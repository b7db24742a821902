"""The pipelines in docs/ci: against the servers' schemas, and their shell lines run as the server would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.scanner.source.repositories import Repository

HOME = Path(__file__).resolve().parent.parent.parent
CI = HOME / "docs" / "ci"
GPL = b"// SPDX-License-Identifier: GPL-2.0-only\n"

# the gate's line of each pipeline, and what the server sets when it runs for a change into main
FILES = {
    "github-actions.yml": {"TARGET": "main"},
    "gitlab-ci.yml": {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "{fork}"},
    "gitee-go.yml": {"GITEE_BRANCH": "main"},
    "Jenkinsfile": {"CHANGE_TARGET": "main"},
}
WRITTEN = {
    "github-actions.yml": {"gate.sarif"},
    "gitlab-ci.yml": {"gl-code-quality.json", "gate.xml"},
    "gitee-go.yml": set(),
    "Jenkinsfile": {"gate.xml"},
}


@pytest.mark.parametrize(
    ("name", "schema"), [("github-actions.yml", "vendor.github-workflows"), ("gitlab-ci.yml", "vendor.gitlab-ci")]
)
def test_a_pipeline_fits_the_servers_published_schema(name: str, schema: str) -> None:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(CI / name)]

    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")


def test_the_gitee_pipeline_has_a_stage_with_commands() -> None:
    document = yaml.safe_load((CI / "gitee-go.yml").read_text(encoding="utf-8"))

    (stage,) = document["stages"]
    assert [step["step"] for step in stage["steps"]] == ["build@python"]


def shell_lines(name: str) -> list[str]:
    """The lines of a pipeline that fetch the branch or run the gate for a change; not those that install it."""
    content = (CI / name).read_text(encoding="utf-8")
    quoted = re.findall(r"^\s*sh '(.*)'$", content, re.MULTILINE)
    plain = re.findall(r"^\s*(?:- |run: |- run: )?((?:git fetch|trustpool gate) .*)$", content, re.MULTILINE)
    lines = [line for line in quoted if "pip install" not in line] or plain
    return [line for line in lines if "gate ." not in line or "base" in line or "BASE" in line]


@pytest.fixture
def checkout(tmp_path: Path) -> tuple[Repository, str]:
    """A clone at a change that is made from main, which holds an old violation and moved on; and the fork's id."""
    origin = Repository(tmp_path / "origin")
    fork = origin.commit(**{"LICENSE": b"SPDX-License-Identifier: MIT\n", "old.c": GPL})
    origin.git("checkout", "-q", "-b", "change")
    origin.commit(**{"fine.c": b"// SPDX-License-Identifier: MIT\n"})
    origin.git("checkout", "-q", "main")
    origin.commit(**{"elsewhere.c": GPL})
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", str(origin.path))
    clone.git("fetch", "-q", "origin")
    clone.git("checkout", "-q", "--detach", "origin/change")
    return clone, fork


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with a `trustpool` that is this source tree."""
    program = tmp_path / "bin" / "trustpool"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={HOME} exec {sys.executable} -m web.command "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program.parent


def run_lines(name: str, checkout: tuple[Repository, str], installed: Path) -> subprocess.CompletedProcess[str]:
    repository, fork = checkout
    script = "\n".join(["set -e", *shell_lines(name)]).replace(".gate/bin/trustpool", "trustpool")
    variables = {key: value.format(fork=fork) for key, value in FILES[name].items()}
    environment = {**os.environ, **variables, "PATH": f"{installed}:{os.environ['PATH']}"}
    return subprocess.run(
        ["sh", "-c", script], cwd=repository.path, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.usefixtures("license_index")
@pytest.mark.parametrize("name", FILES)
def test_a_clean_change_passes_and_leaves_its_reports(
    name: str, checkout: tuple[Repository, str], installed: Path
) -> None:
    done = run_lines(name, checkout, installed)

    written = {path.name for path in checkout[0].path.iterdir()} - {".git", "LICENSE", "old.c", "fine.c"}
    assert (done.returncode, done.stderr, written) == (0, "", WRITTEN[name])


@pytest.mark.usefixtures("license_index")
@pytest.mark.parametrize("name", FILES)
def test_a_change_that_brings_gpl_code_fails_the_build(
    name: str, checkout: tuple[Repository, str], installed: Path
) -> None:
    checkout[0].commit(**{"new.c": GPL})

    done = run_lines(name, checkout, installed)

    assert (done.returncode, done.stderr) == (1, "")
    assert "new.c" in done.stdout
    assert "old.c" not in done.stdout


def test_the_hook_judges_what_is_staged() -> None:
    (hook,) = yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert (hook["entry"], hook["pass_filenames"]) == ("trustpool gate . --quiet --staged", False)
