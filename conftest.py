"""Two tests at a time: those in real time one after another, and beside them the others, a file each.

What plays sound or works a desktop goes by real time and mostly waits; what else there is mostly
reckons, and is told to stand back, so that it tears no sound.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

_HERE: Final = Path(__file__).parent / "tests"
_BY_ITSELF: Final = "in real time"
_IN_REAL_TIME: Final = (
    *("live", "sound", "speech/test_speech_natural.py"),
    *(f"reminder/test_reminder_{name}.py" for name in ("around", "install", "notify", "service", "sound")),
)
_STANDS_BACK: Final = 10


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what goes by real time, on one worker; the other begins with the rest."""
    items.sort(key=lambda item: not _in_real_time(item))
    for item in items:
        group = _BY_ITSELF if _in_real_time(item) else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stand back, or come forward again where that is allowed, for this test and what it starts."""
    if hasattr(os, "setpriority") and "PYTEST_XDIST_WORKER" in os.environ:
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, 0 if _in_real_time(item) else _STANDS_BACK)


def _in_real_time(item: pytest.Item) -> bool:
    path = item.path.relative_to(_HERE) if item.path.is_relative_to(_HERE) else item.path
    return any(path.is_relative_to(each) for each in _IN_REAL_TIME)
