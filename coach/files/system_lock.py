"""A try to lock a file that is open, or a folder: the system's own call, on each kind of system.

Touches disk. The lock is advisory, and ends when the last copy of the handle is closed.

Errors: `OSError` where the disk, or the system, has no such locks.
"""

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    def try_lock(handle: int, at: int = 0, *, shared: bool = False) -> bool:  # noqa: ARG001 - it has one kind
        """Return whether the lock is had now; false where another has it. `at` is the byte that is locked."""
        os.lseek(handle, at, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def try_lock(handle: int, at: int = 0, *, shared: bool = False) -> bool:  # noqa: ARG001 - all is locked
        """Return whether the lock is had now; false where another has it. `at` is the byte that is locked."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
