"""Each event has its line for people and its object for programs, and neither obeys what a routine says."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cue.model import Chime, ChimeName, PartKind, Refusal, Role, Spoken
from coach.errors import Place
from coach.routine.plan.plan import Difficulty
from coach.screen.lines import clock, keys_help, line
from coach.screen.plain import JsonLines, Plain
from coach.session.bout import Bout
from coach.session.events import (
    Answered,
    BoutLaid,
    Ended,
    Event,
    FaceAsked,
    Heard,
    Moved,
    Paused,
    Question,
    Repeated,
    Resumed,
    Started,
    StepEnded,
    StepStarted,
    Stopping,
    Waiting,
)
from coach.session.inputs import FaceCommand
from coach.session.replies import AnswerRejected, MoreAdded, MuteSet, Refused, VolumeSet, WaitSet, WaySet
from coach.session.troubles import CueTooLong, DeviceLost, DeviceNamed, LineFailed, VoiceSlow
from coach.time.units import RATE, Samples, Seconds

AT = Samples(75 * RATE)
HOSTILE = "Lift\x1b[31m [[slow]] <speak> [red]up\x07\u202e\r\n"


def heard(cue: Spoken | Chime, kind: PartKind = PartKind.WORK, *, missing: bool = False) -> Heard:
    return Heard(AT, Samples(AT + RATE), cue, 2, kind, pinned=True, missing=missing)


KEYS_HELP = keys_help()
LINES: list[tuple[Event, str]] = [
    (Started(Samples(0), "desk", "Desk", ("Nod", "Turn")), "Desk, 2 steps. ? shows the keys."),
    (Started(Samples(0), "desk", "Desk", ("Nod",)), "Desk, 1 step. ? shows the keys."),
    (StepStarted(AT, 2, "Chin tuck", "chin-tuck"), "  1:15  --- 3/8 Chin tuck"),
    (heard(Spoken("one", Role.COUNT)), "  1:15  one"),
    (heard(Spoken("Sit tall."), missing=True), "  1:15  Sit tall.  (not spoken)"),
    (heard(Spoken("How hard was it?"), PartKind.ASK), ""),
    (heard(Spoken("How hard was it?"), PartKind.ASK, missing=True), "  1:15  How hard was it?  (not spoken)"),
    (heard(Chime(ChimeName.END)), "  1:15  (end)"),
    (heard(Chime(ChimeName.TICK)), ""),
    (
        StepEnded(AT, 2, "Nod", "nod", Seconds(12.4), Seconds(30), skipped=True),
        "  1:15  Left Nod after 12 s of it.",
    ),
    (StepEnded(AT, 2, "Nod", "nod", Seconds(30), Seconds(30), skipped=False), ""),
    (BoutLaid(AT, 2, Bout(AT, Samples(90 * RATE), AT, set=1, sets=2)), ""),
    (Moved(AT, 2), ""),
    (Repeated(AT), ""),
    (Stopping(AT), ""),
    (Paused(AT, "asked"), "  1:15  Paused. Space goes on."),
    (Paused(AT, "slept"), "  1:15  Paused: the machine was asleep. Space goes on."),
    (Paused(AT, "suspended"), "  1:15  Paused. Space goes on."),
    (Resumed(AT), "  1:15  Going on."),
    (Waiting(AT, 3), "  1:15  Waiting for you. Space goes on."),
    (
        Question(AT, "effort", "How hard was it?"),
        "  1:15  How hard was it? Type a number and Enter; Enter alone skips.",
    ),
    (Answered(AT, "effort", 4), "  1:15  Answer: 4."),
    (Answered(AT, "effort", None), "  1:15  No answer."),
    (AnswerRejected(AT, "morning", 1, 3), "  1:15  A number from 1 to 3, please, or Enter alone to skip."),
    (VolumeSet(AT, 90), "  1:15  Volume 90."),
    (MuteSet(AT, muted=True), "  1:15  Sound off."),
    (MuteSet(AT, muted=False), "  1:15  Sound on."),
    (WaySet(AT, 2, Difficulty.EASIER), "  1:15  The easier way from here."),
    (WaySet(AT, 2, Difficulty.HARDER), "  1:15  The harder way from here."),
    (WaySet(AT, 2, Difficulty.AS_WRITTEN), "  1:15  As written again."),
    (MoreAdded(AT, 2, 3), "  1:15  A little more."),
    (WaitSet(AT, on=True), "  1:15  The next step waits for you."),
    (WaitSet(AT, on=False), "  1:15  The next step comes by itself."),
    (Refused(AT, Refusal.SAFETY_FIRST), "  1:15  The safety words come first."),
    (Refused(AT, Refusal.NO_EXERCISE), "  1:15  There is no exercise to change just now."),
    (Refused(AT, Refusal.NO_EASIER_WAY), "  1:15  There is no easier way for this one."),
    (Refused(AT, Refusal.NO_HARDER_WAY), "  1:15  There is no harder way for this one."),
    (Refused(AT, Refusal.NO_MORE), "  1:15  That is as much as this one has."),
    (Refused(AT, Refusal.NO_NEXT_STEP), "  1:15  No step comes after this one."),
    (Refused(AT, Refusal.NOTHING_NEXT), "  1:15  Nothing comes after this."),
    (VoiceSlow(AT), "  1:15  The voice takes its time; pauses grow until its lines are made."),
    (FaceAsked(AT, FaceCommand.KEYS), KEYS_HELP),
    (DeviceNamed(AT, "Speaker"), "  1:15  Playing to Speaker."),
    (
        DeviceLost(AT),
        "  1:15  No sound device can be reached. The session goes on in writing. "
        "`coach doctor` says how to hear it.",
    ),
    (
        LineFailed(AT, Spoken("Sit tall."), "it broke"),
        "  1:15  This line could not be spoken (it broke): Sit tall.",
    ),
    (
        CueTooLong(AT, Spoken("and out"), Seconds(3.24), Seconds(2.5), Place("a.toml", 3, 1)),
        '  1:15  a.toml:3:1: "and out" takes 3.2 s and has 2.5 s. '
        "It is left out; shorten it in the routine's file.",
    ),
    (
        CueTooLong(AT, Chime(ChimeName.END), Seconds(1), Seconds(0.5), None),
        '  1:15  "end" takes 1.0 s and has 0.5 s. It is left out; shorten it in the routine\'s file.',
    ),
    (Ended(AT, finished=True, exit_code=0), "  1:15  Done."),
    (Ended(AT, finished=False, exit_code=130), "  1:15  Stopped."),
]


@pytest.mark.parametrize(("event", "expected"), LINES)
def test_an_event_has_its_line(event: Event, expected: str) -> None:
    assert line(event, 8) == expected


def test_every_kind_of_event_is_tried_here() -> None:
    assert {type(event) for event, _ in LINES} == set(get_args(Event))


def test_the_keys_are_shown_a_line_each() -> None:
    shown = line(FaceAsked(AT, FaceCommand.KEYS), 8).splitlines()

    assert len(shown) == 10
    assert shown[0].split(maxsplit=1) == ["space", "pause, and go on"]
    assert shown[-1].split(maxsplit=1) == ["?", "these keys"]


@pytest.mark.parametrize("event", [event for event, _ in LINES])
def test_each_event_is_one_valid_object_with_its_moment(event: Event) -> None:
    written: list[str] = []

    JsonLines(written.append)(event)

    [text] = written
    record = json.loads(text)
    assert "\n" not in text
    assert record["position"] == event.position
    assert record["at"] == event.position / RATE
    assert record["event"].replace("_", "") == type(event).__name__.lower()


def test_a_cue_is_written_with_what_a_program_needs_of_it() -> None:
    written: list[str] = []

    JsonLines(written.append)(heard(Spoken("one", Role.COUNT)))

    assert json.loads(written[0]) == {
        "event": "heard",
        "at": 75.0,
        "position": AT,
        "until": 76.0,
        "kind": "count",
        "text": "one",
        "step": 2,
        "part": "work",
        "pinned": True,
        "missing": False,
    }


RECORDS: list[tuple[Event, dict[str, object]]] = [
    (
        Started(AT, "desk", "Desk", ("Nod",), 70, muted=True),
        {
            **{"event": "started", "routine": "desk", "name": "Desk", "steps": ["Nod"]},
            **{"volume": 70, "muted": True},
        },
    ),
    (
        BoutLaid(AT, 2, Bout(Samples(76 * RATE), Samples(90 * RATE), AT, set=1, sets=3, side=0, sides=2)),
        {
            **{"event": "bout_laid", "step": 2, "set": 1, "sets": 3, "side": 0, "sides": 2},
            **{"begins": 76.0, "ends": 90.0, "resumes": 75.0},
        },
    ),
    (Moved(AT, 2), {"event": "moved", "step": 2}),
    (Repeated(AT), {"event": "repeated"}),
    (Stopping(AT), {"event": "stopping"}),
    (
        AnswerRejected(AT, "morning", 1, 3),
        {"event": "answer_rejected", "name": "morning", "low": 1, "high": 3},
    ),
    (VolumeSet(AT, 90), {"event": "volume_set", "level": 90}),
    (MuteSet(AT, muted=True), {"event": "mute_set", "muted": True}),
    (WaySet(AT, 2, Difficulty.EASIER), {"event": "way_set", "step": 2, "way": "easier"}),
    (MoreAdded(AT, 2, 3), {"event": "more_added", "step": 2, "times": 3}),
    (WaitSet(AT, on=True), {"event": "wait_set", "on": True}),
    (Refused(AT, Refusal.NO_EASIER_WAY), {"event": "refused", "reason": "no_easier_way"}),
    (VoiceSlow(AT), {"event": "voice_slow"}),
    (DeviceNamed(AT, "Speaker"), {"event": "device_named", "name": "Speaker"}),
    (DeviceLost(AT), {"event": "device_lost"}),
    (
        LineFailed(AT, Spoken("Sit tall."), "it broke"),
        {"event": "line_failed", "kind": "line", "text": "Sit tall.", "reason": "it broke"},
    ),
    (
        CueTooLong(AT, Spoken("and out", Role.COUNT), Seconds(3.24), Seconds(2.5), Place("a.toml", 3, 1)),
        {
            "event": "cue_too_long",
            **{"kind": "count", "text": "and out", "length": 3.24, "room": 2.5, "place": "a.toml:3:1"},
        },
    ),
    (
        CueTooLong(AT, Chime(ChimeName.END), Seconds(1), Seconds(0.5), None),
        {"event": "cue_too_long", "kind": "chime", "text": "end", "length": 1, "room": 0.5, "place": ""},
    ),
]


@pytest.mark.parametrize(("event", "values"), RECORDS)
def test_what_changes_and_what_goes_wrong_is_written_in_values(
    event: Event, values: dict[str, object]
) -> None:
    written: list[str] = []

    JsonLines(written.append)(event)

    assert json.loads(written[0]) == {"at": 75.0, "position": AT, **values}


HOSTILE_EVENTS: list[Event] = [
    Started(Samples(0), "x", HOSTILE, (HOSTILE,)),
    StepStarted(AT, 0, HOSTILE),
    heard(Spoken(HOSTILE)),
    StepEnded(AT, 0, HOSTILE, "x", Seconds(0), Seconds(9), skipped=True),
    LineFailed(AT, Spoken(HOSTILE), HOSTILE),
    CueTooLong(AT, Spoken(HOSTILE), Seconds(2), Seconds(1), Place(HOSTILE, 1, 1)),
    Question(AT, "effort", HOSTILE),
    DeviceNamed(AT, HOSTILE),
]


@pytest.mark.parametrize("event", HOSTILE_EVENTS)
def test_text_of_a_routine_is_shown_and_never_obeyed(event: Event) -> None:
    written: list[str] = []

    Plain(written.append)(event)

    [text] = written
    assert text.isprintable()
    assert "[[slow]] <speak> [red]up" in text


@pytest.mark.parametrize("event", HOSTILE_EVENTS)
def test_json_escapes_what_a_terminal_would_obey(event: Event) -> None:
    written: list[str] = []

    JsonLines(written.append)(event)

    assert written[0].isascii()
    assert written[0].isprintable()


def test_a_plain_face_knows_how_many_steps_there_are() -> None:
    written: list[str] = []
    face = Plain(written.append)

    face(Started(Samples(0), "desk", "Desk", ("Nod", "Turn", "Rest")))
    face(StepStarted(AT, 1, "Turn"))

    assert written[1] == "  1:15  --- 2/3 Turn"


def shows_keys(*before: Event) -> bool:
    """Return whether a plain face that was told these events shows the keys when it is asked for them."""
    written: list[str] = []
    face = Plain(written.append)
    for event in before:
        face(event)

    shown = len(written)
    face(FaceAsked(AT, FaceCommand.KEYS))

    assert written[shown:] in ([KEYS_HELP], [])
    return len(written) > shown


BEGUN = Started(Samples(0), "desk", "Desk", ("Nod", "Turn"))
ASKED = Heard(AT, Samples(AT + RATE), Spoken("How hard was it?"), 2, PartKind.ASK, ask="effort")


@pytest.mark.parametrize(
    "before",
    [
        (),
        (Paused(AT, "asked"),),
        (Waiting(AT, 1),),
        (ASKED, Answered(AT, "effort", 4)),
        (ASKED, Moved(AT, 1)),
    ],
)
def test_a_plain_face_shows_the_keys_whenever_it_is_asked(before: tuple[Event, ...]) -> None:
    assert shows_keys(BEGUN, *before)


@pytest.mark.parametrize(
    "before",
    [
        (ASKED,),
        (ASKED, Question(AT, "effort", "How hard was it?")),
        (ASKED, Question(AT, "effort", "How hard was it?"), Paused(AT, "asked")),
        (Stopping(AT),),
    ],
)
def test_a_plain_face_shows_no_keys_over_a_question_nor_over_the_last_words(
    before: tuple[Event, ...],
) -> None:
    assert not shows_keys(BEGUN, *before)


@given(st.integers(0, 100 * 3600 * RATE))
def test_a_clock_shows_whole_seconds_and_never_sixty(at: int) -> None:
    minutes, seconds = clock(Samples(at)).split(":")

    assert int(minutes) * 60 + int(seconds) == at // RATE
    assert 0 <= int(seconds) < 60
