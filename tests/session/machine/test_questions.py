"""Questions are asked in turn, answered by what is typed, and gone when nobody answers."""

from dataclasses import replace

import pytest
from played import Play, do, ended, named, script

from coach.control import bindings
from coach.routine.model import DoseKeys, Say
from coach.session.events import Answered, Question, Resumed, StepStarted
from coach.session.inputs import Asked, Command, Entered, FaceCommand, Interrupted, Slept, Typed
from coach.session.modes import Mode
from coach.time.units import Seconds

OF = (named("reach", DoseKeys(reps=3), say=Say(setup="Sit tall.", move="Reach.", end="Let go.")),)
BEFORE = ("morning", "pain_before")
AFTER = ("pain_after", "effort")
EFFORT = "How hard was it, zero to ten?"
PAIN = "How is your pain now, zero to ten?"
MORNING = (
    "The morning after last time: better, the same, or worse? "
    "Type one for better, two for the same, three for worse."
)
LAST_OF_WELCOME = (
    "For chest pain, trouble breathing, passing out or sudden changes of face, arm, speech or sight, "
    "call one, one, two."
)


def asked(before: tuple[str, ...] = BEFORE, after: tuple[str, ...] = AFTER) -> Play:
    return Play(script(do("reach"), of=OF), options={"ask_before": before, "ask_after": after})


def to_question(play: Play) -> None:
    play.until(lambda: play.state.mode is Mode.ASKING)


def answers(play: Play) -> list[tuple[str, int | None]]:
    return [(e.name, e.answer) for e in play.told(Answered)]


def test_all_answers_reach_the_end_in_their_order() -> None:
    play = asked()

    for figures in ("2", "4", "10", "0"):
        to_question(play)
        play.answer(figures)
    play.end()

    assert [e.name for e in play.told(Question)] == [*BEFORE, *AFTER]
    assert answers(play) == [("morning", 2), ("pain_before", 4), ("pain_after", 10), ("effort", 0)]
    assert ended(play).answers == {"morning": 2, "pain_before": 4, "pain_after": 10, "effort": 0}
    assert ended(play).finished
    assert play.cut == []
    play.check()


def test_three_questions_in_a_row_come_after_the_safety_words_and_before_the_first_step() -> None:
    play = asked(("morning", "pain_before", "effort"), ())

    for _ in range(3):
        to_question(play)
        play.answer("1")
    play.hear("First, reach.")

    assert play.words[3:] == [
        LAST_OF_WELCOME,
        MORNING,
        PAIN,
        "How hard was it, zero to ten?",
        "First, reach.",
    ]


def test_a_question_nobody_answers_is_gone_after_twenty_seconds() -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    opened = play.clock

    play.until(lambda: bool(play.told(Answered)))

    assert answers(play) == [("pain_before", None)]
    assert (play.clock - opened) / 48_000 == pytest.approx(20, abs=0.01)
    play.end()
    assert ended(play).answers == {}


def test_enter_alone_skips() -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    play.give(Entered())
    play.hear("First, reach.")

    assert answers(play) == [("pain_before", None)]


def test_backspace_takes_a_figure_back() -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    for key in ("1", "0", "\b", "\x7f", "\b", "7"):
        play.give(Typed(key))
    play.give(Entered())

    assert answers(play) == [("pain_before", 7)]


@pytest.mark.parametrize(
    ("name", "figures", "bounds"),
    [
        ("pain_before", "11", "0 to 10"),
        ("pain_before", "999", "0 to 10"),
        ("pain_before", "x", "0 to 10"),
        ("pain_before", "²", "0 to 10"),
        ("morning", "0", "1 to 3"),
        ("morning", "4", "1 to 3"),
    ],
)
def test_a_number_out_of_range_is_asked_for_again(name: str, figures: str, bounds: str) -> None:
    play = asked((name,), ())
    to_question(play)
    play.wait(15)

    play.answer(figures)
    play.wait(15)
    assert play.state.mode is Mode.ASKING
    play.answer("3")

    assert play.changed == [f"A number from {bounds}, please, or Enter alone to skip."]
    assert answers(play) == [(name, 3)]


def test_figures_typed_while_the_question_is_spoken_answer_it() -> None:
    play = asked(("pain_before",), ())
    play.hear(PAIN)
    play.wait(0.5)

    play.answer("6")
    play.hear("First, reach.")

    assert answers(play) == [("pain_before", 6)]
    assert play.told(Question) == []


def test_figures_typed_before_the_question_is_spoken_answer_nothing() -> None:
    play = asked(("pain_before",), ())
    play.hear(LAST_OF_WELCOME)
    play.until(lambda: len(play.state.bars) == 2)

    play.answer("6")
    to_question(play)

    assert answers(play) == []
    assert play.cut == []


def test_next_before_the_question_is_spoken_drops_no_safety_words() -> None:
    play = asked(("pain_before",), ())
    play.hear(LAST_OF_WELCOME)
    play.until(lambda: len(play.state.bars) == 2)

    play.ask(Command.NEXT)
    to_question(play)

    whole = [s.cue.text for s in play.sounded if s.whole]  # type: ignore[union-attr]  # the welcome has no chimes
    assert LAST_OF_WELCOME in whole
    assert answers(play) == []


@pytest.mark.parametrize("spoken", [False, True])
def test_next_skips_the_question(spoken: bool) -> None:
    play = asked(("morning", "pain_before"), ())
    play.hear(MORNING)
    if spoken:
        to_question(play)

    play.ask(Command.NEXT)
    play.hear(PAIN)

    assert answers(play) == [("morning", None)]


def test_a_pause_during_a_question_stops_its_clock_and_gives_it_whole_again() -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    play.wait(15)

    play.ask(Command.TOGGLE)
    play.wait(600)
    assert answers(play) == []
    play.ask(Command.TOGGLE)
    play.wait(19)
    assert play.state.mode is Mode.ASKING
    play.wait(2)

    assert answers(play) == [("pain_before", None)]
    assert len(play.told(Resumed)) == 1


@pytest.mark.parametrize("key", ["5", ""])
def test_an_answer_while_paused_is_taken_and_the_session_goes_on(key: str) -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    play.ask(Command.TOGGLE)
    play.wait(3)

    play.answer(key)
    play.hear("First, reach.")

    assert answers(play) == [("pain_before", int(key) if key else None)]
    play.end()
    play.check()


def test_a_pause_while_the_question_is_spoken_comes_back_with_the_question_whole() -> None:
    play = asked(("pain_before",), ())
    play.hear(PAIN)
    play.wait(0.5)
    play.ask(Command.TOGGLE)
    play.wait(30)
    mark = len(play.words)

    play.ask(Command.TOGGLE)
    to_question(play)

    assert play.since(mark) == ["Going on.", PAIN]
    play.answer("1")
    play.end()
    play.check()


@pytest.mark.parametrize("paused", [False, True])
def test_again_says_an_open_question_again_with_what_was_typed_and_its_whole_time(paused: bool) -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    play.give(Typed("1"))
    play.wait(15)
    if paused:
        play.ask(Command.PAUSE)
    mark = len(play.words)

    play.ask(Command.AGAIN)
    to_question(play)
    play.wait(19)
    play.answer("0")

    assert play.since(mark)[0] == PAIN
    assert answers(play) == [("pain_before", 10)]
    play.end()
    play.check()


def test_again_while_a_question_is_spoken_says_it_whole_once() -> None:
    play = asked(("pain_before",), ())
    play.hear(PAIN)
    play.wait(0.5)
    mark = len(play.words)

    play.ask(Command.AGAIN, Command.AGAIN)
    to_question(play)

    assert play.since(mark) == [PAIN]


def test_back_during_the_last_questions_starts_the_close_again_and_not_the_session() -> None:
    play = asked((), ("effort",))
    to_question(play)

    play.ask(Command.BACK)
    play.hear(EFFORT)
    play.end()

    assert [e.step for e in play.told(StepStarted)] == [0]


def test_back_during_the_first_questions_starts_the_welcome_again() -> None:
    play = asked(("morning",), ())
    to_question(play)
    mark = len(play.words)

    play.ask(Command.BACK)
    to_question(play)

    assert play.since(mark)[0] == "Test. About five minutes."
    assert play.words[-1] == MORNING


def test_sleep_during_a_question_pauses_it() -> None:
    play = asked(("morning",), ())
    to_question(play)

    play.give(Slept(Seconds(4000)))
    play.clocks.samples += 4000 * 48_000
    play.ask(Command.TOGGLE)
    play.answer("3")

    assert answers(play) == [("morning", 3)]


@pytest.mark.parametrize(
    "key", [Command.EASIER, Command.HARDER, Command.MORE, Command.MUTE, FaceCommand.KEYS]
)
def test_other_keys_leave_an_open_question_open(key: Command | FaceCommand) -> None:
    play = asked(("morning",), ())
    to_question(play)

    play.give(Asked(key) if isinstance(key, Command) else Typed("", key))
    play.answer("3")
    play.hear("First, reach.")

    assert answers(play) == [("morning", 3)]


def test_the_first_step_waits_where_that_was_asked_for_while_a_question_was_open() -> None:
    play = asked(("morning",), ())
    to_question(play)

    play.ask(Command.WAIT)
    play.answer("3")
    play.until(lambda: play.state.mode is Mode.WAITING)

    assert answers(play) == [("morning", 3)]
    assert play.told(StepStarted) == []


KEYS = {**{key.decode(): command for key, command in bindings.KEYS.items()}, "\x7f": None}
LETTERS = [letter for letter in KEYS if len(letter) == 1 and letter not in "mq\x7f"]


def press(play: Play, *pressed: str) -> None:
    """Press keys, each by what a terminal sends for it."""
    for key in pressed:
        for one in bindings.decode(key.encode())[0]:
            play.give(one)


@pytest.mark.parametrize(
    "typed",
    [
        *("0.5", "-1", "+1", "1.", ".5", "1,0", "1 0", "1-2", "5/10", "10%", "1e1", "0x5", "5\t5"),
        *("x", "five", "5 or 6", "5q", "1r", "e1", "?", "no"),
        *("٣", "５", "²", "५", "½", "5é", "5\u200b", "\ufffd5", "5️⃣"),
        *("11", "99", "100", "010203", "1" * 39, "0" * 39 + "7", "0" * 100 + "7", " ", "  "),
    ],
)
def test_what_is_no_whole_number_in_range_is_asked_for_again_and_does_nothing_else(typed: str) -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    before = play.state

    press(play, *typed, "\r")

    assert play.changed == ["A number from 0 to 10, please, or Enter alone to skip."]
    assert replace(play.state, asking=before.asking) == before
    press(play, "4", "\r")
    assert answers(play) == [("pain_before", 4)]


@pytest.mark.parametrize(
    ("typed", "answer"), [("0", 0), ("10", 10), ("7", 7), (" 7 ", 7), ("07", 7), ("0007", 7), ("x\x7f3", 3)]
)
def test_a_whole_number_in_range_is_the_answer(typed: str, answer: int) -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    press(play, *typed, "\r")

    assert answers(play) == [("pain_before", answer)]
    assert play.changed == []


@pytest.mark.parametrize("spoken", [False, True])
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_typed_while_a_question_is_open_is_a_part_of_the_answer(letter: str, spoken: bool) -> None:
    play = asked(("pain_before",), ())
    play.hear(PAIN)
    if spoken:
        to_question(play)
    before = play.state

    press(play, letter)

    assert play.state.asking is not None
    assert play.state.asking.typed == letter
    assert replace(play.state, asking=None) == replace(before, asking=None)
    press(play, "\x7f", "3", "\r")
    assert answers(play) == [("pain_before", 3)]


@pytest.mark.parametrize("arrow", ["\x1b[C", "\x1b[D", "\x1bOC", "\x1bOD"])
def test_an_arrow_that_goes_elsewhere_leaves_a_question_and_its_answer_as_they_are(arrow: str) -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    press(play, "1")
    before = play.state

    press(play, arrow)

    assert play.state == before


@pytest.mark.parametrize("typed", ["", "1", "x"])
def test_the_sound_can_be_changed_while_a_question_is_open(typed: str) -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    press(play, *typed, "\x1b[B", "m", "M", "\x1bOB", "m")

    assert play.changed == [*("Volume 90.", "Sound off.", "Sound on.", "Volume 80.", "Sound off.")]
    assert play.state.asking is not None
    assert play.state.asking.typed == typed


@pytest.mark.parametrize("before", ["", "5\x7f", "x\r", " "])
@pytest.mark.parametrize("key", ["q", "Q"])
def test_q_before_anything_is_typed_stops(before: str, key: str) -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    press(play, *before, key)

    assert play.end() == 0
    assert not ended(play).finished
    assert ended(play).answers == {}


@pytest.mark.parametrize("typed", ["5", "x", "5 "])
def test_q_in_an_answer_is_a_part_of_it_and_ctrl_c_stops_all_the_same(typed: str) -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    press(play, *typed, "q")
    assert play.state.mode is Mode.ASKING
    play.give(Interrupted())

    assert play.end() == 130


def test_text_that_is_pasted_into_a_question_is_an_answer_and_asks_for_nothing() -> None:
    play = asked(("pain_before",), ())
    to_question(play)

    press(play, "\x1b[200~q\x1b[201~", "\r", "The quick brown fox", "\r", "\x1b[200~8\n\x1b[201~", "\r")

    assert len(play.changed) == 2
    assert answers(play) == [("pain_before", 8)]


def test_the_space_bar_goes_on_from_a_pause_that_a_question_was_open_in() -> None:
    play = asked(("pain_before",), ())
    to_question(play)
    play.give(Slept(Seconds(4000)))

    press(play, " ")

    assert len(play.told(Resumed)) == 1
    press(play, "3", "\r")
    assert answers(play) == [("pain_before", 3)]


@pytest.mark.parametrize("letter", LETTERS)
def test_after_a_question_each_key_does_what_it_does(letter: str) -> None:
    pressed, asked_for = asked(("pain_before",), ()), asked(("pain_before",), ())
    for play in (pressed, asked_for):
        to_question(play)
        play.answer("3")
        play.hear("First, reach.")

    press(pressed, letter)
    command = KEYS[letter]
    assert command is not None
    asked_for.give(Asked(command) if isinstance(command, Command) else Typed("", command))

    assert pressed.events == asked_for.events
    assert pressed.state == asked_for.state


def test_figures_with_no_question_open_do_nothing() -> None:
    play = asked((), ())
    play.hear("two")
    before = play.state

    play.answer("5")
    play.give(Typed("\b"))

    assert play.state == before
    assert answers(play) == []
