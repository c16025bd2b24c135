"""A voice with another behind it, which says what the first cannot.

A natural voice is a file that anybody may have made: it may yield silence, noise or half a
line. What it could not make in two tries is made by the system's own voice, so that nothing
is left unsaid, and the person is told: here, whoever speaks. Returns at once, from any thread;
`deliver` is called from the voices' threads, exactly once for each line.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from subprocess import Popen
from threading import Lock
from typing import Protocol

from coach.cue.model import Spoken
from coach.language.sanitize import for_terminal
from coach.speech.clips import Clip, Clips
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import NATURAL_ENGINES
from coach.speech.synth import Made, NotMade, Synth
from coach.speech.voices.voice import resolve

Deliver = Callable[[Made | NotMade], None]


class Maker(Protocol):
    """**Protocol:** what makes lines; `Synth` and `FallbackVoice` are such."""

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first, in place of those wanted before."""

    def clip(self, spoken: Spoken) -> Clip:
        """Return the pinned clip of a line that was delivered; `KeyError` for any other."""

    def close(self) -> None:
        """End the workers."""


def on_stderr(line: str) -> None:
    """Tell a person, where nobody else does."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{for_terminal(line)}\n")
        sys.stderr.flush()


def maker(
    pronunciation: Pronunciation,
    clips: Clips,
    deliver: Deliver,
    process: "Popen[bytes] | None" = None,
    *,
    note: Callable[[str], None] = on_stderr,
) -> Maker:
    """Return what makes lines in this voice; `note` takes a line for the person, where another stands in."""
    voice, usual = pronunciation.voice, resolve("auto")
    if voice.engine not in NATURAL_ENGINES:
        return Synth(pronunciation, clips, deliver, process)

    def told(reason: str) -> None:
        note(f"{voice.name} cannot say all of it ({reason}). {usual.name} says the rest.")

    return FallbackVoice(
        lambda heard: Synth(pronunciation, clips, heard, process),
        lambda heard: Synth(replace(pronunciation, voice=usual), clips, heard),
        deliver,
        told,
    )


class FallbackVoice:
    """The first voice, and the second for each line that the first could not make.

    The second is made when it is first needed, and `told` is given the reason then.
    """

    def __init__(
        self,
        first: Callable[[Deliver], Maker],
        second: Callable[[Deliver], Maker],
        deliver: Deliver,
        told: Callable[[str], None],
    ) -> None:
        self._make_second, self._deliver, self._told = second, deliver, told
        self._lock = Lock()
        self._left: dict[Spoken, None] = {}
        self._second: Maker | None = None
        self._closed = False
        self._first = first(self._from_first)

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first, in place of those wanted before."""
        with self._lock:
            left = tuple(line for line in lines if line in self._left)
            second = self._second
        if second is not None and left:
            second.want(left)
        self._first.want(tuple(line for line in lines if line not in left))

    def clip(self, spoken: Spoken) -> Clip:
        """Return the pinned clip of a line that was delivered; `KeyError` for any other."""
        try:
            return self._first.clip(spoken)
        except KeyError:
            if self._second is None:
                raise
            return self._second.clip(spoken)

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            self._closed = True
            second = self._second
        self._first.close()
        if second is not None:
            second.close()

    def _from_first(self, done: Made | NotMade) -> None:
        if isinstance(done, Made):
            self._deliver(done)
            return
        with self._lock:
            if self._closed:
                return
            self._left[done.spoken] = None
            left = tuple(self._left)
            second = self._second = self._second or self._new_second(done.reason)
        second.want(left)

    def _new_second(self, reason: str) -> Maker:
        self._told(reason)
        return self._make_second(self._from_second)

    def _from_second(self, done: Made | NotMade) -> None:
        with self._lock:
            self._left.pop(done.spoken, None)
        self._deliver(done)
