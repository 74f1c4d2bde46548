# `make demo` tries the bot, `make test` tests it; both need only Python 3.11+, pip and make.
PYTHON ?= python3
BIN := .venv/bin
# Tests start the bot by the dozen: each start would compile all of it anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test coverage faults check bench format clean

demo: .venv/run
	@$(BIN)/wherebot demo

# Every other second a test waits, for a browser, a lease, a breaker: five keep two cores busy.
JOBS ?= 5
test: .venv/test
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

# In one process, as its tracer more than doubles what Python costs.
coverage: .venv/test
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --fail-under=90

# The long form of what `make test` does briefly.
faults: .venv/test
	QUESTIONS=200 $(BIN)/python -m pytest -s tests/stories/test_kill.py
	FAULTS=long $(BIN)/python -m pytest -s -m "long or not long" tests/stories/test_alert_*.py

check: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.catalogue

bench: .venv/test
	for bench in tests/bench/bench_*.py; do $(BIN)/python -m "$$(echo $${bench%.py} | tr / .)" || exit 1; done

format: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist

# A venv without pip of its own: some systems ship Python without ensurepip.
.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wherebot needs Python 3.11 or newer; try: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv --without-pip .venv

.venv/run: .venv/bin/python pyproject.toml constraints.txt
	$(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install -q -c constraints.txt -e .
	@touch $@

.venv/test: .venv/bin/python pyproject.toml constraints.txt
	$(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install -q -c constraints.txt -e '.[test]'
	@touch $@ .venv/run
