"""What is wrong with the two files of a Piper voice, each with its mend.

Reads files; loads no model and starts no engine, so that any file may be checked. Adding a voice and
`coach doctor` say the same. A fault that only speaking shows is found by `audition`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

LARGEST: Final = 500_000_000
"""Bytes of a model; the largest of Piper's own have 120 million."""
LARGEST_JSON: Final = 1_000_000
"""Bytes of the JSON file beside a model."""
RATES: Final = (8_000, 48_000)

_FETCH_AGAIN: Final = "Fetch both files of the voice again, from where it came from."
_POINTER: Final = b"version https://git-lfs"
_BOM: Final = b"\xef\xbb\xbf"
_GRAPH, _OPERATORS = 7, 8
"""The fields of an ONNX file for the model itself and for its set of operators; every file has both."""
_MOST_FIELDS: Final = 10_000
_FRAME: Final = "_^$ "
"""Piper's own signs around and between sounds, and between words."""
_ENGLISH: Final = "bdfhijklmnpstuvwzðŋɑɔəɛɡɪɹʃʊʌʒθˈˌː,."
"""Sounds and stops that every English voice of espeak's alphabet needs, in any country."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in a sentence, and what to do."""

    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.message} {self.mend}"


def fault(model: Path) -> Fault | None:
    """Return why these files cannot be a voice; `None` where no fault can be seen."""
    json_file = Path(f"{model}.json")
    try:
        file_fault = _file_fault(model, LARGEST) or _file_fault(json_file, LARGEST_JSON)
        return file_fault or _model_fault(model) or _json_fault(json_file)
    except OSError as error:
        return Fault(f"{error.filename or model} cannot be read: {error.strerror}.", "Look at its rights.")


def own_faults(folder: Path) -> Iterator[Fault]:
    """Yield what is wrong with the voices that are kept in a folder."""
    models = {*folder.glob("*.onnx"), *(path.with_suffix("") for path in folder.glob("*.onnx.json"))}
    for model in sorted(models):
        problem = fault(model)
        if problem:
            yield problem


def _file_fault(path: Path, limit: int) -> Fault | None:
    """Return what is wrong with a file, whatever it should contain."""
    if not path.is_file():
        return Fault(
            f"{path} is not there.",
            "A Piper voice is two files: NAME.onnx and NAME.onnx.json. Fetch both, and keep them together.",
        )
    size = path.stat().st_size
    if size > limit:
        return Fault(f"{path} has more than {limit:,} bytes, which no Piper voice needs.", _FETCH_AGAIN)
    if not size:
        return Fault(f"{path} cannot be used: it is empty.", _FETCH_AGAIN)
    with path.open("rb") as file:
        head = file.read(200).lstrip()
    if head.startswith(_POINTER):
        return Fault(
            f"{path} cannot be used: it is a Git LFS pointer, which stands for the file.",
            "Fetch the file itself: run `git lfs pull` where it came from, or use its download link.",
        )
    if head[:1] == b"<":
        return Fault(
            f"{path} cannot be used: it is a web page.", "Fetch the file itself, by its download link."
        )
    return None


def _model_fault(model: Path) -> Fault | None:
    """Walk over the outermost fields of an ONNX file: all must end within it, and one is the model."""
    size, fields = model.stat().st_size, set[int]()
    no_model = Fault(f"{model} cannot be used: it is no ONNX model.", _FETCH_AGAIN)
    cut_short = Fault(f"{model} cannot be used: it is cut short.", _FETCH_AGAIN)
    with model.open("rb") as file:
        for _ in range(_MOST_FIELDS):
            if file.tell() >= size:
                return None if {_GRAPH, _OPERATORS} <= fields else cut_short if _GRAPH in fields else no_model
            try:
                tag = _varint(file)
                length = _field_length(file, tag & 7)
            except EOFError:
                return cut_short if _GRAPH in fields else no_model
            if tag >> 3 == 0 or length is None:
                return no_model
            fields.add(tag >> 3)
            if file.tell() + length > size:
                return cut_short if _GRAPH in fields else no_model
            file.seek(length, 1)
    return no_model


def _field_length(file: IO[bytes], kind: int) -> int | None:
    """Return how many bytes of a field are left; `None` for an unknown kind. Raises `EOFError`."""
    match kind:
        case 0:
            _varint(file)
            return 0
        case 1:
            return 8
        case 2:
            return _varint(file)
        case 5:
            return 4
        case _:
            return None


def _varint(file: IO[bytes]) -> int:
    """Return a number of seven bits a byte, the lowest first. Raises `EOFError` at the end of the file."""
    value = 0
    for place in range(10):
        byte = file.read(1)
        if not byte:
            raise EOFError
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return value


def _json_fault(json_file: Path) -> Fault | None:
    data = json_file.read_bytes()
    if data.startswith(_BOM):
        return Fault(
            f"{json_file} begins with a byte order mark (BOM), which Piper cannot read.",
            "Save it as UTF-8 without one.",
        )
    try:
        description = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Fault(f"{json_file} is not JSON in UTF-8.", "Save it as UTF-8, or fetch it again.")
    except (ValueError, RecursionError):
        return Fault(f"{json_file} is not JSON.", "Fetch it again from where the voice came from.")
    if not isinstance(description, dict):
        return _description_fault(json_file, "it is no table")
    return (
        _type_fault(json_file, description)
        or _number_fault(json_file, description)
        or _sound_fault(json_file, description)
    )


def _description_fault(json_file: Path, why: str, mend: str = _FETCH_AGAIN) -> Fault:
    return Fault(f"{json_file} does not describe a Piper voice: {why}.", mend)


def _type_fault(json_file: Path, description: dict[str, Any]) -> Fault | None:
    kind = description.get("phoneme_type")
    if "phoneme_type" in description and kind != "espeak":
        mend = 'Take a voice that has "espeak" there.'
        return _description_fault(
            json_file, f"its phoneme_type is {_short_repr(kind)}, and coach speaks with espeak's alone", mend
        )
    espeak = description.get("espeak")
    if not isinstance(espeak, dict) or not isinstance(espeak.get("voice"), str) or not espeak["voice"]:
        return _description_fault(json_file, 'it names no voice of espeak, such as "en-us"')
    if "phoneme_type" not in description:
        mend = 'Fetch it again; or, if it was made with espeak, write "phoneme_type": "espeak" into it.'
        return _description_fault(json_file, "its phoneme_type is missing", mend)
    return None


def _number_fault(json_file: Path, description: dict[str, Any]) -> Fault | None:
    audio, inference = description.get("audio"), description.get("inference", {})
    rate = audio.get("sample_rate") if isinstance(audio, dict) else None
    if not _is_whole_number(rate, RATES[0], RATES[1]):
        return _description_fault(
            json_file, f"its sample_rate is {_short_repr(rate)}, not from {RATES[0]} to {RATES[1]}"
        )
    for name in ("num_symbols", "num_speakers"):
        if not _is_whole_number(description.get(name), 1, 100_000):
            return _description_fault(json_file, f"its {name} is {_short_repr(description.get(name))}")
    pace = inference.get("length_scale", 1) if isinstance(inference, dict) else None
    if isinstance(pace, bool) or not isinstance(pace, int | float) or not 0.1 <= pace <= 10:
        return _description_fault(json_file, f"its length_scale is {_short_repr(pace)}")
    return None


def _sound_fault(json_file: Path, description: dict[str, Any]) -> Fault | None:
    """Return what is wrong with the table of sounds: English text must not lose any of its own."""
    table, symbols = description.get("phoneme_id_map"), description["num_symbols"]
    if not isinstance(table, dict) or not table:
        return _description_fault(json_file, "its phoneme_id_map is missing")
    for sign, numbers in table.items():
        is_valid = (
            isinstance(numbers, list)
            and numbers
            and all(_is_whole_number(n, 0, symbols - 1) for n in numbers)
        )
        if not is_valid:
            why = f"the sound {sign!r} has the numbers {_short_repr(numbers)}, of {symbols} that there are"
            return _description_fault(json_file, why)
    english = description["espeak"]["voice"].lower().startswith("en")
    missing = [sign for sign in _FRAME + (_ENGLISH if english else "") if sign not in table]
    if missing:
        signs = " ".join(map(repr, missing[:10]))
        return _description_fault(
            json_file, f"its phoneme_id_map has no {signs}, and would leave that unsaid"
        )
    return None


def _is_whole_number(value: object, least: int, limit: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= limit


def _short_repr(value: object) -> str:
    return "missing" if value is None else repr(value)[:40]
