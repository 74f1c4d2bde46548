# `make demo` tries the bot, `make test` tests it; both need only Python 3.11+, pip and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test faults check bench format clean

demo: .venv/run
	@$(BIN)/wherebot demo

# The browser's tests mostly wait for the browser: they run beside the others. Where nobody waits for
# the result, one after the other: none fails for want of time.
test: .venv/test
	$(BIN)/coverage erase
	if [ -n "$$CI" ]; then \
	    $(BIN)/coverage run -p -m pytest tests/playground && \
	    $(BIN)/coverage run -p -m pytest --ignore tests/playground; \
	else \
	    $(BIN)/coverage run -p -m pytest tests/playground & browser=$$!; \
	    $(BIN)/coverage run -p -m pytest --ignore tests/playground; others=$$?; \
	    wait $$browser && exit $$others; \
	fi
	$(BIN)/coverage combine -q
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
