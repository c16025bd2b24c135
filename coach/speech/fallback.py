"""A voice with another behind it, which says what the first cannot.

A natural voice is a file that anybody may have made: it may yield silence, noise or half a
line. A line that it could not make in two tries is made by the system's own voice, so that nothing
is left unsaid. The person is told here, so that this happens whoever speaks.

Returns at once, from any thread; `deliver` is called from the voices' threads, exactly once for each
line.
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
    """**Protocol:** what makes lines, such as `Synth` and `FallbackVoice`."""

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first, in place of those wanted before."""

    def clip(self, spoken: Spoken) -> Clip:
        """Return the pinned clip of a line that was delivered; `KeyError` for any other."""

    def close(self) -> None:
        """End the workers."""


def on_stderr(line: str) -> None:
    """Write a line to the person, where nobody else does."""
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
    """Return what makes lines in this voice; `note` gets a line for the person if another stands in."""
    voice, system_voice = pronunciation.voice, resolve("auto")
    if voice.engine not in NATURAL_ENGINES:
        return Synth(pronunciation, clips, deliver, process)

    def note_reason(reason: str) -> None:
        note(f"{voice.name} cannot say all of it ({reason}). {system_voice.name} says the rest.")

    return FallbackVoice(
        lambda handler: Synth(pronunciation, clips, handler, process),
        lambda handler: Synth(replace(pronunciation, voice=system_voice), clips, handler),
        deliver,
        note_reason,
    )


class FallbackVoice:
    """The first voice, and the second for each line that the first could not make.

    The second is made when it is first needed; `note_reason` is then given the reason.
    """

    def __init__(
        self,
        make_first: Callable[[Deliver], Maker],
        make_second: Callable[[Deliver], Maker],
        deliver: Deliver,
        note_reason: Callable[[str], None],
    ) -> None:
        self._make_second, self._deliver, self._note_reason = make_second, deliver, note_reason
        self._lock = Lock()
        self._for_second: dict[Spoken, None] = {}
        self._second: Maker | None = None
        self._closed = False
        self._first = make_first(self._from_first)

    def want(self, lines: Sequence[Spoken]) -> None:
        """Make these lines, the most urgent first, in place of those wanted before."""
        with self._lock:
            for_second = tuple(line for line in lines if line in self._for_second)
            second = self._second
        if second is not None and for_second:
            second.want(for_second)
        self._first.want(tuple(line for line in lines if line not in for_second))

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

    def _from_first(self, outcome: Made | NotMade) -> None:
        if isinstance(outcome, Made):
            self._deliver(outcome)
            return
        with self._lock:
            if self._closed:
                return
            self._for_second[outcome.spoken] = None
            for_second = tuple(self._for_second)
            second = self._second = self._second or self._new_second(outcome.reason)
        second.want(for_second)

    def _new_second(self, reason: str) -> Maker:
        self._note_reason(reason)
        return self._make_second(self._from_second)

    def _from_second(self, outcome: Made | NotMade) -> None:
        with self._lock:
            self._for_second.pop(outcome.spoken, None)
        self._deliver(outcome)
