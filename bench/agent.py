#!/usr/bin/env python3
"""What brings the reminders: how little it takes at rest, and how it bears a thousand of them.

    PYTHONPATH=tests python -m bench.agent            ten minutes at rest; 1,000 at once; 1,000 in ten minutes
    PYTHONPATH=tests python -m bench.agent --short    40 s at rest, beside 1,000 at once and 60 in 20 s

A real `coach remind run` on a desktop of its own, with a real notification daemon. When an
occurrence was written down is told by looking into the history five times a second, not by what
the agent says of itself. Linux only. Exit 1 where a bound is broken.
"""

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import clock_gettime  # noqa: TID251 - another process's clock is what is measured

from desktops import Bus, Dunst, Screen
from lived import NO_SOUND, at_home
from reminding import Agent, next_minute, settings, written

from bench.memory import of
from coach.history.sessions import Sessions
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState

MOST_MB = 50.0
MOST_CPU = 0.1
"""Percent of a core, at rest."""
MOST_LATE = 1.0
SEEN_LATER = 0.25
"""Seconds by which an occurrence may be seen later than it was written: it is looked for so often."""
SETTLED_S = 15


@dataclass
class Desk:
    """A home with its desktop."""

    home: Path
    dunst: Dunst
    env: dict[str, str]


@contextmanager
def desk() -> Iterator[Desk]:
    """Give a home of its own, on a desktop of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Bus() as bus,
        Screen() as screen,
        Dunst(bus, screen) as dunst,
    ):
        names = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_SESSION_TYPE")
        home = at_home(Path(folder))
        settings(home, chime=False, speak="no", away=False)  # nobody is at this desk
        yield Desk(home, dunst, {**NO_SOUND, **{name: dunst.env[name] for name in names}})


def rest(seconds: float) -> bool:
    """An agent with twenty reminders, none of them due."""
    with desk() as here:
        later = f"{(datetime.now().astimezone() - timedelta(minutes=30)):%H:%M}"
        written(here.home, many(20, later))
        with Agent(here.home, here.env) as agent:
            Event().wait(SETTLED_S)
            before = _cpu(agent.process.pid)
            Event().wait(seconds)
            used = 100 * (_cpu(agent.process.pid) - before) / seconds
            held = of(agent.process.pid, "status", "VmHWM")
    cpu = f"{used:.3f} % of a core (bound {MOST_CPU})"
    print(f"at rest for {seconds:.0f} s: {cpu}, {held:.1f} MB at most ({MOST_MB:.0f})")
    return used <= MOST_CPU and held <= MOST_MB


def at_once(count: int) -> bool:
    """So many reminders, due at one instant."""
    with desk() as here:
        due = next_minute(25)
        written(here.home, many(count, f"{due:%H:%M}"))
        with Agent(here.home, here.env) as agent:
            seen = _watched(here, [due.astimezone(UTC)] * count, due + timedelta(seconds=20))
            held = of(agent.process.pid, "status", "VmHWM")
            shown = here.dunst.displayed() + len(here.dunst.seen())
    late = max(at - when for _, when, at in seen) if len(seen) == count else float("inf")
    print(
        f"{count:,} at once: {len(seen):,} written down, the last {late:.2f} s late"
        f" (bound {MOST_LATE}); {shown} notification (1); {held:.1f} MB at most"
    )
    return len(seen) == count and late <= MOST_LATE + SEEN_LATER and shown == 1


def spread(count: int, seconds: float) -> bool:
    """So many reminders, one after another over so many seconds."""
    with desk() as here:
        begin = datetime.now(UTC) + timedelta(seconds=15)
        due = [begin + timedelta(seconds=seconds * n / count) for n in range(count)]
        written(here.home, many(count, f"{(begin.astimezone() - timedelta(hours=1)):%H:%M}"))
        with Sessions.open(
            here.home / "data" / "coach.db"
        ) as sessions:  # put off, for a rule knows whole minutes
            wall = (begin.astimezone() - timedelta(hours=1)).replace(tzinfo=None, second=0, microsecond=0)
            Journal(sessions).save_occurrences(
                OccurrenceRecord(f"r{n:04}", wall, at, OccurrenceState.SNOOZED, routine="short")
                for n, at in enumerate(due)
            )
        with Agent(here.home, here.env) as agent:
            seen = _watched(here, due, due[-1] + timedelta(seconds=15))
            held = of(agent.process.pid, "status", "VmHWM")
            at_most, shown = here.dunst.displayed(), here.dunst.displayed() + len(here.dunst.seen())
    late = max((at - when for _, when, at in seen), default=float("inf"))
    in_order = [name for name, _, _ in seen] == sorted(name for name, _, _ in seen)
    print(
        f"{count:,} over {seconds:.0f} s: {len(seen):,} written down,"
        f" {'in' if in_order else 'out of'} order, {late:.2f} s late at most (bound {MOST_LATE});"
        f" {shown} notifications, {at_most} to be seen at a time (1); {held:.1f} MB at most"
    )
    return len(seen) == count and in_order and late <= MOST_LATE + SEEN_LATER and at_most == 1


def many(count: int, clock: str) -> str:
    """Return a file of so many reminders at one time of the day."""
    return "".join(f'[reminder.r{n:04}]\nroutine = "short"\nat = "{clock}"\n' for n in range(count))


def _watched(here: Desk, due: list[datetime], until: datetime) -> list[tuple[str, float, float]]:
    """Return each reminder, when it was due, and when it was seen to be written down, in that order."""
    seen: dict[str, float] = {}
    times = {f"r{n:04}": at.timestamp() for n, at in enumerate(due)}
    with Sessions.open(here.home / "data" / "coach.db") as sessions:
        reminded = Journal(sessions)
        while len(seen) < len(due) and datetime.now(UTC) < until:
            Event().wait(0.2)
            now = datetime.now(UTC).timestamp()
            for kept in reminded.occurrences(min(due) - timedelta(hours=2)):
                if kept.state in (OccurrenceState.FIRING, OccurrenceState.SHOWN):
                    seen.setdefault(kept.reminder, now)
    Event().wait(6)  # what came last is shown a little later, with what came with it
    return [(name, times[name], at) for name, at in seen.items()]


def _cpu(pid: int) -> float:
    """Return the seconds of a core that a process has used: its own clock, which knows nanoseconds."""
    return clock_gettime((~pid << 3) | 2)


def main() -> int:
    if "--short" not in sys.argv[1:]:
        results = [rest(600), at_once(1000), spread(1000, 600)]
        return 0 if all(results) else 1
    with ThreadPoolExecutor() as pool:
        forms = [pool.submit(rest, 40), pool.submit(spread, 1000, 0), pool.submit(spread, 60, 20)]
        results = [form.result() for form in forms]
        return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
