"""What every run of the tests goes by: how far the property tests search, the lanes, and the real parts."""

import os
import signal
import sys
from typing import Final

from hypothesis import settings

_LONG: Final = 1_000
"""Characters."""

pytest_plugins = ("lanes", "budgets", "real_parts", "installed", "databases")

settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

# A person's coach keeps its bytecode; compiled anew, each that the tests start would take half as long again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell that runs the tests in the background has them ignore Ctrl-C, and so would all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# `nohup` has them outlive a terminal that is closed, as some must not.
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test after the beginning of a long text: an environment, which holds the name, has an end."""
    if isinstance(val, str | bytes) and len(val) > _LONG:
        return f"{val[:20]!a}, {len(val)} long"
    return None
