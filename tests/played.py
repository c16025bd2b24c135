"""A session played while no time passes: the real machine and its real loop, on simulated parts.

A `Play` says what is put in and lets time pass, and notes what came of it: the events, what was
asked for, and what came out of the loudspeaker: which cue, from which position to which, and whether whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeVar

from simulated import NEVER, Clock, Device, Inbox, Voice
from viewed import agree
from written import HERE, exercise, measure

from coach.cue.model import Chime, Cue, Measure, Role, Spoken
from coach.cue.script import Script, TellingOptions
from coach.routine.model import Category, Do, DoseKeys, Exercise, Level, Rest, Routine, Say, SayStep
from coach.routine.plan.plan import build
from coach.screen.lines import line as screen_line
from coach.session.effects import Effect, Lay
from coach.session.events import Ended, Event, Heard, StepEnded, StepStarted
from coach.session.inputs import Asked, ClipReady, Command, Entered, Input, Typed
from coach.session.loop import SHORTEST, Loop, Parts
from coach.session.machine.state import Options, State
from coach.session.replies import Reply
from coach.session.troubles import DeviceNamed, Trouble, VoiceSlow
from coach.session.view import View, fold
from coach.time.units import RATE, Samples, Seconds

__all__ = ["NEVER", "Play", "Voice"]

PATIENCE: int = round(SHORTEST * RATE)
"""The loop's shortest wait."""
HOURS: float = 8 * 3600.0

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
    """One session. `wait`, `hear` and `end` let time pass; `ask` and `give` put something in.

    The loop waits for hours where nothing happens, so that long sessions are played soon.
    """

    script: Script
    voice: Voice = at_once
    options: dict[str, Any] = field(default_factory=dict)
    lost: tuple[type, ...] = ()

    def __post_init__(self) -> None:
        self.events: list[Event] = []
        self.view = View()
        self.effects: list[Effect] = []
        self.inbox = Inbox(self.voice)
        self.inbox.lost = self.lost
        options = Options(chimes=clip, fallback=clip, **self.options)
        self._loop = Loop(self.script, options, self._parts(), look=HOURS)
        self.effects += self._loop.begin()
        agree(self.view, self.state, self.position)
        self._settle()

    def _parts(self) -> Parts:
        inbox = self.inbox
        return Parts(
            inbox=inbox,
            device=inbox.device,
            voices=inbox.voices,
            timer=inbox.timer,
            clock=inbox.clock,
            chime=lambda name: inbox.voices.sound_of(Chime(name), clip(Chime(name))),
            observers=(self._tell,),
            stop_process=lambda: None,
        )

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
        if isinstance(received, ClipReady):
            self.inbox.voices.known[received.cue] = received.measure
        self.inbox.put(received)
        self._turn()
        self._settle()

    # Time

    def wait(self, seconds: float) -> None:
        """Let so much time of the clock pass."""
        limit = self.clock + round(seconds * RATE)
        while self.clock < limit and self.exit_code is None:
            self.on(limit)

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
            self.on(limit)

    def end(self) -> int:
        """Let time pass until the session is over; return its exit code."""
        limit = self.clock + round(HOURS * RATE)
        while (code := self.exit_code) is None:
            assert self.clock < limit, f"it does not end; heard {self.words[-5:]}"
            self.on(limit)
        return code

    def on(self, limit: int) -> None:
        """Let time pass to the next thing that happens, but not beyond this moment, and have it taken in."""
        self.inbox.limit = limit
        self._turn()
        self._settle()

    def _turn(self) -> None:
        """Let the loop turn once."""
        before = self.state.generation
        self.effects += self._loop.turn()
        assert self.state.generation >= before
        assert not self.device.amiss
        agree(self.view, self.state, self.position)

    def _tell(self, event: Event) -> None:
        self.events.append(event)
        self.view = fold(self.view, event)

    def _settle(self) -> None:
        """Let the loop turn until all is taken in that takes no time."""
        while self.exit_code is None and self.inbox.waiting:
            self._turn()

    # Where it is

    @property
    def state(self) -> State:
        return self._loop.state

    @property
    def exit_code(self) -> int | None:
        return self._loop.exit_code

    @property
    def device(self) -> Device:
        return self.inbox.device

    @property
    def clocks(self) -> Clock:
        return self.inbox.clock

    @property
    def clock(self) -> int:
        """The moment, in samples."""
        return self.clocks.samples

    @property
    def position(self) -> int:
        return self.device.position

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
    def sounded(self) -> list[Sounded]:
        """The cues that came out of the loudspeaker."""
        cue_of = self.inbox.voices.cue_of
        return [Sounded(s.start, s.until, cue_of(s.sound), s.whole) for s in self.device.sounded]

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


def script(
    *steps: Do | Rest | SayStep, of: Sequence[Exercise] = (), manner: TellingOptions | None = None
) -> Script:
    """Return the script of a routine of these steps."""
    known = {e.id: e for e in of}
    routine = Routine("test", "Test", Category.STRETCHES, Level.GENTLE, 5, steps, HERE)
    return Script(build(routine, known.__getitem__), manner or TellingOptions())


def do(id_: str, **dose: Any) -> Do:  # noqa: ANN401 - the fields of DoseKeys, of many kinds
    return Do(id_, HERE, DoseKeys(**dose))


def say(*lines: str) -> SayStep:
    return SayStep(lines, HERE)


def rest(seconds: float) -> Rest:
    return Rest(Seconds(seconds), HERE)


def ended(play: Play) -> Ended:
    """Return the one event that ends a session."""
    (only,) = play.told(Ended)
    return only
