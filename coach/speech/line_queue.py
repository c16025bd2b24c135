"""Which lines are wanted, in what order, and what has become of each.

Reads the cache's folder; no thread, no process, no clock. One caller at a time. Each
line is delivered exactly once: `Made` with its clip, or `NotMade` with the reason.

A clip that was made is pinned: what happens to its file no longer matters. Lines with the
same words, role, voice and rate share one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coach.cue.model import Spoken
from coach.speech.clips import Clip, Clips
from coach.speech.pronunciation import Order, Pronunciation

LONGEST: Final = 2_000
"""Characters of a line; no routine needs more, and a longer one is a mistake or an attack."""

_MOST_TRIES: Final = 2
_NO_CLIP: Final = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A line's clip is there, and pinned."""

    spoken: Spoken
    clip: Clip


@dataclass(frozen=True, slots=True)
class NotMade:
    """A line stays in writing; `reason` is a few plain words."""

    spoken: Spoken
    reason: str


@dataclass(slots=True)
class _Job:
    """One clip to come, and the lines that wait for it."""

    order: Order
    lines: list[Spoken]
    tries: int = 0


class LineQueue:
    """What is to be read from the cache and what is to be made, both in order of urgency."""

    def __init__(
        self, pronunciation: Pronunciation, clips: Clips, deliver: Callable[[Made | NotMade], None]
    ) -> None:
        self.to_read: list[str] = []
        self.to_make: list[str] = []
        self._pronunciation, self._clips, self._deliver = pronunciation, clips, deliver
        self._jobs: dict[str, _Job] = {}
        self._keys: dict[Spoken, str] = {}
        self._pinned: dict[str, Clip] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._jobs

    def clip(self, spoken: Spoken) -> Clip:
        """Return the pinned clip of a line that was made; `KeyError` for any other."""
        return self._pinned[self._keys[spoken]]

    def rank(self, lines: Sequence[Spoken]) -> None:
        """Want these lines and no others, in this order."""
        names = dict.fromkeys(self._keys.get(line) or self._add(line) for line in lines)
        pending = [name for name in names if name in self._jobs]
        self.to_read = [name for name in pending if self._clips.path(name).exists()]
        cached = set(self.to_read)
        self.to_make = [name for name in pending if name not in cached]

    def read_one(self) -> None:
        """Read the most urgent clip of the cache; one that is damaged is to be made."""
        name = self.to_read.pop(0)
        if name in self._jobs and not self.pin(name):
            self.to_make.insert(0, name)

    def pin(self, name: str) -> bool:
        """Read a clip and deliver its lines; false where there is no whole clip."""
        clip = self._clips.get(name)
        if clip is not None:
            self._pinned[name] = clip
            for spoken in self._remove(name):
                self._deliver(Made(spoken, clip))
        return clip is not None

    def count_failure(self, name: str, reason: str) -> bool:
        """Count a failure; return whether the line is to be tried once more."""
        self._jobs[name].tries += 1
        retry = self._jobs[name].tries < _MOST_TRIES
        if not retry:
            self._refuse(name, reason)
        return retry

    def refuse_all(self, reason: str) -> None:
        """Refuse every line that the cache does not hold."""
        for name in tuple(self._jobs):
            if name not in self.to_read:
                self._refuse(name, reason)

    def length(self, name: str) -> int:
        """Return how many characters the line has; zero for a line that nobody waits for."""
        return len(self._jobs[name].order["text"]) if name in self._jobs else 0

    def request(self) -> dict[str, Any]:
        """Return what to ask of the worker for all that is to be made."""
        voice = self._pronunciation.voice
        return {
            "voice": voice.engine_id,
            "folder": str(self._clips.folder),
            "want": [self._jobs[name].order for name in self.to_make],
        }

    def _add(self, spoken: Spoken) -> str:
        """Add a new line, and return the name of its clip."""
        order = self._pronunciation.order(spoken) if len(spoken.text) <= LONGEST else None
        if order is None or not order["text"] or len(order["text"]) > 2 * LONGEST:
            self._keys[spoken] = _NO_CLIP
            is_empty = order is not None and not order["text"]
            reason = "there is nothing in it to say" if is_empty else "it is too long to be spoken"
            self._deliver(NotMade(spoken, reason))
            return _NO_CLIP
        name = self._keys[spoken] = order["id"]
        if name in self._pinned:
            self._deliver(Made(spoken, self._pinned[name]))
        elif name in self._jobs:
            self._jobs[name].lines.append(spoken)
        else:
            self._jobs[name] = _Job(order, [spoken])
        return name

    def _refuse(self, name: str, reason: str) -> None:
        for spoken in self._remove(name):
            self._deliver(NotMade(spoken, reason))

    def _remove(self, name: str) -> list[Spoken]:
        self.to_make = [other for other in self.to_make if other != name]
        self.to_read = [other for other in self.to_read if other != name]
        return self._jobs.pop(name).lines
