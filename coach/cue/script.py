"""A plan turned into parts: all that the listener needs, in the order in which they need it.

Pure. One method for each stretch of a session: the welcome, a step, what is said after a
change or a long pause, the questions, the close. An exercise's own
bouts are in `cue.sets`.

No detail, option or repetition drops the stop rule or an exercise's caution.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never

from coach.cue import wording
from coach.cue.instruction import Detail, replacement_lines
from coach.cue.model import Beat, Block, Line, Part, PartKind, RestBlock, Spoken, Timeline
from coach.cue.patterns import beat, three_two_one
from coach.cue.sets import GAP, SETTLE, bouts, ending, place_words, ready_for, seconds_per_side
from coach.cue.timeline import unit_at
from coach.errors import Place
from coach.routine.model import Sides, Work
from coach.routine.plan.limits import limit
from coach.routine.plan.plan import Difficulty, Plan, PlannedRest, PlannedSay, Task, Variant
from coach.routine.plan.work import left_of, length, more
from coach.time.units import Samples, Seconds, samples, seconds

THOUGHT: Final = samples(0.7)
"""Silence after a sentence of a lesson."""
MORE_REST: Final = 15.0
SAID_REST: Final = 5.0
"""Seconds; a shorter rest without words of its own, as between two thoughts of a lesson, is silent."""


@dataclass(frozen=True, slots=True)
class TellingOptions:
    """How a session is told. `minutes` is the length to announce.

    `keys`: there are keys to press. `saved`: the history has the session afterwards.
    """

    detail: Detail = Detail.FULL
    emergency: str = "112"
    keys: bool = False
    minutes: float = 5.0
    saved: bool = True


@dataclass(frozen=True, slots=True)
class StepChange:
    """What the listener asked for in an exercise. `more` counts how often they asked for more.

    `met` names the exercises that the session has had so far; `None` where it has gone as planned.
    """

    way: Difficulty = Difficulty.AS_WRITTEN
    more: int = 0
    met: frozenset[str] | None = None


AS_IS: Final = StepChange()


@dataclass(frozen=True, slots=True)
class Script:
    """One plan, and the options with which it is told."""

    plan: Plan
    options: TellingOptions = TellingOptions()

    @property
    def titles(self) -> tuple[str, ...]:
        """What each step is called."""
        return tuple(step.title for step in self.plan.steps)

    @property
    def name(self) -> str:
        """What the routine is called."""
        return self.plan.routine.name

    @property
    def id(self) -> str:
        """The routine's id."""
        return self.plan.routine.id

    def exercise_of(self, index: int) -> str:
        """Return the step's exercise by its id; empty for a rest or something said."""
        step = self.plan.steps[index]
        return step.exercise.id if isinstance(step, Task) else ""

    def place_of(self, index: int) -> Place:
        """Return the step's place in the routine's file."""
        return self.plan.steps[index].place

    def welcome(self) -> tuple[Part, ...]:
        """Return the opening, a line a part: the name, the length, what to have, the stop rule."""
        lines = [
            wording.welcome(self.plan.routine.name, self.options.minutes),
            wording.have(self.plan.equipment),
            *wording.stop_rule(self.options.emergency),
            wording.KEYS if self.options.keys and self.options.detail is Detail.FULL else "",
        ]
        return tuple(_one_line_part(PartKind.WELCOME, -1, line) for line in lines if line)

    def step(self, index: int, change: StepChange = AS_IS) -> tuple[Part, ...]:
        """Return the parts of one step, in order."""
        planned = self.plan.steps[index]
        match planned:
            case PlannedSay(lines):
                return tuple(
                    replace(_one_line_part(PartKind.TALK, index, line, THOUGHT), title=planned.title)
                    for line in lines
                )
            case PlannedRest(least, _, say):
                words = say or (wording.rest(least) if least >= SAID_REST else "")
                rest = RestBlock(samples(least + MORE_REST * change.more), (Spoken(words),) if words else ())
                return (Part(PartKind.REST, index, (rest,), planned.title, where="Resting"),)
            case Task():
                form, met = planned.variant(change.way), change.met
                again = planned.again and (met is None or form.exercise.name in met)
                work, detail = _work(form, change), self.options.detail
                return tuple(bouts(self.plan, index, form, work, detail=detail, again=again))
            case _:
                assert_never(planned)

    def can_change(self, index: int, change: StepChange) -> bool:
        """Return whether the step has that way, and whether the last "more" still adds anything."""
        planned = self.plan.steps[index]
        if isinstance(planned, PlannedRest):
            return change.way is Difficulty.AS_WRITTEN and change.more <= 20
        if not isinstance(planned, Task):
            return False
        if change.way is not Difficulty.AS_WRITTEN and planned.variant(change.way) is planned.as_written:
            return False
        form = planned.variant(change.way)
        return change.more == 0 or _work(form, change) != _work(form, replace(change, more=change.more - 1))

    def rest_of_bout(self, index: int, change: StepChange, part: Part, elapsed: Samples) -> Part:
        """Return the rest of the bout of `part` after a new change, `elapsed` samples into its work.

        It says what changes, and gives a lead-in and the work that is left, if any is.
        """
        task = self.plan.steps[index]
        assert isinstance(task, Task), "only an exercise has another way"
        assert part.work is not None, "only a bout can be gone on with"
        form, old_work = task.variant(change.way), part.work
        new_work, alternate = _work(form, change), form.dose.sides is Sides.ALTERNATE
        work_left = left_of(old_work, new_work, Seconds(part.begun + seconds_per_side(part, elapsed)))
        is_other = form.exercise.name != part.title
        words = (
            replacement_lines(form) if is_other else tuple(filter(None, [form.say or form.exercise.say.move]))
        )
        blocks: list[Block] = [Line(Spoken(line), GAP) for line in words]
        if work_left is not None:
            quiet = samples(form.dose.ready) if is_other else SETTLE
            blocks += [
                ready_for(work_left, quiet),
                beat(work_left, form.exercise.say, set_=1, alternate=alternate),
            ]
        return replace(
            part,
            blocks=(*blocks, *ending(form, part.spot, self.options.detail)),
            title=form.exercise.name,
            where=place_words(form, part.spot),
            work=new_work,
            begun=Seconds(length(new_work) - (length(work_left) if work_left else 0)),
            alternate=alternate,
        )

    def with_instructions(self, index: int, change: StepChange, part: Part) -> Part:
        """Return a later bout that is the first of another exercise, with that exercise's instructions."""
        task = self.plan.steps[index]
        assert isinstance(task, Task), "only an exercise has another way"
        opening = part.blocks[0]
        assert isinstance(opening, RestBlock), "a bout begins with the time to get there"
        lines = tuple(map(Spoken, replacement_lines(task.variant(change.way))))
        return replace(part, blocks=(replace(opening, head=(*lines, *opening.head)), *part.blocks[1:]))

    def come_back(self, part: Part, line: Timeline, at: Samples) -> tuple[Block, ...]:
        """Return what is said after a long pause: where the listener is, and a count-in within work."""
        begin, end = line.work
        blocks: list[Block] = [Line(Spoken(f"{part.where}."), GAP)] if part.where else []
        if not begin < at < end:
            return tuple(blocks)
        if line.unit:
            count_left = -(-(end - begin) // line.unit) - unit_at(line, at)
            words = f"{wording.number(count_left)} left" if count_left > 1 else "the last one"
        else:
            words = wording.duration(seconds(end - at))
        countdown, lead = three_two_one()
        blocks.append(Line(Spoken(wording.left_over(words)), GAP))
        blocks.append(RestBlock(Samples(0), settle=SETTLE, lead_in=countdown, lead=lead))
        return tuple(blocks)

    def again(self, line: Spoken) -> tuple[Block, ...]:
        """Return a line said again, with a short silence after it."""
        return (Line(line, SETTLE),)

    def wait_words(self, index: int) -> Part:
        """Return what is said when the session waits for a key before the step."""
        return replace(_one_line_part(PartKind.TALK, index, wording.WAIT), where="Waiting for you")

    def ask(self, name: str, index: int) -> Part:
        """Return a question: morning, pain_before, pain_after or effort."""
        return replace(_one_line_part(PartKind.ASK, index, wording.QUESTIONS[name]), ask=name)

    def close(self, *, finished: bool = True) -> tuple[Part, ...]:
        """Return the close: what was done, and what to notice later."""
        tasks = len({task.exercise.id for task in self.plan.tasks})
        lines = wording.close(self.plan.routine.name, tasks, self.plan.routine.category, finished=finished)
        return tuple(_one_line_part(PartKind.CLOSE, len(self.plan.steps), line) for line in lines)

    def stopped(self) -> Part:
        """Return what is said when the listener stops."""
        words = wording.STOPPED if self.options.saved else wording.STOPPED_UNKEPT
        return _one_line_part(PartKind.CLOSE, len(self.plan.steps), words)


def lines_of(blocks: Iterable[Block]) -> tuple[Spoken, ...]:
    """Return every line that the blocks need, once each, in the order of need."""
    return tuple(dict.fromkeys(_spoken_cues(blocks)))


def _spoken_cues(blocks: Iterable[Block]) -> Iterator[Spoken]:
    for block in blocks:
        match block:
            case Line(cue):
                cues = [cue]
            case RestBlock():
                cues = [*block.head, *block.tail, *(cue for fixed in block.lead_in for cue in fixed.cues)]
            case Beat():
                cues = [*(cue for fixed in block.fixed for cue in fixed.cues), *block.spread]
        yield from (cue for cue in cues if isinstance(cue, Spoken))


def _work(form: Variant, change: StepChange) -> Work:
    return more(form.dose.work, change.more, limit(form.exercise))


def _one_line_part(kind: PartKind, index: int, text: str, gap: Samples = GAP) -> Part:
    return Part(kind, index, (Line(Spoken(text), gap),), where="" if kind is PartKind.WELCOME else "Going on")
