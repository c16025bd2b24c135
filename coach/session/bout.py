"""A bout as it is laid in the session's sound: which bout, and how much of it is done and left.

Pure: a frozen value. Positions stand still during a pause, so pauses need not be counted.
"""

from dataclasses import dataclass

from coach.time.units import Samples


@dataclass(frozen=True, slots=True)
class Bout:
    """A set of an exercise on one side, or a rest; sets and sides count from 0.

    Its work is from `begins` to `ends`. After words that were put between, it goes on at `resumes`;
    `begins` is where it would have begun without them.
    """

    begins: Samples
    ends: Samples
    resumes: Samples
    set: int = 0
    sets: int = 1
    side: int = 0
    sides: int = 1

    def elapsed(self, position: Samples) -> Samples:
        """Return how much of its work is done at a position."""
        return Samples(max(0, min(max(position, self.resumes), self.ends) - self.begins))

    def left(self, position: Samples) -> Samples:
        """Return how much of its work is still to come at a position."""
        return Samples(self.ends - self.begins - self.elapsed(position))
