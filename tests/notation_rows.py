"""The table of `notation.tsv`: what is written, what is said, and whether the strict check names it."""

import re
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("notation.tsv")


@dataclass(frozen=True)
class Written:
    """One row. `named`: the strict check asks for other words."""

    text: str
    said: str
    named: bool


def written_rows() -> list[Written]:
    """Return the rows in order."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [_row(*line.split("\t")) for line in lines if "\t" in line]


def _row(mark: str, text: str, said: str) -> Written:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text).replace("\\\\", "\\")
    return Written(text, text if said == "=" else said, mark == "?")
