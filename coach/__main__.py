"""Where `coach` begins: the speech worker first, if it will be needed, then all else."""

import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    _open_closed_streams()
    from coach.cli.shared import blocked_streams, early_worker

    try:
        if _will_speak(sys.argv[1:]):
            from coach.speech.guess_engine import guess_engine
            from coach.speech.start_worker import spawn

            early_worker.process = spawn(guess_engine(sys.argv[1:]))
        from coach.cli.app import run

        code = int(run())
        if not blocked_streams.streams:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader has gone; nothing is left to say, even at the last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    finally:
        early_worker.close()
    if blocked_streams.streams:
        os._exit(code)  # in order, Python would wait for the streams
    sys.exit(code)


def _open_closed_streams() -> None:
    """Let a stream that was closed before this process began lead nowhere.

    Without that, the first file that is opened takes its number, and texts for stderr go into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 - open until the very end


def _will_speak(words: list[str]) -> bool:
    shows_help = {"--help", "-h"} & set(words) or "_COACH_COMPLETE" in os.environ
    return bool(words) and words[0] in ("start", "say", "preview") and not shows_help


if __name__ == "__main__":
    main()
