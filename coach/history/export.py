"""The history as a table that a spreadsheet opens.

Pure. One row for each step, with the columns of its session repeated, so that the table has
everything that is kept; a session without steps has one row. Times are in seconds.
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
    records = tuple(sessions)
    questions = sorted({name for session in records for name in session.answers})
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow((*_SESSION, *questions, *_STEP))
    for session in records:
        answers = tuple(session.answers.get(name, "") for name in questions)
        for step in session.steps or (None,):
            table.writerow((*_session_cells(session), *answers, *_step_cells(step)))
    return buffer.getvalue()


def _session_cells(session: SessionRecord) -> Iterator[object]:
    yield from (session.id, session.day.isoformat(), session.began.isoformat(timespec="seconds"))
    yield "" if session.ended is None else session.ended.isoformat(timespec="seconds")
    yield from (_harmless(session.routine), _harmless(session.name))
    yield from (_yes_or_no(session.finished), _yes_or_no(session.elsewhere))


def _step_cells(step: StepRecord | None) -> tuple[object, ...]:
    if step is None:
        return ("",) * len(_STEP)
    identity = (step.step + 1, _harmless(step.title), _harmless(step.exercise))
    return (*identity, round(step.worked, 1), round(step.planned, 1), _yes_or_no(step.skipped), step.way)


def _yes_or_no(flag: bool) -> str:
    return "yes" if flag else "no"


def _harmless(text: str) -> str:
    """Keep a routine's text from being taken for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
