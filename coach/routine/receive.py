"""What was shared written among a person's own files.

Touches disk. A file that gives way is set aside beside the new one, under another name; the
routine is written last, so that a routine is never there without its exercises.

Errors: `CoachError` from the disk, and where the files here changed while the person was asked.
"""

from dataclasses import dataclass
from pathlib import Path

from coach import atomic
from coach.errors import CoachError
from coach.paths import made, own_routines
from coach.routine.library import default
from coach.routine.new import schema_line
from coach.routine.offer import Offer, look
from coach.routine.pack import Part
from coach.routine.shelf import Kind
from coach.source import parse, shown


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written, what was set aside for it, and the routine's id now."""

    written: tuple[Path, ...]
    aside: tuple[Path, ...]
    routine: str


def take(file: Path, offer: Offer, *, replacing: bool) -> Taken:
    """Write what was offered: all that differs in the place of what is here, or beside it."""
    if look(file, default()) != offer:
        raise CoachError("The file, or yours, changed meanwhile, so nothing was brought in. Try again.")
    there = {(item.part.kind, item.part.id): item.there for item in offer.items}
    parts = [item.part for item in offer.items if not item.same] if replacing else list(offer.beside)
    written: list[Path] = []
    aside: list[Path] = []
    for part in sorted(parts, key=lambda part: part.kind):
        old = there.get((part.kind, part.id)) if replacing else None
        path, before = _write(part, Path(old.path) if old is not None and old.own else None)
        written.append(path)
        aside += [] if before is None else [before]
    library = default()
    for part in parts:
        library.refuse_bad(part.kind, part.id)
    return Taken(tuple(written), tuple(aside), offer.routine.id if replacing else offer.beside_id)


def _write(part: Part, old: Path | None) -> tuple[Path, Path | None]:
    path = old or own_routines() / _folder(part) / f"{part.id}.toml"
    text = (schema_line(part.kind) + part.text).encode()
    aside = None if old is None else atomic.set_aside(path)
    try:
        if atomic.create(made(path.parent) / path.name, text):
            return path, aside
    except CoachError:
        if aside is not None:
            aside.replace(path)
        raise
    raise CoachError(f"{shown(path)} is there already and cannot be used. Move it away and try again.")


def _folder(part: Part) -> str:
    if part.kind is Kind.EXERCISE:
        return "exercises"
    return str(parse(part.text.encode(), part.id).value["category"])
