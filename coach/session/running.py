"""Which session runs now: at most one, unless a person wants another beside it.

Touches disk, through `lock`. A session that was killed does not count, whatever files it left.

Errors: `CoachError` where a session runs already.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.errors import CoachError
from coach.files import lock

_LOCKS: Final = (lock.SESSION, *(f"{lock.SESSION}-{number}" for number in range(2, 9)))
"""Each session beside another has its own lock: the first to end does not free another's."""


@dataclass(frozen=True, slots=True)
class Running:
    """A session under way: the routine's id and name, and the aware moment it began."""

    routine: str
    name: str
    since: datetime


def any_running() -> bool:
    """Return whether a session runs."""
    return any(map(lock.taken, _LOCKS))


def refuse_beside(now: datetime) -> None:
    """Raise `CoachError` where a session runs, saying which and since when."""
    _refuse(_LOCKS, now)


@contextmanager
def under_way(session: Running, *, beside: bool) -> Iterator[None]:
    """Let others see that this session runs, for as long as the context lasts.

    Raises `CoachError` where another session runs, unless this one may run `beside` it. A disk that
    allows no locks stops no session.
    """
    with ExitStack() as closing:
        has_lock = any(_take_lock(name, session, closing) for name in (_LOCKS if beside else _LOCKS[:1]))
        if not beside:
            _refuse(_LOCKS[1:] if has_lock else _LOCKS, session.since)
        yield


def _refuse(names: Iterable[str], now: datetime) -> None:
    for name in names:
        if lock.taken(name):
            raise CoachError(_refusal(_parse(lock.holder(name)), now))


def _take_lock(name: str, session: Running, closing: ExitStack) -> bool:
    text = json.dumps({"routine": session.routine, "name": session.name, "since": session.since.isoformat()})
    try:
        return closing.enter_context(lock.held(name, text=text))
    except CoachError:
        return True


def _parse(text: str) -> Running | None:
    """Return the session that a lock's text describes; `None` where it describes none."""
    try:
        values = json.loads(text)
        return Running(str(values["routine"]), str(values["name"]), datetime.fromisoformat(values["since"]))
    except (ValueError, KeyError, TypeError):
        return None


def _refusal(running: Running | None, now: datetime) -> str:
    text = "Another session runs"
    if running is not None:
        since = running.since.astimezone()
        is_today = since.date() == now.astimezone().date()
        start_text = f"{since:%H:%M}" if is_today else f"{since:%Y-%m-%d %H:%M}"
        text = f"{running.name} ({running.routine}) has been running since {start_text}"
    return f"{text}. End it first, or begin this one beside it: add --anyway"
