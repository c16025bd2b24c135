"""What built-in files say, kept between runs: a session begins without what reads and checks TOML.

Touches disk. That code takes a quarter of a second to load, longer on a busy machine, while the first
line is spoken already. One file is kept for each routine, with all that its session used; what has
changed since is read anew. It is only a help: what cannot be kept or read is done without.

A file is a pickle, and only classes of the model are made from it: whatever else is in it is refused.
"""

import io
import json
import pickle
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError
from coach.files import atomic
from coach.files.paths import made
from coach.routine.kind import Node
from coach.routine.library.files import File

_MODULES: Final = ("coach.errors", "coach.routine.model")
"""Where the classes of a parsed file are."""

_Row = tuple[str, tuple[int, int, int], Any]
"""A file's path, its identity, and what it says."""


@dataclass(frozen=True, slots=True)
class ParsedFiles:
    """The parsed built-in files of each routine, in a folder of their own; `None` keeps nothing.

    `marks` returns what is another for another version of the code that parses.
    """

    folder: Path | None
    marks: Callable[[], list[Any]]

    def of(self, routine: str, files: Iterable[File]) -> dict[Node, Any]:
        """Return what was kept of a routine, of those `files` that are as they were."""
        if self.folder is None:
            return {}
        try:
            header, _, body = self._path(self.folder, routine).read_bytes().partition(b"\n")
            if header != self._header(body):
                return {}
            rows: list[_Row] = _Unpickler(io.BytesIO(body)).load()
        except (OSError, ValueError, EOFError, AttributeError, pickle.UnpicklingError):
            return {}
        identities = {(file.path, file.identity): file.node for file in files if not file.own}
        return {
            identities[path, identity]: parsed
            for path, identity, parsed in rows
            if (path, identity) in identities
        }

    def keep(self, routine: str, parsed_files: Iterable[tuple[File, Any]]) -> None:
        """Keep what the files of a routine say."""
        if self.folder is None:
            return
        rows: list[_Row] = [(file.path, file.identity, parsed) for file, parsed in parsed_files]
        body = pickle.dumps(rows)
        with suppress(CoachError):
            path = made(self.folder) / self._path(self.folder, routine).name
            atomic.write(path, self._header(body) + b"\n" + body, private=True)

    def _header(self, body: bytes) -> bytes:
        return json.dumps([self.marks(), zlib.crc32(body)]).encode()

    @staticmethod
    def _path(folder: Path, routine: str) -> Path:
        return folder / f"{routine}.parsed"


class _Unpickler(pickle.Unpickler):
    """Makes only dataclasses and enums of the model."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as the base class has it
        found = super().find_class(module, name) if module in _MODULES else None
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is not of the model")
