"""Whether the reader of what is printed has stopped reading, so that nothing may wait for it.

A stream in which a thread is blocked can be neither flushed nor closed. Imports nothing.
"""

streams = False
