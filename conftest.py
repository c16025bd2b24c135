"""What every run of the tests goes by: how far the property tests search, the lanes, and the real parts."""

import os

from hypothesis import settings

pytest_plugins = ("lanes", "budgets", "real_parts", "installed")

settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
