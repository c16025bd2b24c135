"""One change at a time to a person's file: it is read, edited, and written if nobody else wrote meanwhile.

Touches disk. All who change a file of the person's go through here. There are two guards:
no two coaches change the files of one folder at once, and what any other program wrote in the
meantime (an editor asks nobody) is never overwritten.

The lock is on the folder that holds the real file. So it is the same lock by whatever path the folder
is reached (a link, another home, root), it leaves nothing behind, and it needs no right to write.
It ends with the process that holds it.

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
    with folder_lock(path):
        for _ in range(_TRIES):
            old_bytes = bytes_of(path)
            new_bytes = change(old_bytes or b"")
            if new_bytes == old_bytes or replace_unchanged(path, old_bytes, new_bytes):
                return new_bytes
    raise CoachError(f"{shown(path)} is being written by another program, and is as that left it. Try again.")


def bytes_of(path: Path) -> bytes | None:
    """Return a file's bytes; `None` where there is none, or a link to none."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # reading it raises the error that says what is wrong
    return read_bytes(path)


def replace_unchanged(path: Path, old_bytes: bytes | None, new_bytes: bytes) -> bool:
    """Write the file if it is still as it was; false where somebody else wrote meanwhile.

    For a caller that holds the `folder_lock`.
    """
    if old_bytes is None and not path.is_symlink():
        return atomic.create(made(path.parent) / path.name, new_bytes)
    if bytes_of(path) != old_bytes:
        return False
    atomic.write(path, new_bytes)
    for note in _note_paths(path):
        with suppress(CoachError):
            atomic.write(note, new_bytes, private=True)
    return True


@contextmanager
def open_in_editor(path: Path) -> Iterator[Callable[[], bytes | None]]:
    """Note what others write in a file for as long as the context lasts, and hold nobody up.

    The context gives a function that returns what another coach wrote last, `None` where none did: an
    editor that saves after that has overwritten it.
    """
    note = _note_base(path).with_suffix(f".{os.getpid()}")
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


def _note_paths(path: Path) -> Iterator[Path]:
    """Yield the notes of those who have a file open in an editor: there they see what others write in it."""
    base = _note_base(path)
    with suppress(OSError):  # a folder that may not be looked into
        yield from base.parent.glob(f"{base.name}.*")


def _note_base(path: Path) -> Path:
    real_path = os.path.realpath(path)
    return data_dir() / "editing" / f"{crc32(os.fsencode(real_path)):08x}"


@contextmanager
def folder_lock(path: Path) -> Iterator[None]:
    """Let no other coach change the file at `path`, or those beside it, for as long as the context lasts.

    It does not nest. The folder is made where it is missing.
    """
    if not path.is_symlink():
        made(path.parent)
    folder = Path(os.path.realpath(path)).parent
    release = _lock_folder(folder)
    try:
        yield
    finally:
        release()


def _lock_folder(folder: Path) -> _Release:
    """Lock a folder; return the function that unlocks it.

    Where neither the folder nor a hidden file in it can be locked, the only guard is the comparison
    before writing.
    """
    for open_handle in (_open_folder, _open_hidden_file):
        try:
            handle = open_handle(folder)
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


def _open_folder(path: Path) -> int:
    return os.open(path, os.O_RDONLY)


def _open_hidden_file(folder: Path) -> int:
    path = folder / ".coach.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    atomic.give(path)
    return handle


def _wait_for(handle: int, folder: Path) -> None:
    """Lock an open file or folder.

    `CoachError` where another has it for long, `OSError` where there are no locks.
    """
    for _ in range(round(PATIENCE_S / _LOOK_S)):
        if try_lock(handle):
            return
        Event().wait(_LOOK_S)
    reason = f"Another coach has been changing {shown(folder)} for {PATIENCE_S:g} seconds"
    raise CoachError(f"{reason}, so nothing was changed. Try again when it is done, or end it.")
