"""A program that sounds a reminder: a soft chime, and one spoken line where one is given.

    python -m coach.reminder.desktop.play [--line TEXT] [--voice NAME] [--no-chime]

A process of its own, so that whoever waits for the next reminder stays small and cannot be held up by
a sound system. It goes by the person's settings; a voice that is not there gives way to their usual one.
Exit code 1 where nothing can be heard: quietly where there is no device, else with what went wrong on
standard error.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace

from coach.config.settings import Settings, load
from coach.cue.model import Block, Chime, ChimeName, Line, Spoken
from coach.errors import CoachError, ExitCode
from coach.time.units import samples

_AFTER_CHIME = samples(0.3)


def main(words: Sequence[str]) -> int:
    """Sound what the words ask for; return the exit code."""
    parser = ArgumentParser(prog="coach.reminder.desktop.play")
    parser.add_argument("--line", default="")
    parser.add_argument("--voice", default="")
    parser.add_argument("--no-chime", dest="chime", action="store_false")
    asked = parser.parse_args(words)
    try:
        usual = load().settings
        voices = (replace(usual, voice=asked.voice), usual) if asked.voice else (usual,)
        return _sounded(_stretches(asked.line, chime=asked.chime), voices)
    except CoachError as error:
        sys.stderr.write(f"{error}\n")
        return ExitCode.COULD_NOT


def _stretches(line: str, *, chime: bool) -> list[list[Block]]:
    """Return what is heard; the chime apart, so that it need not wait for the line to be made."""
    bell: list[Block] = [Line(Chime(ChimeName.OPENING), _AFTER_CHIME)]
    words: list[Block] = [Line(Spoken(line), samples(0))]
    return [*([bell] if chime else []), *([words] if line else [])]


def _sounded(stretches: Sequence[Sequence[Block]], voices: Sequence[Settings]) -> int:
    """Sound each stretch once, in the first voice that can."""
    from coach import say

    output = say.open_output(voices[-1])
    begun: list[int] = []
    try:
        if not output.playing:
            return ExitCode.COULD_NOT
        for settings in voices:
            left = stretches[len(begun) :]
            try:
                say.in_turn(left, say.Speaker(settings, output), begun.append)
                return ExitCode.DONE if output.playing else ExitCode.COULD_NOT
            except CoachError as error:
                sys.stderr.write(f"{error}\n")
        return ExitCode.COULD_NOT
    finally:
        output.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
