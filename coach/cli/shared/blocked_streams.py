"""Whether whoever reads what is printed has left off reading, so that nothing may wait for them.

A stream that a thread is held up in can be neither flushed nor closed. Imports nothing.
"""

streams = False
