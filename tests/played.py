"""A session played while no time passes: the pure machine, with its loop, stream and voice in plain sums.

A `Play` keeps the clock and the position in samples. It does what the machine asks for as the
real loop and the real stream do it, and notes what comes out of the loudspeaker: which cue,
from which position to which, and whether whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeVar

from viewed import agree
from written import HERE, exercise, measure

from coach.cue.model import Cue, Measure, Role, Spoken
from coach.cue.script import Manner, Script
from coach.routine.model import Category, Do, DoseKeys, Exercise, Level, Rest, Routine, Say, Talk
from coach.routine.plan import build
from coach.screen.lines import line as screen_line
from coach.session.effects import (
    Arm,
    Effect,
    Finish,
    Go,
    Hold,
    Lay,
    Make,
    StopProcess,
    Tell,
    Volume,
)
from coach.session.events import Ended, Event, FaceAsked, Heard, StepEnded, StepStarted
from coach.session.inputs import (
    Asked,
    ClipFailed,
    ClipReady,
    Command,
    Due,
    Entered,
    FaceCommand,
    Input,
    NearlyOut,
    Now,
    Tick,
    Typed,
)
from coach.session.machine import begin, step
from coach.session.replies import Reply
from coach.session.state import Options, State, deadline, wake
from coach.session.troubles import DeviceNamed, Trouble, VoiceSlow
from coach.session.view import View, fold
from coach.units import RATE, Samples, Seconds

NEARLY: int = RATE // 2
PATIENCE: int = RATE // 200
"""The loop's shortest wait."""
HOURS: float = 8 * 3600.0

Voice = Callable[[Spoken], tuple[float, Measure | None]]
"""How many seconds a line takes to be made, and its measure; `None` where it cannot be made.

A line that takes `NEVER` does not hold up the others.
"""
NEVER: float = float("inf")

_Told = TypeVar("_Told", bound=Event)


def clip(cue: Cue) -> Measure:
    """Give a cue its length; a count is heard to begin a twentieth of a second into it, as real ones are."""
    onset = RATE // 20 if isinstance(cue, Spoken) and cue.role is Role.COUNT else 0
    return Measure(measure(cue).length, Samples(onset))


def at_once(line: Spoken) -> tuple[float, Measure | None]:
    return 0.0, clip(line)


@dataclass
class Sounded:
    """A cue that came out of the loudspeaker; `whole` once its last sample has."""

    start: int
    until: int
    cue: Cue
    whole: bool = False


@dataclass
class Play:
    """One session. `wait`, `hear` and `end` let time pass; `ask` and `give` put something in."""

    script: Script
    voice: Voice = at_once
    options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clock = self.position = 0
        self.events: list[Event] = []
        self.view = View()
        self.effects: list[Effect] = []
        self.sounded: list[Sounded] = []
        self.exit_code: int | None = None
        self.held = False
        self._laid: list[tuple[int, int, Cue]] = []
        self._end = 0
        self._token: int | None = None
        self._due: tuple[int, int] | None = None
        self._wanted: list[Spoken] = []
        self._made: tuple[int, Spoken, Measure | None] | None = None
        self._hearing = False
        self._never: set[Spoken] = set()
        self.state: State
        self.state, effects = begin(self.script, Options(chimes=clip, fallback=clip, **self.options))
        self._perform(effects)
        agree(self.view, self.state, self.position)
        self._hear_voice()

    # What is put in

    def ask(self, *commands: Command) -> None:
        for command in commands:
            self.give(Asked(command))

    def answer(self, figures: str) -> None:
        for figure in figures:
            self.give(Typed(figure))
        self.give(Entered())

    def give(self, received: Input) -> None:
        """Put one thing in, now."""
        before = self.state.generation
        self.state, effects = step(
            self.state, Now(Seconds(self.clock / RATE), Samples(self.position)), received
        )
        assert self.state.generation >= before
        self._perform(effects)
        agree(self.view, self.state, self.position)
        self._hand_to_faces(received)
        self._hear_voice()

    def _hand_to_faces(self, received: Input) -> None:
        command = received.command if isinstance(received, Typed) else None
        if isinstance(command, FaceCommand) and self.exit_code is None:
            self._tell(FaceAsked(Samples(self.position), command))

    # Time

    def wait(self, seconds: float) -> None:
        """Let so much time of the clock pass."""
        limit = self.clock + round(seconds * RATE)
        while self.clock < limit and self.exit_code is None:
            self._on(limit)

    def hear(self, text: str, *, times: int = 1) -> None:
        """Let time pass until these words have begun for so many times from now on."""
        begun = len(self.events) if self.clock else 0
        self.until(lambda: sum(_text(e) == text for e in self.events[begun:]) >= times, f"hear {text!r}")

    def until(self, true: Callable[[], bool], what: str = "it came") -> None:
        """Let time pass until it is so."""
        limit = self.clock + round(HOURS * RATE)
        while not true():
            assert self.clock < limit, f"waited to {what}; heard {self.words[-5:]}"
            assert self.exit_code is None, f"ended before: {what}; heard {self.words}"
            self._on(limit)

    def end(self) -> int:
        """Let time pass until the session is over; return its exit code."""
        limit = self.clock + round(HOURS * RATE)
        while self.exit_code is None:
            assert self.clock < limit, f"it does not end; heard {self.words[-5:]}"
            self._on(limit)
        return self.exit_code

    # What came of it

    def told(self, kind: type[_Told]) -> list[_Told]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def changed(self) -> list[str]:
        """What the screen says, without its times, of what was asked for and of voice and device."""
        return [_shown(e) for e in self.events if isinstance(e, Reply | VoiceSlow | DeviceNamed)]

    @property
    def troubles(self) -> list[str]:
        """What the screen says went wrong, without its times."""
        return [_shown(e) for e in self.events if isinstance(e, Trouble)]

    @property
    def words(self) -> list[str]:
        return [text for event in self.events if (text := _text(event))]

    @property
    def lines(self) -> list[str]:
        """The words that are no counts."""
        heard = self.told(Heard)
        return [h.cue.text for h in heard if isinstance(h.cue, Spoken) and h.cue.role is Role.LINE]

    @property
    def cut(self) -> list[str]:
        """The spoken lines that did not come out whole, what sounds just now among them."""
        return [s.cue.text for s in self.sounded if isinstance(s.cue, Spoken) and not s.whole]

    def at(self, text: str, nth: int = 1) -> float:
        """The second of the session's sound at which these words began, the nth time."""
        return [e.position / RATE for e in self.told(Heard) if _text(e) == text][nth - 1]

    def since(self, mark: int) -> list[str]:
        """The words heard after the first so many."""
        return self.words[mark:]

    @property
    def worked(self) -> list[tuple[int, float, float]]:
        """Each step that ended: its number, the seconds done, the seconds planned."""
        return [(e.step, round(e.worked, 3), round(e.planned, 3)) for e in self.told(StepEnded)]

    def check(self) -> None:
        """Hold what came out to what holds always."""
        spoken = [s for s in self.sounded if isinstance(s.cue, Spoken)]
        assert all(a.until <= b.start for a, b in pairwise(spoken)), "two lines overlap"
        heard = [(e.position, e.cue) for e in self.told(Heard) if not e.missing]
        assert heard == sorted(heard, key=lambda pair: pair[0]), "told out of order"
        firm = [pair for pair in heard if pair not in self._at_a_cut()]
        assert len(firm) == len(set(firm)), "told twice"
        sounded = [(s.start, s.cue) for s in self.sounded]
        assert set(sounded) <= set(heard), "heard and not told"
        assert self.exit_code is None or set(heard) <= {*sounded, *self._at_a_cut()}, "told and not heard"
        self._check_steps()

    def _at_a_cut(self) -> set[tuple[int, Cue]]:
        """What was told at the very sample at which it was dropped made no sound."""
        cuts = {e.at for e in self.effects if isinstance(e, Lay) and e.at is not None} | {self.position}
        return {(e.position, e.cue) for e in self.told(Heard) if e.position in cuts}

    def _check_steps(self) -> None:
        open_: list[int] = []
        for event in self.events:
            if isinstance(event, StepStarted):
                assert not open_, "a step began before the last one ended"
                open_.append(event.step)
            elif isinstance(event, StepEnded):
                assert open_ == [event.step], "a step ended that had not begun"
                open_.clear()
        assert self.exit_code is None or not open_, "a step never ended"

    # The loop

    def _on(self, limit: int) -> None:
        """Let time pass to the next thing that happens, and put it in."""
        made, due, nearly = self._made, self._due, self._nearly()
        moments = [limit, self._patience()]
        moments += [made[0]] if made else []
        moments += [due[1]] if due else []
        moments += [nearly] if nearly is not None else []
        self._pass(min(moments))
        if made and made[0] <= self.clock:
            self._deliver()
        elif due and due[1] <= self.clock:
            self._due = None
            self.give(Due(due[0]))
        elif nearly is not None and nearly <= self.clock:
            token, self._token = self._token, None
            assert token is not None
            self.give(NearlyOut(token))
        else:
            self.give(Tick())

    def _patience(self) -> int:
        """Return the moment up to which the loop would wait for what comes in."""
        moments = [self.clock + round(HOURS * RATE)]
        position, moment = wake(self.state), deadline(self.state)
        if position is not None and not self.held:
            moments.append(self.clock + max(PATIENCE, position - self.position))
        if moment is not None:
            moments.append(max(self.clock + PATIENCE, -int(-moment * RATE // 1)))
        return min(moments)

    def _nearly(self) -> int | None:
        if self._token is None or self.held:
            return None
        return self.clock + max(0, self._end - NEARLY - self.position)

    def _pass(self, moment: int) -> None:
        """Let the clock go to a moment, and the stream with it."""
        passed = max(0, moment - self.clock)
        self.clock += passed
        if not self.held:
            reached = max(self.position, min(self.position + passed, self._end))
            self._sound(self.position, reached)
            self.position = reached

    def _sound(self, begin: int, end: int) -> None:
        for start, until, cue in self._laid:
            if not (start < end and until > begin):
                continue
            known = next((s for s in self.sounded[-40:] if (s.start, s.cue) == (start, cue)), None)
            if known is None:
                known = Sounded(max(start, begin), max(start, begin), cue)
                assert known.start == start, f"{cue} begins in its midst"
                self.sounded.append(known)
            assert known.until == max(start, begin), f"{cue} has a hole"
            known.until = min(until, end)
            known.whole = known.until == until

    # What is asked for

    def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            self.effects.append(effect)
            match effect:
                case Make(lines):
                    self._wanted = list(lines)
                case Lay():
                    self._lay(effect)
                case Arm(generation, end):
                    self._due = (generation, self.clock + max(0, end - self.position - RATE))
                case Hold():
                    self.held = True
                case Go():
                    self.held = False
                case Tell(event):
                    self._tell(event)
                case Finish(exit_code):
                    self.exit_code = exit_code
                case Volume() | StopProcess():
                    pass

    def _tell(self, event: Event) -> None:
        self.events.append(event)
        self.view = fold(self.view, event)

    def _lay(self, lay: Lay) -> None:
        if lay.at is not None:
            assert lay.at == self.position
        self._laid = sorted(
            (
                (segment.start + t.start - segment.since, segment.start + t.until - segment.since, t.cue)
                for segment in lay.segments
                for t in segment.timeline.cues
                if t.start >= segment.since
                and not (isinstance(t.cue, Spoken) and self.state.clips.get(t.cue) is None)
            ),
            key=lambda laid: laid[:2],
        )
        self._end = lay.segments[-1].end if lay.segments else self.position
        self._token = lay.generation

    # The voice

    def _hear_voice(self) -> None:
        """Begin the most urgent line; take in at once what takes no time."""
        if self._hearing:
            return
        self._hearing = True
        while self._next_clip():
            self._deliver()
        self._hearing = False

    def _next_clip(self) -> bool:
        """Keep the voice busy; return whether a clip has come."""
        while self.exit_code is None and self._made is None:
            known = self._never.union(self.state.clips)
            line = next((line for line in self._wanted if line not in known), None)
            if line is None:
                return False
            delay, made = self.voice(line)
            if delay == NEVER:
                self._never.add(line)
            else:
                self._made = (self.clock + round(delay * RATE), line, made)
        return self._made is not None and self.exit_code is None and self._made[0] <= self.clock

    def _deliver(self) -> None:
        assert self._made is not None
        _, line, made = self._made
        self._made = None
        self.give(ClipFailed(line, "broken") if made is None else ClipReady(line, made))


def _shown(event: Event) -> str:
    return screen_line(event, 0)[len("  0:00  ") :]


def _text(event: Event) -> str:
    return event.cue.text if isinstance(event, Heard) and isinstance(event.cue, Spoken) else ""


# Scripts

SHORT = Say(setup="", move="Reach forward.")


def named(id_: str, dose: DoseKeys, **changes: Any) -> Exercise:  # noqa: ANN401 - the fields of Exercise, of many kinds
    """Return an exercise of that name."""
    say = changes.pop("say", SHORT)
    made = exercise(dose, say, changes.pop("category", Category.STRETCHES))
    return replace(made, id=id_, name=id_.capitalize(), **changes)


def script(*steps: Do | Rest | Talk, of: Sequence[Exercise] = (), manner: Manner | None = None) -> Script:
    """Return the script of a routine of these steps."""
    known = {e.id: e for e in of}
    routine = Routine("test", "Test", Category.STRETCHES, Level.GENTLE, 5, steps, HERE)
    return Script(build(routine, known.__getitem__), manner or Manner())


def do(id_: str, **dose: Any) -> Do:  # noqa: ANN401 - the fields of DoseKeys, of many kinds
    return Do(id_, HERE, DoseKeys(**dose))


def say(*lines: str) -> Talk:
    return Talk(lines, HERE)


def rest(seconds: float) -> Rest:
    return Rest(Seconds(seconds), HERE)


def ended(play: Play) -> Ended:
    """Return the one event that ends a session."""
    (only,) = play.told(Ended)
    return only
