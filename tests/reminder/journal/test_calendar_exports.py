"""What calendars were given is read back as it was, beside a history of any age."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from coach.history.migrations import MIGRATIONS
from coach.history.model import Exported
from coach.history.sessions import Sessions
from coach.reminder.icalendar_revisions import PreviousExports, cancellations, with_sequence
from coach.reminder.journal.calendar_exports import Exports

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def event(uid: str, **fields: object) -> Exported:
    usual = {
        "reminder": "desk",
        "slot": "#0",
        "title": "Desk reset",
        "first": NOW,
        "last": None,
        "sequence": 0,
        "content": "a",
        "changed": NOW,
    }
    return Exported(uid, **{**usual, **fields})  # type: ignore[arg-type]  # any of its fields


def test_an_event_is_kept_as_it_is_and_the_later_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    here = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))
    with Sessions.open(tmp_path / "coach.db") as store:
        exports = Exports(store)
        exports.save([event("a", first=here), event("b", first=datetime(2026, 3, 2, 9), last=LATER)])
        exports.save([event("a", sequence=1, cancelled=True)])

        kept = exports.all()

    assert kept == (
        event("a", sequence=1, cancelled=True),
        event("b", first=datetime(2026, 3, 2, 9), last=LATER),
    )


def test_a_history_from_before_keeps_what_it_has_and_may_have_been_exported(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    with Sessions.open(path, MIGRATIONS[:2]) as old:
        old.begin("a", "A", NOW)
        with old.change() as run:
            run.execute("update migration set at = '2026-01-01 00:00:00'")

    with Sessions.open(path) as store:
        exports = Exports(store)
        before = (len(store.recent()), exports.all(), exports.may_be_incomplete())
        exports.save([event("a")])
        after = exports.may_be_incomplete()

    assert (before, after) == ((1, (), True), False)


def test_a_new_history_has_nothing_unknown(tmp_path: Path) -> None:
    with Sessions.open(tmp_path / "coach.db") as store:
        assert not Exports(store).may_be_incomplete()


KNOWN = st.builds(
    event,
    st.sampled_from("abcd"),
    sequence=st.integers(0, 9),
    content=st.sampled_from(["", "a", "b"]),
    last=st.sampled_from([None, NOW, LATER, LATER.replace(tzinfo=None)]),
    cancelled=st.booleans(),
)


@given(st.lists(KNOWN), st.lists(KNOWN), st.lists(KNOWN, unique_by=lambda each: each.uid))
def test_whatever_was_given_a_sequence_never_falls_and_what_went_is_cancelled_once(
    known: list[Exported], there: list[Exported], now: list[Exported]
) -> None:
    before = PreviousExports(known, there)
    highest = {uid: each.sequence for uid, each in before.events.items()}

    events = [with_sequence(each, before) for each in now]
    gone = cancellations(events, before, NOW)

    assert all(each.sequence >= highest.get(each.uid, 0) for each in events)
    assert all(each.sequence == highest[each.uid] + 1 and each.cancelled for each in gone)
    assert {each.uid for each in events}.isdisjoint(each.uid for each in gone)
    after = PreviousExports((*known, *events, *gone), (*events, *gone))
    assert cancellations(events, after, NOW) == ()
