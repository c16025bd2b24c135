"""The rights of an ordinary person, for tests that root runs too: what is closed is closed to them."""

import os
import shutil
from typing import Final

import pytest

_ROOT: Final = hasattr(os, "geteuid") and os.geteuid() == 0
_MAY_ALL: Final = ("chown", "dac_override", "dac_read_search", "fowner", "fsetid", "linux_immutable")

ORDINARY: Final = (
    ("setpriv", f"--bounding-set={','.join(f'-{right}' for right in _MAY_ALL)}") if _ROOT else ()
)
"""What runs a command without root's right to read, write and give away what is closed."""

PERSON: Final = 54_321
"""A user that no system has."""

posix = pytest.mark.skipif(os.name != "posix", reason="owners and rights as POSIX has them")
needs_ordinary = pytest.mark.skipif(
    os.name != "posix" or (_ROOT and shutil.which("setpriv") is None),
    reason="closed folders are open to root; setpriv takes that right away",
)
needs_root = pytest.mark.skipif(not _ROOT, reason="only root works in the folders of somebody else")
