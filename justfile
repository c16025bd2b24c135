# The tasks of the project; `just` alone runs every check.

default: check

check: lint test

lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/python audio/first_words.py --check
    .venv/bin/python docs/make.py --check

test:
    .venv/bin/pytest

# A search twenty times as long as the one of every run.
properties:
    HYPOTHESIS_PROFILE=long .venv/bin/pytest -m hypothesis -p no:budgets

# On other days, in other places, in another language.
other-times:
    .venv/bin/python tests/other_times.py

fix:
    .venv/bin/ruff check --fix .
    .venv/bin/ruff format .
    .venv/bin/python audio/first_words.py
    .venv/bin/python docs/make.py

listen:
    .venv/bin/coach start desk-reset
