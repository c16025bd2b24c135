"""The clips that have been made, kept in a folder from one session to the next.

Touches disk. A clip is a WAV file (16 bits, mono, `RATE`) that any player plays, with
a chunk of our own at its end: the onset, and a check sum over all that comes before
it. A file that is damaged, cut short or of another kind is deleted and counts as missing:
the clip is made again. Reads from any thread; one thread at a time calls `prune`.
"""

import io
import os
import struct
import wave
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.files.atomic import give
from coach.time.units import RATE, Samples

_CHUNK: Final = struct.Struct("<4sIII")
_CHUNK_NAME: Final = b"cOch"
_STALE_AFTER: Final = 3600.0
"""Seconds after which the half-made file of a killed worker is deleted."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """The sound of one spoken line, and how far into it the ear hears it begin."""

    sound: NDArray[np.int16]
    onset: Samples


@dataclass(frozen=True, slots=True)
class Clips:
    """The folder's clips by their key, and how many bytes they may take."""

    folder: Path
    limit: int = 200_000_000

    def path(self, key: str) -> Path:
        """Return where the clip of that key lies, if there is one."""
        return self.folder / f"{key}.wav"

    def get(self, key: str) -> Clip | None:
        """Return the clip, and mark it as used; `None` where there is none that is whole."""
        path = self.path(key)
        try:
            clip = decoded(path.read_bytes())
        except ValueError:
            with suppress(OSError):  # on a disk that is read-only
                path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        with suppress(OSError):  # likewise; a file that belongs to somebody else can be heard all the same
            os.utime(path)
        return clip

    def put(self, key: str, clip: Clip) -> None:
        """Keep the clip, wholly or not at all. Raises `OSError` where that cannot be.

        It is not forced to disk: a clip that a power cut takes is made again.
        """
        new_file = self.folder / f".{key}.{os.getpid()}.new"
        try:
            new_file.write_bytes(encoded(clip))
            give(new_file)
            new_file.replace(self.path(key))
        finally:
            new_file.unlink(missing_ok=True)

    def prune(self) -> None:
        """Delete the clips unused for longest until the rest fit the limit, and those left half made."""
        files = sorted(self._files(), reverse=True)
        newest, total = files[0][0] if files else 0.0, 0
        for used_at, size, path in files:
            total += size
            if total > self.limit or (path.name.startswith(".") and newest - used_at > _STALE_AFTER):
                with suppress(OSError):  # on a disk that is read-only
                    path.unlink(missing_ok=True)

    def _files(self) -> list[tuple[float, int, Path]]:
        try:
            entries = [
                (Path(entry.path), entry.stat()) for entry in os.scandir(self.folder) if entry.is_file()
            ]
        except OSError:
            return []
        return [(stat.st_mtime, stat.st_size, path) for path, stat in entries]


def encoded(clip: Clip) -> bytes:
    """Return the contents of the clip's file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(clip.sound.astype("<i2").tobytes())
    data = bytearray(buffer.getvalue())
    struct.pack_into("<I", data, 4, len(data) + _CHUNK.size - 8)
    return bytes(data) + _CHUNK.pack(_CHUNK_NAME, 8, clip.onset, zlib.crc32(data))


def decoded(data: bytes) -> Clip:
    """Return the clip of a file's contents; `ValueError` where they are not a whole clip of ours."""
    if len(data) < _CHUNK.size:
        raise ValueError("cut short")
    name, _, onset, checksum = _CHUNK.unpack(data[-_CHUNK.size :])
    body = memoryview(data)[: -_CHUNK.size]
    if name != _CHUNK_NAME or zlib.crc32(body) != checksum:
        raise ValueError("damaged")
    try:
        with wave.open(io.BytesIO(data), "rb") as file:
            audio_format = file.getnchannels(), file.getsampwidth(), file.getframerate()
            sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(
                np.int16, copy=False
            )
    except (wave.Error, EOFError) as error:
        raise ValueError("not a WAV file") from error
    if audio_format != (1, 2, RATE) or not 0 <= onset < len(sound):
        raise ValueError("another kind of sound")
    return Clip(sound, Samples(onset))
