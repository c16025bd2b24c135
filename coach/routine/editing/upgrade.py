"""Rewrite a file of an older format in the current one: for `coach check --upgrade`.

Only `upgrade` and `upgrade_all` touch the disk. Comments, blank lines and order stay, and a copy of
the old file is kept beside it. The new text must say the same as the old file does when it is read;
otherwise nothing is changed.

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
from coach.routine.format.versions import CHANGES, FIRST, Change, in_current_format, is_older, upgrade_table
from coach.routine.kind import Kind
from coach.routine.library.files import File


def upgrade_all(
    files: Iterable[File],
    changes: Mapping[int, Change] = CHANGES,
    on_each: Callable[[], object] = lambda: None,
) -> Iterator[tuple[File, Path | CoachError]]:
    """Rewrite each file of an older format; yield it with the copy of its old text, or why it is as it was.

    A `BadFile` is passed over here: the check says what is wrong in it. `on_each` is called after each file.
    """
    for file in files:
        try:
            backup = upgrade(Path(file.path), file.kind, changes)
        except BadFile:
            backup = None
        except CoachError as error:
            yield file, error
            backup = None
        if backup is not None:
            yield file, backup
        on_each()


def upgrade(path: Path, kind: Kind, changes: Mapping[int, Change] = CHANGES) -> Path | None:
    """Rewrite a file in the current format; return the copy of the old one, `None` if it was current."""
    if not is_older(read(path).value, changes):
        return None
    with alone_with(path):
        return _rewrite(path, kind, changes)


def _rewrite(path: Path, kind: Kind, changes: Mapping[int, Change]) -> Path | None:
    old, name = read_bytes(path), shown(path)
    new = upgraded_bytes(old, kind, name, changes)
    if new is None:
        return None
    backup = atomic.copy_aside(path, old)
    try:
        if not replace_unchanged(path, old, new):
            raise CoachError(f"{name} was changed meanwhile and is as that left it. Try again.")
    except BaseException:
        backup.unlink(missing_ok=True)
        raise
    return backup


def upgraded_bytes(
    data: bytes, kind: Kind, name: str, changes: Mapping[int, Change] = CHANGES
) -> bytes | None:
    """Return a file's bytes in the current format, `None` if they are in it already."""
    document = parse(data, name)
    current_value = in_current_format(document, kind, changes).value
    if not is_older(document.value, changes):
        return None
    rewrite = through_tomlkit(lambda table: upgrade_table(table, kind, changes))
    return edited_bytes(
        data,
        name,
        lambda _: rewrite(_text_with_format(document)),
        current_value,
        mend="It is still read.",
        refusal="could not be rewritten safely and is as it was",
    )


def _text_with_format(document: Document) -> str:
    """Return the file's text with a line for its format above its first key: tomlkit would put it last."""
    if "format" in document.value:
        return document.text
    lines = document.text.split("\n")
    first_line = min((document.key_place((key,)).line for key in document.value), default=1)
    return "\n".join([*lines[: first_line - 1], f"format = {FIRST}", *lines[first_line - 1 :]])
