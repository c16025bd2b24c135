"""What services on D-Bus tell: whether the screen is locked, quiet is wished, or nobody is there.

Asks each question at once, and starts no service by asking. Nothing here has a time limit: whoever
asks cancels. What is answered is put down as it comes.

Errors: none but those of a bus that cannot be reached.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from dbus_fast import BusType, Message, MessageFlag, MessageType, Variant
from dbus_fast.aio import MessageBus

from coach.reminder.desktop import session_bus
from coach.time.clock import Clock
from coach.time.units import Seconds

Tell = Callable[[str, object], None]
"""Takes the name of a field of `Around`, and what it is."""

_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_NOTIFICATIONS: Final = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
_LOGIN: Final = "org.freedesktop.login1"
_LOGIN_PATH: Final = "/org/freedesktop/login1"


@dataclass(frozen=True, slots=True)
class _Ask:
    """A question to a service of the session, and what its answer means."""

    tells: str
    service: str
    path: str
    member: str
    """The interface and the method; or, with `of`, the interface of the property of that name."""
    of: str = ""
    means: Callable[[object], object] = lambda answer: answer if isinstance(answer, bool) else None


def _milliseconds(answer: object) -> object:
    return Seconds(answer / 1000) if isinstance(answer, int) else None


def _has_do_not_disturb(answer: object) -> object:
    return "do-not-disturb" in answer if isinstance(answer, list) else None


_SCREEN_SAVERS: Final = tuple(
    _Ask("locked", f"org.{name}.ScreenSaver", f"/org/{name}/ScreenSaver", f"org.{name}.ScreenSaver.GetActive")
    for name in ("gnome", "freedesktop", "cinnamon", "mate", "xfce")
)
_SESSION: Final = (
    *_SCREEN_SAVERS,
    _Ask("undisturbed", *_NOTIFICATIONS, "org.freedesktop.Notifications", of="Inhibited"),  # KDE
    _Ask("undisturbed", *_NOTIFICATIONS, "org.dunstproject.cmd0", of="paused"),
    _Ask(
        "undisturbed",
        "org.freedesktop.Notifications",
        "/fr/emersion/Mako",
        "fr.emersion.Mako",
        of="Modes",
        means=_has_do_not_disturb,
    ),
    _Ask(
        "undisturbed",
        "org.erikreider.swaync.cc",
        "/org/erikreider/swaync/cc",
        "org.erikreider.swaync.cc.GetDnd",
    ),
    _Ask(
        "idle",
        "org.gnome.Mutter.IdleMonitor",
        "/org/gnome/Mutter/IdleMonitor/Core",
        "org.gnome.Mutter.IdleMonitor.GetIdletime",
        means=_milliseconds,
    ),
    # KDE's own source gives milliseconds, though its description says seconds; on Wayland, nothing.
    _Ask(
        "idle_kde",
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver.GetSessionIdleTime",
        means=_milliseconds,
    ),
)


async def session(tell: Tell) -> None:
    """Ask the services of the person's own desktop."""
    session_bus.reach()
    await _on(BusType.SESSION, lambda bus: [_asked(bus, ask, tell) for ask in _SESSION])


async def system(tell: Tell) -> None:
    """Ask the log-in manager about the person's session."""
    await _on(BusType.SYSTEM, lambda bus: [_logged_in(bus, tell)])


async def _on(kind: BusType, questions: Callable[[MessageBus], list[Coroutine[Any, Any, None]]]) -> None:
    bus = await MessageBus(bus_type=kind).connect()
    try:
        await asyncio.gather(*questions(bus))
    finally:
        bus.disconnect()


async def _asked(bus: MessageBus, ask: _Ask, tell: Tell) -> None:
    with suppress(LookupError):
        if ask.of:
            answer = await _property(bus, (ask.service, ask.path), ask.member, ask.of)
        else:
            answer = await _call(bus, (ask.service, ask.path), ask.member)
        tell(ask.tells, ask.means(answer))


async def _logged_in(bus: MessageBus, tell: Tell) -> None:
    """Tell whether the session is locked, and since when nobody has been there.

    Of a desktop that never sets its hint of idleness, no hint says nothing.
    """
    with suppress(LookupError):
        own = (_LOGIN, await _session_path(bus))
        with suppress(LookupError):
            tell("locked", await _property(bus, own, f"{_LOGIN}.Session", "LockedHint"))
        if await _property(bus, own, f"{_LOGIN}.Session", "IdleHint") is True:
            since = await _property(bus, own, f"{_LOGIN}.Session", "IdleSinceHintMonotonic")
            if isinstance(since, int):
                tell("idle_hint", Seconds(max(0.0, Clock().monotonic() - since / 1e6)))


async def _session_path(bus: MessageBus) -> str:
    """Return the path of the person's session: a service of theirs is in none, but their screen is."""
    manager = (_LOGIN, _LOGIN_PATH)
    if own := os.environ.get("XDG_SESSION_ID"):
        with suppress(LookupError):
            return str(await _call(bus, manager, f"{_LOGIN}.Manager.GetSession", "s", own))
    user = str(await _call(bus, manager, f"{_LOGIN}.Manager.GetUser", "u", os.getuid()))
    display = await _property(bus, (_LOGIN, user), f"{_LOGIN}.User", "Display")
    if not isinstance(display, list | tuple) or len(display) != 2 or not display[0]:
        raise LookupError
    return str(display[1])


async def _property(bus: MessageBus, of: tuple[str, str], interface: str, name: str) -> object:
    answer = await _call(bus, of, f"{_PROPERTIES}.Get", "ss", interface, name)
    return answer.value if isinstance(answer, Variant) else None


async def _call(
    bus: MessageBus, of: tuple[str, str], member: str, signature: str = "", *body: object
) -> object:
    """Return a service's first answer. Raises `LookupError` where it gives none."""
    interface, _, name = member.rpartition(".")
    message = Message(
        *of,
        interface,
        name,
        MessageType.METHOD_CALL,
        MessageFlag.NO_AUTOSTART,
        signature=signature,
        body=list(body),
    )
    reply = await bus.call(message)
    if reply is None or reply.message_type is not MessageType.METHOD_RETURN or not reply.body:
        raise LookupError
    answer: object = reply.body[0]
    return answer
