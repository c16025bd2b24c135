"""What services on D-Bus tell: whether the screen is locked, quiet is wanted, or nobody is there.

Asks all questions at once, and starts no service by asking. Nothing here has a time limit: the caller
cancels. Each answer is passed on as it comes.

Errors: only those of a bus that cannot be reached.
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
"""Takes the name of a field of `Presence`, and its value."""

_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_NOTIFICATIONS: Final = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
_LOGIN: Final = "org.freedesktop.login1"
_LOGIN_PATH: Final = "/org/freedesktop/login1"


@dataclass(frozen=True, slots=True)
class _Question:
    """A question to a service of the session, and what its answer means."""

    field: str
    service: str
    path: str
    member: str
    """The interface and the method; or, with `property_name`, the interface of the property of that name."""
    property_name: str = ""
    convert: Callable[[object], object] = lambda answer: answer if isinstance(answer, bool) else None


def _milliseconds(answer: object) -> object:
    return Seconds(answer / 1000) if isinstance(answer, int) else None


def _has_do_not_disturb(answer: object) -> object:
    return "do-not-disturb" in answer if isinstance(answer, list) else None


_SCREEN_SAVERS: Final = tuple(
    _Question(
        "locked", f"org.{name}.ScreenSaver", f"/org/{name}/ScreenSaver", f"org.{name}.ScreenSaver.GetActive"
    )
    for name in ("gnome", "freedesktop", "cinnamon", "mate", "xfce")
)
_SESSION: Final = (
    *_SCREEN_SAVERS,
    _Question(
        "undisturbed", *_NOTIFICATIONS, "org.freedesktop.Notifications", property_name="Inhibited"
    ),  # KDE
    _Question("undisturbed", *_NOTIFICATIONS, "org.dunstproject.cmd0", property_name="paused"),
    _Question(
        "undisturbed",
        "org.freedesktop.Notifications",
        "/fr/emersion/Mako",
        "fr.emersion.Mako",
        property_name="Modes",
        convert=_has_do_not_disturb,
    ),
    _Question(
        "undisturbed",
        "org.erikreider.swaync.cc",
        "/org/erikreider/swaync/cc",
        "org.erikreider.swaync.cc.GetDnd",
    ),
    _Question(
        "idle",
        "org.gnome.Mutter.IdleMonitor",
        "/org/gnome/Mutter/IdleMonitor/Core",
        "org.gnome.Mutter.IdleMonitor.GetIdletime",
        convert=_milliseconds,
    ),
    # KDE's own source gives milliseconds, though its description says seconds; on Wayland, nothing.
    _Question(
        "idle_kde",
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver.GetSessionIdleTime",
        convert=_milliseconds,
    ),
)


async def session(tell: Tell) -> None:
    """Ask the services of the person's own desktop."""
    session_bus.reach()
    await _ask_bus(BusType.SESSION, lambda bus: [_ask(bus, question, tell) for question in _SESSION])


async def system(tell: Tell) -> None:
    """Ask the log-in manager about the person's session."""
    await _ask_bus(BusType.SYSTEM, lambda bus: [_ask_login_manager(bus, tell)])


async def _ask_bus(kind: BusType, questions: Callable[[MessageBus], list[Coroutine[Any, Any, None]]]) -> None:
    bus = await MessageBus(bus_type=kind).connect()
    try:
        await asyncio.gather(*questions(bus))
    finally:
        bus.disconnect()


async def _ask(bus: MessageBus, question: _Question, tell: Tell) -> None:
    with suppress(LookupError):
        if question.property_name:
            answer = await _property(
                bus, (question.service, question.path), question.member, question.property_name
            )
        else:
            answer = await _call(bus, (question.service, question.path), question.member)
        tell(question.field, question.convert(answer))


async def _ask_login_manager(bus: MessageBus, tell: Tell) -> None:
    """Tell whether the session is locked, and since when nobody has been there.

    Some desktops never set the hint of idleness, so its absence means nothing.
    """
    with suppress(LookupError):
        target = (_LOGIN, await _session_path(bus))
        with suppress(LookupError):
            tell("locked", await _property(bus, target, f"{_LOGIN}.Session", "LockedHint"))
        if await _property(bus, target, f"{_LOGIN}.Session", "IdleHint") is True:
            since = await _property(bus, target, f"{_LOGIN}.Session", "IdleSinceHintMonotonic")
            if isinstance(since, int):
                tell("idle_hint", Seconds(max(0.0, Clock().monotonic() - since / 1e6)))


async def _session_path(bus: MessageBus) -> str:
    """Return the path of the person's session; from a service, which has none, that of their display."""
    manager = (_LOGIN, _LOGIN_PATH)
    if session_id := os.environ.get("XDG_SESSION_ID"):
        with suppress(LookupError):
            return str(await _call(bus, manager, f"{_LOGIN}.Manager.GetSession", "s", session_id))
    user = str(await _call(bus, manager, f"{_LOGIN}.Manager.GetUser", "u", os.getuid()))
    display = await _property(bus, (_LOGIN, user), f"{_LOGIN}.User", "Display")
    if not isinstance(display, list | tuple) or len(display) != 2 or not display[0]:
        raise LookupError
    return str(display[1])


async def _property(bus: MessageBus, target: tuple[str, str], interface: str, name: str) -> object:
    answer = await _call(bus, target, f"{_PROPERTIES}.Get", "ss", interface, name)
    return answer.value if isinstance(answer, Variant) else None


async def _call(
    bus: MessageBus, target: tuple[str, str], member: str, signature: str = "", *body: object
) -> object:
    """Return a service's first answer. Raises `LookupError` where it gives none."""
    interface, _, name = member.rpartition(".")
    message = Message(
        *target,
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
