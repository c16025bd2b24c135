"""Write a shared routine and its exercises among a person's own files.

Touches disk. A file that is replaced is set aside in its folder, under another name. The
routine is written last, so that a routine is never there without its exercises. If one file
cannot be written, all is put back as it was.

Errors: `CoachError` from the disk, and where the files here changed while the person was asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.files import atomic
from coach.files.document import Document, parse
from coach.files.exclusive_edit import folder_lock
from coach.files.paths import own_routines
from coach.files.toml_text import as_bytes_like
from coach.routine.editing.own_files import write_new_file
from coach.routine.format.templates import schema_line
from coach.routine.library.file_kinds import KINDS, folder_of
from coach.routine.library.files import File
from coach.routine.library.library import Library, default
from coach.routine.sharing.inspect import Offer, inspect, offer_of
from coach.routine.sharing.pack import PackedPart


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """The files that were written, the old files that were set aside for them, and the routine's id now."""

    written_paths: tuple[Path, ...]
    set_aside_paths: tuple[Path, ...]
    routine: str


def accept(
    file: Path | Document, offer: Offer, *, replacing: bool, library_now: Callable[[], Library] = default
) -> AcceptResult:
    """Write what was offered: parts that differ from files here replace them, or come in under other names.

    `file` is the shared file, or its document where it cannot be read a second time. `library_now`
    returns the library as it is at each call.
    """
    with folder_lock(own_routines()):
        new_offer = (
            offer_of(file, library_now()) if isinstance(file, Document) else inspect(file, library_now())
        )
        if new_offer != offer:
            raise CoachError("The file, or yours, changed meanwhile, so nothing was brought in. Try again.")
        parts = [item.part for item in offer.items if not item.same] if replacing else list(offer.new_parts)
        written_paths, backups = _write(parts, offer, replacing=replacing)
    library = library_now()
    for part in parts:
        library.remember(part.kind, part.id)
    return AcceptResult(
        tuple(written_paths), tuple(backups.values()), offer.routine.id if replacing else offer.new_id
    )


def _write(
    parts: Iterable[PackedPart], offer: Offer, *, replacing: bool
) -> tuple[list[Path], Mapping[Path, Path]]:
    """Write the parts; return their paths, and for each replaced file the path where it is now."""
    existing_files = {(item.part.kind, item.part.id): item.existing for item in offer.items}
    written_paths: list[Path] = []
    backups: dict[Path, Path] = {}
    try:
        for part in sorted(parts, key=lambda part: [*KINDS].index(part.kind)):
            existing = existing_files.get((part.kind, part.id)) if replacing else None
            path = _path_of(part, existing)
            if existing is not None and existing.own:
                backups[path] = atomic.set_aside(path)
            write_new_file(
                path, as_bytes_like(part.text.encode(), schema_line(part.kind)) + part.text.encode()
            )
            written_paths.append(path)
    except BaseException:  # Ctrl-C as well
        _undo(written_paths, backups)
        raise
    return written_paths, backups


def _undo(written_paths: Iterable[Path], backups: Mapping[Path, Path]) -> None:
    """Remove the files that were written, and move back those that were set aside for them."""
    for path in written_paths:
        path.unlink(missing_ok=True)
    for path, backup in backups.items():
        backup.replace(path)


def _path_of(part: PackedPart, existing: File | None) -> Path:
    if existing is not None and existing.own:
        return Path(existing.path)
    folder = folder_of(KINDS[part.kind], parse(part.text.encode(), part.id).value)
    return own_routines() / folder / f"{part.id}.toml"
