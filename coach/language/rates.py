"""How fast the coach speaks, in words a minute: the bounds of the setting, and the rates for estimates.

Pure; imports nothing, since the first line of a session is asked for with it. A clip's own
rate of samples is `units.RATE`.
"""

from typing import Final

SLOWEST: Final = 110
"""A line that fits its beat at this rate fits at every other."""
USUAL: Final = 155
"""The rate of the built-in settings: routines promise their length for it."""
SLOWEST_COUNT: Final = 155
"""A count spoken slower would not fit its beat."""
FASTEST: Final = 220
