"""A database of a person's own for a test, where it would be, and opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.history.sessions import Sessions


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "coach.db"


@pytest.fixture
def store(database_path: Path) -> Iterator[Sessions]:
    with Sessions.open(database_path) as opened:
        yield opened
