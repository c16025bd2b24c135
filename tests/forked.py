"""A process that has imported coach, and forks for each command that a test calls (see `called`).

Starting an interpreter and importing what a command needs is most of the work of a short command.
Here that is done once. Each command still has a process of its own, so that its environment, its
folder, its signals and what its modules keep are nobody else's. No thread runs here, so that a fork
is safe. For Linux only.

A request comes as JSON on the socket that this is started with, together with four descriptors: the
command's standard input, output and error, and a socket on which its process's number and its exit
code are told. When the first socket is closed, this ends, and so do the commands that still run.
"""

import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
import threading
import time  # noqa: TID251 - the zone of a command is that of its own environment
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import coach
import coach.__main__

_NEVER_HERE: Final = ("__main__", "windowless", "speech.piper", "speech.worker")
"""Programs of their own."""

_Running = dict[int, tuple[int, socket.socket]]
"""The number of each process, and where its end is told, by the descriptor that tells of it here."""


def main() -> None:
    """Serve until the socket is closed; in a forked process, do what was asked and leave."""
    for module in pkgutil.walk_packages(coach.__path__, "coach."):
        if not module.name.endswith(_NEVER_HERE):
            with suppress(ImportError):  # what is another system's
                importlib.import_module(module.name)
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "a fork beside a thread may hang"
    request = None
    with suppress(KeyboardInterrupt):
        request = _serve(socket.socket(fileno=int(sys.argv[1])))
    if request is not None:
        _do(request)


def _serve(requests: socket.socket) -> dict[str, Any] | None:
    """Fork for each request, and tell each end; return the request in the process that is to do it."""
    running: _Running = {}
    with requests, selectors.DefaultSelector() as ready:
        ready.register(requests, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is not requests:
                    ready.unregister(key.fd)
                    _tell_end(key.fd, *running.pop(key.fd))
                    continue
                data, descriptors, _, _ = socket.recv_fds(requests, 1 << 20, 4)
                if not data:
                    for process, _ in running.values():
                        os.kill(process, signal.SIGKILL)
                    return None
                process = os.fork()
                if process == 0:
                    for other in running:
                        os.close(other)
                    return {**json.loads(data), "descriptors": descriptors}
                running |= _begun(process, descriptors)
                ready.register(next(reversed(running)), selectors.EVENT_READ)


def _begun(process: int, descriptors: list[int]) -> _Running:
    """Leave a command's streams to its process, and tell the number of that."""
    for descriptor in descriptors[:3]:
        os.close(descriptor)
    told = socket.socket(fileno=descriptors[3])
    told.sendall(process.to_bytes(4, "big"))
    return {os.pidfd_open(process): (process, told)}


def _tell_end(descriptor: int, process: int, told: socket.socket) -> None:
    os.close(descriptor)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with told, suppress(BrokenPipeError):
        told.sendall(code.to_bytes(4, "big", signed=True))


def _do(request: dict[str, Any]) -> None:
    """Become the command, as a fresh interpreter would be it, and end as that would end."""
    for number, descriptor in enumerate(request["descriptors"][:3]):
        os.dup2(descriptor, number)
    for descriptor in request["descriptors"]:
        os.close(descriptor)
    os.chdir(request["folder"])
    os.umask(request["umask"])
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, request["nice"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    sys.argv = [str(coach.__main__.__file__), *request["words"]]
    code = 1
    try:
        coach.__main__.main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except BaseException:  # noqa: BLE001 - what an interpreter does with it is done here
        sys.excepthook(*sys.exc_info())
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
