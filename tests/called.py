"""`coach` called as a person calls it: in a process of its own, with a home of its own."""

import atexit
import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from lived import NO_SOUND, clean_env

Ran = subprocess.CompletedProcess[str]

PATIENCE: Final = 120.0
_INTERPRETERS: Final = ("PYTHON", "LANG", "LC_", "LD_", "DYLD_", "FAKETIME")
"""What an interpreter reads when it starts: where one of these is given, one is started."""
_FORKS: Final = hasattr(os, "pidfd_open")


def coach(
    home: Path,
    *words: str,
    env: Mapping[str, str] = NO_SOUND,
    given: str = "",
    before: Sequence[str] = (),
    fresh: bool = False,
) -> Ran:
    """Run a command to its end. `before` is a command that runs it, `given` what is on its input.

    It is forked from a process that has imported everything. A `fresh` one has an interpreter of its
    own, and so has one that is run by another, or is given what only an interpreter's start heeds.
    """
    environment = clean_env(home, env)
    if fresh or before or not _FORKS or _for_interpreter(environment) != _for_interpreter(os.environ):
        return _started([*before, sys.executable, "-m", "coach", *words], environment, given)
    return _forked(list(words), environment, given)


def _for_interpreter(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(_INTERPRETERS)}


def _started(command: list[str], env: dict[str, str], given: str) -> Ran:
    return subprocess.run(
        command, input=given, env=env, capture_output=True, encoding="utf-8", timeout=PATIENCE
    )


def _forked(words: list[str], env: dict[str, str], given: str) -> Ran:
    with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
        stdin.write(given.encode())
        stdin.seek(0)
        code = _ended({"words": words, "env": env, **_surroundings()}, (stdin, stdout, stderr))
        return Ran(words, code, _text(stdout), _text(stderr))


def _surroundings() -> dict[str, Any]:
    """Return what a process takes over from the one that starts it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    umask = status.partition("\nUmask:")[2].split()[0]
    return {"folder": str(Path.cwd()), "umask": int(umask, 8), "nice": os.getpriority(os.PRIO_PROCESS, 0)}


def _ended(request: dict[str, Any], streams: Sequence[IO[bytes]]) -> int:
    """Have the command done; return its exit code. One that does not end is killed."""
    here, there = socket.socketpair()
    with here, there:
        descriptors = [*(stream.fileno() for stream in streams), there.fileno()]
        socket.send_fds(_forking(), [json.dumps(request).encode()], descriptors)
        there.close()
        here.settimeout(PATIENCE)
        process = int.from_bytes(_four(here), "big")
        try:
            return int.from_bytes(_four(here), "big", signed=True)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            raise subprocess.TimeoutExpired(request["words"], PATIENCE) from None


def _four(told: socket.socket) -> bytes:
    data = told.recv(4, socket.MSG_WAITALL)
    assert len(data) == 4, "the process that forks has ended"
    return data


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return io.TextIOWrapper(io.BytesIO(stream.read()), encoding="utf-8").read()


@cache
def _forking() -> socket.socket:
    """Start the process that forks, for as long as the tests run."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with there:
        process = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("forked.py")), str(there.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            pass_fds=[there.fileno()],
        )

    def end() -> None:
        here.close()
        process.communicate()

    atexit.register(end)
    return here
