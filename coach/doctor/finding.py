"""A finding of `coach doctor` about one part: its state, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class FindingState(StrEnum):
    """The state of a part."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the part, its state, a message about it, and how to mend it."""

    part: str
    state: FindingState
    message: str
    mend: str = ""
