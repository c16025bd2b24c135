"""One change at a time to a person's file: read, edited, and written where nobody else wrote meanwhile.

Touches disk. All who change a file of the person's go through here. Two guards stand together:
no two coaches are at the files of one folder at once, and what any other program wrote in the
meantime (an editor asks nobody) is never written over.

The lock is on the folder that holds the real file. So it is the same one however the folder is
come by (a link, another home, root), it leaves nothing behind, and it needs no right to write.
It ends with whoever holds it.

Errors: `CoachError` where another coach does not let go in time, where a file changes again and
again, and from the disk.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final
from zlib import crc32

from coach.errors import CoachError
from coach.files import atomic
from coach.files.document import read_bytes, shown
from coach.files.paths import data_dir, made
from coach.files.system_lock import try_lock

PATIENCE_S: Final = 20.0
"""How long to wait for other coaches; a change takes a tenth of a second."""
_LOOK_S: Final = 0.005 + os.getpid() % 25 / 1000
"""Between two looks; not the same for all, so that two do not keep step."""
_TRIES: Final = 5

_Release = Callable[[], object]


def edit(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    """Put in the file what `change` makes of its bytes, and return that. A missing file has none.

    `change` may be called again, where another program wrote meanwhile; what it raises leaves the
    file as it was. The folder is made where it is missing.
    """
    with alone(path):
        for _ in range(_TRIES):
            old = bytes_of(path)
            new = change(old or b"")
            if new == old or replaced(path, old, new):
                return new
    raise CoachError(f"{shown(path)} is being written by another program, and is as that left it. Try again.")


def bytes_of(path: Path) -> bytes | None:
    """Return a file's bytes; `None` where there is none, or a link to none."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # what is wrong is told by reading it
    return read_bytes(path)


def replaced(path: Path, old: bytes | None, new: bytes) -> bool:
    """Write the file if it is still as it was; false where somebody else wrote meanwhile.

    For one who is `alone` with it.
    """
    if old is None and not path.is_symlink():
        return atomic.create(made(path.parent) / path.name, new)
    if bytes_of(path) != old:
        return False
    atomic.write(path, new)
    for note in _notes(path):
        with suppress(CoachError):
            atomic.write(note, new, private=True)
    return True


@contextmanager
def open_in_editor(path: Path) -> Iterator[Callable[[], bytes | None]]:
    """Have it noted what others write in a file for as long as the context lasts, and hold up nobody.

    It gives what returns the last that another coach wrote, `None` where none did: an editor that
    saves after that has written over it.
    """
    note = _notes_of(path).with_suffix(f".{os.getpid()}")
    try:
        atomic.write(made(note.parent) / note.name, b"", private=True)
    except CoachError:  # a data folder that cannot be written: the editor is opened all the same
        yield lambda: None
        return
    try:
        yield lambda: bytes_of(note) or None
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def _notes(path: Path) -> Iterator[Path]:
    """Yield where those who have a file open in an editor are told what others write in it."""
    of_file = _notes_of(path)
    with suppress(OSError):  # a folder that may not be looked into
        yield from of_file.parent.glob(f"{of_file.name}.*")


def _notes_of(path: Path) -> Path:
    real = os.path.realpath(path)
    return data_dir() / "editing" / f"{crc32(os.fsencode(real)):08x}"


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let no other coach change what lies beside the file at `path`, for as long as the context lasts.

    It does not nest. The folder is made where it is missing.
    """
    if not path.is_symlink():
        made(path.parent)
    folder = Path(os.path.realpath(path)).parent
    release = _held(folder)
    try:
        yield
    finally:
        release()


def _held(folder: Path) -> _Release:
    """Take hold of a folder; return what lets it go again.

    Where neither the folder nor a hidden file in it can be locked, comparing before writing is all
    the guard there is.
    """
    for opened in (_folder, _hidden_file):
        try:
            handle = opened(folder)
        except OSError:  # it may not be read, or not be written, or the system opens no folders
            continue
        try:
            _wait_for(handle, folder)
        except OSError:  # a disk without such locks
            os.close(handle)
        except BaseException:
            os.close(handle)
            raise
        else:
            return partial(os.close, handle)
    return lambda: None


def _folder(path: Path) -> int:
    return os.open(path, os.O_RDONLY)


def _hidden_file(folder: Path) -> int:
    path = folder / ".coach.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    atomic.give(path)
    return handle


def _wait_for(handle: int, folder: Path) -> None:
    """Lock what is open. `CoachError` where another has it for long, `OSError` where there are no locks."""
    for _ in range(round(PATIENCE_S / _LOOK_S)):
        if try_lock(handle):
            return
        Event().wait(_LOOK_S)
    what = f"Another coach has been changing {shown(folder)} for {PATIENCE_S:g} seconds"
    raise CoachError(f"{what}, so nothing was changed. Try again when it is done, or end it.")
