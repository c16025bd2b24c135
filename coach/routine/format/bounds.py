"""How large anything in a file may be: one table, for the check and for its messages.

Pure data. Times are seconds.
"""

from typing import Final

TEXT: Final = 600
"""Characters of one text; a sentence of speech has about a hundred."""
LIST: Final = 50
STEPS: Final = 200
"""Steps that a file lists."""
UNROLLED: Final = 500
"""Steps with the rounds unrolled."""
DEPTH: Final = 3
"""Rounds within rounds."""

REPS: Final = (1, 100)
SETS: Final = (1, 10)
ROUNDS: Final = (1, 20)
PRESSURE: Final = (0, 10)
CADENCE: Final = (30, 200)
MINUTES: Final = (1, 120)
WORK: Final = (1, 3600)
"""A hold, or a duration."""
STROKE: Final = (0.5, 60)
REST: Final = (0, 600)
RELAX: Final = (0, 60)
READY: Final = (0, 60)
PHASE: Final = (0.5, 20)
"""One phase of a tempo or a breath; a hold or a pause may also be zero."""
PHASES: Final = (2, 4)

TAGS: Final = (
    "neck",
    "bone",
    "shoulder",
    "pressure",
    "pregnancy",
    "heart",
    "blood-pressure",
    "floor",
    "wrist",
    "numbness",
)
"""What a caution may be filed under."""
