"""The arithmetic of work: how long it lasts, what is left of it, a little more of it, and less.

Pure. Work is one bout, done to one side. Counts stay whole: repetitions, breaths and beats are
not cut in the middle, and at least one remains.
"""

from collections.abc import Callable
from dataclasses import replace
from math import ceil, floor
from typing import Final, TypeVar, assert_never

from coach.routine.model import Breaths, Cadence, DoseKeys, Hold, Holds, Reps, Time, Work
from coach.time.units import Seconds

LEAST_LEFT: Final = 1.0
"""Seconds; less than this counts as nothing left."""
MORE_SECONDS: Final = 15
MORE_REPS: Final = 3

_Number = TypeVar("_Number", int, Seconds)


def unit(work: Work) -> Seconds:
    """Return how long one repetition, hold, stroke, breath or beat lasts; zero for work without one."""
    match work:
        case Reps(_, tempo):
            return Seconds(sum(tempo))
        case Hold():
            return Seconds(0)
        case Holds(_, hold, relax):
            return Seconds(hold + relax)
        case Time(_, stroke):
            return stroke or Seconds(0)
        case Breaths(_, pattern):
            return Seconds(sum(pattern))
        case Cadence(_, per_minute):
            return Seconds(60 / per_minute)
        case _:
            assert_never(work)


def length(work: Work) -> Seconds:
    """Return how long the work lasts. The last of repeated holds has no pause after it."""
    match work:
        case Reps(reps):
            return Seconds(reps * unit(work))
        case Hold(hold):
            return hold
        case Holds(reps, _, relax):
            return Seconds(reps * unit(work) - relax)
        case Time(duration):
            return duration
        case Breaths(breaths):
            return Seconds(breaths * unit(work))
        case Cadence(beats):
            return Seconds(beats * unit(work))
        case _:
            assert_never(work)


def covering(work: Work, duration: Seconds) -> int:
    """Return how many repetitions, holds, breaths or beats of this work it takes to last so long."""
    pause = work.relax if isinstance(work, Holds) else 0.0
    return max(1, ceil((duration + pause) / unit(work) - 1e-9))


def more(work: Work, times: int, limit: DoseKeys) -> Work:
    """Return the work with 15 seconds, or three repetitions, more for each of `times`.

    It does not pass `limit`, and is never less than before.
    """
    if times <= 0:
        return work
    seconds = MORE_SECONDS * times
    match work:
        case Reps(reps) | Holds(reps):
            return replace(work, reps=max(reps, _smaller(reps + MORE_REPS * times, limit.reps)))
        case Hold(hold):
            return replace(work, hold=max(hold, _smaller(Seconds(hold + seconds), limit.hold)))
        case Time(duration):
            return replace(
                work, duration=max(duration, _smaller(Seconds(duration + seconds), limit.duration))
            )
        case Breaths(breaths):
            added = ceil(MORE_SECONDS / unit(work)) * times
            return replace(work, breaths=max(breaths, _smaller(breaths + added, _most_counts(work, limit))))
        case Cadence(beats, per_minute):
            added = ceil(per_minute * MORE_SECONDS / 60) * times
            return replace(work, beats=max(beats, _smaller(beats + added, _most_counts(work, limit))))
        case _:
            assert_never(work)


def at_most(work: Work, most: Seconds) -> Work:
    """Return the work cut to at most `most` seconds, though never below one repetition."""
    if length(work) <= most:
        return work
    if not isinstance(work, Holds):
        return _with_length(work, most, _whole)
    reps = max(1, _whole((most + work.relax) / unit(work)))
    return replace(work, reps=reps, hold=Seconds(min(work.hold, most)) if reps == 1 else work.hold)


def shortened(work: Work, by: Seconds) -> Work | None:
    """Return the work without `by` seconds, as nearly as it can be; `None` where nothing is left."""
    left = Seconds(length(work) - by)
    return None if left < LEAST_LEFT else _with_length(work, left, round)


def left_of(work: Work, new: Work, elapsed: Seconds) -> Work | None:
    """Return what is left of `new` after `elapsed` seconds of `work`; `None` where it is done already.

    The part that was done is counted in whole repetitions where both count them, in time where both
    go by time, else as a share of the whole.
    """
    done = _whole(elapsed / unit(work)) if unit(work) else 0
    match work, new:
        case Reps(), Reps():
            return replace(new, reps=new.reps - done) if new.reps > done else None
        case Holds(), Holds():
            return replace(new, reps=new.reps - done) if new.reps > done else None
        case Breaths(), Breaths():
            return replace(new, breaths=new.breaths - done) if new.breaths > done else None
        case (Hold(), Hold()) | (Time(), Time()) | (Cadence(), Cadence()):
            return shortened(new, elapsed)
    share = min(1.0, elapsed / length(work))
    return shortened(new, Seconds(share * length(new)))


def _whole(number: float) -> int:
    """Return the number rounded down; a rounding error below a whole number does not count."""
    return floor(number + 1e-9)


def _with_length(work: Work, seconds: Seconds, rounded: Callable[[float], int]) -> Work:
    """Return the work at about `seconds`: `rounded` makes a count whole, and it is at least one."""
    match work:
        case Hold():
            return Hold(seconds)
        case Time():
            return replace(work, duration=seconds)
        case Reps() | Holds():
            return replace(work, reps=max(1, rounded(seconds / unit(work))))
        case Breaths():
            return replace(work, breaths=max(1, rounded(seconds / unit(work))))
        case Cadence():
            return replace(work, beats=max(1, rounded(seconds / unit(work))))
        case _:
            assert_never(work)


def _most_counts(work: Breaths | Cadence, limit: DoseKeys) -> int | None:
    """Return how many breaths or beats `limit` allows."""
    if limit.reps is not None:
        return limit.reps
    return None if limit.duration is None else _whole(limit.duration / unit(work))


def _smaller(value: _Number, other: _Number | None) -> _Number:
    return value if other is None else min(value, other)
