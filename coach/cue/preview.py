"""A part of a session without its pauses, to hear what is said without doing it.

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
    """Return only the sentences, one soon after the other: no count, no chime, no rest."""
    cues = (cue for block in blocks for cue in _cues(block))
    return tuple(Line(cue, _BREATH) for cue in cues if isinstance(cue, Spoken) and cue.role is Role.LINE)


def changed_step(before: Script, after: Script) -> int | None:
    """Return the first step with other blocks than before, counted from nought; `None` where none has."""
    for index in range(len(after.titles)):
        if index >= len(before.titles) or _blocks_of(before.step(index)) != _blocks_of(after.step(index)):
            return index
    return None


def _blocks_of(parts: Sequence[Part]) -> list[tuple[Block, ...]]:
    return [part.blocks for part in parts]


def _cues(block: Block) -> Iterator[object]:
    match block:
        case Line():
            yield block.cue
        case Beat():
            yield from block.spread
        case RestBlock():
            yield from (*block.head, *block.tail)
