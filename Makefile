# The developer menu: `make` lists it. demo and test are all a fresh machine needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo run test lint bench lock
.DEFAULT_GOAL := help

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/runtime.stamp: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wirewatch needs Python 3.11 or newer; set PYTHON=python3.x"; exit 1; }
	@echo "Installing into .venv (about a minute, once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv is missing; on Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python tools/link_checkout.py
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

setup: .venv/dev.stamp  ## make .venv with everything

demo: .venv/runtime.stamp  ## the bot in a sandbox: no token, no internet
	@$(BIN)/wirewatch demo

run: .venv/runtime.stamp  ## the bot on Telegram (WIREWATCH_TELEGRAM_TOKEN)
	@$(BIN)/wirewatch run

lint: .venv/dev.stamp  ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## lint, then every test
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ echo "The browser tests need Chromium: apt install chromium (Debian), brew install --cask chromium (macOS)"; exit 1; }
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: .venv/dev.stamp  ## speed, in figures
	$(BIN)/python -m bench

lock: .venv/dev.stamp  ## make the lock files anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
