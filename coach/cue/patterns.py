"""The work itself: one bout of a dose, beat by beat, and the lead-in before it.

Pure. `tests/cue/doses.txt` has the cues of each kind of work, written out. A bout is a
`Beat` that is as long as the dose, for both sides where they alternate, whatever is said in it.
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
"""This many breaths have words; after that every fourth has."""
SLOWEST_WORD: Final = 0.58
"""A beat shorter than this has no room for a counted word.

Of 750 that the natural voice said, the longest lasted 0.47 s from its beat on, and the next begins
up to 0.11 s before its own.
"""


def beat(work: Work, say: Say, *, set_: int = 0, alternate: bool = False) -> Beat:
    """Return one bout. `set_` counts from nought; later sets have fewer words.

    With `alternate`, each repetition is done to the left and then to the right.
    """
    spread = _spread(work, say.during, set_)
    match work:
        case Reps():
            period = samples(unit(work) * (2 if alternate else 1))
            fixed = tuple(_reps(work, say, guided=set_ == 0, alternate=alternate))
            return Beat(Samples(period * work.reps), fixed, spread, period)
        case Hold(hold):
            return Beat(samples(hold), tuple(_hold(hold, say)), spread)
        case Holds():
            period = samples(unit(work) * (2 if alternate else 1))
            cues = tuple(_holds(work, say, [s.text for s in spread], alternate=alternate))
            return Beat(Samples(period * work.reps - samples(work.relax)), cues, unit=period)
        case Time():
            return Beat(samples(work.duration), tuple(_time(work)), spread)
        case Breaths():
            period = samples(unit(work))
            return Beat(Samples(period * work.breaths), tuple(_breaths(work)), spread, period)
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
            interval = 60 / per_minute * (1 if 60 / per_minute >= SLOWEST_WORD else 2)
            words = tuple(_count(i * interval, i + 1, interval) for i in range(4))
            return words, samples(4 * interval)
        case Reps() | Holds() | Breaths():
            ready, and_ = Spoken(wording.READY, Role.COUNT), Spoken(wording.AND, Role.COUNT)
            return (_fixed_cue(0.0, ready, 1.4), _fixed_cue(1.5, and_, 0.95)), samples(2.5)
        case _:
            assert_never(work)


def three_two_one() -> tuple[tuple[Fixed, ...], Samples]:
    """Return the countdown to a clear zero."""
    return tuple(_count(float(i), 3 - i, SECOND) for i in range(3)), samples(3)


def _reps(work: Reps, say: Say, *, guided: bool, alternate: bool) -> Iterator[Fixed]:
    period = unit(work)
    repetition = period * (2 if alternate else 1)
    phases = _phases(work.tempo, say.phases)
    for index in range(work.reps):
        words = phases if guided and index < 2 else phases[:1]
        name = wording.number(index + 1)
        yield from _move(
            index * repetition,
            f"{wording.LEFT}, {name}" if alternate else name,
            words,
            index < 2 and guided,
            period,
        )
        if alternate:
            yield from _move(index * repetition + period, wording.RIGHT, words, index < 2 and guided, period)
        if index == work.reps - 2 and index > 0:
            yield _last_one(index * repetition + repetition, min(1.4, period / 2))
    yield _end(work.reps * repetition)


def _move(
    moment: float, word: str, phases: Sequence[tuple[float, float, str]], guided: bool, period: float
) -> Iterator[Fixed]:
    """Yield one repetition to one side: its number, and the phase words where it is guided."""
    number_cue = Spoken(word, Role.COUNT)
    if not guided:
        yield Fixed(samples(moment), (number_cue,), samples(period - 0.1))
        return
    for start, duration, words in phases:
        spoken = (Spoken(words, Role.COUNT),) if words else ()
        cues: tuple[Cue, ...] = (number_cue, *spoken) if start == 0 else spoken
        if cues:
            yield Fixed(samples(moment + start), cues, samples(duration - 0.05))


def _phases(tempo: tuple[Seconds, ...], words: tuple[str, ...]) -> tuple[tuple[float, float, str], ...]:
    """Return start, length and words of each phase but those of nought seconds, which may have no words."""
    has_all_words = len(words) == len(tempo)
    remaining_words = iter(words)
    phases, moment = [], 0.0
    for duration in tempo:
        word = next(remaining_words, "") if has_all_words or duration > 0 else ""
        if duration > 0:
            phases.append((moment, float(duration), word))
        moment += duration
    return tuple(phases)


def _hold(hold: Seconds, say: Say) -> Iterator[Fixed]:
    yield Fixed(Samples(0), (START,), samples(1))
    if hold >= HALFWAY_OF_HOLD:
        yield _fixed_cue(hold / 2, Spoken(wording.HALFWAY, Role.COUNT), 2.0)
    yield from _last_three(0.0, hold)
    yield _end(hold, _release(say))


def _holds(work: Holds, say: Say, cues: Sequence[str], *, alternate: bool) -> Iterator[Fixed]:
    period = unit(work)
    sides = (wording.LEFT, wording.RIGHT) if alternate else ("",)
    for index in range(work.reps):
        for side_index, side in enumerate(sides):
            moment = (index * len(sides) + side_index) * period
            last = index == work.reps - 1 and side_index == len(sides) - 1
            name = wording.number(index + 1) if work.reps > 1 else wording.HOLD_IT
            word = side if side_index else ", ".join(filter(None, (side, name)))
            yield _fixed_cue(moment, Spoken(word, Role.COUNT), min(2.0, work.hold - 0.05))
            if not side_index and 0 < index <= len(cues):
                yield Fixed(
                    samples(moment + 1.5), (Spoken(cues[index - 1]),), samples(work.hold - 5), optional=True
                )
            yield from _last_three(moment, work.hold)
            if last:
                yield Fixed(samples(moment + work.hold), (_release(say), END), samples(4))
            else:
                yield _fixed_cue(moment + work.hold, _release(say), max(0.3, work.relax - 0.1))
        if index == work.reps - 2 and index > 0:
            yield _last_one((index + 1) * len(sides) * period, min(1.3, work.relax / 2))


def _time(work: Time) -> Iterator[Fixed]:
    yield Fixed(Samples(0), (START,), samples(1))
    if work.stroke:
        for index in range(1, floor((work.duration - 0.5) / work.stroke) + 1):
            yield Fixed(samples(index * work.stroke), (TICK,), samples(1))
    yield from _time_left(work.duration)
    yield _end(work.duration)


def _time_left(duration: float) -> Iterator[Fixed]:
    if duration >= HALFWAY_OF_TIME:
        yield _fixed_cue(duration / 2, Spoken(wording.HALFWAY, Role.COUNT), 2.0)
    if duration >= TEN_LEFT_FROM:
        yield _fixed_cue(duration - 10, Spoken(wording.TEN_LEFT, Role.COUNT), 3.0)


def _breaths(work: Breaths) -> Iterator[Fixed]:
    period = unit(work)
    words = (wording.BREATHE_IN, wording.BREATH_HELD, wording.BREATHE_OUT, wording.BREATH_HELD)
    if len(work.pattern) == 2:
        words = (wording.BREATHE_IN, wording.BREATHE_OUT, "", "")
    for index in range(work.breaths):
        moment = index * period
        has_word = index < WORDED_BREATHS or index % 4 == 0
        for phase, word in zip(work.pattern, words, strict=False):
            cue: Cue = Spoken(word, Role.COUNT) if has_word else TICK
            is_counted = index == 0 and phase >= COUNTED_PHASE
            if phase > 0:
                yield Fixed(samples(moment), (cue,), samples((1.0 if is_counted else phase) - 0.03))
            if is_counted:
                yield from (_count(moment + second, second + 1, SECOND) for second in range(1, floor(phase)))
            moment += phase
    yield _end(work.breaths * period)


def _cadence(work: Cadence) -> Iterator[Fixed]:
    interval = 60 / work.per_minute
    for index in range(work.beats):
        yield Fixed(samples(index * interval), (TICK,), samples(1))
    if work.beats * interval >= HALFWAY_OF_TIME:
        yield _fixed_cue(work.beats * interval / 2, Spoken(wording.HALFWAY, Role.COUNT), 2.0)
    yield _end(work.beats * interval)


def _spread(work: Work, during: tuple[str, ...], set_: int) -> tuple[Spoken, ...]:
    """Choose this set's cues: in the first set as many as there is time for, in later ones a single cue."""
    duration = length(work)
    match work:
        case Hold() | Time() | Cadence():
            most_cues = 1 if 12 <= duration < 20 else int(duration // 12)
        case Reps():
            most_cues = int(duration // 15) if unit(work) >= 4 and work.reps > 3 else 0
        case Holds(reps, hold):
            most_cues = reps - 1 if hold >= COUNTED_HOLD else 0
        case Breaths(breaths):
            most_cues = (breaths - WORDED_BREATHS) // 3
        case _:
            assert_never(work)
    if not during or most_cues <= 0:
        return ()
    chosen = (
        during[:most_cues] if set_ == 0 else (during[(min(most_cues, len(during)) + set_ - 1) % len(during)],)
    )
    return tuple(Spoken(text) for text in chosen)


def _last_three(moment: float, hold: float) -> Iterator[Fixed]:
    if hold >= COUNTED_HOLD:
        yield from (_count(moment + hold - left, left, SECOND) for left in (3, 2, 1))


def _release(say: Say) -> Spoken:
    return Spoken(say.release or wording.RELAX, Role.COUNT)


def _last_one(end: float, lead: float) -> Fixed:
    return Fixed(
        samples(end - lead), (Spoken(wording.LAST_ONE, Role.COUNT),), samples(lead - 0.1), optional=True
    )


def _end(moment: float, *words: Spoken) -> Fixed:
    return Fixed(samples(moment), (END, *words), samples(4))


def _count(moment: float, value: int, room: float) -> Fixed:
    return _fixed_cue(moment, Spoken(wording.number(value), Role.COUNT), room - 0.03)


def _fixed_cue(moment: float, cue: Cue, room: float) -> Fixed:
    return Fixed(samples(moment), (cue,), samples(room))
