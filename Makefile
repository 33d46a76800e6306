# make venv && make all
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
CODE = src tests benchmarks examples docs

.PHONY: all venv test lint format types bench examples
all: lint types test

venv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev,bench]'

test:
	$(BIN)/python -m pytest -n auto

lint:
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

format:
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types:
	$(BIN)/mypy

bench:
	$(BIN)/python benchmarks/run.py

examples:
	$(BIN)/python examples/make_examples.py
