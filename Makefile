# make            what there is
# make run        simulate a scenario: make run SCENARIO=korea
# make test       static checks and tests: what every change must pass
# make check      static checks only: ruff, mypy, import-linter
# make format     put the code in form: ruff
# make verify     the slow comparisons with theory
# make bench      measure speed and memory
# make docs       write the reference pages from code and schema
# make clean      remove everything that was made
#
# Needed: Python 3.11 or newer, make, git. Everything else comes from PyPI into .venv, in the versions of constraints.txt.

PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)
SCENARIO ?= seoul
WORKERS ?= 2

BIN := .venv/bin
INSTALLED := .venv/.installed

# Machine code of the tests and commands run from here stays in the clone.
export HYOSAN_CACHE_DIR ?= $(CURDIR)/.cache

.PHONY: help run test check format verify bench docs clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# make/make/p' Makefile

.venv: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(INSTALLED)
	$(BIN)/hyosan run $(SCENARIO)

test: check
	$(BIN)/python -m pytest -n $(WORKERS) tests

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# These two begin without machine code, so that none of older sources is left.
verify bench: export NUMBA_CACHE_DIR := $(CURDIR)/.cache/fresh

verify: $(INSTALLED)
	rm -rf .cache/fresh
	$(BIN)/python -m pytest -n $(WORKERS) verify

bench: $(INSTALLED)
	rm -rf .cache/fresh
	$(BIN)/python -m bench

docs: $(INSTALLED)
	$(BIN)/python tools/make_reference.py

clean:
	rm -rf .venv .cache bench/.peers .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find src tests tools verify -name __pycache__ -prune -exec rm -rf {} +
