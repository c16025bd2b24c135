"""A module that is stub_module is empty within the block, and real for everybody after it."""

import subprocess
import sys

CODE = """
import sys
from coach.sound.stub_import import stub_module
with stub_module("urllib.request"):
    import urllib.request
    within = hasattr(urllib.request, "urlopen")
gone = "urllib.request" not in sys.modules
import urllib.request
after = hasattr(urllib.request, "urlopen")
with stub_module("urllib.request"):
    import urllib.request
    loaded = hasattr(urllib.request, "urlopen")
print(within, gone, after, loaded)
"""


def test_it_is_empty_within_the_block_and_real_after_it_and_left_alone_where_it_is_loaded() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["False", "True", "True", "True"]


def test_the_device_is_there_without_what_fetches_from_the_internet() -> None:
    code = "import sys, coach.sound.device; print('http.client' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
