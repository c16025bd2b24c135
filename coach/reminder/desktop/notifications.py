"""Notifications on the desktop: one of ours at a time, and what the person answers.

Everything happens in one daemon thread with an event loop of its own; whoever calls waits for it
`PATIENCE` at most. Answers are told on that thread. Errors: none; what could not be shown is told by
the value. A service that hangs, crashed or came back is met with a fresh connection at the next notice.

On Linux a notice asks to stay until it is answered; GNOME hides it after some seconds and keeps it in
its list. On macOS answers need the main thread's run loop, which nobody turns here: buttons may do
nothing there, so that a notice's text names the command. Where Python is no signed app, as with
Homebrew's, macOS shows it by `osascript`, without buttons. Nothing here was tried on macOS or Windows.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from html import escape
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from coach.language.sanitize import for_terminal
from coach.reminder.desktop import session_bus
from coach.reminder.model import Notice
from coach.time.units import Seconds

if TYPE_CHECKING:
    from desktop_notifier.backends.base import DesktopNotifierBackend
    from desktop_notifier.common import Capability

PATIENCE: Final = Seconds(1.5)
"""How long a service may take: a desktop's own answers in a hundredth of that."""
_LATE: Final = Seconds(600)
"""How long a notice that a hanging service was given is watched, to be taken away should it appear."""
_MARGIN: Final = Seconds(0.3)
_TITLE, _TEXT = 120, 1000
"""How many characters are shown at most."""
_BUS: Final = "org.freedesktop.DBus"
_BUS_PATH: Final = "/org/freedesktop/DBus"
_SERVICE: Final = "org.freedesktop.Notifications"
NUMBERS: Final = "_platform_to_interface_notification_identifier"
"""Where desktop-notifier (tried with 6.2.0) keeps the service's number of each notice on Linux; private."""
_ICON: Final = "appointment-soon"
_OSASCRIPT: Final = ("on run {title, body}", "display notification body with title title", "end run")

T = TypeVar("T")
Answered = Callable[[str], None]
"""Takes the id of a button, "clicked" or "dismissed"."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A notice that is on view: its name here, and the service's own number for it (0: unknown)."""

    identifier: str
    number: int


class Desktop:
    """The desktop's notification service.

    `on_answer` takes the key of a notice and the id of the button that was pressed, or "clicked", or
    "dismissed". It is called on another thread, and must do no more than put that on a queue.
    """

    def __init__(self, on_answer: Callable[[str, str], None]) -> None:
        self._on_answer = on_answer
        self._link: _Link | None = None
        self._shown: _Shown | None = None
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)  # what went wrong is told by the value
        self._thread = Thread(target=self._live, name="notifications", daemon=True)
        self._thread.start()

    def show(self, key: str, notice: Notice) -> bool:
        """Show a notice in place of the one before; return whether the service took it."""
        return self._within(self._in_time(key, notice), otherwise=False)

    def clear(self) -> None:
        """Take our notice away, if one is on view. Nobody waits for it."""
        asyncio.run_coroutine_threadsafe(self._clear(), self._loop)

    def close(self, *, leave: bool = False) -> None:
        """Take our notice away, unless it is to be left, and end the thread. Nothing can be shown then."""
        self._within(self._end(leave=leave), otherwise=None)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def _live(self) -> None:
        for name in ("desktop_notifier", "dbus_fast", "asyncio"):  # or they write on standard error
            logging.getLogger(name).addHandler(logging.NullHandler())
            logging.getLogger(name).propagate = False
        with suppress(ImportError):
            import desktop_notifier.main  # noqa: F401 - so that the first notice need not wait for it
        self._loop.run_forever()

    def _within(self, work: Coroutine[Any, Any, T], *, otherwise: T) -> T:
        """Have this done on the thread, and wait for it no longer than is bearable."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(PATIENCE + _MARGIN)
        except Exception:  # noqa: BLE001 - a desktop has many ways to fail, and here all mean the same
            future.cancel()
            return otherwise

    async def _in_time(self, key: str, notice: Notice) -> bool:
        given_up = asyncio.Event()
        task = asyncio.ensure_future(self._showing(notice, partial(self._on_answer, key), given_up))
        try:
            await asyncio.wait({task}, timeout=PATIENCE)
        finally:
            if not task.done():  # it goes on, so that what comes of it late can be taken away
                given_up.set()
                self._loop.call_later(_LATE, task.cancel)
        if not task.done() or task.exception() is not None or not task.result():
            self._link = self._shown = None
            return False
        return True

    async def _showing(self, notice: Notice, answered: Answered, given_up: asyncio.Event) -> bool:
        link = await self._linked()
        await self._clear()
        shown = None if given_up.is_set() else await link.show(notice, answered)
        if shown is not None and not given_up.is_set():
            self._link, self._shown = link, shown
            return True
        await link.end(shown)
        return False

    async def _linked(self) -> "_Link":
        """Return the connection to the service of now. Raises whatever a desktop raises."""
        if self._link is not None and await self._link.holds():
            return self._link
        old, self._link, self._shown = self._link, None, None
        if old is not None:
            await old.end(None)
        return await _Link.made()

    async def _clear(self) -> None:
        link, shown, self._shown = self._link, self._shown, None
        if link is not None and shown is not None:
            await link.take_away(shown)

    async def _end(self, *, leave: bool) -> None:
        if self._link is not None:
            await self._link.end(None if leave else self._shown)


class _Link:
    """A connection to a notification service, for as long as it is the same one.

    It is the library's backend rather than its front, which tells less.
    """

    def __init__(self, backend: "DesktopNotifierBackend", capabilities: "frozenset[Capability]") -> None:
        self._backend, self._capabilities = backend, capabilities
        self._owner, self._markup = "", False

    @classmethod
    async def made(cls) -> "_Link":
        """Connect. Raises whatever a desktop raises."""
        from desktop_notifier.common import Icon
        from desktop_notifier.main import get_backend_class

        if sys.platform == "linux":
            session_bus.reach()
        backend = get_backend_class()("coach", Icon(name=_ICON))
        if not await backend.request_authorisation():
            raise PermissionError
        link = cls(backend, await backend.get_capabilities())
        if sys.platform == "linux":
            link._owner = await link._owned_by()
            link._markup = "body-markup" in await link._service.call_get_capabilities()
        return link

    async def holds(self) -> bool:
        """Return whether the service is still the one that was connected to."""
        if sys.platform != "linux":
            return True
        try:
            return bool(self._bus.connected) and await self._owned_by() == self._owner
        except Exception:  # noqa: BLE001 - no service, or no bus
            return False

    async def show(self, notice: Notice, answered: Answered) -> _Shown | None:
        """Show a notice; `None` where the service did not take it."""
        from desktop_notifier.common import Button, Capability, Notification

        if not self._capabilities:  # the library's stand-in, which shows nothing
            return await _by_osascript(notice) if sys.platform == "darwin" else None
        taken: list[_Shown] = []
        told = partial(self._told, answered, taken)
        pressable = notice.buttons if Capability.BUTTONS in self._capabilities else ()
        notification = Notification(
            for_terminal(notice.title)[:_TITLE],
            self._body(notice.text),
            buttons=tuple(Button(for_terminal(label), partial(told, id), id) for id, label in pressable),
            on_dispatched=lambda: taken.append(self._taken(notification.identifier)),
            on_clicked=partial(told, "clicked"),
            on_dismissed=partial(told, "dismissed"),
            timeout=0,  # the specification's word for never
        )
        await self._backend.send(notification)
        return taken[0] if taken else None

    async def take_away(self, shown: _Shown) -> None:
        """Take a notice off the desktop, unless it is gone already."""
        with suppress(Exception):
            if shown.number:
                await self._service.call_close_notification(shown.number)
            else:
                await self._backend.clear(shown.identifier)

    async def end(self, shown: _Shown | None) -> None:
        """Take a notice away, and let the connection go."""
        if shown is not None:
            await self.take_away(shown)
        if sys.platform == "linux":
            self._bus.disconnect()

    def _told(self, answered: Answered, taken: list[_Shown], answer: str) -> None:
        """Tell an answer; some services leave a notice on view whose button was pressed."""
        answered(answer)
        if answer != "dismissed" and taken:
            self._closing = asyncio.ensure_future(self.take_away(taken[0]))

    def _taken(self, identifier: str) -> _Shown:
        # The library forgets the number of a notice that was answered, and then cannot close it.
        numbers = getattr(self._backend, NUMBERS, {})
        return _Shown(identifier, next((n for n, own in numbers.items() if own == identifier), 0))

    def _body(self, text: str) -> str:
        """Return the text as the service shows it verbatim; line ends are kept."""
        lines = "\n".join(for_terminal(line) for line in text[:_TEXT].splitlines())
        return escape(lines, quote=False) if self._markup else lines

    @property
    def _bus(self) -> Any:  # noqa: ANN401 - the library's; its kinds are not to be imported here
        return self._backend.bus  # type: ignore[attr-defined]  # of the Linux backend alone

    @property
    def _service(self) -> Any:  # noqa: ANN401 - made while it runs, from what the service says of itself
        return self._backend.interface  # type: ignore[attr-defined]  # the same

    async def _owned_by(self) -> str:
        """Return the connection behind the service's name. Raises where it has none."""
        told = await self._bus.introspect(_BUS, _BUS_PATH)
        bus = self._bus.get_proxy_object(_BUS, _BUS_PATH, told).get_interface(_BUS)
        return str(await bus.call_get_name_owner(_SERVICE))


async def _by_osascript(notice: Notice) -> _Shown | None:
    """Show a notice by what every Mac has; it has no buttons, and goes by itself."""
    script = [word for line in _OSASCRIPT for word in ("-e", line)]
    words = (for_terminal(notice.title)[:_TITLE], for_terminal(notice.text)[:_TEXT])
    nowhere = asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec("osascript", *script, *words, stdout=nowhere, stderr=nowhere)
    return _Shown("", 0) if await child.wait() == 0 else None
