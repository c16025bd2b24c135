"""What each of the listener's commands does to a session.

Pure; each function takes the turn in the making.
"""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from coach.cue.model import Part, PartKind, Timeline
from coach.cue.script import Change, lines_of
from coach.cue.timeline import resume_at, splice, timeline
from coach.routine.plan import Way
from coach.session.effects import Go, Hold, Segment, Volume
from coach.session.events import Answered, Changed, Paused, Resumed
from coach.session.inputs import Command
from coach.session.state import WELCOME, Bar, Interruption, Mode
from coach.session.turn import ASKED_FOR, Turn
from coach.units import Samples, Seconds, samples

LONG_PAUSE: Final = 10.0
"""Seconds; a shorter pause goes on from the same sample."""
RESTARTS: Final = samples(3)
"""Back within this much of a step's start goes to the one before; later it starts this one again."""
LAST_WORDS: Final = 2.0
"""Seconds that the last words may take to come."""


def take(turn: Turn, command: Command) -> None:
    """Do what was asked."""
    if turn.state.mode is not Mode.STOPPING or command in (Command.LOUDER, Command.SOFTER, Command.MUTE):
        _COMMANDS[command](turn)


def pause(turn: Turn, why: str = "asked") -> None:
    """Stand still. Asleep or suspended, however short it was, counts as a long pause."""
    state = turn.state
    if state.mode is Mode.PAUSED:
        turn.set(stale=state.stale or why != "asked")
    elif state.mode is not Mode.STOPPING:
        turn.set(mode=Mode.PAUSED, paused_at=turn.now.at, paused_from=state.mode, stale=why != "asked")
        turn.ask_for(Hold())
        turn.tell(Paused(turn.here, why))


def resume(turn: Turn) -> None:
    """Go on: from a pause, or with the step that waits."""
    state = turn.state
    if state.mode is Mode.WAITING or (state.bars and state.bars[0].waits):
        _stop_waiting(turn)
    elif state.mode is Mode.PAUSED:
        turn.set(mode=state.paused_from, stale=False)
        turn.tell(Resumed(turn.here))
        long = state.stale or turn.now.at - state.paused_at >= LONG_PAUSE
        if long and state.bars and state.paused_from is Mode.PLAYING:
            _come_back(turn, state.bars[0])
        elif state.paused_from is Mode.ASKING and state.asking is not None:
            turn.set(asking=replace(state.asking, until=Seconds(turn.now.at + ASKED_FOR)))
        turn.ask_for(Go())
        if not turn.state.bars:
            turn.lay_next()


def stop(turn: Turn, exit_code: int) -> None:
    """Say that it is over, and end."""
    if turn.state.bars:
        turn.set(worked=Samples(turn.state.worked + turn.state.bars[0].worked(turn.here)))
    turn.cut()
    turn.leave(skipped=True)
    turn.set(mode=Mode.STOPPING, exit_code=exit_code, asking=None, until=Seconds(turn.now.at + LAST_WORDS))
    turn.ask_for(Go())
    part = turn.state.script.stopped()
    turn.set(override=(part, (part, Samples(0))), cursor=(turn.state.steps + 1, 0), chapter=turn.state.steps)
    turn.make()
    turn.lay_next()


def stretch(turn: Turn) -> None:
    """Make the bout that is heard as long as was asked, once the clips are there."""
    state = turn.state
    part = state.stretch
    if part is None or not state.bars or not state.has(lines_of(part.blocks)):
        return
    turn.set(stretch=None)
    bar = state.bars[0]
    longer = splice(bar.timeline, timeline(part.blocks, state.measure), bar.offset(turn.here))
    segments = tuple(replace(s, timeline=longer) if s.timeline is bar.timeline else s for s in bar.segments)
    turn.lay((replace(bar, part=part, timeline=longer, segments=segments),))


def _toggle(turn: Turn) -> None:
    state = turn.state
    if state.mode in (Mode.PAUSED, Mode.WAITING) or (state.bars and state.bars[0].waits):
        resume(turn)
    else:
        pause(turn)


def _next(turn: Turn) -> None:
    state = turn.state
    if state.asking is not None:
        _skip_question(turn)
    elif _in_welcome(turn):
        turn.tell(Changed(turn.here, "The safety words come first."))
    elif state.mode is Mode.WAITING or (state.bars and state.bars[0].waits):
        resume(turn)
    elif _chapter(turn) < state.steps:
        _go_to(turn, _chapter(turn) + 1)


def _back(turn: Turn) -> None:
    state = turn.state
    chapter = _chapter(turn)
    if state.asking is not None or _in_welcome(turn):
        _go_to(turn, WELCOME)
        return
    early = not state.bars or turn.here - state.chapter_began < RESTARTS
    _go_to(turn, max(0, chapter - 1) if early else chapter)


def _again(turn: Turn) -> None:
    state = turn.state
    if state.said is None or state.mode is Mode.PAUSED:
        return
    if state.bars:
        bar = state.bars[0]
        _put_between(
            turn, bar, turn.state.script.again(state.said), resume_at(bar.timeline, bar.offset(turn.here))
        )
    elif state.asking is not None:
        part = state.script.ask(state.asking.name, state.chapter)
        turn.set(mode=Mode.PLAYING, asking=None)
        line = timeline(part.blocks, state.measure)
        turn.set(asking=state.asking)
        turn.lay((Bar(state.chapter, part, line, (Segment(state.reached, line),)),))


def _easier(turn: Turn) -> None:
    _other_way(turn, {Way.HARDER: Way.AS_WRITTEN}, Way.EASIER)


def _harder(turn: Turn) -> None:
    _other_way(turn, {Way.EASIER: Way.AS_WRITTEN}, Way.HARDER)


def _other_way(turn: Turn, back: dict[Way, Way], towards: Way) -> None:
    """Take the exercise that is heard one way further."""
    state, chapter = turn.state, _chapter(turn)
    if not 0 <= chapter < state.steps or state.mode is Mode.PAUSED:
        turn.tell(Changed(turn.here, "There is no exercise to change just now."))
        return
    before = state.change(chapter)
    change = Change(back.get(before.way, towards), before.more)
    if change.way is before.way or not state.script.can_change(chapter, replace(change, more=0)):
        turn.tell(Changed(turn.here, f"There is no {towards} way for this one."))
        return
    exercise = state.script.exercise_of(chapter)
    turn.set(ways=MappingProxyType({**state.ways, exercise: change.way}))
    turn.tell(
        Changed(
            turn.here, f"The {change.way} way from here." if change.way is towards else "As written again."
        )
    )
    _script_anew(turn, chapter, change)


def _script_anew(turn: Turn, chapter: int, change: Change) -> None:
    """Go on with the step in its new way: with what is left of a bout, or with its preparation anew."""
    state = turn.state
    parts = state.parts(chapter)
    bar = state.bars[0] if state.bars and state.bars[0].chapter == chapter else None
    if bar is None:
        turn.set(cursor=(chapter, 0) if not state.bars else state.cursor)
        turn.make()
        return
    spot = bar.part.spot
    following = next((i for i, part in enumerate(parts) if _after(part, spot)), len(parts))
    elapsed = Samples(bar.offset(turn.here) - bar.timeline.work[0])
    turn.set(worked=Samples(state.worked + bar.worked(turn.here)))
    turn.cut()
    if elapsed < 0:
        turn.set(cursor=(chapter, max(0, following - 1)))
    else:
        done = Samples(min(elapsed, bar.timeline.work[1] - bar.timeline.work[0]))
        rest = state.script.rest_of_bout(chapter, change, bar.part, done)
        turn.set(cursor=(chapter, following), override=(rest, (bar.part, done)))
    turn.make()
    turn.lay_next()


def _more(turn: Turn) -> None:
    state, chapter = turn.state, _chapter(turn)
    change = state.change(chapter)
    longer = replace(change, more=change.more + 1)
    if not 0 <= chapter < state.steps or not state.script.can_change(chapter, longer):
        turn.tell(Changed(turn.here, "That is as much as this one has."))
        return
    turn.set(more=(chapter, longer.more))
    turn.tell(Changed(turn.here, "A little more."))
    bar = state.bars[0] if state.bars and state.bars[0].chapter == chapter else None
    if bar is not None and bar.part.kind in (PartKind.WORK, PartKind.REST):
        turn.set(stretch=_longer(turn, bar, longer))
    if len(turn.state.bars) > 1:
        _unlay_next(turn)
    turn.make()
    stretch(turn)


def _longer(turn: Turn, bar: Bar, change: Change) -> Part | None:
    """Return the bar's part with more in it."""
    if bar.origin is not None:
        return turn.state.script.rest_of_bout(bar.chapter, change, *bar.origin)
    parts = turn.state.script.step(bar.chapter, change)
    return next((part for part in parts if part.spot == bar.part.spot), None)


def _unlay_next(turn: Turn) -> None:
    """Take back what was laid ahead: it comes later now."""
    bar = turn.state.bars[1]
    parts = turn.state.parts(bar.chapter)
    index = next((i for i, part in enumerate(parts) if part.spot == bar.part.spot), 0)
    turn.set(cursor=(bar.chapter, index))
    turn.lay(turn.state.bars[:1])


def _wait(turn: Turn) -> None:
    wanted = not turn.state.wait_next
    turn.set(wait_next=wanted)
    turn.tell(
        Changed(turn.here, "The next step waits for you." if wanted else "The next step comes by itself.")
    )
    if wanted and len(turn.state.bars) > 1 and turn.state.bars[1].chapter != turn.state.chapter:
        _unlay_next(turn)
    turn.make()


def _louder(turn: Turn) -> None:
    _set_volume(turn, turn.state.volume + 10)


def _softer(turn: Turn) -> None:
    _set_volume(turn, turn.state.volume - 10)


def _set_volume(turn: Turn, level: int) -> None:
    level = max(0, min(100, level))
    turn.set(volume=level, muted=False)
    turn.ask_for(Volume(level))
    turn.tell(Changed(turn.here, f"Volume {level}."))


def _mute(turn: Turn) -> None:
    muted = not turn.state.muted
    turn.set(muted=muted)
    turn.ask_for(Volume(0 if muted else turn.state.volume))
    turn.tell(Changed(turn.here, "Sound off." if muted else "Sound on."))


def _keys(turn: Turn) -> None:
    turn.tell(Changed(turn.here, "keys"))


def _quit(turn: Turn) -> None:
    stop(turn, 0)


def _chapter(turn: Turn) -> int:
    """Return the chapter that is heard, or that is about to be."""
    state = turn.state
    return state.bars[0].chapter if state.bars else min(state.cursor[0], state.steps)


def _in_welcome(turn: Turn) -> bool:
    return _chapter(turn) == WELCOME


def _go_to(turn: Turn, chapter: int) -> None:
    """Leave what is heard and begin a chapter."""
    state = turn.state
    if state.bars:
        turn.set(worked=Samples(state.worked + state.bars[0].worked(turn.here)))
    turn.cut()
    turn.leave(skipped=True)
    paused = state.mode is Mode.PAUSED
    turn.set(cursor=(chapter, 0), asking=None, wait_next=False, mode=Mode.PLAYING, chapter=-2)
    if paused:
        turn.tell(Resumed(turn.here))
        turn.ask_for(Go())
    turn.make()
    turn.lay_next()


def _skip_question(turn: Turn) -> None:
    asking = turn.state.asking
    assert asking is not None, "only an open question can be skipped"
    turn.set(asking=None, mode=Mode.PLAYING)
    turn.tell(Answered(turn.here, asking.name, None))
    if turn.state.bars:
        turn.cut()
    turn.lay_next()


def _stop_waiting(turn: Turn) -> None:
    if turn.state.bars:
        turn.cut()
    turn.set(mode=Mode.PLAYING)
    turn.tell(Resumed(turn.here))
    turn.leave(skipped=False)
    turn.lay_next()


def _come_back(turn: Turn, bar: Bar) -> None:
    at = bar.offset(turn.here)
    _put_between(
        turn, bar, turn.state.script.come_back(bar.part, bar.timeline, at), resume_at(bar.timeline, at)
    )


def _put_between(turn: Turn, bar: Bar, blocks: tuple, since: Samples) -> None:  # type: ignore[type-arg]
    """Say some words, then go on with the bar at `since`. What was laid after it is laid again later."""
    if not blocks:
        return
    if len(turn.state.bars) > 1:
        _unlay_next(turn)
    done = Segment(bar.start, bar.timeline)
    turn.set(worked=Samples(turn.state.worked + bar.worked(turn.here)))
    turn.cut()
    turn.set(interruption=Interruption(blocks, bar, since))
    del done
    turn.make()
    turn.lay_next()


def _after(part: Part, spot: object) -> bool:
    return (part.spot.set, part.spot.side, part.spot.place) > (spot.set, spot.side, spot.place)  # type: ignore[attr-defined]


_COMMANDS: Final[dict[Command, Callable[[Turn], None]]] = {
    Command.PAUSE: pause,
    Command.RESUME: resume,
    Command.TOGGLE: _toggle,
    Command.NEXT: _next,
    Command.BACK: _back,
    Command.AGAIN: _again,
    Command.EASIER: _easier,
    Command.HARDER: _harder,
    Command.MORE: _more,
    Command.WAIT: _wait,
    Command.LOUDER: _louder,
    Command.SOFTER: _softer,
    Command.MUTE: _mute,
    Command.STOP: _quit,
    Command.KEYS: _keys,
}

__all__ = ["Timeline"]
