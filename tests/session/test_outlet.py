"""An outlet that stands still holds nobody up: what can be spared is left out, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event as Flag

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.cue.model import PartKind, Role, Spoken
from coach.session.events import Event, Heard, Paused, StepEnded
from coach.session.observer import Observer
from coach.session.outlet import Outlet
from coach.time.units import Samples, Seconds

LONG = Seconds(30)
AT = Samples(0)
ENDED = StepEnded(AT, 0, "Tap", "tap", Seconds(1), Seconds(1), skipped=False, way="")


def heard(number: int) -> Heard:
    return Heard(Samples(number), AT, Spoken(f"{number}", Role.COUNT), 0, PartKind.WORK)


@contextmanager
def standing_still(outlet: Outlet) -> Iterator[None]:
    """Have an outlet do nothing more until the end of the block."""
    stands, goes = Flag(), Flag()
    outlet.put(stands.set)
    outlet.put(goes.wait)
    assert stands.wait(LONG)
    try:
        yield
    finally:
        goes.set()


def test_it_is_settled_once_all_that_was_put_is_done_and_not_before() -> None:
    done: list[int] = []
    outlet = Outlet("test", lambda _: None)

    with standing_still(outlet):
        outlet.put(partial(done.append, 1))
        early = outlet.wait_until_done(Seconds(0.01))
    late = outlet.wait_until_done(LONG)

    assert (early, late, done) == (False, True, [1])


def test_while_it_stands_still_nobody_waits_and_afterwards_all_is_told_in_order() -> None:
    told: list[object] = []
    outlet = Outlet("test", told.append)
    observer = Observer(outlet, lambda event: partial(told.append, event), told.append)
    events: list[Event] = [heard(1), Paused(AT, "asked"), ENDED, heard(2)]

    with standing_still(outlet):
        for event in events:
            observer(event)
        closed = outlet.close(Seconds(0))

    assert (closed, outlet.close(LONG)) == (False, True)
    assert told == events


@settings(deadline=None, max_examples=30)
@given(st.lists(st.booleans(), max_size=40), st.integers(1, 8))
def test_beyond_its_bound_cues_are_left_out_and_counted_where_they_were(ends: list[bool], most: int) -> None:
    told: list[object] = []
    outlet = Outlet("test", lambda count: told.append(("left out", count)), most)
    observer = Observer(outlet, lambda event: partial(told.append, event), told.append)
    events: list[Event] = [ENDED if end else heard(number) for number, end in enumerate(ends)]

    with standing_still(outlet):
        for event in events:
            observer(event)
    assert outlet.close(LONG)

    gaps = [each for each in told if isinstance(each, tuple)]
    kept = [each for each in told if not isinstance(each, tuple)]
    assert kept.count(ENDED) == ends.count(True)
    assert kept == [event for event in events if event in kept or event is ENDED]
    assert sum(count for _, count in gaps) == len(events) - len(kept)
    assert len(gaps) == (len(kept) < len(events)), "it is told once"


def test_an_observer_that_fails_is_told_no_more_and_the_others_are() -> None:
    told: list[object] = []
    errors: list[Exception] = []
    outlet = Outlet("test", told.append)

    def fails(event: Event) -> None:
        raise BrokenPipeError(f"at {event.position}")

    one = Observer(outlet, lambda event: partial(fails, event), errors.append)
    other = Observer(outlet, lambda event: partial(told.append, event), errors.append)
    for event in (heard(1), heard(2)):
        one(event)
        other(event)
    assert outlet.close(LONG)

    assert [str(error) for error in errors] == ["at 1"]
    assert told == [heard(1), heard(2)]
