"""Three lanes of tests: what is heard, then what else goes by real time, and beside them all others.

What plays sound, or works a terminal or a desktop, mostly waits; what else there is mostly computes. In the
first two lanes one test runs after another, all on one worker. The others are told to stand back, and leave
a core free, so that they tear no sound. A test is in the first lane where a fixture that it uses asks for
`alone_with_sound`, and in the second where one asks for `in_real_time`.
"""

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

SOUND: Final = "sound"
REAL_TIME: Final = "real time"
OTHERS: Final = "all others"
_STANDS_BACK: Final = {SOUND: 0, REAL_TIME: 0, OTHERS: 10}
"""How nice each lane is."""
_CORES: Final = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
"""Those that may be used."""
_HEARS: Final = pytest.StashKey[bool]()
"""Whether anything is heard in this run."""
_TOGETHER: Final = 15
"""Tests of a file that a worker is given at once: each time, xdist looks through all that it ever gave."""


@pytest.fixture(scope="session")
def in_real_time() -> None:
    """Put every test that uses this into the lane of real time: no other test of it runs meanwhile."""


@pytest.fixture(scope="session")
def alone_with_sound(in_real_time: None) -> None:
    """Put every test that uses this into the lane of sound: nothing else is played meanwhile."""


@pytest.fixture(scope="session")
def on_one_worker() -> None:
    """Have the tests of a file that use this run on one worker.

    A fixture that is dear to make asks for it, so that it is made once.
    """


def pytest_configure(config: pytest.Config) -> None:
    """Have `-m "not real_time"` leave the first two lanes out."""
    config.addinivalue_line("markers", "real_time: put on every test that uses `in_real_time`")


def lane(item: pytest.Item) -> str:
    """Return the lane of a test."""
    fixtures = _fixtures(item)
    if alone_with_sound.__name__ in fixtures:
        return SOUND
    return REAL_TIME if in_real_time.__name__ in fixtures else OTHERS


@pytest.hookimpl(tryfirst=True)  # before xdist, which reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what goes by real time, all on one worker; the others go to whichever is free."""
    items.sort(key=lambda item: list(_STANDS_BACK).index(lane(item)))
    before = Counter[Path]()
    for item in items:
        item.user_properties.append(("lane", lane(item)))
        if lane(item) in (SOUND, REAL_TIME):
            item.add_marker(pytest.mark.xdist_group(REAL_TIME))
            item.add_marker(pytest.mark.real_time)
        elif on_one_worker.__name__ in _fixtures(item):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
        else:
            file = item.nodeid.partition("::")[0]
            item.add_marker(pytest.mark.xdist_group(f"{file} {before[item.path] // _TOGETHER}"))
            before[item.path] += 1


def pytest_collection_finish(session: pytest.Session) -> None:
    """See whether anything is heard, now that what is left out is known."""
    session.config.stash[_HEARS] = any(lane(item) == SOUND for item in session.items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stand back, or come forward again where that is allowed, for this test and what it starts."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    if hasattr(os, "setpriority"):
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, _STANDS_BACK[lane(item)])
    if hasattr(os, "sched_setaffinity"):
        leaves_one = lane(item) == OTHERS and item.config.stash[_HEARS]
        os.sched_setaffinity(0, _CORES[1:] or _CORES if leaves_one else _CORES)


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []
