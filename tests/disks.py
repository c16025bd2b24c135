"""Disks of any size, mounted for a test and taken away after it: by root on Linux alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def mounts() -> bool:
    """Return whether a disk of our own can be mounted here."""
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and tried.returncode == 0


needs_mount = pytest.mark.skipif(
    sys.platform != "linux" or not mounts(), reason="a disk is mounted, as root only"
)


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    """Have a disk of that size in the folder."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def read_only(folder: Path) -> None:
    """Let nothing more be written on a disk."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Fill a disk to its last byte."""
    with (folder / "fill").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
