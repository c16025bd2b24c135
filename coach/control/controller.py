"""Whatever gives a session its orders: keys, a pipe and signals, each beside the others.

A controller is a context, not a function that gives what ends it: so one that fails as it begins
leaves nothing behind, and all are ended in the opposite order, whatever becomes of the session.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from coach.session.inputs import Input

Put = Callable[[Input], None]
"""Put an input on the session's queue. It returns at once, and may be called on any thread."""
Controller = Callable[[Put], AbstractContextManager[object]]
"""Puts what is asked of the session on its queue for as long as its context lasts. Entered on the session's
thread, which has to be the main one for signals."""
