"""Clips made beforehand, with a bar that shows how far it is."""

from collections.abc import Iterator, Mapping, Sequence

import typer

from coach.config import Settings
from coach.cue.model import Part, Spoken
from coach.cue.script import Change, Script, lines_of
from coach.cue.whole import parts
from coach.cue.wording import QUESTIONS
from coach.routine.library import default
from coach.routine.plan import Way
from coach.session.prepare import Wanted, prepare, way_of
from coach.speech.gather import gather


def lines_of_routines(names: Sequence[str], settings: Settings) -> tuple[Spoken, ...]:
    """Return every line that a session of these may say, once each; of all routines where none is named.

    Raises `UsageError` for a routine that is not there, `BadFile` for a named one that is broken.
    """
    library = default()
    wanted = names or [entry.id for entry in library.entries()]
    scripts = [prepare(Wanted(name, settings, keys=True), library).script for name in wanted]
    said = (
        line
        for script in scripts
        for way in dict.fromkeys((way_of(settings), *Way))
        for part in (*parts(script, Change(way)), *_between(script))
        for line in lines_of(part.blocks)
    )
    return tuple(dict.fromkeys(said))


def _between(script: Script) -> Iterator[Part]:
    """Yield what is said where the listener asks for it, or is asked."""
    yield script.stopped()
    yield script.wait_words(0)
    for name in QUESTIONS:
        yield script.ask(name, 0)


def prepared(lines: Sequence[Spoken], settings: Settings) -> Mapping[Spoken, str]:
    """Make the clips, with a progress bar on the error stream; return the reason for each that failed."""
    with typer.progressbar(length=len(lines), label="Speaking", file=typer.get_text_stream("stderr")) as bar:
        found = gather(lines, settings.voice, settings.rate, on_each=lambda: bar.update(1))
    return {line: reason for line, reason in found.items() if isinstance(reason, str)}
