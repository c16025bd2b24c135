"""The whole session on one timeline: the welcome, every step, the close.

Pure. It serves the total that is promised, `show --script`, and whatever renders a
session: part follows part, as it is laid live when nobody interrupts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from coach.cue.model import MeasureOf, Part, Spoken, Timeline
from coach.cue.script import AS_IS, Script, StepChange, lines_of
from coach.cue.timeline import timeline
from coach.cue.wording import QUESTIONS
from coach.routine.plan.plan import Difficulty
from coach.time.units import Samples


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with its timeline and the session's sample at which it starts."""

    start: Samples
    part: Part
    timeline: Timeline


def parts(script: Script, change: StepChange = AS_IS) -> Iterator[Part]:
    """Yield every part of the session in order, each exercise in the way of `change`."""
    yield from script.welcome()
    for index in range(len(script.titles)):
        yield from script.step(index, change)
    yield from script.close()


def every_line(script: Script) -> tuple[Spoken, ...]:
    """Return every line that a session may say, in each way and whatever is asked of it, once each."""
    said = (part for way in Difficulty for part in parts(script, StepChange(way)))
    asked = (script.ask(name, 0) for name in QUESTIONS)
    every = (*said, script.stopped(), script.wait_words(0), *asked)
    return lines_of(block for part in every for block in part.blocks)


def whole(script: Script, measure_of: MeasureOf, change: StepChange = AS_IS) -> tuple[Placed, ...]:
    """Place every part of the session after the one before it."""
    placed: list[Placed] = []
    start = Samples(0)
    for part in parts(script, change):
        laid = timeline(part.blocks, measure_of)
        placed.append(Placed(start, part, laid))
        start = Samples(start + laid.length)
    return tuple(placed)


def total(script: Script, measure_of: MeasureOf, change: StepChange = AS_IS) -> Samples:
    """Return how long the session lasts."""
    return Samples(sum(timeline(part.blocks, measure_of).length for part in parts(script, change)))
