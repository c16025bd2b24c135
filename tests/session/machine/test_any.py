"""Whatever is pressed, whenever, and however the clips come: no words overlap, no step is lost, it ends."""

from collections import Counter
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st
from played import NEVER, PATIENCE, Play, Voice, clip, do, ended, named, rest, say, script
from searching import examples

from coach.cue.full_timeline import placed_parts
from coach.cue.model import Measure, Spoken
from coach.routine.model import Caution, DoseKeys, Say, Sides, VariantKeys
from coach.session.events import StepEnded, StepStarted
from coach.session.inputs import (
    Asked,
    Command,
    Continued,
    DeviceChanged,
    Due,
    Entered,
    Input,
    Interrupted,
    Jumped,
    NearlyOut,
    Slept,
    Suspended,
    Typed,
)
from coach.session.machine.state import deadline
from coach.session.modes import Mode
from coach.time.units import RATE, Seconds

S = Seconds
SAY = Say(setup="Sit tall.", move="Reach.", during=("Keep breathing.", "Jaw loose."), end="Let go.")
OF = (
    named("reach", DoseKeys(reps=4), say=SAY, easier=VariantKeys("Less.", DoseKeys(reps=2))),
    named(
        "twist",
        DoseKeys(hold=S(20), sides=Sides.EACH, sets=2, rest=S(12)),
        say=SAY,
        easier=VariantKeys("Use a wall.", exercise="wall"),
        harder=VariantKeys("Further.", DoseKeys(hold=S(30))),
    ),
    named("wall", DoseKeys(reps=3, sets=2), say=SAY, caution=Caution(stop="Stop if it hurts.")),
    named("turn", DoseKeys(reps=3, sides=Sides.ALTERNATE), say=SAY, harder=VariantKeys("", DoseKeys(reps=5))),
    named("sigh", DoseKeys(breath=(S(4), S(6)), reps=3), say=SAY, easier=VariantKeys("", exercise="walk")),
    named("walk", DoseKeys(duration=S(40), stroke=S(2), places=("here", "there")), say=SAY),
    named("march", DoseKeys(cadence=100, duration=S(21)), say=SAY),
    named("grip", DoseKeys(hold=S(5), reps=3), say=SAY, easier=VariantKeys("", DoseKeys(hold=S(3)))),
)
SCRIPTS = (
    script(say("Look up.", "Look down."), do("reach"), rest(10), do("twist"), do("reach"), of=OF),
    script(do("turn"), do("sigh"), rest(6), say("Sit."), do("twist"), of=OF),
    script(do("march"), do("grip"), do("walk"), do("grip"), rest(5), of=OF),
)

Inputs = st.SearchStrategy[Input]
which = st.integers(0, len(SCRIPTS) - 1)
commands: Inputs = st.sampled_from(Command).filter(lambda c: c is not Command.STOP).map(Asked)
neutral: Inputs = st.sampled_from(
    [Command.PAUSE, Command.RESUME, Command.TOGGLE, Command.AGAIN, Command.WAIT, Command.MUTE]
).map(Asked)
clocks: Inputs = st.sampled_from(
    [
        *(Slept(S(60)), Suspended(), Continued(True), Continued(False)),
        *(Jumped(), DeviceChanged(False, ""), DeviceChanged(True, "x")),
    ]
)
stale: Inputs = st.builds(Due, st.integers(0, 40)) | st.builds(NearlyOut, st.integers(0, 40))
typing: Inputs = st.sampled_from(
    [
        *(Typed("1"), Typed("0"), Typed("\b"), Entered(), Typed("x"), Typed("h", Command.HARDER)),
        *(Typed("m", Command.MUTE), Typed(" ", Command.TOGGLE), Typed("", Command.NEXT)),
    ]
)
waits = st.sampled_from([0.0, 0.01, 0.3, 1.0, 2.9, 5.0, 11.0, 25.0]) | st.floats(0, 40)
delays = st.lists(st.sampled_from([0.0, 0.0, 0.05, 0.2, 1.0, 12.0]), min_size=1, max_size=8)
failing = st.sets(st.integers(0, 60), max_size=5)
Doing = tuple[Input, float]
asks = st.sampled_from([(), ("pain_before",), ("morning", "pain_before")])


def doing(inputs: Inputs) -> st.SearchStrategy[list[Doing]]:
    return st.lists(st.tuples(inputs, waits), max_size=14)


def a_voice(seconds: list[float], fails: set[int]) -> Voice:
    """Return a voice that takes these seconds in turn, and cannot make the lines of these numbers."""
    turns, number = cycle(seconds), iter(range(10_000))

    def voice(line: Spoken) -> tuple[float, Measure | None]:
        return next(turns), None if next(number) in fails else clip(line)

    return voice


def play_out(play: Play, done: list[Doing], start: float) -> None:
    """Do these things, each after its while, from a moment of the session on."""
    play.wait(start)
    for received, seconds in done:
        play.give(received)
        play.wait(seconds)


def to_the_end(play: Play) -> None:
    """Let the session go on to its end, with a key wherever it stands for one."""
    while play.exit_code is None:
        if play.state.mode in (Mode.PAUSED, Mode.WAITING):
            play.ask(Command.TOGGLE)
        play.wait(30)
        assert play.clock < 3 * 3600 * RATE, f"it does not end: {play.words[-5:]}"


@given(
    which,
    doing(commands | clocks | stale | typing),
    delays,
    failing,
    st.floats(0, 200),
    asks,
)
@settings(max_examples=examples(150))
def test_whatever_is_done_no_words_overlap_and_every_step_that_begins_ends(
    number: int,
    done: list[Doing],
    seconds: list[float],
    fails: set[int],
    start: float,
    ask: tuple[str, ...],
) -> None:
    play = Play(SCRIPTS[number], voice=a_voice(seconds, fails), options={"ask_before": ask, "ask_after": ask})

    play_out(play, done, start)
    to_the_end(play)

    play.check()
    assert play.exit_code == 0
    assert ended(play).finished
    assert play.state.generation > 0


@given(
    which,
    doing(commands | clocks | stale | typing),
    delays,
    failing,
    st.floats(0, 200),
    st.sampled_from([Asked(Command.STOP), Interrupted()]),
)
@settings(max_examples=examples(100))
def test_it_can_always_be_stopped_within_seconds(
    number: int,
    done: list[Doing],
    seconds: list[float],
    fails: set[int],
    start: float,
    stop: Input,
) -> None:
    made = a_voice(seconds, fails)
    play = Play(SCRIPTS[number], voice=lambda line: (NEVER, None) if len(line.text) % 7 == 0 else made(line))
    play_out(play, done, start)
    at = play.clock
    if play.exit_code is None:
        play.give(stop)

    play.end()

    assert (play.clock - at) / RATE < 6
    play.check()


@given(which, doing(neutral | clocks | stale), delays, st.floats(0, 250))
@settings(max_examples=examples(150))
def test_with_nothing_done_that_drops_work_the_whole_dose_is_heard(
    number: int, done: list[Doing], seconds: list[float], start: float
) -> None:
    play = Play(SCRIPTS[number], voice=a_voice(seconds, set()))

    play_out(play, done, start)
    to_the_end(play)

    cues = (t.cue for p in placed_parts(SCRIPTS[number], clip) for t in p.timeline.cues)
    planned = Counter(cue for cue in cues if isinstance(cue, Spoken))
    whole_ones = Counter(s.cue for s in play.sounded if s.whole)
    assert not {cue: n for cue, n in planned.items() if whole_ones[cue] < n}
    assert [e.step for e in play.told(StepStarted)] == list(range(len(SCRIPTS[number].titles)))
    assert all(not e.skipped and e.worked >= e.planned - 1e-6 for e in play.told(StepEnded))
    play.check()


@given(
    which,
    doing(st.sampled_from([Command.EASIER, Command.MORE, Command.AGAIN, Command.TOGGLE]).map(Asked)),
    delays,
    st.floats(0, 250),
)
@settings(max_examples=examples(150))
def test_easier_and_more_at_any_moment_leave_out_no_step_and_no_bout(
    number: int, done: list[Doing], seconds: list[float], start: float
) -> None:
    play = Play(SCRIPTS[number], voice=a_voice(seconds, set()))

    play_out(play, done, start)
    to_the_end(play)

    assert [e.step for e in play.told(StepStarted)] == list(range(len(SCRIPTS[number].titles)))
    assert all(not e.skipped for e in play.told(StepEnded))
    play.check()


@given(which, doing(commands | typing), delays, st.floats(0, 200), asks)
@settings(max_examples=examples(60))
def test_it_never_wakes_without_a_reason(
    number: int, done: list[Doing], seconds: list[float], start: float, ask: tuple[str, ...]
) -> None:
    play = Play(SCRIPTS[number], voice=a_voice(seconds, set()), options={"ask_before": ask})
    play_out(play, done, start)

    idle = 0
    for _ in range(300):
        if play.exit_code is not None:
            break
        before, told = play.clock, len(play.effects)
        play.on(play.clock + 60 * RATE)
        idle = idle + 1 if play.clock == before and len(play.effects) == told else 0
        assert idle < 4, "it turns and turns, and nothing comes of it"
        moment = deadline(play.state)
        assert moment is None or moment >= play.clock / RATE - PATIENCE / RATE
