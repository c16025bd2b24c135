"""The kind of a file that is not TOML, by its first bytes: an archive, a PDF, a picture, a web page.

Pure. Looks only at the beginning, and unpacks nothing.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class OtherKind:
    """What the file is, with its article, and what to do in its place."""

    description: str
    mend: str


_HEAD_BYTES: Final = 4_096
_UNPACK: Final = "Unpack it, and name the .toml file that is in it."
_TEXT: Final = "Copy the words out of it into a plain text file: `coach new` makes one that works."
_ASK: Final = "Ask for the .toml file itself."
_SAVE: Final = "Save the file itself, not the page that shows it: in a browser that is Download, or Raw."

_DOCUMENTS: Final = (
    (b"word/", OtherKind("a Word document", _TEXT)),
    (b"xl/", OtherKind("an Excel workbook", _TEXT)),
    (b"ppt/", OtherKind("a PowerPoint file", _TEXT)),
    (b"[Content_Types].xml", OtherKind("an Office document", _TEXT)),
    (b"application/vnd.oasis.opendocument", OtherKind("a LibreOffice document", _TEXT)),
    (b"application/epub+zip", OtherKind("an e-book", _TEXT)),
)
"""What else a zip archive may be, by the names in its beginning."""
_ZIP: Final = OtherKind("a zip archive", _UNPACK)
_JSON: Final = OtherKind("a JSON file", _TEXT)
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
"""What text in UTF-16 begins with where it says so itself."""
_UTF_16: Final = OtherKind("text in UTF-16", "Save the file as UTF-8.")
_BINARY: Final = OtherKind("a file that is no text", _ASK)
_PICTURE: Final = OtherKind("a picture", _ASK)
_SOUND: Final = OtherKind("a sound or a film", _ASK)
_PAGE: Final = OtherKind("a web page", _SAVE)

_BEGINNINGS: Final = (
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\x1f\x8b", OtherKind("a gzip archive", _UNPACK)),
    (b"BZh", OtherKind("a bzip2 archive", _UNPACK)),
    (b"\xfd7zXZ\x00", OtherKind("an xz archive", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", OtherKind("a zstd archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", OtherKind("a 7z archive", _UNPACK)),
    (b"Rar!\x1a\x07", OtherKind("a RAR archive", _UNPACK)),
    (b"%PDF-", OtherKind("a PDF", _TEXT)),
    (b"{\\rtf", OtherKind("a document of rich text", _TEXT)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OtherKind("an old Office document", _TEXT)),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"BEGIN:VCALENDAR", OtherKind("a calendar", _ASK)),
    (b"SQLite format 3\x00", OtherKind("a database", _ASK)),
    (b"ID3", _SOUND),
    (b"OggS", _SOUND),
    (b"fLaC", _SOUND),
)
_TEXT_BEGINNINGS: Final = (
    (b"<!doctype html", _PAGE),
    (b"<html", _PAGE),
    (b"<head", _PAGE),
    (b"<svg", _PICTURE),
    (b"version https://git-lfs", OtherKind("a Git LFS pointer", "Run: git lfs pull")),
    (b'{"', _JSON),
    (b"<?xml", OtherKind("an XML file", _ASK)),
)
"""The same for text, in any case and after blank lines."""
_TWO_MARKS: Final = ((0, b"RIFF", 8, b"WEBP", _PICTURE), (0, b"RIFF", 8, b"WAVE", _SOUND))
_TAR: Final = (257, b"ustar")
_MEDIA: Final = (4, b"ftyp")
_STILLS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"avif")


def other_kind(data: bytes) -> OtherKind | None:
    """Return the kind of a file by its bytes, `None` for text that may be TOML."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return _kind_of_zip(data) if kind is _ZIP else kind
    for first_offset, first_mark, second_offset, second_mark, kind in _TWO_MARKS:
        if data.startswith(first_mark, first_offset) and data.startswith(second_mark, second_offset):
            return kind
    if data.startswith(_TAR[1], _TAR[0]):
        return OtherKind("a tar archive", _UNPACK)
    if data.startswith(_MEDIA[1], _MEDIA[0]):
        return _PICTURE if data[8:12] in _STILLS else _SOUND
    if b"\0" in data[:_HEAD_BYTES] and data.strip(b"\0") and not data.startswith(_UTF_16_MARKS):
        return _UTF_16 if _is_utf_16(data[:_HEAD_BYTES]) else _BINARY
    text = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"{"):
        text = text[:1] + text[1:].lstrip()
    return next((kind for beginning, kind in _TEXT_BEGINNINGS if text.startswith(beginning)), None)


def _is_utf_16(head: bytes) -> bool:
    """Return whether this is text of two bytes a character, as far as English is in it."""
    halves = [head[start::2].strip(b"\0") for start in (0, 1)]
    return any(halves) and not all(halves)


def _kind_of_zip(data: bytes) -> OtherKind:
    head = data[:_HEAD_BYTES]
    return next((kind for name, kind in _DOCUMENTS if name in head), _ZIP)
