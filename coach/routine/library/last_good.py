"""The last good version of each of a person's own files. It stands in while the file is broken.

Touches disk. Whoever uses or changes a file keeps its exact text here, if it is good. This is only a
help: where a version cannot be kept or read, the library does without.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from coach.errors import CoachError
from coach.files.last_good import keep, last_good
from coach.files.paths import data_dir
from coach.routine.kind import Kind
from coach.routine.library.files import File


@dataclass(frozen=True, slots=True)
class StandIn:
    """A broken file, what is wrong with it, and the file of its last good version, which is used instead."""

    kind: Kind
    id: str
    file: str
    last_good: str
    why: CoachError

    def __str__(self) -> str:
        """Return one line about it for the person."""
        mend = f"The last good version of {self.id} is used until you mend it: coach edit {self.id}"
        return f"{self.why.in_a_line()} {mend}"


class LastGood:
    """The last good versions, in a folder of their own; `None` keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def path(self, kind: Kind, name: str) -> Path | None:
        """Return where the last good version is, or would be."""
        return None if self.folder is None else self.folder / f"{kind}s" / f"{name}.toml"

    def text(self, kind: Kind, name: str) -> bytes | None:
        """Return the last good version; `None` where there is none."""
        path = self.path(kind, name)
        return None if path is None else last_good(path)

    def keep(self, kind: Kind, name: str, data: bytes) -> None:
        """Keep `data` as the last good version."""
        path = self.path(kind, name)
        if path is not None:
            keep(path, data)

    def forget(self, kind: Kind, name: str) -> None:
        """Remove the last good version."""
        path = self.path(kind, name)
        if path is not None:
            with suppress(OSError):  # as `keep` passes over what cannot be written
                path.unlink(missing_ok=True)

    def last_good_file(self, file: File) -> File | None:
        """Return the last good version of a person's own file, as a file; `None` where there is none."""
        path = self.path(file.kind, file.id) if file.own else None
        try:
            status = None if path is None else path.stat()
        except OSError:
            status = None
        if path is None or status is None:
            return None
        from coach.files.document import shown

        identity = (status.st_mtime_ns, status.st_size, status.st_ino)
        return replace(file, path=str(path), shown=shown(path), identity=identity)


def own_last_good() -> LastGood:
    """Return the last good versions of this person's files."""
    return LastGood(data_dir() / "good")
