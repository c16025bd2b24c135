"""A routine's text is data: spoken, shown, or refused with its place and the mend; never obeyed."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import called
import pytest
from lived import BRISK, NO_SOUND, ROUTINE, TROUBLE, Live, at_home, clean_env, workers_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")

HOSTILE = (
    r"Lift \u001b[31mred\u0007 \u202ebut slowly.",
    "[[rate 900]] Turn to the side.",
    "<speak>Hold it.</speak>",
    "[red]Let go.[/red]",
    "Breathe & $(touch pwned); `id`.",
    "--help Sit down.",
    r"\u001b]0;title\u0007Stand up.",
    "%s %n {0} Look ahead.",
    r"Smile\r\nthen rest.",
)
TALK = (
    'name = "Talk \\u001b[2J [bold]\\u202e"\ncategory = "education"\nlevel = "gentle"\nminutes = 1\n'
    'summary = "\\u001b[31mRed"\n' + "".join(f'[[step]]\nsay = "{text}"\n' for text in HOSTILE)
)


def spoken(home: Path) -> Live:
    live = Live(at_home(home, TALK), stdin=subprocess.DEVNULL)
    live.ended()
    return live


def shown(home: Path) -> Live:
    live = Live(at_home(home, TALK), face=("--plain",), stdin=subprocess.DEVNULL)
    live.ended()
    return live


SCENES = (spoken, shown)


def test_hostile_text_is_spoken_line_by_line_to_the_end(scene: Callable[..., Live]) -> None:
    live = scene(spoken)

    assert live.process.returncode == 0
    assert live.events[-1]["finished"]
    assert live.told(*TROUBLE) == []
    assert not any(event["missing"] for event in live.told("heard"))
    assert len(live.told("step_ended")) == len(HOSTILE)
    assert not Path("pwned").exists()


def test_nothing_of_it_reaches_the_terminal_but_its_words(scene: Callable[..., Live]) -> None:
    live = scene(shown)

    assert live.process.returncode == 0
    assert all(line.isprintable() for line in [*live.out, *live.err])
    assert live.out[0] == "Talk [2J [bold], 9 steps. ? shows the keys."
    assert any("Lift [31mred but slowly." in line for line in live.out)
    assert any("[red]Let go.[/red]" in line for line in live.out)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


def coach(home: Path, *words: str) -> Said:
    ran = called.coach(home, *words)
    return Said(ran.returncode, ran.stdout, ran.stderr)


STEP = '[[step]]\nexercise = "tap"\n'
HEAD = ROUTINE.partition("[[step]]")[0]
BAD: dict[str, tuple[str, int, int, str]] = {
    "negative reps": (HEAD + STEP + "reps = -3\n", 9, 8, "reps"),
    "absurd reps": (HEAD + STEP + "reps = 100000000\n", 9, 8, "reps"),
    "a wrong kind": (HEAD + STEP + 'reps = "many"\n', 9, 8, "reps"),
    "a negative rest": (HEAD + '[[step]]\nrest = "-5 s"\n', 8, 8, "-5 s"),
    "an unknown exercise": (HEAD + '[[step]]\nexercise = "tapp"\n', 8, 12, "tapp"),
    "a megabyte in a cue": (HEAD + f'[[step]]\nsay = "{"long " * 200_000}"\n', 1, 1, "Split it."),
    "nearly a megabyte in a cue": (HEAD + f'[[step]]\nsay = "{"long " * 190_000}"\n', 8, 7, "600"),
    "a bomb of repeats": (
        HEAD + "[[step]]\nrepeat = 20\nsteps = [{ repeat = 20, steps = [{ repeat = 20, "
        'steps = [{ exercise = "tap" }] }] }]\n',
        *(8, 10, "repeat less"),
    ),
    "half a line": (HEAD + "[[step]]\nsay = \n", 8, 7, ""),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_used_is_answered_with_its_place(tmp_path: Path, what: str) -> None:
    text, line, column, word = BAD[what]
    home = at_home(tmp_path, text)

    said = coach(home, "start", "short", *BRISK)

    assert said.code == 2
    assert said.out == ""
    assert f"education/short.toml:{line}:{column}: " in said.err
    assert word in said.err
    assert "Traceback" not in said.err
    assert len(said.err) < 2000


def test_bytes_that_are_no_text_are_answered_with_their_place(tmp_path: Path) -> None:
    home = at_home(tmp_path)
    file = home / "config" / "routines" / "education" / "short.toml"
    file.write_bytes(ROUTINE.encode().replace(b"Sit tall", b"Sit \xff\xfe tall"))

    said = coach(home, "start", "short", *BRISK)

    assert said.code == 2
    assert "education/short.toml:8:" in said.err
    assert "UTF-8" in said.err


def test_one_broken_file_hides_no_other(tmp_path: Path) -> None:
    home = at_home(tmp_path, BAD["half a line"][0])

    said = coach(home, "list", "--json")

    assert said.code == 0
    assert '"desk-reset"' in said.out
    assert '"short"' not in said.out


def test_a_folder_that_cannot_be_read_is_told_and_hides_nothing_else(tmp_path: Path) -> None:
    home = at_home(tmp_path)
    (home / "config" / "routines" / "education").chmod(0)
    # Root reads everything, unless it gives that up.
    humble = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

    ran = subprocess.run(
        [*humble, sys.executable, "-m", "coach", "list"],
        env=clean_env(home, NO_SOUND),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0
    assert "desk-reset" in ran.stdout
    assert "education" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_session_that_is_refused_leaves_no_worker_behind(tmp_path: Path) -> None:
    home = at_home(tmp_path, BAD["negative reps"][0])

    said = coach(home, "start", "short", *BRISK)

    assert said.code == 2
    assert workers_of(1, home) == []
