"""Notifications on the desktop: one of ours at a time, and what the person answers.

Everything happens in one daemon thread with an event loop of its own; a caller waits for it
`PATIENCE` at most. Answers are reported on that thread. Errors: none; a return value says what could
not be shown. After a service hung, crashed or came back, the next notice makes a fresh connection.

On Linux a notice asks to stay until it is answered; GNOME hides it after some seconds and keeps it in
its list. On macOS answers need the main thread's run loop, which does not run here: buttons may do
nothing there, so a notice's text names the command. Where Python is no signed app, as with
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
"""How long a notice given to a hanging service is watched, to be taken away if it appears."""
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
AnswerHandler = Callable[[str], None]
"""Takes the id of a button, "clicked" or "dismissed"."""


@dataclass(frozen=True, slots=True)
class _ShownNotice:
    """A notice that is on view: its identifier here, and the service's own number for it (0: unknown)."""

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
        self._shown: _ShownNotice | None = None
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)  # the return value says that something went wrong
        self._thread = Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()

    def show(self, key: str, notice: Notice) -> bool:
        """Show a notice in place of the one before; return whether the service took it."""
        return self._result_of(self._show_in_time(key, notice), default=False)

    def clear(self) -> None:
        """Take our notice away, if one is on view. Nobody waits for it."""
        asyncio.run_coroutine_threadsafe(self._clear(), self._loop)

    def close(self, *, leave: bool = False) -> None:
        """Take our notice away, unless it is to stay, and end the thread. Nothing can be shown after that."""
        self._result_of(self._close_link(leave=leave), default=None)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        for name in ("desktop_notifier", "dbus_fast", "asyncio"):  # or they write on standard error
            logging.getLogger(name).addHandler(logging.NullHandler())
            logging.getLogger(name).propagate = False
        with suppress(ImportError):
            import desktop_notifier.main  # noqa: F401 - so that the first notice need not wait for it
        self._loop.run_forever()

    def _result_of(self, work: Coroutine[Any, Any, T], *, default: T) -> T:
        """Do this on the thread, and return its result, or `default` where it fails or takes too long."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(PATIENCE + _MARGIN)
        except Exception:  # noqa: BLE001 - a desktop has many ways to fail, and here all mean the same
            future.cancel()
            return default

    async def _show_in_time(self, key: str, notice: Notice) -> bool:
        given_up = asyncio.Event()
        task = asyncio.ensure_future(self._replace_notice(notice, partial(self._on_answer, key), given_up))
        try:
            await asyncio.wait({task}, timeout=PATIENCE)
        finally:
            if not task.done():  # it continues, so that a late notice can be taken away
                given_up.set()
                self._loop.call_later(_LATE, task.cancel)
        if not task.done() or task.exception() is not None or not task.result():
            self._link = self._shown = None
            return False
        return True

    async def _replace_notice(
        self, notice: Notice, on_answer: AnswerHandler, given_up: asyncio.Event
    ) -> bool:
        link = await self._current_link()
        await self._clear()
        shown = None if given_up.is_set() else await link.show(notice, on_answer)
        if shown is not None and not given_up.is_set():
            self._link, self._shown = link, shown
            return True
        await link.close(shown)
        return False

    async def _current_link(self) -> "_Link":
        """Return a connection to the present service. Raises whatever a desktop raises."""
        if self._link is not None and await self._link.is_current():
            return self._link
        old, self._link, self._shown = self._link, None, None
        if old is not None:
            await old.close(None)
        return await _Link.connect()

    async def _clear(self) -> None:
        link, shown, self._shown = self._link, self._shown, None
        if link is not None and shown is not None:
            await link.take_away(shown)

    async def _close_link(self, *, leave: bool) -> None:
        if self._link is not None:
            await self._link.close(None if leave else self._shown)


class _Link:
    """A connection to a notification service, for as long as it is the same one.

    It uses the library's backend rather than its front, which reports less.
    """

    def __init__(self, backend: "DesktopNotifierBackend", capabilities: "frozenset[Capability]") -> None:
        self._backend, self._capabilities = backend, capabilities
        self._owner, self._markup = "", False

    @classmethod
    async def connect(cls) -> "_Link":
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
            link._owner = await link._service_owner()
            link._markup = "body-markup" in await link._service.call_get_capabilities()
        return link

    async def is_current(self) -> bool:
        """Return whether the service is still the one that was connected to."""
        if sys.platform != "linux":
            return True
        try:
            return bool(self._bus.connected) and await self._service_owner() == self._owner
        except Exception:  # noqa: BLE001 - no service, or no bus
            return False

    async def show(self, notice: Notice, on_answer: AnswerHandler) -> _ShownNotice | None:
        """Show a notice; `None` where the service did not take it."""
        from desktop_notifier.common import Button, Capability, Notification

        if not self._capabilities:  # the library's stand-in, which shows nothing
            return await _by_osascript(notice) if sys.platform == "darwin" else None
        shown_notices: list[_ShownNotice] = []
        report = partial(self._report_answer, on_answer, shown_notices)
        pressable = notice.buttons if Capability.BUTTONS in self._capabilities else ()
        notification = Notification(
            for_terminal(notice.title)[:_TITLE],
            self._body(notice.text),
            buttons=tuple(Button(for_terminal(label), partial(report, id), id) for id, label in pressable),
            on_dispatched=lambda: shown_notices.append(self._shown_notice(notification.identifier)),
            on_clicked=partial(report, "clicked"),
            on_dismissed=partial(report, "dismissed"),
            timeout=0,  # the specification's word for never
        )
        await self._backend.send(notification)
        return shown_notices[0] if shown_notices else None

    async def take_away(self, shown: _ShownNotice) -> None:
        """Take a notice off the desktop, unless it is gone already."""
        with suppress(Exception):
            if shown.number:
                await self._service.call_close_notification(shown.number)
            else:
                await self._backend.clear(shown.identifier)

    async def close(self, shown: _ShownNotice | None) -> None:
        """Take a notice away, and let the connection go."""
        if shown is not None:
            await self.take_away(shown)
        if sys.platform == "linux":
            self._bus.disconnect()

    def _report_answer(
        self, on_answer: AnswerHandler, shown_notices: list[_ShownNotice], answer: str
    ) -> None:
        """Report an answer; take the notice away, which some services leave on view after a button."""
        on_answer(answer)
        if answer != "dismissed" and shown_notices:
            self._closing = asyncio.ensure_future(self.take_away(shown_notices[0]))

    def _shown_notice(self, identifier: str) -> _ShownNotice:
        # The library forgets the number of a notice that was answered, and then cannot close it.
        numbers = getattr(self._backend, NUMBERS, {})
        return _ShownNotice(
            identifier, next((number for number, other in numbers.items() if other == identifier), 0)
        )

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

    async def _service_owner(self) -> str:
        """Return the connection behind the service's name. Raises where it has none."""
        introspection = await self._bus.introspect(_BUS, _BUS_PATH)
        bus = self._bus.get_proxy_object(_BUS, _BUS_PATH, introspection).get_interface(_BUS)
        return str(await bus.call_get_name_owner(_SERVICE))


async def _by_osascript(notice: Notice) -> _ShownNotice | None:
    """Show a notice with `osascript`, which every Mac has; it has no buttons, and goes away by itself."""
    script = [word for line in _OSASCRIPT for word in ("-e", line)]
    words = (for_terminal(notice.title)[:_TITLE], for_terminal(notice.text)[:_TEXT])
    null = asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec("osascript", *script, *words, stdout=null, stderr=null)
    return _ShownNotice("", 0) if await child.wait() == 0 else None
