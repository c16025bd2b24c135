"""A file in an older format rewritten in the one of now: for `coach check --upgrade`.

Touches disk in `upgrade` alone. Comments, blank lines and order stay, and the file as it was
is kept beside it. What comes out is compared with what the old file is read as: where that is
not the same, nothing is changed.

Errors: `BadFile` for a file that is not TOML or is newer than this coach; `CoachError` where it
cannot be rewritten safely, and from the disk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from coach.errors import BadFile, CoachError
from coach.files import atomic
from coach.files.document import Document, parse, read, read_bytes, shown
from coach.files.edit import edited_bytes, through_tomlkit
from coach.files.exclusive_edit import replace_unchanged
from coach.routine.editing.own_files import alone_with
from coach.routine.format.versions import CHANGES, FIRST, Change, bring_up, current, is_older
from coach.routine.kind import Kind
from coach.routine.library.files import File


def upgrade_all(
    files: Iterable[File],
    changes: Mapping[int, Change] = CHANGES,
    on_each: Callable[[], object] = lambda: None,
) -> Iterator[tuple[File, Path | CoachError]]:
    """Rewrite each that is in an older format; yield each with the copy of how it was, or why it is still so.

    What is wrong within a file is left for the check to tell. `on_each` is called as each is done.
    """
    for file in files:
        try:
            kept = upgrade(Path(file.path), file.kind, changes)
        except BadFile:
            kept = None
        except CoachError as error:
            yield file, error
            kept = None
        if kept is not None:
            yield file, kept
        on_each()


def upgrade(path: Path, kind: Kind, changes: Mapping[int, Change] = CHANGES) -> Path | None:
    """Rewrite a file in the format of now; return the copy of how it was, `None` where it is so already."""
    if not is_older(read(path).value, changes):
        return None
    with alone_with(path):
        return _rewritten(path, kind, changes)


def _rewritten(path: Path, kind: Kind, changes: Mapping[int, Change]) -> Path | None:
    old, name = read_bytes(path), shown(path)
    new = upgraded(old, kind, name, changes)
    if new is None:
        return None
    kept = atomic.copy_aside(path, old)
    try:
        if not replace_unchanged(path, old, new):
            raise CoachError(f"{name} was changed meanwhile and is as that left it. Try again.")
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    return kept


def upgraded(data: bytes, kind: Kind, name: str, changes: Mapping[int, Change] = CHANGES) -> bytes | None:
    """Return a file's bytes in the format of now, `None` where they are so already."""
    document = parse(data, name)
    meant = current(document, kind, changes).value
    if not is_older(document.value, changes):
        return None
    rewrite = through_tomlkit(lambda table: bring_up(table, kind, changes))
    return edited_bytes(
        data,
        name,
        lambda _: rewrite(_saying_its_format(document)),
        meant,
        mend="It is still read.",
        refusal="could not be rewritten safely and is as it was",
    )


def _saying_its_format(document: Document) -> str:
    """Return the file's text with its format in it, above its first key, where tomlkit would not put it."""
    if "format" in document.value:
        return document.text
    lines = document.text.split("\n")
    first = min((document.key_place((key,)).line for key in document.value), default=1)
    return "\n".join([*lines[: first - 1], f"format = {FIRST}", *lines[first - 1 :]])
