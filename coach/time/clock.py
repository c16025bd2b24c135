"""The clocks that a session's loop uses, and what can happen to them.

A session uses the monotonic clock; APScheduler uses the wall clock, which people and
networks set. `judge` compares two readings, to tell a machine that slept, or a process that
was stopped, from a clock that was set; it is pure.
"""

import os
import sys
import time  # noqa: TID251 - this is where clocks are read
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from coach.errors import UsageError
from coach.time.units import Seconds

JUMP: Final = 0.02
"""Seconds by which the wall clock may wander from the monotonic one between two readings."""
STOPPED: Final = 5.0
"""Seconds between two readings after which the process was not merely busy."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of all clocks. `boot` goes on while the machine sleeps; `monotonic` may stand still then."""

    monotonic: Seconds
    wall: float
    boot: Seconds


@dataclass(frozen=True, slots=True)
class ClockChange:
    """What happened between two readings: seconds asleep or stopped, and whether the wall clock was set."""

    slept: Seconds = Seconds(0)
    jumped: bool = False


def zone() -> tzinfo:
    """Return the time zone where the person is, read again each time: they may have travelled.

    Raises `UsageError` with the name to use where `TZ` names none.
    """
    tz_name = os.environ.get("TZ")
    if tz_name is None:
        return _system_zone()
    from coach.time.local_zone import named_zone

    try:
        return named_zone(tz_name)
    except ValueError as error:
        message, _, mend = str(error).partition("; ")
        raise UsageError(f"{message}. {mend[:1].upper()}{mend[1:]}.") from None


def zone_or_offset() -> tzinfo:
    """Return the time zone where the person is, without an error.

    Where `TZ` names no zone, that is the offset that the system has taken from it.
    """
    try:
        return zone()
    except UsageError:
        return _offset()


def _system_zone() -> tzinfo:
    from tzlocal import reload_localzone

    try:
        return reload_localzone()
    except Exception:  # noqa: BLE001 - a zone that cannot be read has many errors; its offset still holds
        return _offset()


def _offset() -> tzinfo:
    return datetime.now().astimezone().tzinfo or UTC


class Clock:
    """The machine's own clocks."""

    def monotonic(self) -> Seconds:
        """Return seconds that never go back; asleep they may stand still."""
        return Seconds(time.monotonic())

    def now(self) -> datetime:
        """Return the wall clock, in the zone where the person is."""
        return datetime.now().astimezone()

    def read(self) -> Reading:
        """Return a reading of all clocks."""
        return Reading(Seconds(time.monotonic()), time.time(), Seconds(_boot_seconds()))


def judge(before: Reading, after: Reading) -> ClockChange:
    """Return what happened between two readings that are meant to be a quarter of a second apart."""
    elapsed = after.monotonic - before.monotonic
    asleep = (after.boot - before.boot) - elapsed
    slept = asleep if asleep > 1 else (elapsed if elapsed > STOPPED else 0)
    wandered = (after.wall - before.wall) - elapsed
    return ClockChange(Seconds(slept), jumped=abs(wandered) > JUMP)


def _boot_seconds() -> float:
    """Return seconds that go on while the machine sleeps, where there is such a clock."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
