"""A part of a session told quickly, to hear what is said without doing it.

Pure.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from coach.cue.model import Beat, Block, Line, Part, RestBlock, Role, Spoken
from coach.cue.script import Script
from coach.time.units import samples

_BREATH: Final = samples(0.4)
"""Silence after each sentence."""


def instructions(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the sentences alone, one soon after the other: no count, no chime, no rest."""
    said = (cue for block in blocks for cue in _cues(block))
    return tuple(Line(cue, _BREATH) for cue in said if isinstance(cue, Spoken) and cue.role is Role.LINE)


def changed_step(before: Script, after: Script) -> int | None:
    """Return the first step that is not told as it was, counted from nought; `None` where all are."""
    for index in range(len(after.titles)):
        if index >= len(before.titles) or _told(before.step(index)) != _told(after.step(index)):
            return index
    return None


def _told(parts: Sequence[Part]) -> list[tuple[Block, ...]]:
    return [part.blocks for part in parts]


def _cues(block: Block) -> Iterator[object]:
    match block:
        case Line():
            yield block.cue
        case Beat():
            yield from block.spread
        case RestBlock():
            yield from (*block.head, *block.tail)
