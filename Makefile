# Everything one does with this project; `make` lists it.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# Four workers for the two cores of the smallest machine: much of the time is waited. The tests of a
# file share their servers; the long files come first (conftest.py).
PYTEST := $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder -p no:cacheprovider
# What shorter tests stand for in a run of all: the rounds by their properties, mails by their journey.
LONG := kairan/apps/todo/tests/test_a_year.py kairan/webmail/tests/test_receiving_from_dovecot.py

export PIP_ROOT_USER_ACTION := ignore
export PYTHONPATH :=
# What the first process has compiled, assertions of tests too, the next hundreds need not.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-sqlite test-postgresql long pictures servers lint fmt app lock messages reset clean install-dev bench-deps

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.run ## Start the demo office; prints its address and the sign-in
	@$(BIN)/python tools/messages.py
	@$(BIN)/kairan demo

test: install-dev servers ## Install what tests need, then run everything that CI runs
	@$(MAKE) --no-print-directory --jobs=2 lint test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

test-sqlite: install-dev servers ## Only the tests, on SQLite
	$(PYTEST) $(LONG:%=--ignore=%)

test-postgresql: install-dev servers ## The tests of all rooms, and who sees what, on PostgreSQL
	$(BIN)/python -m tools.with_postgres -- $(PYTEST) kairan --ignore=kairan/mail $(LONG:%=--ignore=%) \
	  tests/journeys/test_every_app.py tests/journeys/test_robots_and_strangers.py

long: install-dev servers ## Beyond `make test`: a year of reminders, all mails, journeys on PostgreSQL
	$(PYTEST) $(LONG)
	$(BIN)/python -m tools.with_postgres -- $(PYTEST) tests/journeys $(LONG)

pictures: install-dev servers ## Keep how the pages look on the journeys, in build/journeys
	KAIRAN_ARTEFACTS=build/journeys $(PYTEST) tests/journeys

lint: install-dev ## Look for what the house forbids: style, types, stairs, templates, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint kairan --lint --quiet
	$(BIN)/python tools/messages.py check

fmt: install-dev ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

app: install-dev ## Begin an app: make app NAME=guestbook
	@$(BIN)/python tools/new_app.py "$(NAME)"
	@$(BIN)/python tools/messages.py

messages: install-dev ## Collect new texts into the .po files and compile them
	$(BIN)/python tools/messages.py extract

lock: .venv/.python ## Lock the newest versions that requirements/*.in allow
	$(PIP) install uv
	cd requirements && for name in dev run build bench; do \
	  constraint=$$(test $$name = dev || echo "-c dev.txt"); \
	  ../$(BIN)/$(LOCK) --quiet --upgrade $$constraint $$name.in -o $$name.txt || exit 1; \
	done

bench-deps: .venv/.bench servers ## Install what `kairan bench` measures beside us
	@$(PYTHON) tools/debian_packages.py bench

reset: ## Throw away the demo's data
	rm -rf kairan-data kairan-demo

clean: ## Throw away everything that make has made, except data
	rm -rf .venv artefacts dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find kairan tests tools -name __pycache__ -prune -exec rm -rf {} +
	find kairan -name '*.mo' -delete

servers:
	@$(PYTHON) tools/debian_packages.py test

install-dev: .venv/.dev
	@$(BIN)/python tools/messages.py

.venv/.python:
	@$(PYTHON) tools/debian_packages.py venv
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: requirements/run.txt requirements/build.txt pyproject.toml hatch_build.py | .venv/.python
	$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.dev
	$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
