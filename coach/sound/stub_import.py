"""Importing a library without what it only needs for things that are never asked of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


@contextmanager
def stub_module(name: str) -> Iterator[None]:
    """Let imports within the block find an empty module `name` (`package.module`).

    Whoever imports it after the block gets the real one. Nothing is done where it is loaded already.
    Used for miniaudio alone, and tried with its 1.71: what it fetches radio by is never called.
    """
    if name in sys.modules:
        yield
        return
    package, _, attribute = name.rpartition(".")
    parent = import_module(package)
    empty = sys.modules[name] = ModuleType(name)
    setattr(parent, attribute, empty)
    try:
        yield
    finally:
        del sys.modules[name]
        delattr(parent, attribute)
