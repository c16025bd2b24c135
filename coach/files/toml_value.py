"""What a person means by a value that is not TOML, written as TOML.

Pure. No number is guessed: more than one number is written as a text, and the reader of the file
judges it.
"""

import json
import re
from typing import Final

_CURLY: Final = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_QUOTES: Final = tuple("\"'“”„‟«»‘’‚`")
_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?|true|false|\"[^\"]*\"|'[^']*'")
_DECIMAL: Final = re.compile(r"(\d+),(\d{1,2})(?=\s*(?:[,}\]]|$))")
_PIECE: Final = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|[^,\"'“]+|.")
_SPEECH: Final = re.compile(r"“[^“”]*[^\W\d_][^“”]*”.*\w")
"""Words in quotes with others after them: the quotes belong to the text."""
_KEYED: Final = re.compile(r"\s*[\"']?([A-Za-z_-]+)[\"']?\s*(?:=|:)\s*(.*?)\s*", re.DOTALL)


def value_as_meant(key: str, value: str) -> str:
    """Return a value as TOML: a list or a table with its parts, all else as it is or in quotes."""
    value = value.strip()
    if _PLAIN.fullmatch(value):
        return value
    if value[:1] == "[" and value[-1:] == "]":
        return f"[{', '.join(value_as_meant(key, part) for part in _parts(value[1:-1]))}]"
    if value[:1] == "{" and value[-1:] == "}":
        inner = _DECIMAL.sub(r"\1.\2", value[1:-1])
        return f"{{ {', '.join(map(_pair, _parts(inner)))} }}"
    if value.lower() in ("true", "false"):
        return value.lower()
    parts = [part.strip() for part in _parts(value.translate(_CURLY))]
    if len(parts) > 1 and all(re.fullmatch(r"\"[^\"]*\"", part) for part in parts):
        return f"[{', '.join(parts)}]"
    return _quoted(value)


def _pair(part: str) -> str:
    match = _KEYED.fullmatch(part)
    return (
        part.strip()
        if match is None or not match[2]
        else f"{match[1]} = {value_as_meant(match[1], match[2])}"
    )


def _parts(text: str) -> list[str]:
    """Return the pieces between commas; a comma within quotes or brackets does not count."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(text):
        depth += piece.count("[") + piece.count("{") - piece.count("]") - piece.count("}")
        if piece == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [part for part in parts if part.strip()]


def _quoted(value: str) -> str:
    """Return a text in quotes, without those that somebody put around it or around a part of it."""
    first, last = value.startswith(_QUOTES), value.endswith(_QUOTES)
    if _SPEECH.match(value):
        return json.dumps(value, ensure_ascii=False)
    if first and last and len(value) > 1:
        words = value[1:-1]
    elif first and value.count(value[0]) == 2:  # "30" s
        words = value.replace(value[0], "")
    else:
        words = value[1:] if first else value
    return json.dumps(words.strip(), ensure_ascii=False)
