"""Tables of a TOML text put in and taken out, with every other character as it was.

Pure. The text must be good TOML (tomli has read it). What comes out is to be read again by whoever
writes it: a text in which the table is written in another way (`a = { … }`) is left alone.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.files.document import BOM
from coach.files.keys import Keys

if TYPE_CHECKING:
    from coach.files.places import Header


def with_table(text: str, lines: str) -> str:
    """Return the text with a table at its end, after a blank line. `lines` are whole."""
    return text + _as_in(text, f"{_end(text)}\n{lines}" if text else lines)


def with_line(text: str, keys: Keys, line: str) -> str | None:
    """Return the text with a line at the end of a table; `None` where no heading names that."""
    head = _heading(text, keys)
    if head is None:
        return None
    at = _line_end(text, head.last)
    return text[:at] + _as_in(text, f"{_end(text[:at])}{line}\n") + text[at:]


def without_table(text: str, keys: Keys) -> str | None:
    """Return the text without a table; `None` where no heading names that.

    A comment goes with it where it clearly belongs to it: between its lines, right below the last
    of them, or right above its heading where it stands apart from what is before.
    """
    from coach.files.places import headers, top_end

    head = _heading(text, keys)
    if head is None:
        return None
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    lasts = (other.last for other in headers(text) if other.start < head.start)
    above = max(lasts, default=top_end(text))
    first, after = _line(text, head.start), _line(text, head.last) + 1
    floor = _line(text, above) + 1 if above else 0
    return "".join(_cut(lines, _up(lines, first, floor), _down(lines, after)))


def as_bytes_like(data: bytes, text: str) -> bytes:
    """Return a changed text as a file's bytes, with the byte order mark and the line ends of `data`.

    A line that was there, or was changed, keeps the end that it had; a new one has that of the first line.
    """
    mark = BOM if data.startswith(BOM) else b""
    old = data.removeprefix(BOM).decode("utf-8").split("\n")
    first = "\r" if len(old) > 1 and old[0].endswith("\r") else ""
    new = [line.removesuffix("\r") for line in text.split("\n")]
    ends = [first] * (len(new) - 1) + [""]
    for before, after in _kept([line.removesuffix("\r") for line in old], new):
        if before < len(old) - 1 and after < len(new) - 1:
            ends[after] = "\r" if old[before].endswith("\r") else ""
    return mark + "\n".join(line + end for line, end in zip(new, ends, strict=True)).encode()


def _kept(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """Yield which line of the old ones each of the new ones is, or stands for."""
    from difflib import SequenceMatcher

    least = min(len(old), len(new))
    same = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - same) if old[-1 - at] != new[-1 - at]), least - same)
    yield from ((at, at) for at in range(same))
    matches = SequenceMatcher(None, old[same : len(old) - tail], new[same : len(new) - tail], autojunk=False)
    for _, first, last, there, end in matches.get_opcodes():
        pairs = zip(range(first, last), range(there, end), strict=False)
        yield from ((same + before, same + after) for before, after in pairs)
    yield from ((len(old) - 1 - at, len(new) - 1 - at) for at in range(tail))


def _up(lines: list[str], first: int, floor: int) -> int:
    """Return where the comment right above begins; `first` where it may belong to something else."""
    at = first
    while at > floor and _is_comment(lines[at - 1]):
        at -= 1
    return at if at > 0 and _is_blank(lines[at - 1]) and any(map(str.strip, lines[:at])) else first


def _down(lines: list[str], after: int) -> int:
    """Return the line after the comment right below; `after` where it may belong to something else."""
    at = after
    while at < len(lines) and _is_comment(lines[at]):
        at += 1
    return at if at == len(lines) or _is_blank(lines[at]) else after


def _cut(lines: list[str], first: int, after: int) -> list[str]:
    """Leave out these lines, and of the blank ones around them as many as stood between."""
    before, rest = lines[:first], lines[after:]
    if not any(map(str.strip, rest)) and before and _is_blank(before[-1]):
        return before[:-1] + rest
    if not before or _is_blank(before[-1]):
        while rest and _is_blank(rest[0]):
            rest = rest[1:]
    return before + rest


def _heading(text: str, keys: Keys) -> "Header | None":
    from coach.files.places import headers

    return next((head for head in headers(text) if head.keys == keys), None)


def _as_in(text: str, lines: str) -> str:
    """Return the lines with the line ends of the text."""
    return lines.replace("\n", "\r\n") if text.partition("\n")[0].endswith("\r") else lines


def _end(before: str) -> str:
    """Return what ends the last line, where nothing does yet."""
    return "" if before.endswith("\n") else "\n"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at)


def _line_end(text: str, at: int) -> int:
    """Return where the line after the one of that character begins."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_blank(line: str) -> bool:
    return not line.strip()
