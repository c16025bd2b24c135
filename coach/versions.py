"""Which versions of other packages are installed, told without importing them.

Looks at folders; `importlib.metadata` would cost a list of routines more than all the rest of it.
"""

import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

Seen = tuple[str, int, int]
"""A file's name, size and time."""


@cache
def mark_of(*packages: str) -> int:
    """Return a number that is another one where one of the packages, or Python, is another version."""
    return zlib.crc32(repr([sys.version, [_installed(name) for name in packages]]).encode())


def sources_in(folder: str) -> Iterator[Seen]:
    """Yield each Python file in a folder, and in those below it."""
    for entry in _entries(folder):
        if entry.is_dir():
            yield from sources_in(entry.path)
        elif entry.name.endswith(".py"):
            yield from _seen([entry])


def _installed(package: str) -> list[Seen]:
    """Return the files at the top of a package, and what says its version; nothing where there is none."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return []
    folders = list(spec.submodule_search_locations or ()) if spec else []
    about = [Path(folder).parent for folder in folders]
    named = [entry for folder in about for entry in _entries(str(folder)) if _is_about(entry.name, package)]
    return [*_seen(inner for folder in folders for inner in _entries(folder)), *_seen(named)]


def _is_about(name: str, package: str) -> bool:
    """Return whether a folder's name is such as `tomli-2.2.1.dist-info`."""
    return name.endswith(".dist-info") and name.lower().startswith((f"{package}-", f"{package}_tts-"))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _seen(entries: Iterable[os.DirEntry[str]]) -> Iterator[Seen]:
    for entry in entries:
        state = entry.stat()
        if not entry.name.startswith("__pycache__"):
            yield entry.name, state.st_size, state.st_mtime_ns
