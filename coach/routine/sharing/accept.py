"""What was shared written among a person's own files.

Touches disk. A file that gives way is set aside beside the new one, under another name; the
routine is written last, so that a routine is never there without its exercises. Where one of
them cannot be written, all is put back as it was.

Errors: `CoachError` from the disk, and where the files here changed while the person was asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.files import atomic
from coach.files.document import Document, parse
from coach.files.exclusive_edit import alone
from coach.files.paths import own_routines
from coach.files.toml_text import as_bytes_like
from coach.routine.editing.own_files import write_new_file
from coach.routine.format.templates import schema_line
from coach.routine.library.file_kinds import KINDS, folder_of
from coach.routine.library.files import File
from coach.routine.library.library import Library, default
from coach.routine.sharing.inspect import Offer, inspect
from coach.routine.sharing.inspect import offer as offered
from coach.routine.sharing.pack import PackedPart


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written, what was set aside for it, and the routine's id now."""

    written: tuple[Path, ...]
    aside: tuple[Path, ...]
    routine: str


def accept(
    file: Path | Document, offer: Offer, *, replacing: bool, library_now: Callable[[], Library] = default
) -> Taken:
    """Write what was offered: all that differs in the place of what is here, or beside it.

    `file` is where it came from, or what was read of it where it cannot be read again. `library_now`
    returns the library as it is when it is asked.
    """
    with alone(own_routines()):
        again = offered(file, library_now()) if isinstance(file, Document) else inspect(file, library_now())
        if again != offer:
            raise CoachError("The file, or yours, changed meanwhile, so nothing was brought in. Try again.")
        parts = [item.part for item in offer.items if not item.same] if replacing else list(offer.beside)
        written, aside = _write(parts, offer, replacing=replacing)
    library = library_now()
    for part in parts:
        library.remember(part.kind, part.id)
    return Taken(tuple(written), tuple(aside.values()), offer.routine.id if replacing else offer.beside_id)


def _write(
    parts: Iterable[PackedPart], offer: Offer, *, replacing: bool
) -> tuple[list[Path], Mapping[Path, Path]]:
    """Write the parts; return their files, and where what gave way for each is now."""
    there = {(item.part.kind, item.part.id): item.there for item in offer.items}
    written: list[Path] = []
    aside: dict[Path, Path] = {}
    try:
        for part in sorted(parts, key=lambda part: [*KINDS].index(part.kind)):
            old = there.get((part.kind, part.id)) if replacing else None
            path = _path_of(part, old)
            if old is not None and old.own:
                aside[path] = atomic.set_aside(path)
            write_new_file(
                path, as_bytes_like(part.text.encode(), schema_line(part.kind)) + part.text.encode()
            )
            written.append(path)
    except BaseException:  # Ctrl-C as well
        _undo(written, aside)
        raise
    return written, aside


def _undo(written: Iterable[Path], aside: Mapping[Path, Path]) -> None:
    """Remove what was written, and bring back what was set aside for it."""
    for path in written:
        path.unlink(missing_ok=True)
    for path, before in aside.items():
        before.replace(path)


def _path_of(part: PackedPart, old: File | None) -> Path:
    if old is not None and old.own:
        return Path(old.path)
    folder = folder_of(KINDS[part.kind], parse(part.text.encode(), part.id).value)
    return own_routines() / folder / f"{part.id}.toml"
