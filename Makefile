# Every command a person or CI runs has its name here. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip

.DEFAULT_GOAL := help
.PHONY: help setup dev demo test check format lint types contracts docs lock audit chaos fuzz soak clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/.uv: requirements-bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "handoff needs Python 3.11 or newer. Set PYTHON=… to one, for example: make setup PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bootstrap.lock
	@touch $@

$(VENV)/.run: $(VENV)/.uv requirements.lock pyproject.toml
	$(UV) install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) install --quiet --compile-bytecode --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(UV) install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# Where the bot may write to its data alone, as the unit has it, it would compile itself at every start.
setup: $(VENV)/.run ## make .venv with the handoff command
	@$(BIN)/python -m compileall -q bot checks

dev: $(VENV)/.dev setup ## setup, plus what tests and checks need

demo: setup ## the whole bot against a small Slack and Jira on this machine
	$(BIN)/handoff demo

test: dev ## the tests
	$(BIN)/pytest

check: dev format-check lint types contracts test ## everything CI runs

format: dev ## put every file in the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

.PHONY: format-check
format-check: dev
	$(BIN)/ruff format --check .

lint: dev ## ruff and bandit
	$(BIN)/ruff check .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot checks

types: dev ## mypy --strict
	$(BIN)/mypy

audit: dev ## known vulnerabilities and licences of what is pinned
	$(BIN)/python -m tools.audit

contracts: dev ## which module may import which
	$(BIN)/lint-imports

docs: dev ## write the generated pages again
	$(BIN)/python -m tools.docs

lock: $(VENV)/.uv ## pin dependencies anew; hashes only, no registry named
	$(UV) compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	$(UV) compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock
	$(UV) compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements.lock --extra otel pyproject.toml -o requirements-otel.lock

chaos: dev ## kill the bot at every named moment, on both databases, and count its cards (half an hour)
	$(BIN)/python -m tests.chaos

fuzz: dev ## 100,000 mutated payloads at the bot's own doors (a quarter of an hour)
	$(BIN)/python -m tests.fuzz

soak: dev ## a simulated day of mixed traffic, and what the bot holds after each hour of it (ten minutes)
	$(BIN)/python -m tests.soak

clean: ## remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
