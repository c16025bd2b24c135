"""The export has everything, in a form that a spreadsheet takes for data."""

import csv
import io
from datetime import UTC, date, datetime

from coach.history.export import csv_text
from coach.history.model import SessionRecord, StepRecord
from coach.time.units import Seconds

BEGAN = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def session(number: int, *steps: StepRecord, name: str = "Desk reset", **answers: int) -> SessionRecord:
    return SessionRecord(
        number, "desk-reset", name, BEGAN, date(2026, 3, 2), None, True, not steps, 0, 0, answers, steps
    )


def step(title: str) -> StepRecord:
    return StepRecord(0, title, "chin-tuck", Seconds(9.04), Seconds(12), False, "as written")


def test_each_step_is_a_row_with_its_sessions_columns() -> None:
    text = csv_text([session(1, step("One"), step("Two"), effort=3), session(2)])

    assert text == (
        "session,day,began,ended,routine,name,finished,elsewhere,effort,"
        "step,title,exercise,worked_s,planned_s,skipped,way\n"
        "1,2026-03-02,2026-03-02T08:30:00+00:00,,desk-reset,Desk reset,yes,no,3,"
        "1,One,chin-tuck,9.0,12,no,as written\n"
        "1,2026-03-02,2026-03-02T08:30:00+00:00,,desk-reset,Desk reset,yes,no,3,"
        "1,Two,chin-tuck,9.0,12,no,as written\n"
        "2,2026-03-02,2026-03-02T08:30:00+00:00,,desk-reset,Desk reset,yes,yes,,,,,,,,\n"
    )


def test_a_routines_text_is_never_a_formula() -> None:
    text = csv_text([session(1, step("-2+3"), name='=HYPERLINK("x")')])

    [_, row] = csv.reader(io.StringIO(text))

    assert "'-2+3" in row
    assert '\'=HYPERLINK("x")' in row


def test_an_empty_history_is_its_heading() -> None:
    assert csv_text([]).splitlines() == [
        "session,day,began,ended,routine,name,finished,elsewhere,"
        "step,title,exercise,worked_s,planned_s,skipped,way"
    ]
