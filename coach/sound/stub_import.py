"""Importing a library without a module that it needs only for a part of it that is never used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


@contextmanager
def stub_module(name: str) -> Iterator[None]:
    """Let imports within the block find an empty module `name` (`package.module`).

    An import after the block gets the real one. Nothing is done where it is loaded already.
    Used for miniaudio, tried with its 1.71, whose functions for radio are never called, and for hibari,
    tried with its 0.2.1, which is never to download.
    """
    if name in sys.modules:
        yield
        return
    package, _, attribute = name.rpartition(".")
    parent = import_module(package)
    stub = sys.modules[name] = ModuleType(name)
    setattr(parent, attribute, stub)
    try:
        yield
    finally:
        del sys.modules[name]
        delattr(parent, attribute)
