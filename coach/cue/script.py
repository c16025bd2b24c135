"""A plan turned into parts: all that the listener needs, in the order they need it.

Pure. One function for each stretch of a session: the welcome, a step, what is said
when something is changed or come back to, the questions, the close. What stands before
an exercise is in `cue.instruction`, the work itself in `cue.work`.

No detail, option or repetition drops the stop rule or an exercise's caution.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, assert_never

from coach.cue import wording
from coach.cue.instruction import Detail, instruction, reminder
from coach.cue.model import Beat, Block, Line, Part, PartKind, Rest, Spoken, Spot, Timeline
from coach.cue.work import beat, lead_in, left_of, three_two_one
from coach.routine import limits
from coach.routine.model import Dose, Sides, Work
from coach.routine.plan import Form, Pause, Plan, Speech, Task, Way
from coach.units import Samples, Seconds, samples, seconds

GAP: Final = samples(0.45)
"""Silence after a line that stands alone."""
THOUGHT: Final = samples(0.7)
"""Silence after a sentence of a lesson."""
SETTLE: Final = samples(1.0)
"""Silence before the lead-in of a bout that is gone on with."""
MORE_REST: Final = 15.0
SAID_REST: Final = 5.0
"""Seconds; a shorter pause without words of its own, as between two thoughts of a lesson, is silent."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a session is told. `minutes` is the length to announce; `keys` whether there are any to press."""

    detail: Detail = Detail.FULL
    emergency: str = "112"
    keys: bool = False
    minutes: float = 5.0


@dataclass(frozen=True, slots=True)
class Change:
    """What the listener asked for of an exercise. `more` counts how often more was asked."""

    way: Way = Way.AS_WRITTEN
    more: int = 0


AS_IS: Final = Change()


@dataclass(frozen=True, slots=True)
class Script:
    """One plan, told in one manner."""

    plan: Plan
    manner: Manner = Manner()

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

    def welcome(self) -> tuple[Part, ...]:
        """Return the opening, a line a part: the name, the length, what to have, the stop rule."""
        lines = [
            wording.welcome(self.plan.routine.name, self.manner.minutes),
            wording.have(self.plan.equipment),
            *wording.stop_rule(self.manner.emergency),
            wording.KEYS if self.manner.keys and self.manner.detail is Detail.FULL else "",
        ]
        return tuple(_lone(PartKind.WELCOME, -1, line) for line in lines if line)

    def step(self, index: int, change: Change = AS_IS) -> tuple[Part, ...]:
        """Return the parts of one step, in order."""
        planned = self.plan.steps[index]
        match planned:
            case Speech(lines):
                return tuple(
                    replace(_lone(PartKind.TALK, index, line, THOUGHT), title=planned.title) for line in lines
                )
            case Pause(least, _, say):
                words = say or (wording.rest(least) if least >= SAID_REST else "")
                rest = Rest(samples(least + MORE_REST * change.more), (Spoken(words),) if words else ())
                return (Part(PartKind.REST, index, (rest,), planned.title, where="Resting"),)
            case Task():
                return tuple(_bouts(self.plan, index, planned, self.manner, change))
            case _:
                assert_never(planned)

    def can_change(self, index: int, change: Change) -> bool:
        """Return whether the step has that way, and whether the last "more" still adds anything."""
        planned = self.plan.steps[index]
        if isinstance(planned, Pause):
            return change.way is Way.AS_WRITTEN and change.more <= 20
        if not isinstance(planned, Task):
            return False
        if change.way is not Way.AS_WRITTEN and planned.form(change.way) is planned.as_written:
            return False
        form = planned.form(change.way)
        return change.more == 0 or _work(form, change) != _work(form, replace(change, more=change.more - 1))

    def rest_of_bout(self, index: int, change: Change, part: Part, elapsed: Samples) -> Part:
        """Return the bout of `part` gone on with under a new change, `elapsed` samples into its work.

        It says what changes, gives a lead-in, and holds what is left; nothing but the words
        where all of it is done already.
        """
        task = self.plan.steps[index]
        assert isinstance(task, Task), "only an exercise has another way"
        form, done = task.form(change.way), part.work
        assert done is not None, "only a bout can be gone on with"
        sides = 2 if form.dose.sides is Sides.ALTERNATE else 1
        left = left_of(done, _work(form, change), Seconds(seconds(elapsed) / sides))
        words = form.say or form.exercise.say.move
        blocks: list[Block] = [Line(Spoken(words), GAP)] if words else []
        if left is not None:
            work = beat(left, form.exercise.say, set_=1, alternate=form.dose.sides is Sides.ALTERNATE)
            ready = SETTLE if form.exercise is task.exercise else samples(form.dose.ready)
            blocks += [_ready_for(left, quiet=ready), work]
        return replace(part, blocks=(*blocks, *_ending(form, part.spot, self.manner)), work=left or done)

    def come_back(self, part: Part, line: Timeline, at: Samples) -> tuple[Block, ...]:
        """Return what is said after a long pause: where the listener is, and a count-in within work."""
        begin, end = line.work
        blocks: list[Block] = [Line(Spoken(f"{part.where}."), GAP)] if part.where else []
        if not begin < at < end:
            return tuple(blocks)
        if line.unit:
            left = -(-(end - at) // line.unit)
            words = f"{wording.number(left)} left" if left > 1 else "the last one"
        else:
            words = wording.duration(seconds(end - at))
        counted, lead = three_two_one()
        blocks.append(Line(Spoken(wording.left_over(words)), GAP))
        blocks.append(Rest(Samples(0), settle=SETTLE, lead_in=counted, lead=lead))
        return tuple(blocks)

    def again(self, said: Spoken) -> tuple[Block, ...]:
        """Return a line said again, with a short silence after it."""
        return (Line(said, SETTLE),)

    def wait_words(self, index: int) -> Part:
        """Return what is said when the session waits for a key before the step."""
        return replace(_lone(PartKind.TALK, index, wording.WAIT), where="Waiting for you")

    def ask(self, name: str, index: int) -> Part:
        """Return a question: morning, pain_before, pain_after or effort."""
        return replace(_lone(PartKind.ASK, index, wording.QUESTIONS[name]), ask=name)

    def close(self, *, finished: bool = True) -> tuple[Part, ...]:
        """Return the close: what was done, and what to notice later."""
        tasks = len({task.exercise.id for task in self.plan.tasks})
        lines = wording.close(self.plan.routine.name, tasks, self.plan.routine.category, finished=finished)
        return tuple(_lone(PartKind.CLOSE, len(self.plan.steps), line) for line in lines)

    def stopped(self) -> Part:
        """Return what is said when the listener stops."""
        return _lone(PartKind.CLOSE, len(self.plan.steps), wording.STOPPED)


def lines_of(blocks: Iterable[Block]) -> tuple[Spoken, ...]:
    """Return every line that the blocks need, once each, in the order of need."""
    return tuple(dict.fromkeys(_spoken(blocks)))


def _spoken(blocks: Iterable[Block]) -> Iterator[Spoken]:
    for block in blocks:
        match block:
            case Line(cue):
                cues = [cue]
            case Rest():
                cues = [*block.head, *block.tail, *(c for f in block.lead_in for c in f.cues)]
            case Beat():
                cues = [*(c for f in block.fixed for c in f.cues), *block.spread]
        yield from (cue for cue in cues if isinstance(cue, Spoken))


def _bouts(plan: Plan, index: int, task: Task, manner: Manner, change: Change) -> Iterator[Part]:
    form = task.form(change.way)
    dose, work = form.dose, _work(form, change)
    sides = 2 if dose.sides is Sides.EACH else 1
    spots = [
        Spot(set_, side, place)
        for set_ in range(dose.sets)
        for side in range(sides)
        for place in range(len(dose.places) or 1)
    ]
    for spot in spots:
        opening = _opening(plan, index, form, manner) if spot == Spot() else _between(form, spot, manner)
        counted, lead = lead_in(work)
        bout = beat(work, form.exercise.say, set_=spot.set, alternate=dose.sides is Sides.ALTERNATE)
        blocks = (replace(opening, lead_in=counted, lead=lead), bout, *_ending(form, spot, manner))
        yield Part(PartKind.WORK, index, blocks, form.exercise.name, spot, _where(form, spot), work=work)


def _opening(plan: Plan, index: int, form: Form, manner: Manner) -> Rest:
    """Return the rest before an exercise, with all that is said of it, and the time to get there."""
    task = plan.steps[index]
    assert isinstance(task, Task), "only an exercise has an opening"
    tasks = [i for i, s in enumerate(plan.steps) if isinstance(s, Task)]
    words: list[Spoken] = []
    if task.rest:
        words.append(Spoken(task.rest_say or wording.rest(task.rest)))
    before = plan.steps[index - 1] if index else None
    if task.turn[1] and task.turn[0] > 1 and not (isinstance(before, Task) and before.turn == task.turn):
        words.append(Spoken(wording.turn(*task.turn)))
    words += instruction(
        task, form, manner.detail, first=index == tasks[0], last=len(tasks) > 1 and index == tasks[-1]
    )
    return Rest(samples(task.rest), tuple(words), quiet=samples(form.dose.ready))


def _between(form: Form, spot: Spot, manner: Manner) -> Rest:
    """Return what stands before a later bout: the next place, the change-over, or the rest between sets."""
    dose, ready = form.dose, samples(form.dose.ready)
    place = [wording.place(spot.place, dose.places[spot.place])] if dose.places else []
    if spot.place:
        return Rest(Samples(0), tuple(map(Spoken, place)), quiet=ready)
    if spot.side:
        return Rest(Samples(0), tuple(map(Spoken, [wording.CHANGE_OVER, *place])), quiet=ready)
    side = [wording.LEFT_FIRST] if dose.sides is Sides.EACH else []
    tail = (*reminder(form, spot.set, manner.detail), *map(Spoken, [*side, *place]))
    head = (Spoken(wording.rest(dose.rest)),) if dose.rest else ()
    return Rest(samples(dose.rest), head, tail, settle=ready if side or place else min(ready, SETTLE))


def _ending(form: Form, spot: Spot, manner: Manner) -> tuple[Block, ...]:
    """Return how to come out of it: after the last bout, and in full after the first of two sides."""
    say, dose = form.exercise.say, form.dose
    last_place = spot.place == max(0, len(dose.places) - 1)
    last_side = spot.side == 1 or dose.sides is not Sides.EACH
    last = last_place and last_side and spot.set == dose.sets - 1
    turning = last_place and not last_side and spot.set == 0 and manner.detail is Detail.FULL
    wanted = say.end and (last or turning) and (manner.detail is not Detail.QUIET or last)
    return (Line(Spoken(say.end), GAP),) if wanted else ()


def _ready_for(work: Work, quiet: Samples) -> Rest:
    counted, lead = lead_in(work)
    return Rest(Samples(0), quiet=quiet, lead_in=counted, lead=lead)


def _where(form: Form, spot: Spot) -> str:
    dose: Dose = form.dose
    words = [form.exercise.name]
    if dose.sides is Sides.EACH:
        words.append(wording.SIDES[spot.side])
    if dose.sets > 1:
        words.append(f"set {wording.number(spot.set + 1)}")
    return ", ".join(words)


def _work(form: Form, change: Change) -> Work:
    return limits.more(form.dose.work, change.more, limits.limit(form.exercise))


def _lone(kind: PartKind, index: int, text: str, gap: Samples = GAP) -> Part:
    return Part(kind, index, (Line(Spoken(text), gap),), where="" if kind is PartKind.WELCOME else "Going on")
