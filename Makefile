# Everything goes through these targets; CONTRIBUTING.md says what each is for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
Q ?= what is dropout?

.PHONY: ask serve test check fix eval bench fuzz typing setup
.DEFAULT_GOAL := test

$(VENV)/.core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

$(VENV)/.ui: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[ui]"
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[fuzz]"
	@touch $@

ask: $(VENV)/.core
	@$(BIN)/glossator ask "$(Q)"

# The chat page, at the address that it prints; Ctrl-C ends it.
serve: $(VENV)/.ui
	@$(BIN)/glossator serve

setup: $(VENV)/.dev

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

# Type checkers don't follow setuptools' package-dir: give them a folder of links (design, Layout).
typing:
	@mkdir -p .typing/glossator
	@for part in index rag ui eval data; do ln -sfn ../../$$part .typing/glossator/$$part; done

check: $(VENV)/.dev typing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python -m glossator.eval.benchmarks
	$(BIN)/python -m glossator.eval.benchmarks.readers

# SECONDS_EACH for every reader; what it finds is kept in tests/index/readers/finds.
SECONDS_EACH ?= 60
fuzz: $(VENV)/.fuzz
	$(BIN)/python -m tests.index.readers.fuzz --seconds $(SECONDS_EACH)

eval: $(VENV)/.dev
	$(BIN)/glossator eval run --out out/eval
