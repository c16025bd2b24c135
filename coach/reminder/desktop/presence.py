"""What goes on around the person: a locked or filled screen, a microphone in use, a wish for quiet, idleness.

Asks everything at once, in a thread of its own, and gives up what is not answered in time: a service
that hangs keeps nobody waiting. What the system does not tell is `None`.

Errors: none.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any, Final

from coach.reminder.model import Presence
from coach.time.units import Seconds

PATIENCE: Final = Seconds(0.6)
"""How long is waited for the slowest answer; a desktop gives them all in a tenth of that."""
_MARGIN: Final = Seconds(0.2)
_IDLE: Final = ("idle", "idle_x11", "idle_kde", "idle_hint")
"""Who tells of idleness, the most exact first."""

Tell = Callable[[str, object], None]
Question = Callable[[Tell], Coroutine[Any, Any, None]]


def look(timeout: Seconds = PATIENCE) -> Presence:
    """Return what goes on just now, after `timeout` at the latest. `session` is for others to tell."""
    told: list[tuple[str, object]] = []
    asking = Thread(target=_ask, args=(told, timeout), name="around", daemon=True)
    asking.start()
    asking.join(timeout + _MARGIN)
    return _together(tuple(told))


def _together(told: Sequence[tuple[str, object]]) -> Presence:
    """Make one of what was told: what one says goes on goes on, whoever denies it."""

    def any_of(field: str) -> bool | None:
        said = [value for name, value in told if name == field and isinstance(value, bool)]
        return any(said) if said else None

    idle = {name: value for name, value in told if isinstance(value, float)}
    return Presence(
        locked=any_of("locked"),
        full_screen=any_of("full_screen"),
        microphone=any_of("microphone"),
        undisturbed=any_of("undisturbed"),
        idle=next((Seconds(idle[name]) for name in _IDLE if name in idle), None),
    )


def _ask(told: list[tuple[str, object]], timeout: Seconds) -> None:
    with suppress(Exception):
        asyncio.run(_answered(lambda name, value: told.append((name, value)), timeout))


async def _answered(tell: Tell, timeout: Seconds) -> None:
    async def one(question: Question) -> None:
        with suppress(Exception):  # whatever fails has not told
            await question(tell)

    asked = [asyncio.ensure_future(one(question)) for question in _questions()]
    _, late = await asyncio.wait(asked, timeout=timeout)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


def _questions() -> tuple[Question, ...]:
    if sys.platform == "linux":
        from coach.reminder.desktop import presence_dbus, presence_linux

        programs = (presence_linux.screen, presence_linux.microphone, presence_linux.switches)
        return (presence_dbus.session, presence_dbus.system, *programs)
    from coach.reminder.desktop import presence_mac_windows

    return (presence_mac_windows.mac,) if sys.platform == "darwin" else (presence_mac_windows.windows,)
