"""The worker on its own: what it says, how long it lives, and what its clips sound like."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import numpy as np
import pytest
from lived import NO_SOUND, clean_env

from coach.cue.model import Role, Spoken
from coach.cue.wording import number
from coach.language import rates
from coach.language.sanitize import for_speech
from coach.speech.batch import gather
from coach.speech.clips import Clip, Clips
from coach.speech.start_worker import spawn
from coach.speech.voices.voice import SESSION_LINES, rate_for_engine, resolve, spoken_rate
from coach.speech.worker import clip_signal
from coach.time.units import RATE

VOICE = resolve("auto", "espeak")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")


class Worker:
    def __init__(self, folder: Path) -> None:
        self.folder, self.process = folder, spawn("espeak")
        self.said: SimpleQueue[bytes] = SimpleQueue()
        self.listener = Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.put(line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.kill()
        self.process.wait()
        self.listener.join(timeout=20)
        self.process.stdin.close()

    def ask(self, words: list[str], *, count: bool = False, rate: int = 155, **more: object) -> None:
        asked = rate_for_engine(VOICE, spoken_rate(VOICE, Role.COUNT if count else Role.LINE, rate))
        want = [{"id": f"{i}-{rate}", "text": w, "rate": asked} for i, w in enumerate(words)]
        head = {"voice": VOICE.id, "folder": str(self.folder)}
        self.write({**head, "want": want, **more})

    def write(self, request: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()

    def reply(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.said.get(timeout=20))
        return value

    def clips(self, words: list[str], *, count: bool = False, rate: int = 155, **more: object) -> list[Clip]:
        self.ask(words, count=count, rate=rate, **more)
        for index, _ in enumerate(words):
            assert self.reply() == {"begun": f"{index}-{rate}"}
            assert self.reply() == {"ready": f"{index}-{rate}"}
        found = [Clips(self.folder).get(f"{index}-{rate}") for index, _ in enumerate(words)]
        return [clip for clip in found if clip is not None]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    worker.end()


@pytest.mark.parametrize("rate", [110, 155, 220])
def test_a_rate_is_real_words_a_minute(worker: Worker, rate: int) -> None:
    lines = [for_speech(line) for line in SESSION_LINES]

    clips = worker.clips(lines, rate=rate)

    words = sum(len(line.split()) for line in lines)
    minutes = sum(len(clip.sound) for clip in clips) / RATE / 60
    assert words / minutes == pytest.approx(rate, rel=0.07)


def test_a_change_of_rate_takes_effect_with_the_very_next_line(worker: Worker) -> None:
    slow, fast = [], []
    for turn in range(8):
        worker.folder = worker.folder / str(turn)
        slow.append(len(worker.clips([SESSION_LINES[0]], rate=120)[0].sound))
        fast.append(len(worker.clips([SESSION_LINES[0]], rate=200)[0].sound))

    assert max(slow) - min(slow) < 0.05 * RATE
    assert max(fast) - min(fast) < 0.05 * RATE
    assert min(slow) > 1.4 * max(fast)


COUNTED = [Spoken(number(value), Role.COUNT) for value in range(1, 31)]
ENGINES = [engine for engine in ("espeak", "hibari", "piper") if engine == "espeak" or find_spec(engine)]


@pytest.fixture(scope="module", params=ENGINES)
def counts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Clip]:
    """The clips of the counts from one to thirty, in each voice that comes along or is tested."""
    clips = Clips(tmp_path_factory.mktemp(request.param))
    made = gather(COUNTED, request.param, rates.USUAL, clips=clips)
    return [clip for line in COUNTED if isinstance(clip := made[line], Clip)]


def test_counts_are_short_and_each_is_as_loud_as_a_line(counts: list[Clip]) -> None:
    loud = [clip_signal.loudness(clip.sound.astype(np.float32) / np.float32(32768)) for clip in counts]

    assert len(counts) == len(COUNTED)
    assert max(abs(each - clip_signal.TARGET) for each in loud) <= 1.5
    assert max(len(clip.sound) for clip in counts) < 1.15 * RATE


def heard(clip: Clip) -> float:
    """Find where a count is heard by other ways than ours, in seconds: the mean of two.

    The band of the vowels is rectified and smoothed. After Cummins and Port (1998) the beat is the
    middle of the rise to the first strong peak; the other way is where 0.4 of the peak is reached.
    """
    return (_rise(clip, RATE // 25, (0.4, 0.6)) + _rise(clip, RATE // 40, (0.4, 0.4))) / 2


def _rise(clip: Clip, width: int, shares: tuple[float, float]) -> float:
    sound = np.concatenate([np.zeros(RATE // 10), clip.sound / 32768.0])
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(hertz < 300) | (hertz > 2500)] = 0
    window = np.hanning(width)
    level = np.convolve(np.abs(np.fft.irfft(spectrum, len(sound))), window / window.sum(), "same")
    peak = int(np.argmax(level > 0.7 * level[: RATE // 2].max()))
    while level[peak + 1] > level[peak]:
        peak += 1
    return float(np.mean([np.argmax(level > share * level[peak]) for share in shares])) / RATE - 0.1


def test_counts_are_heard_evenly_once_their_onsets_are_aligned(counts: list[Clip]) -> None:
    apart = [heard(clip) - clip.onset / RATE for clip in counts]

    assert max(apart) - min(apart) <= 0.015


def test_whatever_lies_in_the_folder_is_ready_at_once_and_not_made_again(worker: Worker) -> None:
    worker.clips(["Rest."])
    [path] = worker.folder.glob("*.wav")
    made = path.stat().st_ino

    worker.clips(["Rest."])

    assert path.stat().st_ino == made
    assert [each.name for each in worker.folder.iterdir()] == [path.name]


def test_a_request_that_comes_later_replaces_the_one_before(worker: Worker) -> None:
    worker.ask([SESSION_LINES[8] * 3] * 40)
    worker.reply()
    worker.ask(["Rest."], rate=200)

    replies = [worker.reply()]
    while replies[-1] != {"ready": "0-200"}:
        replies.append(worker.reply())

    assert len(replies) <= 6


def test_a_voice_that_does_not_exist_is_told_and_ends_the_worker(worker: Worker) -> None:
    worker.ask(["Rest."], voice="en-gb-nowhere")

    assert worker.reply() == {"begun": "0-155"}
    assert "SetVoiceByName failed" in worker.reply()["broken"]
    assert worker.process.wait(timeout=10) == 1


def test_an_engine_that_does_not_exist_is_told_and_ends_the_worker() -> None:
    process = spawn("nosuch")
    assert process.stdout is not None

    with process:
        told = json.loads(process.stdout.read())  # to its end: the worker also ends with its input

    assert "nosuch" in told["broken"]
    assert process.returncode == 1


def test_a_folder_that_cannot_be_written_is_told(worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    worker.folder = tmp_path / "file" / "clips"

    worker.ask(["Rest."])

    assert worker.reply() == {"begun": "0-155"}
    assert "NotADirectoryError" in worker.reply()["broken"]


def test_the_voices_are_listed(worker: Worker) -> None:
    worker.write({"list": True, "want": []})

    voices = worker.reply()["voices"]

    assert {"gmw/en-us", "gmw/en"} <= {voice["id"] for voice in voices}


def test_the_worker_ends_with_its_input(worker: Worker) -> None:
    worker.clips(["Rest."])

    assert worker.process.stdin is not None
    worker.process.stdin.close()

    assert worker.process.wait(timeout=5) == 0


def test_the_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from coach.speech.start_worker import spawn\n"
            "p = spawn('espeak'); print(p.pid, flush=True); p.wait()",
        ],
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    watched = os.pidfd_open(child)

    parent.kill()
    parent.communicate()

    assert select.select([watched], [], [], 5)[0]
    os.close(watched)


def test_nothing_in_the_folder_one_is_in_is_taken_for_a_part_of_python(tmp_path: Path) -> None:
    """A worker that looked there first would run whatever somebody unpacked beside a routine."""
    (tmp_path / "wave.py").write_text("raise SystemExit('taken')")
    script = Path(sys.executable).with_name("coach")

    ran = subprocess.run(
        [script, "say", "--phonemes", "Sit."],
        cwd=tmp_path,
        env=clean_env(tmp_path, NO_SOUND),
        capture_output=True,
        text=True,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Given:  Sit.")


def test_nothing_but_replies_reaches_any_stream(tmp_path: Path) -> None:
    # The worker as it is, with an error stream of its own.
    process = subprocess.Popen(
        [sys.executable, "-m", "coach.speech.worker", "espeak"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    want = [{"id": "a", "text": "Rest.", "rate": 140}]
    request = {"voice": VOICE.id, "folder": str(tmp_path), "want": want}
    assert process.stdin is not None
    assert process.stdout is not None

    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.flush()
    out = [process.stdout.readline(), process.stdout.readline()]
    rest, errors = process.communicate(timeout=10)

    assert [json.loads(line) for line in out] == [{"begun": "a"}, {"ready": "a"}]
    assert rest == b""
    assert errors == b""


def test_ctrl_c_on_the_terminal_does_not_reach_the_worker(worker: Worker) -> None:
    worker.clips(["Rest."])

    assert os.getpgid(worker.process.pid) != os.getpgid(0)
    assert os.getsid(worker.process.pid) != os.getsid(0)
