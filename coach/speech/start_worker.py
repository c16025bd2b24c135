"""Starting the speech worker: standard library alone, so that it can come first of all.

The worker's start is most of the wait for the first word; `coach.__main__` starts it
before it imports anything else. Its standard input takes requests, its standard output
gives replies; it ends with its input. It is in a session of its own, so that Ctrl-C on
the terminal does not end it: it can still speak the closing words.
"""

import os
import subprocess
import sys

HIBARI, PIPER = "hibari", "piper"
"""Our own pyttsx3 drivers, each named after the package that it needs."""
NATURAL_ENGINES = (HIBARI, PIPER)
SYSTEM_ENGINES = ("espeak", "sapi5", "nsss")
ENGINES = (*SYSTEM_ENGINES, *NATURAL_ENGINES)
_VARIABLES = {
    # numpy would start a thread for each core, to multiply matrices; there are none here.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # GNU's C library would keep what a long line took.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "1048576",
    # onnxruntime would write an identifier of this device to the person's home, and report its use.
    "ORT_DISABLE_TELEMETRY": "1",
}


def default_engine(platform: str = sys.platform) -> str:
    """Return the pyttsx3 driver that this system can use without installing anything."""
    return {"win32": "sapi5", "darwin": "nsss"}.get(platform, "espeak")


def engine_of(process: "subprocess.Popen[bytes]") -> str:
    """Return the engine that a worker was started with."""
    return str(process.args[-1]) if isinstance(process.args, list | tuple) else ""


def spawn(engine: str = "") -> "subprocess.Popen[bytes]":
    """Start a worker with that pyttsx3 driver, by default the system's."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "coach.speech.worker", engine or default_engine()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | _VARIABLES,
        start_new_session=os.name == "posix",
        creationflags=0x08000200 if os.name == "nt" else 0,  # no window; a group of its own
    )
