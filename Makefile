# make demo: reads the bundled sample reports.   make test: every check there is.
# Both make their own environment in .venv. PYTHON chooses the interpreter (3.11 or later); pip's own settings hold.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := .demo
SAMPLES := evals/samples

# Tests run in so many processes: auto is one for every processor. `pytest` alone runs them in one. The tests of a file
# stay together, for they share what is expensive to make.
JOBS ?= auto
TESTS := -m pytest -rs --hypothesis-profile=ci --numprocesses $(JOBS) --maxprocesses 8 --dist loadfile \
	--no-loadscope-reorder

.PHONY: help demo test check lint unit fast model mutants evals benchmark readme clean
.DEFAULT_GOAL := help

# Tests start the program some hundred times: what Python compiles is kept for all of them, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo       read the bundled sample reports and show what came out"
	@echo "make test       format, lint, types, import contracts and all tests"
	@echo "make check      the same with the fast tests alone, for the work in hand"
	@echo "make lint       the same without any tests"
	@echo "make mutants    300 mistakes made on purpose: whether the tests of what decides notice them"
	@echo "make evals      the layout reader on the whole sets, scans and traps included, against the baselines"
	@echo "make benchmark  CPU time of the layout reader beside what the parsers alone need"
	@echo "make readme     measure the numbers of README.md again"
	@echo "make clean      remove the environment and everything that was generated"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "extractor needs Python 3.11 or later: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[embedded,ocr]"
	@touch $@

$(VENV)/.installed-dev: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[embedded,ocr,dev]"
	@touch $@ $(VENV)/.installed

# The weights lie in the user's cache, outside the checkout: they are brought once per machine.
model:
	@$(BIN)/extractor model install || \
		echo "The embedded model could not be brought; going on with the layout reader alone." >&2

demo: $(VENV)/.installed
	@$(MAKE) --no-print-directory model
	@mkdir -p $(DEMO)
	@$(BIN)/extractor run $(SAMPLES) --store $(DEMO)/reports.sqlite || { code=$$?; [ $$code -le 2 ] || [ $$code -eq 4 ]; }
	@echo "To type these, first:  . $(BIN)/activate"
	@echo "Your own reports:      extractor run YOUR_FOLDER"

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy extractor schemas specimens tests benchmarks

# The examples of the property tests are the same in every run here; `pytest` alone makes up new ones. Tests are in each
# other's way if the embedded model takes every processor.
unit: $(VENV)/.installed-dev
	EXTRACTOR_MODEL_THREADS=1 $(BIN)/python $(TESTS)

fast: $(VENV)/.installed-dev
	$(BIN)/python $(TESTS) -m "not slow and not model"

test: $(VENV)/.installed-dev
	@$(MAKE) --no-print-directory model
	@$(MAKE) --no-print-directory --jobs=2 lint unit

check: $(VENV)/.installed-dev
	@$(MAKE) --no-print-directory --jobs=2 lint fast

mutants: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.mutants

# All sets are read, whatever the first of them shows.
evals: $(VENV)/.installed
	@failed=0; for set in gov_disclosure us_foia invoice bank_statement receipt balance_sheet; do \
		$(BIN)/extractor eval $$set --readers layout --baseline $$set.layout.json --gate || failed=1; \
	done; $(BIN)/extractor eval hostile --readers layout || failed=1; exit $$failed

benchmark: $(VENV)/.installed
	$(BIN)/python -m benchmarks.layout_speed

# The transcript and the numbers in README.md, measured again.
readme: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.readme

clean:
	rm -rf $(VENV) $(DEMO) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
