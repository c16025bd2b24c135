"""What `coach doctor` finds of a part: how it is, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class FindingState(StrEnum):
    """How a part is."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: in which part, how it is, and how to mend it."""

    part: str
    state: FindingState
    what: str
    mend: str = ""
