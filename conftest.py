"""What every run of the tests goes by: how far the property tests search, the lanes, and the real parts."""

import os
import signal

from hypothesis import settings

pytest_plugins = ("lanes", "budgets", "real_parts", "installed")

settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

# A shell that runs the tests in the background has them ignore Ctrl-C, and so would all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
