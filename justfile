# The tasks of the project; `just` alone runs every check.

default: check

check: test lint

test:
    .venv/bin/pytest

lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/python docs/make.py --check

fix:
    .venv/bin/ruff check --fix .
    .venv/bin/ruff format .
    .venv/bin/python docs/make.py

listen:
    .venv/bin/coach start desk-reset
