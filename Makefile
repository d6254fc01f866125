# `make` alone lists the targets. `make run` and `make test` need nothing before them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
STAMP := .venv/.done
VENDOR := src/jianghai/web/static/vendor
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"
# Spark is half a gigabyte: its tests run where java is, and say so where it is not.
SPARK := $(if $(shell command -v java),$(STAMP)/spark)

.PHONY: help setup assets run test test-postgres check fix bench corpus docs screenshots lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

setup: $(STAMP)/run $(STAMP)/dev $(STAMP)/sightline assets  ## install everything that developing needs

assets: $(VENDOR)/.done  ## fetch what the pages use from npm

run: $(STAMP)/run assets  ## install and start with demonstration data at 127.0.0.1:8000
	@$(BIN)/python scripts/serve.py --port $(PORT)

test: $(STAMP)/dev $(STAMP)/models $(SPARK) assets  ## install and run all tests; ARGS="tests/house" for some
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

test-postgres: ARGS = tests/jianghai tests/journeys
test-postgres: $(STAMP)/dev $(STAMP)/sightline $(SPARK) assets  ## what touches a database again, on PostgreSQL
	@$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

check: $(STAMP)/dev assets  ## format, lint, types, import directions, migrations, corpus
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/jianghai corpus check

fix: $(STAMP)/dev  ## format and safe repairs
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)/dev $(STAMP)/models  ## print the speed ratios (its OpenFisca gets a venv of its own)
	@$(BIN)/python -m bench $(ARGS)

corpus: $(STAMP)/run  ## schema, units, citations and cases of every rule and service
	@$(BIN)/jianghai corpus check --play

screenshots: $(STAMP)/dev assets  ## take the pictures under docs/screenshots (needs Chromium)
	@$(BIN)/python scripts/screenshots.py

docs: $(STAMP)/dev  ## links and references of the documentation
	@$(BIN)/python -m pytest -q tests/house/test_docs.py

lock: $(STAMP)/dev  ## write the locks anew from requirements*.in
	$(LOCK) requirements.in -o requirements.lock
	$(LOCK) requirements-dev.in -c requirements.lock -o requirements-dev.lock
	$(LOCK) requirements-spark.in -c requirements.lock -o requirements-spark.lock
	$(LOCK) requirements-node.in -o requirements-node.lock
	$(LOCK) requirements-sightline.in -c requirements-dev.lock --override requirements-one-opencv.in \
		-o requirements-sightline.lock
	npm install --package-lock-only

clean:  ## remove what the other targets made, the database included
	rm -rf .venv node_modules var staticfiles $(VENDOR)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "No python3.11 on the path: install Python 3.11 with venv." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMP)

$(STAMP)/run: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@mkdir -p $(@D) && touch $@

$(STAMP)/dev: requirements-dev.lock $(STAMP)/run | .venv/bin/python
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@mkdir -p $(@D) && touch $@

$(STAMP)/spark: requirements-spark.lock $(STAMP)/dev | .venv/bin/python
	$(PIP) install --quiet --require-hashes -r requirements-spark.lock
	@mkdir -p $(@D) && touch $@

# Without its dependencies, as the lock holds them all but a second OpenCV, which would overwrite the first.
$(STAMP)/sightline: requirements-sightline.lock $(STAMP)/dev | .venv/bin/python
	$(PIP) install --quiet --require-hashes --no-deps -r requirements-sightline.lock
	@mkdir -p $(@D) && touch $@

# Without a network tests that need a model are skipped and say so.
$(STAMP)/models: $(STAMP)/sightline $(wildcard src/sightline/recognise/*.yaml)
	@if $(BIN)/jianghai watch models install >&2; then touch $@; fi

$(VENDOR)/.done: package-lock.json scripts/assets.py $(wildcard src/jianghai/web/icons.txt) | $(STAMP)/run
	@$(BIN)/python scripts/assets.py
	@touch $@
