"""Which versions of other packages are installed, found without importing them.

Looks at folders; `importlib.metadata` would take longer than all the rest of `coach list`.
"""

import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FileState = tuple[str, int, int]
"""A file's name, size and time."""


@cache
def mark_of(*packages: str) -> int:
    """Return a number that changes where the version of one of the packages, or of Python, changes."""
    return zlib.crc32(repr([sys.version, [_installed(name) for name in packages]]).encode())


def sources_in(folder: str) -> Iterator[FileState]:
    """Yield each Python file in a folder, and in those below it."""
    for entry in _entries(folder):
        if entry.is_dir():
            yield from sources_in(entry.path)
        elif entry.name.endswith(".py"):
            yield from _file_states([entry])


def _installed(package: str) -> list[FileState]:
    """Return the files at the top of a package and those with its version; none where it is not installed."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return []
    folders = list(spec.submodule_search_locations or ()) if spec else []
    parents = [Path(folder).parent for folder in folders]
    info_folders = [
        entry for folder in parents for entry in _entries(str(folder)) if _is_about(entry.name, package)
    ]
    return [
        *_file_states(inner for folder in folders for inner in _entries(folder)),
        *_file_states(info_folders),
    ]


def _is_about(name: str, package: str) -> bool:
    """Return whether a folder's name is such as `tomli-2.2.1.dist-info`."""
    return name.endswith(".dist-info") and name.lower().startswith((f"{package}-", f"{package}_tts-"))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as scan:
            return sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return []


def _file_states(entries: Iterable[os.DirEntry[str]]) -> Iterator[FileState]:
    for entry in entries:
        status = entry.stat()
        if not entry.name.startswith("__pycache__"):
            yield entry.name, status.st_size, status.st_mtime_ns
