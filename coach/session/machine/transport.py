"""Pausing, going on, next and back: the commands that leave the exercises as they are.

Pure; each function takes the turn that it changes. A command that moves a paused session
ends the pause; a refused command leaves it paused.
"""

from dataclasses import replace
from typing import Final

from coach.cue.model import Part, Refusal, Spoken
from coach.cue.timeline import resume_at
from coach.session.effects import Go, HoldSound
from coach.session.events import Moved, Paused, Repeated, Resumed, Stopping
from coach.session.machine.laid_part import BETWEEN_STEPS, LaidPart, Replacement
from coach.session.machine.progress import ANSWER_TIME, leave
from coach.session.machine.questions import answer
from coach.session.machine.state import WELCOME, Pause
from coach.session.machine.turn import Transition
from coach.session.modes import Mode
from coach.session.replies import Refused, WaitSet
from coach.time.units import Seconds, samples

LONG_PAUSE: Final = 10.0
"""Seconds; after a shorter pause the session goes on from the same sample."""
RESTARTS: Final = samples(3)
"""Back this soon after a step's start goes to the step before; later it starts this step again."""
LAST_WORDS: Final = 2.0
"""Seconds that the last words may take to be made."""


def pause(turn: Transition, why: str = "asked") -> None:
    """Pause. A pause for sleep or suspension counts as long, however short it is."""
    state = turn.state
    long = why != "asked"
    if state.pause is not None:
        turn.state = replace(turn.state, pause=replace(state.pause, long=state.pause.long or long))
    elif state.mode in (Mode.PLAYING, Mode.ASKING):
        turn.state = replace(
            turn.state, mode=Mode.PAUSED, pause=Pause(turn.now.at, state.mode, why, long), reply=None
        )
        turn.ask_for(HoldSound())
        turn.tell(Paused(turn.here, why))


def resume(turn: Transition) -> None:
    """Go on: from a pause, or with the step that waits."""
    state, pause = turn.state, turn.state.pause
    if pause is None:
        if state.waits:
            _stop_waiting(turn)
        return
    turn.state = replace(turn.state, mode=pause.mode, pause=None)
    turn.tell(Resumed(turn.here))
    if pause.mode is Mode.ASKING and state.asking is not None:
        turn.state = replace(
            turn.state, asking=replace(state.asking, until=Seconds(turn.now.at + ANSWER_TIME))
        )
    elif state.bars and (pause.long or turn.now.at - pause.at >= LONG_PAUSE):
        bar = state.bars[0]
        offset = bar.offset(turn.here)
        turn.put_between(
            state.script.come_back(bar.part, bar.timeline, offset), resume_at(bar.timeline, offset)
        )
    turn.ask_for(Go())
    turn.lay_next()


def go_on_by_itself(turn: Transition) -> None:
    """Go on from a pause that the listener did not ask for."""
    if turn.state.pause is not None and turn.state.pause.why != "asked":
        resume(turn)


def toggle(turn: Transition) -> None:
    """Pause, or go on."""
    if turn.state.mode is Mode.PAUSED or turn.state.waits:
        resume(turn)
    else:
        pause(turn)


def stop(turn: Transition, exit_code: int) -> None:
    """Say that the session is over, and end it."""
    turn.cut()
    leave(turn, skipped=True)
    turn.tell(Stopping(turn.here))
    until = Seconds(turn.now.at + LAST_WORDS)
    turn.state = replace(
        turn.state, mode=Mode.STOPPING, pause=None, asking=None, exit_code=exit_code, until=until
    )
    turn.ask_for(Go())
    turn.state = replace(
        turn.state, pending=Replacement(turn.state.script.stopped()), cursor=(turn.state.steps + 1, 0)
    )
    turn.make()
    turn.lay_next()


def forward(turn: Transition) -> None:
    """Go to the next step. This skips an open question, but not the safety words."""
    state = turn.state
    if state.asking is not None:
        answer(turn, None)
    elif state.current == WELCOME:
        turn.refuse(Refusal.SAFETY_FIRST)
    elif state.waits:
        _stop_waiting(turn)
    elif state.current < state.steps:
        _go_to(turn, state.current + 1)
    else:
        turn.tell(Refused(turn.here, Refusal.NOTHING_NEXT))


def back(turn: Transition) -> None:
    """Start this step again; just after its start, go to the one before."""
    state, chapter = turn.state, turn.state.current
    just_begun = chapter != state.chapter or turn.here - state.chapter_began < RESTARTS
    _go_to(turn, max(0, chapter - 1) if just_begun and chapter != WELCOME else chapter)


def again(turn: Transition) -> None:
    """Say the last line again, then go on; a question and the words of waiting are said anew."""
    state = turn.state
    if state.bars and state.last_line is not None:
        turn.go_on()
        _say_between(turn, state.bars[0], state.last_line)
    elif state.asking is not None and not state.bars:
        _say_anew(turn, state.script.ask(state.asking.name, state.chapter))
    elif state.mode is Mode.WAITING:
        _say_anew(turn, state.script.wait_words(state.current), waits=True)


def wait(turn: Transition) -> None:
    """Let the next step wait for a key; the second time, undo that."""
    state = turn.state
    last = state.steps - 1
    if state.mode is Mode.WAITING:
        resume(turn)
    elif state.wait_next or any(bar.waits for bar in state.bars):
        _undo_wait(turn)
    elif max(state.current, state.chapter) >= last:
        turn.refuse(Refusal.NO_NEXT_STEP)
    else:
        turn.state = replace(turn.state, wait_next=True)
        turn.tell(WaitSet(turn.here, on=True))
        if len(state.bars) > 1 and state.bars[1].chapter != state.chapter:
            turn.unlay_next()
        turn.make()


def _undo_wait(turn: Transition) -> None:
    if turn.state.waits:
        resume(turn)
        return
    if any(bar.waits for bar in turn.state.bars):
        turn.unlay_next()
    turn.state = replace(turn.state, wait_next=False)
    turn.tell(WaitSet(turn.here, on=False))
    turn.lay_next()


def _say_between(turn: Transition, bar: LaidPart, line: Spoken) -> None:
    """Say a line again. If the line itself is being said, it is said from its start, and only once."""
    offset = bar.offset(turn.here)
    since = resume_at(bar.timeline, offset)
    cut_cue = next((t for t in bar.timeline.cues if t.cue == line and t.start <= offset < t.until), None)
    begin, end = bar.timeline.work
    if cut_cue is not None and cut_cue.start == offset and len(bar.segments) == 1:
        return
    if cut_cue is None or (begin <= offset < end and bar.timeline.unit):
        turn.put_between(turn.state.script.again(line), since)
    elif begin <= offset < end:
        turn.put_between(turn.state.script.again(line), offset)
    else:
        turn.put_between((), since)


def _say_anew(turn: Transition, part: Part, *, waits: bool = False) -> None:
    turn.go_on()
    turn.tell(Repeated(turn.here))
    turn.state = replace(turn.state, mode=Mode.PLAYING)
    turn.lay_part(part, waits=waits)


def _go_to(turn: Transition, chapter: int) -> None:
    """Leave what is heard and begin a chapter."""
    turn.cut()
    leave(turn, skipped=True)
    turn.go_on()
    turn.tell(Moved(turn.here, chapter))
    turn.state = replace(
        turn.state,
        cursor=(chapter, 0),
        asking=None,
        wait_next=False,
        mode=Mode.PLAYING,
        chapter=BETWEEN_STEPS,
    )
    turn.make()
    turn.lay_next()


def _stop_waiting(turn: Transition) -> None:
    turn.cut()
    if turn.state.mode is Mode.PAUSED:
        turn.go_on()
    else:
        turn.state = replace(turn.state, mode=Mode.PLAYING)
        turn.tell(Resumed(turn.here))
    turn.lay_next()
