"""A program that sounds a reminder: a soft chime, and one spoken line where one is given.

    python -m coach.reminder.desktop.play [--line TEXT] [--voice NAME] [--no-chime]

A process of its own, so that the agent stays small and cannot be held up by a sound system. It follows
the person's settings; where a voice does not exist, their usual one speaks. Exit code 1 where nothing
can be heard: silently where there is no device, else with what went wrong on standard error.
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
        settings = load().settings
        candidates = (replace(settings, voice=asked.voice), settings) if asked.voice else (settings,)
        return _sound(_stretches(asked.line, chime=asked.chime), candidates)
    except CoachError as error:
        sys.stderr.write(f"{error}\n")
        return ExitCode.COULD_NOT


def _stretches(line: str, *, chime: bool) -> list[list[Block]]:
    """Return what is heard; the chime by itself, so that it need not wait for the line to be made."""
    chime_blocks: list[Block] = [Line(Chime(ChimeName.OPENING), _AFTER_CHIME)]
    line_blocks: list[Block] = [Line(Spoken(line), samples(0))]
    return [*([chime_blocks] if chime else []), *([line_blocks] if line else [])]


def _sound(stretches: Sequence[Sequence[Block]], candidates: Sequence[Settings]) -> int:
    """Sound each stretch once, in the first voice that can."""
    from coach import say

    output = say.open_output(candidates[-1])
    started: list[int] = []
    try:
        if not output.playing:
            return ExitCode.COULD_NOT
        for settings in candidates:
            rest = stretches[len(started) :]
            try:
                say.in_turn(rest, say.Speaker(settings, output), started.append)
                return ExitCode.DONE if output.playing else ExitCode.COULD_NOT
            except CoachError as error:
                sys.stderr.write(f"{error}\n")
        return ExitCode.COULD_NOT
    finally:
        output.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
