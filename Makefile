# Everything a contributor runs, and everything CI runs. Only Python 3.11 to 3.13 and make are assumed.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first interpreter that is new enough and not too new; `make PYTHON=/path/to/python3.12 test` decides otherwise.
FIND_PYTHON = for p in python3.11 python3.12 python3.13 python3 python; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo "$$p"; break; }; done; true
PYTHON ?= $(shell $(FIND_PYTHON))

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO_HOME ?= .deskwise-demo
FRONT_END := src/deskwise/web/vendor/.made-from

.PHONY: help demo test test-long lint format mappings words docs bench bench-kept lock front-end-lock clean

help:  ## Say what each target does (this page)
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

demo: $(FRONT_END)  ## Make the sample company in .deskwise-demo, show its figures here and its pages in a browser
	@$(BIN)/deskwise demo --home $(DEMO_HOME) --serve

test: $(FRONT_END)  ## Run every test a change must pass (not the benchmarks and the long searches)
	@$(BIN)/python -m pytest $(ARGS)

test-long: $(FRONT_END)  ## Run the long searches for a log on which the fold and its slow twin disagree
	@$(BIN)/python -m pytest -m long $(ARGS)

lint: $(READY)  ## Check style, types, the order of the rooms, late imports, that errors are said, the container's files and that made docs and words are fresh
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python tools/check_late_imports.py
	@$(BIN)/python tools/check_said_errors.py
	@$(BIN)/python tools/write_docs.py --check
	@$(BIN)/hadolint --failure-threshold style Dockerfile
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	@$(BIN)/python tools/write_words.py --check

format: $(READY)  ## Put the code into the house's format and mend what ruff can mend by itself
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

mappings: $(READY)  ## Draft the shipped mappings of known systems anew
	@$(BIN)/python tools/write_mappings.py

words: $(READY)  ## Take the new words of pages into the files of their languages, to be translated there
	@$(BIN)/python tools/write_words.py

docs: $(READY)  ## Write the pages of docs/ that are made from the registries
	@$(BIN)/python tools/write_docs.py

bench: $(READY)  ## Measure import, fold and figures at 100,000 and a million tickets, beside a scan and pandas
	@$(BIN)/python -m pytest -m bench -n 0 -s $(ARGS)

bench-kept: bench  ## The same, added to the history that docs/benchmarks.md shows
	@$(BIN)/python tools/write_benchmarks.py

lock: $(READY)  ## Make requirements*.lock anew from pyproject.toml (needs a network; adds uv to .venv)
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --group dev --output-file requirements.lock $(ARGS)
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--group build --constraint requirements.lock --output-file requirements.build.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		pyproject.toml --extra postgres --constraint requirements.lock --output-file requirements.server.lock
	@if grep -nE 'https?://|@ file' requirements*.lock; then echo "a lock names an address" >&2; exit 1; fi

front-end-lock: $(READY)  ## Make the lock of the front-end packages anew from tools/front_end/package.json (needs a network)
	@$(BIN)/python tools/vendor_front_end.py --lock

clean:  ## Throw away what was made here: .venv, caches, front-end files, the demo's workspace
	@rm -rf src/deskwise/web/vendor $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* dist $(DEMO_HOME)
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock is installed with its hashes, so that what runs here is what was tested, byte for byte. A changed
# lock or pyproject.toml installs again; anything else finds the stamp and costs nothing.
$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "make: Python 3.11, 3.12 or 3.13 is needed and none was found" >&2; exit 1; fi
	@[ -x $(BIN)/python ] || { echo "making $(VENV) with $(PYTHON)" >&2; $(PYTHON) -m venv $(VENV); }
	@echo "installing the locked libraries" >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# What pages are served with comes from npm packages, by the hashes of their lock; nothing of it is committed.
$(FRONT_END): $(READY) tools/vendor_front_end.py tools/front_end/package-lock.json src/deskwise/web/icons.py
	@echo "bringing the front-end files" >&2
	@$(BIN)/python tools/vendor_front_end.py
	@touch $@
