"""`coach start` does what each of its options says, and refuses what makes no sense before it begins."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from called import coach
from lived import EXERCISE, NO_SOUND, ROUTINE, Live, at_home
from terminal import Terminal

from bench.recording import Sink, Sound, available, heard_from
from coach.cue.model import Role
from coach.language import rates
from coach.language.sanitize import for_speech
from coach.speech.voices.voice import key, resolve

BAND = '\n[[step]]\nexercise = "pull"\n'
PULL = EXERCISE.replace('"Tap"', '"Pull"').replace("sides =", 'equipment = ["resistance band"]\nsides =')
MASKED = '\n[[step]]\nexercise = "chin-tuck"\n'


@dataclass(frozen=True)
class Told:
    """What a session said, and what it meant to be heard."""

    code: int
    err: str
    events: list[dict[str, Any]]

    @property
    def texts(self) -> list[str]:
        return [event["text"] for event in self.events if event["event"] == "heard"]

    @property
    def counts(self) -> list[str]:
        return [e["text"] for e in self.events if e["event"] == "heard" and e["kind"] == "count"]

    @property
    def steps(self) -> list[str]:
        return [event["title"] for event in self.events if event["event"] == "step_started"]


def write(home: Path, name: str, text: str) -> None:
    path = home / "config" / "routines" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def started(home: Path, *words: str, given: str = "", env: dict[str, str] = NO_SOUND) -> Told:
    brisk = () if "--rate" in words else ("--rate", "220")
    quiet = () if "--detail" in words else ("--detail", "quiet")
    ran = coach(home, "start", *words, *brisk, *quiet, "--json", given=given, env=env)
    return Told(ran.returncode, ran.stderr, [json.loads(line) for line in ran.stdout.splitlines()])


def usual(home: Path) -> Told:
    return started(at_home(home), "short")


def gentle(home: Path) -> Told:
    return started(at_home(home), "short", "--level", "gentle")


def strong(home: Path) -> Told:
    return started(at_home(home), "short", "--level", "strong")


def moderate(home: Path) -> Told:
    at_home(home)
    write(home, "exercises/tap.toml", EXERCISE.replace('level = "gentle"', 'level = "strong"'))
    return started(home, "short", "--level", "moderate")


def full(home: Path) -> Told:
    return started(at_home(home), "short", "--detail", "full")


def scottish(home: Path) -> tuple[Told, set[str]]:
    told = started(at_home(home), "short", "--voice", "espeak:gmw/en-gb-scotland")
    return told, {path.stem for path in (home / "cache" / "clips").glob("*.wav")}


def speechless(home: Path) -> Told:
    return started(at_home(home), "short", "--voice", "nosuch:x")


def from_three(home: Path) -> Told:
    return started(at_home(home), "short", "--from", "3")


def too_short(home: Path) -> Told:
    return started(at_home(home), "short", "--minutes", "0.1")


def without_band(home: Path) -> Told:
    at_home(home, ROUTINE + BAND)
    write(home, "exercises/pull.toml", PULL)
    return started(home, "short", "--without", "band", "--without", "trampoline")


def masked(home: Path) -> Told:
    at_home(home, ROUTINE + MASKED)
    write(home, "exercises/chin-tuck.toml", EXERCISE.replace('"Tap"', '"My tuck"'))
    return started(home, "short", given="stop\n")


def stopped_and_resumed(home: Path) -> tuple[Told, Told]:
    live = Live(at_home(home), "short", "--from", "2")
    live.until("step_started")
    live.say("stop")
    code = live.ended()
    return Told(code, "\n".join(live.err), live.events), started(home, "--resume")


def played(home: Path, *words: str) -> tuple[Told, Sound]:
    with Sink() as sink, sink.record() as recording:
        told = started(at_home(home), "short", *words, env=sink.env)
        return told, recording.sound


def muted(home: Path) -> tuple[Told, Sound]:
    return played(home, "--mute")


def aloud(home: Path) -> tuple[Told, Sound]:
    return played(home, "--device", "null")


IN_WRITING = (
    *(usual, gentle, strong, moderate, full, scottish, speechless, from_three, too_short, without_band),
    *(masked, stopped_and_resumed),
)
SCENES = (muted, aloud) if available() else ()


@pytest.fixture(scope="module")
def came(on_one_worker: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Any, Future[Any]]]:
    """Play every session at once, each at a home of its own."""
    root = tmp_path_factory.mktemp("start")
    with ThreadPoolExecutor(len(IN_WRITING)) as pool:
        playing = {}
        for scene in IN_WRITING:
            home = root / scene.__name__
            home.mkdir()
            playing[scene] = pool.submit(scene, home)
        yield playing


def test_the_session_is_told_as_records_and_ends_well(came: dict[Any, Future[Any]]) -> None:
    told: Told = came[usual].result()

    assert (told.code, told.events[0]["event"], told.events[-1]["event"]) == (0, "started", "ended")
    assert told.steps == ["Sit tall", "Tap", "Well done"]
    assert told.counts.count("three") >= 1
    assert "four" not in told.counts
    assert told.err == (
        "No sound device can be reached, so the session goes on in writing. "
        "`coach doctor` says how to hear it.\n"
    )


def test_each_level_takes_its_way_of_every_exercise(came: dict[Any, Future[Any]]) -> None:
    told = {scene: came[scene].result() for scene in (gentle, moderate, strong)}

    assert [t.code for t in told.values()] == [0, 0, 0]
    assert told[gentle].counts.count("one") == told[gentle].counts.count("two")
    assert "three" not in told[gentle].counts + told[moderate].counts
    assert "four" in told[strong].counts


def test_the_detail_sets_how_much_is_said(came: dict[Any, Future[Any]]) -> None:
    more, less = came[full].result(), came[usual].result()

    assert len(" ".join(more.texts)) > len(" ".join(less.texts))
    assert "Tap your knees." in " ".join(more.texts)


def test_the_voice_is_the_one_that_was_asked_for(came: dict[Any, Future[Any]]) -> None:
    told, clips = came[scottish].result()

    text = for_speech("Sit tall.")
    assert told.code == 0
    assert key(text, Role.LINE, resolve("espeak:gmw/en-gb-scotland"), rates.FASTEST) in clips
    assert key(text, Role.LINE, resolve("auto"), rates.FASTEST) not in clips


def test_a_voice_that_cannot_speak_is_told_once_and_the_session_goes_on_in_writing(
    came: dict[Any, Future[Any]],
) -> None:
    told: Told = came[speechless].result()

    [trouble] = [event["reason"] for event in told.events if event["event"] == "line_failed"]
    lines = [e for e in told.events if e["event"] == "heard" and e["kind"] != "chime"]
    assert told.code == 0
    assert "nosuch" in trouble
    assert all(line["missing"] for line in lines)
    assert told.steps == ["Sit tall", "Tap", "Well done"]


def test_it_begins_at_the_step_that_was_named_after_the_safety_words(came: dict[Any, Future[Any]]) -> None:
    told: Told = came[from_three].result()

    assert told.steps == ["Well done"]
    assert any("stop the session" in text for text in told.texts)


def test_too_few_minutes_are_said_to_be_too_few(came: dict[Any, Future[Any]]) -> None:
    told: Told = came[too_short].result()

    assert told.code == 0
    assert "0.1 minutes is too short for this routine: it still takes about" in told.err


def test_what_needs_a_missing_thing_is_left_out_and_said(came: dict[Any, Future[Any]]) -> None:
    told: Told = came[without_band].result()

    assert "Pull is left out: it needs resistance band." in told.err
    assert "Nothing in Short one needs 'trampoline'." in told.err
    assert told.steps == ["Sit tall", "Tap", "Well done"]


def test_a_caution_that_ones_own_exercise_hides_is_named(came: dict[Any, Future[Any]]) -> None:
    told: Told = came[masked].result()

    [line] = [line for line in told.err.splitlines() if "hides the built-in" in line]
    assert "exercises/chin-tuck.toml hides the built-in chin-tuck, and its caution is not said" in line
    assert str(Path("routines", "exercises", "chin-tuck.toml")) in line.rpartition("Copy its [caution]")[2]


def test_a_session_that_was_stopped_is_gone_on_with(came: dict[Any, Future[Any]]) -> None:
    first, second = came[stopped_and_resumed].result()

    assert (first.code, first.steps) == (0, ["Tap"])
    assert "Going on with Short one, at step 2." in second.err
    assert second.steps == ["Tap", "Well done"]


@pytest.mark.skipif(not available(), reason="there is no PulseAudio to record from")
def test_it_says_which_device_it_plays_to_and_is_heard_there(
    scene: Callable[..., tuple[Told, Sound]],
) -> None:
    told, heard = scene(aloud)

    assert told.err == "Playing to Null Output.\n"
    assert heard_from(heard) > 0


@pytest.mark.skipif(not available(), reason="there is no PulseAudio to record from")
def test_muted_it_goes_through_the_same_session_without_a_sound(
    scene: Callable[..., tuple[Told, Sound]],
) -> None:
    told, heard = scene(muted)

    assert told.steps == ["Sit tall", "Tap", "Well done"]
    assert heard_from(heard, level=0) == -1


def test_of_a_kind_the_one_done_longest_ago_is_taken_and_the_reason_said(tmp_path: Path) -> None:
    listed = json.loads(coach(tmp_path, "list", "--category", "stretches", "--json").stdout)
    write(tmp_path, "stretches/short.toml", ROUTINE.replace('"education"', '"stretches"'))
    write(tmp_path, "exercises/tap.toml", EXERCISE)
    for entry in listed:
        coach(tmp_path, "log", "add", entry["id"], "--on", "2026-02-01")
    never = started(tmp_path, "--category", "stretches", given="stop\n")
    coach(tmp_path, "log", "add", "short", "--on", "2026-01-01")
    coach(tmp_path, "log", "forget", "--all")
    for day, name in enumerate([*(entry["id"] for entry in listed), "short"], start=10):
        coach(tmp_path, "log", "add", name, "--on", f"2026-01-{31 - day:02}")
    oldest = started(tmp_path, "--category", "stretches", given="stop\n")

    assert "Short one: you have not done it yet.\n" in never.err
    assert never.events[0]["name"] == "Short one"
    assert "Short one: of these it is the longest since, " in oldest.err
    assert oldest.events[0]["name"] == "Short one"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("desk-rest",), "There is no routine called 'desk-rest'. Nearest: desk-reset"),
        (("Desk reset",), "There is no routine called 'Desk reset'. Nearest: desk-reset"),
        (("routines/posture/desk-reset.toml",), "Nearest: desk-reset"),
        (("qqq",), "There is no routine called 'qqq'. `coach list` shows them all."),
        ((), "Name a routine, such as `coach start desk-reset`. `coach list` shows them all."),
        (("--category", "masage"), "There is no category 'masage'. Did you mean massage?"),
        (("short", "--category", "massage"), "Name a routine or a --category, not both."),
        (("short", "--level", "hard"), 'Write "", "gentle", "moderate" or "strong".'),
        (("short", "--detail", "some"), 'Write "full", "short" or "quiet".'),
        (("short", "--rate", "300"), "Write a whole number from 110 to 220."),
        (("short", "--rate", "fast"), "'fast' is not a whole number."),
        (("short", "--minutes", "0"), "--minutes takes a number above 0 and at most 120."),
        (("short", "--minutes", "nan"), "--minutes takes a number above 0 and at most 120."),
        (("short", "--minutes", "ten"), "'ten' is not a number."),
        (("short", "--from", "0"), "0 is less than 1."),
        (
            ("short", "--from", "4"),
            "Short one has 3 steps, so it cannot begin at 4. `coach show short`",
        ),
        (("short", "--without", " "), "--without takes the name of a thing, such as: --without band"),
        (("--resume",), "There is no session to go on with. `coach start` begins one."),
        (("short", "--resume"), "--resume goes on where you stopped. Leave out the routine"),
        (("--resume", "--from", "2"), "--resume goes on where you stopped. Leave out the routine"),
        (("short", "--loud"), "No such option: --loud"),
        (("short", "long"), "Got unexpected extra argument(s) (long)"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_mend(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ran = coach(at_home(tmp_path), "start", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_only_what_can_be_done_of_nothing_is_refused(tmp_path: Path) -> None:
    only = ROUTINE[: ROUTINE.index("[[step]]")] + BAND
    at_home(tmp_path, only)
    write(tmp_path, "exercises/pull.toml", PULL)

    ran = coach(tmp_path, "start", "short", "--without", "band")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "Nothing is left of Short one that way. Pull is left out: it needs resistance band.\n"
    )


def test_on_a_terminal_it_asks_for_the_kind_and_then_the_routine(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    with terminals(at_home(tmp_path)) as terminal:
        terminal.start(" ")
        terminal.until("Which kind? (1 to 11): ")
        terminal.run("12")
        terminal.until("Type a number from 1 to 11, then Enter.")
        terminal.run("education")
        terminal.until("Which routine? (1 to ")
        terminal.run("short")
        terminal.until("Short one, 3 steps. ? shows the keys.")
        terminal.type("q")
        code = terminal.code()

    assert code == 0


@pytest.mark.parametrize(("key", "code"), [("C-d", 2), ("C-c", 130)])
def test_one_who_does_not_choose_is_let_go(
    tmp_path: Path, terminals: type[Terminal], key: str, code: int
) -> None:
    with terminals(at_home(tmp_path)) as terminal:
        terminal.start(" ")
        terminal.until("Which kind? (1 to 11): ")
        terminal.type(key)
        ended = terminal.code()
        screen = terminal.screen

    assert ended == code
    assert "Traceback" not in screen
    assert ("No routine was chosen." in screen) == (code == 2)
