"""What an X server tells: for how long nobody has typed, and whether the window in front fills the screen.

A program that `coach.reminder.desktop.presence_linux` starts as a file of its own: Xlib ends the process
when its server goes away, and waits for ever for one that hangs. It prints a line for each answer,
`idle MILLISECONDS` and `full_screen 0` or `1`, and leaves out what it was not told. It imports nothing
of coach's, so it takes only a fiftieth of a second.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

_MOST = 1024
"""Longs of a property that are read."""


class _Info(Structure):
    """XScreenSaverInfo; the times are milliseconds."""

    _fields_ = (
        ("window", c_ulong),
        ("state", c_int),
        ("kind", c_int),
        ("til_or_since", c_ulong),
        ("idle", c_ulong),
        ("event_mask", c_ulong),
    )


class _Screen:
    """A connection to the X server of the environment. Raises `OSError` where there is none."""

    def __init__(self) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XOpenDisplay.argtypes = (c_char_p,)
        self._x.XDefaultRootWindow.restype = c_ulong
        self._x.XDefaultRootWindow.argtypes = (c_void_p,)
        self._x.XInternAtom.restype = c_ulong
        self._x.XInternAtom.argtypes = (c_void_p, c_char_p, c_int)
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X server")
        self.root = int(self._x.XDefaultRootWindow(self._display))

    def atom(self, name: str) -> int:
        """Return the server's number for a name."""
        return int(self._x.XInternAtom(self._display, name.encode(), 0))

    def longs(self, window: int, name: str) -> list[int] | None:
        """Return a window's property as numbers; `None` where it has none of that name."""
        read = self._x.XGetWindowProperty
        read.argtypes = (c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong) + (c_void_p,) * 5
        kind, form, count, remaining = c_ulong(), c_int(), c_ulong(), c_ulong()
        data = POINTER(c_ulong)()
        targets = [byref(value) for value in (kind, form, count, remaining, data)]
        failed = read(self._display, window, self.atom(name), 0, _MOST, 0, 0, *targets)
        if failed or form.value != 32:
            return None
        return [int(data[index]) for index in range(count.value)]

    def idle(self) -> int:
        """Return the milliseconds since somebody typed or moved. Raises `OSError` where it cannot tell."""
        library = ctypes.CDLL("libXss.so.1")
        info = _Info()
        library.XScreenSaverQueryInfo.argtypes = (c_void_p, c_ulong, c_void_p)
        if not library.XScreenSaverQueryInfo(self._display, self.root, byref(info)):
            raise OSError("no XScreenSaver extension")
        return int(info.idle)

    def full_screen(self) -> bool | None:
        """Return whether the active window fills the screen; `None` where no window manager tells."""
        active = self.longs(self.root, "_NET_ACTIVE_WINDOW")
        if not active:
            return None
        states = self.longs(active[0], "_NET_WM_STATE") if active[0] else None
        return self.atom("_NET_WM_STATE_FULLSCREEN") in (states or ())


def _answers() -> Iterator[str]:
    screen = _Screen()
    with suppress(OSError):
        yield f"idle {screen.idle()}"
    is_full_screen = screen.full_screen()  # last: a window that vanishes meanwhile ends the program
    if is_full_screen is not None:
        yield f"full_screen {int(is_full_screen)}"


if __name__ == "__main__":
    with suppress(OSError):
        for answer in _answers():
            sys.stdout.write(f"{answer}\n")
            sys.stdout.flush()
