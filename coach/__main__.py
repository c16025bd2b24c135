"""Where `coach` begins: the speech worker first, if it will be needed, then all else."""

import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from coach.cli import early

    try:
        if _will_speak(sys.argv[1:]):
            from coach.speech.spawn import spawn

            early.process = spawn()
        from coach.cli.app import run

        code = int(run())
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # Whoever read this has gone; nothing is left to say, even at the last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    finally:
        early.close()
    sys.exit(code)


def _will_speak(words: list[str]) -> bool:
    asks = {"--help", "-h"} & set(words) or "_COACH_COMPLETE" in os.environ
    return bool(words) and words[0] in ("start", "say") and not asks


if __name__ == "__main__":
    main()
