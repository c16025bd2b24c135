"""What holds for all tests: they speak with the bundled voice, unless one asks for another.

The natural voice takes longer to make a line; it has tests of its own.
"""

import os

os.environ.setdefault("COACH_VOICE", "espeak")
