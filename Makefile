# What a developer does, one word each; `make` lists them. Needs Python 3.11 or newer; PYTHON= names one.
.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:

VENV := .venv
BENCH := .venv-bench
BIN := $(VENV)/bin
READY := $(VENV)/ready
BENCH_READY := $(BENCH)/ready

# Pages with parts that come from the code.
PAGES := README.md docs/rules.md docs/rules.vi.md

DEMO ?= demo
# One worker a core, but no crowd: each brings its own LibreOffice.
WORKERS ?= -n auto --maxprocesses=4 --dist worksteal
UV ?= uv
COMPILE = $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate $(ARGS) pyproject.toml

export PYTHON

.PHONY: help demo test check format bench lock wheel clean

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@printf '\n  PYTHON=python3.12 chooses the interpreter; ARGS="-k reader" is handed on to test, bench and lock.\n'

demo: $(READY) ## every map type filled, checked, archived and compared, under demo/
	@$(BIN)/sheetsync demo $(DEMO)

test: $(READY) ## all tests; the long ones too with SHEETSYNC_SLOW=1
	@$(BIN)/python -m pytest $(WORKERS) $(ARGS)

check: $(READY) ## what every commit must pass besides the tests: format, lint, types, layers, pages, spelling
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/cog -P --check $(PAGES)
	@$(BIN)/codespell

format: $(READY) ## format the code, mend what ruff can, renew the README's tables and the pages of rules
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/cog -P -r $(PAGES)

bench: $(BENCH_READY) ## measure against the goals
	@$(BENCH)/bin/python benchmarks/run.py $(ARGS)

lock: ## renew the lock files after a change of pyproject.toml (needs uv; ARGS=--upgrade for newer versions)
	@$(COMPILE) --group dev --output-file requirements.lock
	@$(COMPILE) --group bench --constraint requirements.lock --output-file requirements-bench.lock

wheel: $(READY) ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## remove environments, caches and builds; demo/ stays: people work in it
	@rm -rf $(VENV) $(BENCH) build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find sheetsync tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml .ci/environment
	@.ci/environment $(VENV) requirements.lock
	@touch $@

$(BENCH_READY): requirements-bench.lock pyproject.toml .ci/environment
	@.ci/environment $(BENCH) requirements-bench.lock
	@touch $@
