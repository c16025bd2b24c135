"""Tables of a TOML text put in and taken out, while every other character stays as it was.

Pure. The text must be good TOML (tomli has read it). The caller reads the result again
before it is written: a text in which the table is written in another way (`a = { … }`) is left alone.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.files.document import BOM
from coach.files.keys import Keys

if TYPE_CHECKING:
    from coach.files.places import Header


def with_table(text: str, lines: str) -> str:
    """Return the text with a table at its end, after a blank line. `lines` are whole."""
    return text + _as_in(text, f"{_missing_line_end(text)}\n{lines}" if text else lines)


def with_line(text: str, keys: Keys, line: str) -> str | None:
    """Return the text with a line at the end of a table; `None` where no heading names that."""
    header = _header(text, keys)
    if header is None:
        return None
    offset = _next_line_start(text, header.last)
    return text[:offset] + _as_in(text, f"{_missing_line_end(text[:offset])}{line}\n") + text[offset:]


def without_table(text: str, keys: Keys) -> str | None:
    """Return the text without a table; `None` where no heading names that.

    A comment that clearly belongs to the table goes with it: between its lines, right below the last of
    them, or right above its heading after a blank line.
    """
    from coach.files.places import headers, top_end

    header = _header(text, keys)
    if header is None:
        return None
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    ends_above = (other.last for other in headers(text) if other.start < header.start)
    end_above = max(ends_above, default=top_end(text))
    first_line, next_line = _line_index(text, header.start), _line_index(text, header.last) + 1
    lowest_line = _line_index(text, end_above) + 1 if end_above else 0
    return "".join(
        _without_lines(
            lines, _start_with_comment(lines, first_line, lowest_line), _end_with_comment(lines, next_line)
        )
    )


def as_bytes_like(data: bytes, text: str) -> bytes:
    """Return a changed text as a file's bytes, with the byte order mark and the line ends of `data`.

    A line that was there, or was changed, keeps the end that it had; a new one has that of the first line.
    """
    mark = BOM if data.startswith(BOM) else b""
    old_lines = data.removeprefix(BOM).decode("utf-8").split("\n")
    usual_end = "\r" if len(old_lines) > 1 and old_lines[0].endswith("\r") else ""
    new_lines = [line.removesuffix("\r") for line in text.split("\n")]
    ends = [usual_end] * (len(new_lines) - 1) + [""]
    for old_index, new_index in _line_pairs([line.removesuffix("\r") for line in old_lines], new_lines):
        if old_index < len(old_lines) - 1 and new_index < len(new_lines) - 1:
            ends[new_index] = "\r" if old_lines[old_index].endswith("\r") else ""
    return mark + "\n".join(line + end for line, end in zip(new_lines, ends, strict=True)).encode()


def _line_pairs(old_lines: list[str], new_lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the index of each old line with that of the new line that is the same or replaces it."""
    from difflib import SequenceMatcher

    length = min(len(old_lines), len(new_lines))
    head = next((index for index in range(length) if old_lines[index] != new_lines[index]), length)
    tail = next(
        (index for index in range(length - head) if old_lines[-1 - index] != new_lines[-1 - index]),
        length - head,
    )
    yield from ((index, index) for index in range(head))
    matcher = SequenceMatcher(
        None,
        old_lines[head : len(old_lines) - tail],
        new_lines[head : len(new_lines) - tail],
        autojunk=False,
    )
    for _, old_first, old_last, new_first, new_last in matcher.get_opcodes():
        pairs = zip(range(old_first, old_last), range(new_first, new_last), strict=False)
        yield from ((head + old_index, head + new_index) for old_index, new_index in pairs)
    yield from ((len(old_lines) - 1 - index, len(new_lines) - 1 - index) for index in range(tail))


def _start_with_comment(lines: list[str], first_line: int, lowest_line: int) -> int:
    """Return where the comment right above begins; `first_line` where it may belong to something else."""
    index = first_line
    while index > lowest_line and _is_comment(lines[index - 1]):
        index -= 1
    return (
        index
        if index > 0 and _is_blank(lines[index - 1]) and any(map(str.strip, lines[:index]))
        else first_line
    )


def _end_with_comment(lines: list[str], next_line: int) -> int:
    """Return the line after the comment right below; `next_line` where it may belong to something else."""
    index = next_line
    while index < len(lines) and _is_comment(lines[index]):
        index += 1
    return index if index == len(lines) or _is_blank(lines[index]) else next_line


def _without_lines(lines: list[str], first_line: int, next_line: int) -> list[str]:
    """Return the lines without these, and without the blank lines that set them apart."""
    above, below = lines[:first_line], lines[next_line:]
    if not any(map(str.strip, below)) and above and _is_blank(above[-1]):
        return above[:-1] + below
    if not above or _is_blank(above[-1]):
        while below and _is_blank(below[0]):
            below = below[1:]
    return above + below


def _header(text: str, keys: Keys) -> "Header | None":
    from coach.files.places import headers

    return next((header for header in headers(text) if header.keys == keys), None)


def _as_in(text: str, lines: str) -> str:
    """Return the lines with the line ends of the text."""
    return lines.replace("\n", "\r\n") if text.partition("\n")[0].endswith("\r") else lines


def _missing_line_end(text: str) -> str:
    """Return what ends the last line, where nothing does yet."""
    return "" if text.endswith("\n") else "\n"


def _line_index(text: str, offset: int) -> int:
    return text.count("\n", 0, offset)


def _next_line_start(text: str, offset: int) -> int:
    """Return where the line after the one of that character begins."""
    line_end = text.find("\n", offset)
    return len(text) if line_end < 0 else line_end + 1


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_blank(line: str) -> bool:
    return not line.strip()
