"""The work itself: one bout of a dose, beat by beat, and the lead-in before it.

Pure. What is heard of each kind of work is written out in `tests/cue/doses.txt`. A bout is a
`Beat` whose length is that of the dose, for both sides where they alternate, whatever is said in it.
"""

from collections.abc import Iterator, Sequence
from math import floor
from typing import Final, assert_never

from coach.cue import wording
from coach.cue.model import Beat, Chime, ChimeName, Cue, Fixed, Role, Spoken
from coach.routine.model import Breaths, Cadence, Hold, Holds, Reps, Say, Time, Work
from coach.routine.plan.work import length, unit
from coach.time.units import Samples, Seconds, samples

START: Final = Chime(ChimeName.START)
END: Final = Chime(ChimeName.END)
TICK: Final = Chime(ChimeName.TICK)

SECOND: Final = 1.0
HALFWAY_OF_HOLD: Final = 20.0
HALFWAY_OF_TIME: Final = 40.0
TEN_LEFT_FROM: Final = 30.0
COUNTED_HOLD: Final = 8.0
"""From this length on, the last three seconds of a hold are counted."""
COUNTED_PHASE: Final = 3.0
"""From this length on, a phase of the first breath is counted."""
WORDED_BREATHS: Final = 4
"""So many breaths have their words; after that every fourth has."""
SLOWEST_WORD: Final = 0.58
"""A beat shorter than this has no room for a counted word.

Of 750 that the natural voice said, the longest lasted 0.47 s from its beat on, and the next begins
up to 0.11 s before its own.
"""


def beat(work: Work, say: Say, *, set_: int = 0, alternate: bool = False) -> Beat:
    """Return one bout. `set_` counts from nought; later sets are told less.

    With `alternate`, each repetition is done to the left and then to the right.
    """
    spread = _spread(work, say.during, set_)
    match work:
        case Reps():
            one = samples(unit(work) * (2 if alternate else 1))
            fixed = tuple(_reps(work, say, guided=set_ == 0, alternate=alternate))
            return Beat(Samples(one * work.reps), fixed, spread, one)
        case Hold(hold):
            return Beat(samples(hold), tuple(_hold(hold, say)), spread)
        case Holds():
            one = samples(unit(work) * (2 if alternate else 1))
            cues = tuple(_holds(work, say, [s.text for s in spread], alternate=alternate))
            return Beat(Samples(one * work.reps - samples(work.relax)), cues, unit=one)
        case Time():
            return Beat(samples(work.duration), tuple(_time(work)), spread)
        case Breaths():
            one = samples(unit(work))
            return Beat(Samples(one * work.breaths), tuple(_breaths(work)), spread, one)
        case Cadence():
            return Beat(samples(length(work)), tuple(_cadence(work)), spread)
        case _:
            assert_never(work)


def lead_in(work: Work) -> tuple[tuple[Fixed, ...], Samples]:
    """Return the words before zero, from the lead-in's start, and how long it is."""
    match work:
        case Hold() | Time():
            return three_two_one()
        case Cadence(_, per_minute):
            step = 60 / per_minute * (1 if 60 / per_minute >= SLOWEST_WORD else 2)
            words = tuple(_count(i * step, i + 1, step) for i in range(4))
            return words, samples(4 * step)
        case Reps() | Holds() | Breaths():
            ready, and_ = Spoken(wording.READY, Role.COUNT), Spoken(wording.AND, Role.COUNT)
            return (_at(0.0, ready, 1.4), _at(1.5, and_, 0.95)), samples(2.5)
        case _:
            assert_never(work)


def three_two_one() -> tuple[tuple[Fixed, ...], Samples]:
    """Return the countdown to a clear zero."""
    return tuple(_count(float(i), 3 - i, SECOND) for i in range(3)), samples(3)


def _reps(work: Reps, say: Say, *, guided: bool, alternate: bool) -> Iterator[Fixed]:
    period = unit(work)
    one = period * (2 if alternate else 1)
    phases = _phases(work.tempo, say.phases)
    for index in range(work.reps):
        words = phases if guided and index < 2 else phases[:1]
        name = wording.number(index + 1)
        yield from _move(
            index * one,
            f"{wording.LEFT}, {name}" if alternate else name,
            words,
            index < 2 and guided,
            period,
        )
        if alternate:
            yield from _move(index * one + period, wording.RIGHT, words, index < 2 and guided, period)
        if index == work.reps - 2 and index > 0:
            yield _last_one(index * one + one, min(1.4, period / 2))
    yield _end(work.reps * one)


def _move(
    at: float, word: str, phases: Sequence[tuple[float, float, str]], guided: bool, period: float
) -> Iterator[Fixed]:
    """Yield one repetition to one side: its number, and the phase words where it is guided."""
    counted = Spoken(word, Role.COUNT)
    if not guided:
        yield Fixed(samples(at), (counted,), samples(period - 0.1))
        return
    for start, lasts, words in phases:
        spoken = (Spoken(words, Role.COUNT),) if words else ()
        cues: tuple[Cue, ...] = (counted, *spoken) if start == 0 else spoken
        if cues:
            yield Fixed(samples(at + start), cues, samples(lasts - 0.05))


def _phases(tempo: tuple[Seconds, ...], words: tuple[str, ...]) -> tuple[tuple[float, float, str], ...]:
    """Return start, length and words of each phase that lasts; words may skip the phases that do not."""
    every = len(words) == len(tempo)
    left = iter(words)
    phases, at = [], 0.0
    for lasts in tempo:
        word = next(left, "") if every or lasts > 0 else ""
        if lasts > 0:
            phases.append((at, float(lasts), word))
        at += lasts
    return tuple(phases)


def _hold(hold: Seconds, say: Say) -> Iterator[Fixed]:
    yield Fixed(Samples(0), (START,), samples(1))
    if hold >= HALFWAY_OF_HOLD:
        yield _at(hold / 2, Spoken(wording.HALFWAY, Role.COUNT), 2.0)
    yield from _last_three(0.0, hold)
    yield _end(hold, _release(say))


def _holds(work: Holds, say: Say, cues: Sequence[str], *, alternate: bool) -> Iterator[Fixed]:
    turn = unit(work)
    sides = (wording.LEFT, wording.RIGHT) if alternate else ("",)
    for index in range(work.reps):
        for place, side in enumerate(sides):
            at = (index * len(sides) + place) * turn
            last = index == work.reps - 1 and place == len(sides) - 1
            name = wording.number(index + 1) if work.reps > 1 else wording.HOLD_IT
            word = side if place else ", ".join(filter(None, (side, name)))
            yield _at(at, Spoken(word, Role.COUNT), min(2.0, work.hold - 0.05))
            if not place and 0 < index <= len(cues):
                yield Fixed(
                    samples(at + 1.5), (Spoken(cues[index - 1]),), samples(work.hold - 5), optional=True
                )
            yield from _last_three(at, work.hold)
            if last:
                yield Fixed(samples(at + work.hold), (_release(say), END), samples(4))
            else:
                yield _at(at + work.hold, _release(say), max(0.3, work.relax - 0.1))
        if index == work.reps - 2 and index > 0:
            yield _last_one((index + 1) * len(sides) * turn, min(1.3, work.relax / 2))


def _time(work: Time) -> Iterator[Fixed]:
    yield Fixed(Samples(0), (START,), samples(1))
    if work.stroke:
        for index in range(1, floor((work.duration - 0.5) / work.stroke) + 1):
            yield Fixed(samples(index * work.stroke), (TICK,), samples(1))
    yield from _time_left(work.duration)
    yield _end(work.duration)


def _time_left(duration: float) -> Iterator[Fixed]:
    if duration >= HALFWAY_OF_TIME:
        yield _at(duration / 2, Spoken(wording.HALFWAY, Role.COUNT), 2.0)
    if duration >= TEN_LEFT_FROM:
        yield _at(duration - 10, Spoken(wording.TEN_LEFT, Role.COUNT), 3.0)


def _breaths(work: Breaths) -> Iterator[Fixed]:
    one = unit(work)
    words = (wording.BREATHE_IN, wording.BREATH_HELD, wording.BREATHE_OUT, wording.BREATH_HELD)
    if len(work.pattern) == 2:
        words = (wording.BREATHE_IN, wording.BREATHE_OUT, "", "")
    for index in range(work.breaths):
        at = index * one
        worded = index < WORDED_BREATHS or index % 4 == 0
        for phase, word in zip(work.pattern, words, strict=False):
            cue: Cue = Spoken(word, Role.COUNT) if worded else TICK
            counted = index == 0 and phase >= COUNTED_PHASE
            if phase > 0:
                yield Fixed(samples(at), (cue,), samples((1.0 if counted else phase) - 0.03))
            if counted:
                yield from (_count(at + second, second + 1, SECOND) for second in range(1, floor(phase)))
            at += phase
    yield _end(work.breaths * one)


def _cadence(work: Cadence) -> Iterator[Fixed]:
    each = 60 / work.per_minute
    for index in range(work.beats):
        yield Fixed(samples(index * each), (TICK,), samples(1))
    if work.beats * each >= HALFWAY_OF_TIME:
        yield _at(work.beats * each / 2, Spoken(wording.HALFWAY, Role.COUNT), 2.0)
    yield _end(work.beats * each)


def _spread(work: Work, during: tuple[str, ...], set_: int) -> tuple[Spoken, ...]:
    """Choose this set's cues: as many as there is time for in the first, one each in later ones."""
    lasts = length(work)
    match work:
        case Hold() | Time() | Cadence():
            room = 1 if 12 <= lasts < 20 else int(lasts // 12)
        case Reps():
            room = int(lasts // 15) if unit(work) >= 4 and work.reps > 3 else 0
        case Holds(reps, hold):
            room = reps - 1 if hold >= COUNTED_HOLD else 0
        case Breaths(breaths):
            room = (breaths - WORDED_BREATHS) // 3
        case _:
            assert_never(work)
    if not during or room <= 0:
        return ()
    chosen = during[:room] if set_ == 0 else (during[(min(room, len(during)) + set_ - 1) % len(during)],)
    return tuple(Spoken(text) for text in chosen)


def _last_three(at: float, hold: float) -> Iterator[Fixed]:
    if hold >= COUNTED_HOLD:
        yield from (_count(at + hold - left, left, SECOND) for left in (3, 2, 1))


def _release(say: Say) -> Spoken:
    return Spoken(say.release or wording.RELAX, Role.COUNT)


def _last_one(end: float, before: float) -> Fixed:
    return Fixed(
        samples(end - before), (Spoken(wording.LAST_ONE, Role.COUNT),), samples(before - 0.1), optional=True
    )


def _end(at: float, *words: Spoken) -> Fixed:
    return Fixed(samples(at), (END, *words), samples(4))


def _count(at: float, value: int, room: float) -> Fixed:
    return _at(at, Spoken(wording.number(value), Role.COUNT), room - 0.03)


def _at(at: float, cue: Cue, room: float) -> Fixed:
    return Fixed(samples(at), (cue,), samples(room))
