# The set-up, the demo and the tests of evalflow. Needs make, a POSIX shell and Python 3.11 or later; all else is fetched.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation --editable .
TEST_ARGS ?=
# Worker processes for the tests; 0 runs them in one process.
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test storm strength coverage bench check format wheel lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

help: ## Show this list
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '  %-11s %s\n' "$$name" "$$what"; done

setup: $(VENV)/.runtime ## Set up .venv with what evalflow needs to run, from requirements.lock

setup-dev: $(VENV)/.development ## Set up .venv with what tests and linters need as well, from requirements-dev.lock

demo: setup ## Run a complete example evaluation into the folder demo/ and end with the path of its PDF
	@.ci/need-pango $(BIN)/python
	$(BIN)/evalflow demo --folder demo

test: setup-dev ## Run every test, on SQLite and on a PostgreSQL of its own
	@.ci/need-pango $(BIN)/python
	@.ci/need-postgresql
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(TEST_ARGS)

# How many kills of each story, and how many races of two processes.
KILLS ?= 40
RACES ?= 1000
storm: setup-dev ## Kill each long story many times and race two processes a thousand times; takes an hour or more
	@.ci/need-pango $(BIN)/python
	@.ci/need-postgresql
	$(BIN)/python -m tests.storm --kills $(KILLS) --races $(RACES) $(STORM_ARGS)

strength: setup-dev ## Plant sixty small faults, one at a time, and write which test finds each into tests/strength.md
	@.ci/need-pango $(BIN)/python
	nice -n 19 $(BIN)/python -m tests.strength.plant $(STRENGTH_ARGS)

coverage: setup-dev ## Demand that the tests take every branch of engine, evaluation, definitions and usecases
	@.ci/need-postgresql
	$(BIN)/python -m pytest tests/engine tests/evaluation tests/definitions tests/usecases \
		--cov=evalflow.engine --cov=evalflow.evaluation --cov=evalflow.definitions --cov=evalflow.usecases \
		--cov-branch --cov-fail-under=100 --cov-report=term-missing:skip-covered $(TEST_ARGS)

bench: setup-dev ## Print how long steps, reports and whole commands take beside the bare minimum; takes minutes
	@.ci/need-pango $(BIN)/python
	$(BIN)/python -m benchmarks.durable_step
	$(BIN)/python -m benchmarks.report
	$(BIN)/python -m benchmarks.commands
	$(BIN)/python -m benchmarks.soundness
	$(BIN)/python -m benchmarks.ticking
	$(BIN)/python -m benchmarks.letters
	$(BIN)/python -m benchmarks.comparing

check: setup-dev ## Lint, check formatting, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup-dev ## Format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: setup-dev ## Build the source archive, and from it the wheel, into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .

# The newest versions pyproject.toml allows. To keep the others and raise one: make lock UPGRADE="--upgrade-package NAME"
UPGRADE ?= --upgrade
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml
lock: setup-dev ## Write both lock files anew from pyproject.toml
	$(PIP) install uv
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --extra postgres --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove the virtual environment, caches, builds and the demo
	rm -rf $(VENV) build dist demo .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks db -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@.ci/make-venv $(VENV)

# The stamps make a second run quick: they are older than a lock or pyproject.toml only after one of these has changed.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing from requirements.lock ..."
	@$(PIP) install --require-hashes --no-deps --requirement requirements.lock
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.development: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing from requirements-dev.lock ..."
	@$(PIP) install --require-hashes --no-deps --requirement requirements-dev.lock
	@$(INSTALL_SELF)
	@touch $@
