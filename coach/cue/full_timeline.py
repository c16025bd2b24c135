"""The whole session on one timeline: the welcome, every step, the close.

Pure. It serves the total that is promised, `show --script`, and all that renders a session:
one part follows another, as in a live session that nobody interrupts.
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
    """Return every line that a session may say, at each difficulty and after any key, once each."""
    spoken_parts = (part for difficulty in Difficulty for part in parts(script, StepChange(difficulty)))
    question_parts = (script.ask(name, 0) for name in QUESTIONS)
    all_parts = (*spoken_parts, script.stopped(), script.wait_words(0), *question_parts)
    return lines_of(block for part in all_parts for block in part.blocks)


def placed_parts(script: Script, measure_of: MeasureOf, change: StepChange = AS_IS) -> tuple[Placed, ...]:
    """Place every part of the session after the one before it."""
    placed: list[Placed] = []
    start = Samples(0)
    for part in parts(script, change):
        part_timeline = timeline(part.blocks, measure_of)
        placed.append(Placed(start, part, part_timeline))
        start = Samples(start + part_timeline.length)
    return tuple(placed)


def total(script: Script, measure_of: MeasureOf, change: StepChange = AS_IS) -> Samples:
    """Return how long the session lasts."""
    return Samples(sum(timeline(part.blocks, measure_of).length for part in parts(script, change)))
