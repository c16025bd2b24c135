"""The history as a table that a spreadsheet opens.

Pure. One row a step, with its session's own columns repeated, so that everything
that is kept is in it; a session without steps has one row. Seconds.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from coach.history.model import SessionRecord, StepRecord

_SESSION: Final = ("session", "day", "began", "ended", "routine", "name", "finished", "elsewhere")
_STEP: Final = ("step", "title", "exercise", "worked_s", "planned_s", "skipped", "way")


def csv_text(sessions: Iterable[SessionRecord]) -> str:
    """Return the sessions as CSV with a heading line, a column for each question that was answered."""
    kept = tuple(sessions)
    questions = sorted({name for session in kept for name in session.answers})
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow((*_SESSION, *questions, *_STEP))
    for session in kept:
        answers = tuple(session.answers.get(name, "") for name in questions)
        for step in session.steps or (None,):
            table.writerow((*_of_session(session), *answers, *_of_step(step)))
    return out.getvalue()


def _of_session(session: SessionRecord) -> Iterator[object]:
    yield from (session.id, session.day.isoformat(), session.began.isoformat(timespec="seconds"))
    yield "" if session.ended is None else session.ended.isoformat(timespec="seconds")
    yield from (_inert(session.routine), _inert(session.name))
    yield from (_yes(session.finished), _yes(session.elsewhere))


def _of_step(step: StepRecord | None) -> tuple[object, ...]:
    if step is None:
        return ("",) * len(_STEP)
    what = (step.step + 1, _inert(step.title), _inert(step.exercise))
    return (*what, round(step.worked, 1), round(step.planned, 1), _yes(step.skipped), step.way)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _inert(text: str) -> str:
    """Keep a routine's text from being taken for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
