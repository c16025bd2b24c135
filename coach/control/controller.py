"""What gives a session its commands: keys, a pipe and signals, side by side.

A controller is a context: one that fails at its start leaves nothing behind, and all are ended in the
opposite order, however the session ends.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from coach.session.inputs import Input

Put = Callable[[Input], None]
"""Put an input on the session's queue. It returns at once, and may be called on any thread."""
Controller = Callable[[Put], AbstractContextManager[object]]
"""Puts inputs on the session's queue while its context lasts. Entered on the session's thread, which has
to be the main thread for signals."""
