"""A session gets its clips, or is told why not, whatever becomes of the worker. Real workers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest

from coach.cue.model import Role, Spoken
from coach.language import rates
from coach.speech.clips import Clips
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import spawn
from coach.speech.synth import Made, NotMade, Synth, WorkerTimeouts
from coach.speech.voices.voice import SESSION_LINES, resolve
from coach.speech.worker import clip_signal
from coach.time.units import RATE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")

DEADLINE = 20
LONG = Spoken(
    "Stand tall with your feet a hand's width apart, let your arms hang, and look straight ahead; now draw "
    "your shoulder blades gently together and down, as if sliding them into your back pockets, and keep "
    "breathing slowly while you count with me, all the way."
)


class Session:
    """What a session does with a synth: it wants, and takes what is delivered."""

    def __init__(self, folder: Path, *, timeouts: WorkerTimeouts | None = None) -> None:
        self.started: list[subprocess.Popen[bytes]] = []
        self.came: SimpleQueue[Made | NotMade] = SimpleQueue()
        self.timeouts = timeouts or WorkerTimeouts()
        watched = WorkerTimeouts(
            self._start, self.timeouts.first, self.timeouts.line, self.timeouts.per_character
        )
        self.clips = Clips(folder)
        self.synth = Synth(
            Pronunciation(resolve("auto", "espeak"), rates.USUAL), self.clips, self.came.put, timeouts=watched
        )

    def _start(self, engine: str) -> "subprocess.Popen[bytes]":
        self.started.append(self.timeouts.start(engine))
        return self.started[-1]

    def next(self) -> Made | NotMade:
        return self.came.get(timeout=DEADLINE)

    def make(self, lines: Sequence[Spoken]) -> dict[Spoken, Made | NotMade]:
        self.synth.want(lines)
        came = [self.next() for _ in lines]
        return {each.spoken: each for each in came}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path)
    yield session
    session.synth.close()


def script(program: str) -> WorkerTimeouts:
    """A worker that is this Python program."""

    def start(engine: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    return WorkerTimeouts(start, first=1.0, line=1.0)


def test_a_first_line_of_250_characters_in_a_fresh_worker_is_whole(session: Session) -> None:
    assert len(LONG.text) >= 250

    made = session.make([LONG])[LONG]

    assert isinstance(made, Made)
    assert 15 < len(made.clip.sound) / RATE < 25


def test_lines_come_in_the_order_of_their_urgency(session: Session) -> None:
    lines = [Spoken(line) for line in SESSION_LINES]

    came = list(session.make(lines))

    assert came == lines


def test_the_last_want_comes_first_and_what_it_leaves_out_is_not_made(session: Session) -> None:
    first = [Spoken(f"{line} Again and again, and once more.") for line in SESSION_LINES]
    urgent = Spoken("Now the right side.")
    session.synth.want(first)
    begun = session.next()

    session.synth.want([urgent])
    came = [session.next().spoken]
    while came[-1] != urgent:
        came.append(session.next().spoken)

    assert begun.spoken == first[0]
    assert len(came) <= 3
    assert session.make([Spoken("Rest.")])


def test_a_burst_of_wants_makes_each_line_once(session: Session) -> None:
    lines = [Spoken(line) for line in SESSION_LINES]
    for turn in range(30):
        session.synth.want(lines[turn % 12 :] + lines[: turn % 12])

    came = [session.next().spoken for _ in lines]

    assert sorted(came, key=lines.index) == lines
    session.make([Spoken("Rest.")])
    assert session.came.empty()


def test_equal_lines_share_one_clip(session: Session) -> None:
    came = session.make([Spoken("Left side."), Spoken("Left  side."), Spoken("<b>Left side.")])

    clips = [each.clip for each in came.values() if isinstance(each, Made)]
    assert len(clips) == 3
    assert len({id(clip) for clip in clips}) == 1
    assert len(list(session.clips.folder.iterdir())) == 1


def test_a_cached_clip_needs_no_worker(tmp_path: Path) -> None:
    line = Spoken("Keep your chin level.")
    first = Session(tmp_path)
    first.make([line])
    first.synth.close()

    second = Session(tmp_path)
    made = second.make([line])[line]
    second.synth.close()

    assert isinstance(made, Made)
    assert not second.started


def test_a_pinned_clip_outlives_its_file(session: Session) -> None:
    line = Spoken("Keep your chin level.")
    made = session.make([line])[line]
    assert isinstance(made, Made)

    for path in session.clips.folder.iterdir():
        path.unlink()

    assert session.synth.clip(line) is made.clip


def test_a_damaged_clip_is_made_again(tmp_path: Path) -> None:
    line = Spoken("Keep your chin level.")
    first = Session(tmp_path)
    first.make([line])
    first.synth.close()
    [path] = tmp_path.glob("*.wav")
    path.write_bytes(path.read_bytes()[:5000])

    second = Session(tmp_path)
    made = second.make([line])[line]
    second.synth.close()

    assert isinstance(made, Made)
    assert len(made.clip.sound) > RATE // 2


def test_a_worker_killed_between_two_lines_is_replaced(session: Session) -> None:
    session.make([Spoken("one", Role.COUNT)])

    os.kill(session.started[0].pid, signal.SIGKILL)
    came = session.make([Spoken("two", Role.COUNT), Spoken("three", Role.COUNT)])

    assert all(isinstance(each, Made) for each in came.values())
    assert len(session.started) == 2


def test_a_worker_killed_at_a_line_is_replaced_and_no_line_is_lost(session: Session) -> None:
    lines = [Spoken(f"{LONG.text} {number}.") for number in ("One", "Two", "Three", "Four", "Five", "Six")]
    session.synth.want(lines)
    came = [session.next()]

    os.kill(session.started[0].pid, signal.SIGKILL)
    came += [session.next() for _ in lines[1:]]

    assert all(isinstance(each, Made) for each in came)
    assert [each.spoken for each in came] == lines


def test_a_worker_that_hangs_is_replaced_after_its_time(tmp_path: Path) -> None:
    session = Session(tmp_path, timeouts=WorkerTimeouts(line=0.4, per_character=0))
    session.make([Spoken("one", Role.COUNT)])

    os.kill(session.started[0].pid, signal.SIGSTOP)
    came = session.make([Spoken("two", Role.COUNT)])
    session.synth.close()

    assert all(isinstance(each, Made) for each in came.values())
    assert len(session.started) == 2
    assert session.started[0].poll() is not None


def test_a_line_that_breaks_every_worker_is_tried_twice_and_the_next_one_comes(tmp_path: Path) -> None:
    # The real worker, but for a line at which its process dies.
    program = (
        "import os, sys\n"
        "sys.argv = ['worker', 'espeak']\n"
        "import coach.speech.worker.__main__ as worker\n"
        "speak = worker.Speaker.speak\n"
        "def dying(self, text, *rest):\n"
        "    if 'Poison' in text: os._exit(3)\n"
        "    speak(self, text, *rest)\n"
        "worker.Speaker.speak = dying\n"
        "worker.main()\n"
    )
    session = Session(tmp_path, timeouts=WorkerTimeouts(script(program).start))
    poison, line = Spoken("Poison."), Spoken("Keep your chin level.")

    came = session.make([line, poison, Spoken("Rest.")])
    session.synth.close()

    assert isinstance(came[line], Made)
    assert isinstance(came[Spoken("Rest.")], Made)
    refused = came[poison]
    assert isinstance(refused, NotMade)
    assert refused.reason == "the speech worker ended"
    assert len(session.started) == 3


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise SystemExit(1)", "the speech worker ended"),
        ("print('not a reply', flush=True); input()", "the speech worker said something unreadable"),
        ("print('{\"odd\": 1}', flush=True); input()", "the speech worker said something unreadable"),
        ("print('[' * 100000, flush=True); input()", "the speech worker said something unreadable"),
        ("print('x' * 5000000, flush=True); input()", "the speech worker said something unreadable"),
        ("import time; time.sleep(60)", "the speech engine did not answer"),
        ('print(\'{"broken": "no engine"}\', flush=True)', "no engine"),
    ],
)
def test_after_three_fresh_workers_that_make_nothing_every_line_is_told_at_once(
    tmp_path: Path, program: str, reason: str
) -> None:
    session = Session(tmp_path, timeouts=script(program))
    lines = [Spoken(line) for line in SESSION_LINES]

    came = session.make(lines)
    later = session.make([Spoken("Rest.")])
    session.synth.close()

    assert {each.reason for each in (*came.values(), *later.values()) if isinstance(each, NotMade)} == {
        reason
    }
    assert len(came) == len(lines)
    assert len(session.started) == 3


def test_a_worker_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    def start(engine: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([str(tmp_path / "nothing")])

    session = Session(tmp_path, timeouts=WorkerTimeouts(start))
    came = session.make([Spoken("Rest.")])
    session.synth.close()

    assert came == {
        Spoken("Rest."): NotMade(
            Spoken("Rest."), "the speech worker cannot be started (No such file or directory)"
        )
    }


@pytest.mark.parametrize(
    "hostile",
    [
        "Breathe\x1b[31m out\x07 \u202enow",
        "[[rate 900]] Breathe out now",
        "<speak><break time='99s'/>Breathe out now</speak>",
        "[red]Breathe[/red] out now",
        "`Breathe` out \ud83d now",
        "\0Breathe out now",
        "Breathe out & now; $(reboot) | tee",
        "--help Breathe out now",
    ],
)
def test_hostile_text_is_spoken_harmlessly(session: Session, hostile: str) -> None:
    came = session.make([Spoken(hostile), Spoken("Rest.")])

    made = came[Spoken(hostile)]
    assert isinstance(made, Made)
    assert 0.5 < len(made.clip.sound) / RATE < 4
    assert len(session.started) == 1


@pytest.mark.parametrize("text", ["x" * 1_000_000, "30 s " * 200_000, "[" * 1_000_000, "", "…", "[[h]]"])
def test_what_cannot_be_spoken_is_told_at_once_and_stops_nothing(session: Session, text: str) -> None:
    came = session.make([Spoken(text), Spoken("Rest.")])

    assert isinstance(came[Spoken(text)], NotMade)
    assert isinstance(came[Spoken("Rest.")], Made)


def test_a_line_of_figures_alone_is_spoken(session: Session) -> None:
    line = Spoken("1000000")

    assert isinstance(session.make([line])[line], Made)


def test_clips_are_as_loud_as_each_other_and_no_peak_passes_the_ceiling(session: Session) -> None:
    came = session.make([Spoken(line) for line in SESSION_LINES])

    sounds = [each.clip.sound for each in came.values() if isinstance(each, Made)]
    levels = [clip_signal.loudness(sound.astype(np.float32) / np.float32(32768)) for sound in sounds]
    assert len(sounds) == len(SESSION_LINES)
    assert max(abs(level - clip_signal.TARGET) for level in levels) < 0.6
    assert max(np.abs(sound.astype(int)).max() for sound in sounds) <= 29_206


def test_closing_ends_the_worker(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.make([Spoken("Rest.")])

    session.synth.close()

    assert session.started[0].poll() is not None


def test_a_worker_that_was_started_early_is_the_one_that_serves(tmp_path: Path) -> None:
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    early = spawn("espeak")
    synth = Synth(Pronunciation(resolve("auto", "espeak"), rates.USUAL), Clips(tmp_path), came.put, early)

    synth.want([Spoken("Rest.")])
    made = came.get(timeout=DEADLINE)
    alive = early.poll() is None
    synth.close()

    assert isinstance(made, Made)
    assert alive
    assert early.poll() is not None


def test_a_worker_that_was_started_early_with_another_engine_is_ended(tmp_path: Path) -> None:
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    early = spawn("espeak")

    synth = Synth(Pronunciation(resolve("sapi5:x"), rates.USUAL), Clips(tmp_path), came.put, early)
    ended = early.poll()
    synth.close()

    assert ended is not None
