"""What goes on around the person: a locked or filled screen, a microphone in use, a wish for quiet, idleness.

Asks everything at once, in a thread of its own, and gives up questions that are not answered in time:
a service that hangs keeps nobody waiting. What the system does not tell is `None`.

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
"""How long it waits for the slowest answer; a desktop gives them all in a tenth of that."""
_MARGIN: Final = Seconds(0.2)
_IDLE: Final = ("idle", "idle_x11", "idle_kde", "idle_hint")
"""The names of answers about idleness, the most exact first."""

Tell = Callable[[str, object], None]
Question = Callable[[Tell], Coroutine[Any, Any, None]]


def look(timeout: Seconds = PATIENCE) -> Presence:
    """Return what goes on now, after `timeout` at the latest. It leaves `session` to the caller."""
    answers: list[tuple[str, object]] = []
    asking = Thread(target=_ask, args=(answers, timeout), name="around", daemon=True)
    asking.start()
    asking.join(timeout + _MARGIN)
    return _combined(tuple(answers))


def _combined(answers: Sequence[tuple[str, object]]) -> Presence:
    """Combine the answers: what one service says goes on, goes on, even if another denies it."""

    def any_of(field: str) -> bool | None:
        values = [value for name, value in answers if name == field and isinstance(value, bool)]
        return any(values) if values else None

    idle = {name: value for name, value in answers if isinstance(value, float)}
    return Presence(
        locked=any_of("locked"),
        full_screen=any_of("full_screen"),
        microphone=any_of("microphone"),
        undisturbed=any_of("undisturbed"),
        idle=next((Seconds(idle[name]) for name in _IDLE if name in idle), None),
    )


def _ask(answers: list[tuple[str, object]], timeout: Seconds) -> None:
    with suppress(Exception):
        asyncio.run(_collect(lambda name, value: answers.append((name, value)), timeout))


async def _collect(tell: Tell, timeout: Seconds) -> None:
    async def ask(question: Question) -> None:
        with suppress(Exception):  # a question that fails has no answer
            await question(tell)

    tasks = [asyncio.ensure_future(ask(question)) for question in _questions()]
    _, late = await asyncio.wait(tasks, timeout=timeout)
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
