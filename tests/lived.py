"""Real sessions in processes of their own, for tests to listen to, talk to and do harm to.

A `Live` is a `coach start` with its events as they come. A session lasts as long as it is
told aloud, so scenes are played `side_by_side`, and each test looks at what became of one.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Event, Thread
from typing import Any, Final, TypeVar

import numpy as np

from bench.recording import AUDIBLE, RATE, Sound, find
from coach.history.model import SessionRecord
from coach.history.sessions import Sessions

TROUBLE: Final = ("device_lost", "line_failed", "cue_too_long")
"""The events of what went wrong."""
CHANGED: Final = (
    *("answer_rejected", "volume_set", "mute_set", "way_set", "more_added", "wait_set", "refused"),
    *("voice_slow", "device_named"),
)
"""The events of what was asked for, and of the voice and the device."""
PATIENCE: Final = 90.0
"""Seconds after which what is waited for is taken not to come; a busy machine is slow."""
POLL_S: Final = 0.05
AT_ONCE: Final = 12
"""Scenes that are played at once; a session at rest takes two hundredths of a core."""
WHOLE: Final = 0.6
"""Of a clip's tenths of a second, more are found where it is whole: a busy machine tears some apart."""
NO_SOUND: Final = {"PULSE_SERVER": "unix:/nonexistent/native", "ALSA_CONFIG_PATH": "/nonexistent"}
BRISK: Final = ("--rate", "220", "--detail", "quiet")

ROUTINE: Final = """\
name = "Short one"
category = "education"
level = "gentle"
minutes = 1
summary = "For listening."

[[step]]
say = "Sit tall."

[[step]]
exercise = "tap"

[[step]]
say = "Well done."
"""
EXERCISE: Final = """\
name = "Tap"
category = "mobility"
level = "gentle"
position = ["seated"]
sides = "none"
dose = { reps = 3, tempo = "1-0-1", ready = 0 }
most = { reps = 20 }

[say]
setup = "Sit."
move = "Tap your knees."
phases = ["down", "up"]
end = "Let your hands rest."

[easier]
say = "Tap with one hand."
dose = { reps = 2 }

[harder]
say = "Tap with both hands at once."
dose = { reps = 4 }

[source]
kind = "common practice"
"""

TENTH: Final = RATE // 10
SAME: Final = 0.9

T = TypeVar("T")
Scene = Callable[[Path], T]


def at_home(home: Path, routine: str = ROUTINE) -> Path:
    """Write the routine `short` and its exercise into a fresh home; return the home."""
    own = home / "config" / "routines"
    for folder, name, text in (("education", "short", routine), ("exercises", "tap", EXERCISE)):
        (own / folder).mkdir(parents=True, exist_ok=True)
        (own / folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return home


def clean_env(home: Path, env: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which nothing of this person's coach is left."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COACH_")}
    return {**kept, "COACH_HOME": str(home), "COACH_VOICE": "espeak", "COLUMNS": "100", **env}


def waited(
    condition: Callable[[], T | None], what: str = "it", patience: float = PATIENCE, *, every: float = POLL_S
) -> T:
    """Return what the condition gives as soon as that is true; it is asked `every` so many seconds."""
    for _ in range(round(patience / every)):
        found = condition()
        if found:
            return found
        Event().wait(every)
    raise AssertionError(f"{what} did not come within {patience:g} s")


class Live:
    """A session in a process. `until` goes on from the event it found last."""

    def __init__(
        self,
        home: Path,
        *words: str,
        env: Mapping[str, str] = NO_SOUND,
        face: Sequence[str] = ("--json",),
        stdin: int = subprocess.PIPE,
        program: Sequence[str] = ("-m", "coach"),
    ) -> None:
        self.home, self._json = home, "--json" in face
        self.out: list[str] = []
        self.err: list[str] = []
        self.events: list[dict[str, Any]] = []
        self._came, self._next = Condition(), 0
        self.process = subprocess.Popen(
            [sys.executable, *program, "start", *(words or ("short",)), *BRISK, *face],
            env=clean_env(home, env),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        streams = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self._readers = [Thread(target=self._read, args=pair, daemon=True) for pair in streams]
        for reader in self._readers:
            reader.start()

    def until(self, event: str, **fields: object) -> dict[str, Any]:
        """Wait for the next event of that kind with these values, and return it."""
        wanted = {"event": event, **fields}
        with self._came:
            for index in iter(lambda: self._next, None):
                if index < len(self.events):
                    self._next += 1
                    if wanted.items() <= self.events[index].items():
                        return self.events[index]
                elif not self._came.wait(PATIENCE):
                    raise AssertionError(f"no {wanted}; {self.events[-3:]}, {self.err}")
                elif self.process.poll() is not None and index == len(self.events):
                    raise AssertionError(f"ended without {wanted}; {self.events[-3:]}, {self.err}")
        raise AssertionError

    def say(self, *words: str) -> None:
        """Type these words on its standard input, a line each."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{word}\n" for word in words))
        self.process.stdin.flush()

    def ended(self) -> int:
        """Wait for its end, and return its exit code."""
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code

    def told(self, *kinds: str) -> list[dict[str, Any]]:
        """Return the events of these kinds."""
        return [event for event in self.events if event["event"] in kinds]

    @property
    def texts(self) -> list[str]:
        """What was said."""
        return [e["text"] for e in self.told("heard") if e["kind"] != "chime"]

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def worker(self, but: int = 0) -> int:
        """Return the process that speaks for it, another than `but`."""
        return waited(
            lambda: next((pid for pid in workers_of(self.process.pid) if pid != but), None), "a worker"
        )

    def _read(self, stream: Any, kept: list[str]) -> None:  # noqa: ANN401 - Popen has three kinds of them
        for line in stream:
            with self._came:
                kept.append(line.rstrip("\n"))
                if self._json and kept is self.out:
                    self.events.append(json.loads(line))
                self._came.notify_all()
        with self._came:
            self._came.notify_all()


def found(recording: Sound, clip: Sound, near: int, reach: int) -> tuple[float, float]:
    """Return where a clip is heard within reach of `near`, and what share of its tenths of a second.

    One that was torn apart, by blocks that a busy machine lost, is found piece by piece.
    """
    place, alike = find(recording, clip, near, reach)
    if alike > SAME:
        return place, 1.0
    pieces = [(at, clip[at : at + TENTH]) for at in range(0, max(1, len(clip) - TENTH + 1), TENTH)]
    loud = [(at, piece) for at, piece in pieces if np.abs(piece.astype(int)).max() > AUDIBLE]
    where = [(at, *find(recording, piece, round(place) + at, 5 * TENTH)) for at, piece in loud]
    whole = [(at, there) for at, there, same in where if same > SAME]
    return (whole[0][1] - whole[0][0] if whole else place), len(whole) / max(1, len(loud))


def workers_of(parent: int, home: Path | None = None) -> list[int]:
    """Return the speech workers that a process has started, for one home, and that have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            other = home is not None and os.fsencode(home) not in (folder / "environ").read_bytes()
            if stat[1] == str(parent) and stat[0] != "Z" and not other:
                found += [int(folder.name)] * (b"coach.speech.worker" in (folder / "cmdline").read_bytes())
    return found


def alive(pid: int) -> bool:
    """Return whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def history(home: Path) -> tuple[SessionRecord, ...]:
    """Return the sessions that a home has kept, the latest first."""
    with Sessions.open(home / "data" / "coach.db") as store:
        return store.recent()


@contextmanager
def side_by_side(
    alone: Sequence[Scene[Any]], long: Sequence[Scene[Any]], others: Sequence[Scene[Any]], folder: Path
) -> Iterator[Callable[[Scene[T]], T]]:
    """Play the scenes, each in a folder of its own: the `others` once those that are to be `alone` are over.

    Those that take `long` begin at once all the same, for they make little noise.

    Give what waits for a scene and returns its outcome, or raises what it raised.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        folders = {scene: folder / str(number) for number, scene in enumerate((*alone, *long, *others))}
        for own in folders.values():
            own.mkdir()
        playing = {scene: pool.submit(scene, folders[scene]) for scene in (*alone, *long)}
        awaited = [playing[scene] for scene in alone]

        def after(scene: Scene[T], own: Path) -> T:
            wait(awaited)
            return scene(own)

        playing |= {scene: pool.submit(after, scene, folders[scene]) for scene in others}
        try:
            yield lambda scene: playing[scene].result()
        finally:
            pool.shutdown(cancel_futures=True)
