# Everything that a person or a machine does with a checkout; `make help` lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup run worker stop test check format evaluate screenshot lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GOLD ?= ../shared/gold

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(VENV)/installed  ## make the environment in .venv, from hash-locked requirements
	@:

run: setup  ## serve at http://127.0.0.1:8000 (HOST and PORT to change), with the demonstration corpus
	@$(BIN)/python manage.py serve

worker: setup  ## do what is queued, beside `make run` or on another machine (docs/running.md), until Ctrl-C
	@$(BIN)/python manage.py worker

stop: setup  ## stop the embedded PostgreSQL, which goes on running after the others
	@$(BIN)/python -m diplomacy.embedded stop

test: $(VENV)/installed-dev  ## run every test, on real PostgreSQL and Chromium (AGAIN=1 where nothing changed)
	@$(BIN)/python -m tests.run $(ARGS)

check: $(VENV)/installed-dev  ## style, types, layers, templates, migrations, settings for production
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/check.sh

format: $(VENV)/installed-dev  ## write Python and templates in the one style
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

evaluate: $(VENV)/installed  ## score each pack of the folder GOLD (ERRORS=folder keeps the misses)
	@$(BIN)/python -m benchmarks.evaluate $(GOLD) $(if $(ERRORS),--errors $(ERRORS))

screenshot: $(VENV)/installed-dev  ## make the README's picture anew, from the demonstration corpus
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m scripts.screenshot

lock: $(VENV)/installed-dev  ## write requirements*.txt anew from requirements*.in
	@for name in requirements requirements-dev; do $(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt; done

clean:  ## remove the environment and caches; the data folder stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and $(PYTHON) is %d.%d: say another with PYTHON=…" % sys.version_info[:2])'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# The file is made where the install went through, so that nothing is asked of the network a second time.
$(VENV)/installed: $(VENV)/made requirements.txt
	@echo "Installing what Diplomacy needs into $(VENV) …"
	@umask 022 && $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing what the tests and checks need into $(VENV) …"
	@umask 022 && $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
