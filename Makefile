# make demo  build .venv from the locked requirements and tell what the example reports say
# make test   everything CI runs: lint, format, types, tests
# make readme bring the output shown in README.md up to date
# make lock   bring requirements/*.txt up to date with pyproject.toml

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK := $(BIN)/uv pip compile pyproject.toml requirements/build.in --python-version 3.11 --universal \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

.PHONY: demo test lint types lock readme clean

demo: $(VENV)/.core
	$(BIN)/dateline account examples/

test: lint types
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests bench scripts
	$(BIN)/ruff format --check src tests bench scripts

types: $(VENV)/.dev
	$(BIN)/mypy

lock: $(VENV)/.dev
	$(LOCK) -o requirements/core.txt
	$(LOCK) --extra dev --extra intake --extra watch --extra postgresql --extra web -c requirements/core.txt -o requirements/dev.txt

readme: $(VENV)/.core
	$(BIN)/python scripts/readme.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.core: requirements/core.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/core.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.core
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@
