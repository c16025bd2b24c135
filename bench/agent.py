#!/usr/bin/env python3
"""The agent that brings the reminders: how little it takes at rest, and how it copes with a thousand.

    PYTHONPATH=tests python -m bench.agent            ten minutes at rest; 1,000 at once; 1,000 in ten minutes
    PYTHONPATH=tests python -m bench.agent --short    40 s at rest, beside 1,000 at once and 60 in 20 s

A real `coach remind run` on a desktop of its own, with a real notification daemon. The moment
when an occurrence was written down is found by looking into the history five times a second, not
by the agent's own account. Linux only. Exit 1 where a bound is broken.
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

from bench.memory import figure_mb
from coach.history.sessions import Sessions
from coach.reminder.journal.journal import Journal
from coach.reminder.journal.records import OccurrenceRecord, OccurrenceState

MOST_MB = 50.0
MOST_CPU = 0.1
"""Percent of a core, at rest."""
MOST_LATE = 1.0
SEEN_LATER = 0.25
"""Seconds by which an occurrence may be seen later than it was written: the time between two looks."""
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
    with desk() as place:
        later = f"{(datetime.now().astimezone() - timedelta(minutes=30)):%H:%M}"
        written(place.home, reminders_file(20, later))
        with Agent(place.home, place.env) as agent:
            Event().wait(SETTLED_S)
            before = _cpu(agent.process.pid)
            Event().wait(seconds)
            used = 100 * (_cpu(agent.process.pid) - before) / seconds
            peak_mb = figure_mb(agent.process.pid, "status", "VmHWM")
    cpu = f"{used:.3f} % of a core (bound {MOST_CPU})"
    print(f"at rest for {seconds:.0f} s: {cpu}, {peak_mb:.1f} MB at most ({MOST_MB:.0f})")
    return used <= MOST_CPU and peak_mb <= MOST_MB


def at_once(count: int) -> bool:
    """Many reminders, all due at one instant."""
    with desk() as place:
        due = next_minute(25)
        written(place.home, reminders_file(count, f"{due:%H:%M}"))
        with Agent(place.home, place.env) as agent:
            sightings = _sightings(place, [due.astimezone(UTC)] * count, due + timedelta(seconds=20))
            peak_mb = figure_mb(agent.process.pid, "status", "VmHWM")
            shown = place.dunst.displayed() + len(place.dunst.seen())
    late = (
        max(seen_at - due_at for _, due_at, seen_at in sightings) if len(sightings) == count else float("inf")
    )
    print(
        f"{count:,} at once: {len(sightings):,} written down, the last {late:.2f} s late"
        f" (bound {MOST_LATE}); {shown} notification (1); {peak_mb:.1f} MB at most"
    )
    return len(sightings) == count and late <= MOST_LATE + SEEN_LATER and shown == 1


def spread(count: int, seconds: float) -> bool:
    """Many reminders, one after another over some seconds."""
    with desk() as place:
        begin = datetime.now(UTC) + timedelta(seconds=15)
        due = [begin + timedelta(seconds=seconds * n / count) for n in range(count)]
        written(place.home, reminders_file(count, f"{(begin.astimezone() - timedelta(hours=1)):%H:%M}"))
        with Sessions.open(
            place.home / "data" / "coach.db"
        ) as sessions:  # put off, for a rule knows whole minutes
            wall = (begin.astimezone() - timedelta(hours=1)).replace(tzinfo=None, second=0, microsecond=0)
            Journal(sessions).save_occurrences(
                OccurrenceRecord(f"r{n:04}", wall, moment, OccurrenceState.SNOOZED, routine="short")
                for n, moment in enumerate(due)
            )
        with Agent(place.home, place.env) as agent:
            sightings = _sightings(place, due, due[-1] + timedelta(seconds=15))
            peak_mb = figure_mb(agent.process.pid, "status", "VmHWM")
            displayed, shown = place.dunst.displayed(), place.dunst.displayed() + len(place.dunst.seen())
    late = max((seen_at - due_at for _, due_at, seen_at in sightings), default=float("inf"))
    in_order = [name for name, _, _ in sightings] == sorted(name for name, _, _ in sightings)
    print(
        f"{count:,} over {seconds:.0f} s: {len(sightings):,} written down,"
        f" {'in' if in_order else 'out of'} order, {late:.2f} s late at most (bound {MOST_LATE});"
        f" {shown} notifications, {displayed} to be seen at a time (1); {peak_mb:.1f} MB at most"
    )
    return len(sightings) == count and in_order and late <= MOST_LATE + SEEN_LATER and displayed == 1


def reminders_file(count: int, clock: str) -> str:
    """Return a file of many reminders at one time of the day."""
    return "".join(f'[reminder.r{n:04}]\nroutine = "short"\nat = "{clock}"\n' for n in range(count))


def _sightings(place: Desk, due: list[datetime], until: datetime) -> list[tuple[str, float, float]]:
    """Return each reminder, when it was due, and when it was seen to be written down, in that order."""
    sightings: dict[str, float] = {}
    times = {f"r{n:04}": moment.timestamp() for n, moment in enumerate(due)}
    with Sessions.open(place.home / "data" / "coach.db") as sessions:
        journal = Journal(sessions)
        while len(sightings) < len(due) and datetime.now(UTC) < until:
            Event().wait(0.2)
            now = datetime.now(UTC).timestamp()
            for record in journal.occurrences(min(due) - timedelta(hours=2)):
                if record.state in (OccurrenceState.FIRING, OccurrenceState.SHOWN):
                    sightings.setdefault(record.reminder, now)
    Event().wait(6)  # the last ones are shown together, a little later
    return [(name, times[name], seen_at) for name, seen_at in sightings.items()]


def _cpu(pid: int) -> float:
    """Return the seconds of a core that a process has used: its own clock, which knows nanoseconds."""
    return clock_gettime((~pid << 3) | 2)


def main() -> int:
    if "--short" not in sys.argv[1:]:
        results = [rest(600), at_once(1000), spread(1000, 600)]
        return 0 if all(results) else 1
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(rest, 40), pool.submit(spread, 1000, 0), pool.submit(spread, 60, 20)]
        results = [future.result() for future in futures]
        return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
