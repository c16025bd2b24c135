"""Every phrase of the coach's own, in one place.

Pure. Short sentences, verb first, whole phrases rather than lone words. A routine's
own words are in the routine; counts, announcements and closing words are here.
"""

from typing import Final

from coach.cue.model import Refusal
from coach.language import telephone
from coach.language.grammar import an, listed, of_many
from coach.routine.model import (
    Breaths,
    Cadence,
    Category,
    Dose,
    Hold,
    Holds,
    Reps,
    Sides,
    Time,
)
from coach.time.units import Seconds

_ONES: Final = (
    *("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS: Final = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

READY: Final = "ready"
AND: Final = "and"
HALFWAY: Final = "halfway"
TEN_LEFT: Final = "ten seconds left"
LAST_ONE: Final = "last one"
RELAX: Final = "and relax"
LEFT: Final = "left"
RIGHT: Final = "right"
HOLD_IT: Final = "hold"
BREATHE_IN: Final = "breathe in"
BREATHE_OUT: Final = "breathe out"
BREATH_HELD: Final = "hold"
SIDES: Final = ("left side", "right side")

LEFT_FIRST: Final = "Left side first."
CHANGE_OVER: Final = "Change over. Now the right side."
CHOOSE_SIDE: Final = "Choose your stiffer side."
STOPPED: Final = "Stopping here. What you did is saved."
STOPPED_UNKEPT: Final = "Stopping here. This session is not kept."
WAIT: Final = "Take your time. Press the space bar when you are ready to go on."
KEYS: Final = "The space bar pauses, and Q stops."

QUESTIONS: Final = {
    "morning": "The morning after last time: better, the same, or worse? "
    "Type one for better, two for the same, three for worse.",
    "pain_before": "How is your pain now, zero to ten?",
    "pain_after": "How is your pain now, zero to ten?",
    "effort": "How hard was it, zero to ten?",
}

REFUSED: Final = {
    Refusal.SAFETY_FIRST: "The safety words come first.",
    Refusal.NO_EXERCISE: "There is no exercise to change just now.",
    Refusal.NO_EASIER_WAY: "There is no easier way for this one.",
    Refusal.NO_HARDER_WAY: "There is no harder way for this one.",
    Refusal.NO_MORE: "That is as much as this one has.",
    Refusal.NO_NEXT_STEP: "No step comes after this one.",
    Refusal.NOTHING_NEXT: "Nothing comes after this.",
}

_PLACES: Final = frozenset(("wall", "doorway"))
"""What the listener goes to, since nobody can bring it."""

MOST_WORDS: Final = 20
"""Of one sentence; a longer one is hard to follow by ear."""

_PRESSURE: Final = (
    (2, "very light, as if smoothing paper"),
    (3, "gentle, well short of pain"),
    (4, "firm but pleasant, never more than a good ache"),
    (10, "strong, and still easy to breathe through"),
)


def number(value: int) -> str:
    """Return a whole number from nought to 999 in words."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {number(rest)}" if rest else "")


def digits(text: str) -> str:
    """Return a telephone number figure by figure: `112` is "one, one, two".

    A plus and an extension are said too. `ValueError` for any text that is not one number.
    """
    phone_number = telephone.parse(text)
    extension = ("extension", *map(_figure, phone_number.extension)) if phone_number.extension else ()
    plus = ("plus",) if phone_number.international else ()
    return ", ".join((*plus, *map(_figure, phone_number.figures), *extension))


def duration(value: Seconds | float) -> str:
    """Return a duration in words: "one minute thirty seconds"."""
    minutes, rest = divmod(round(value), 60)
    parts = [_count(minutes, "minute")] if minutes else []
    if rest or not parts:
        parts.append(_count(rest, "second"))
    return " ".join(parts)


def minutes(value: float) -> str:
    """Return a session's length in words, to the half minute below five, else to the minute."""
    if value < 0.75:
        return "half a minute"
    halves = round(value * 2)
    if value < 5 and halves % 2:
        return f"{number(halves // 2)} and a half minutes" if halves > 3 else "a minute and a half"
    return _count(max(1, round(value)), "minute")


def welcome(name: str, length: float) -> str:
    """Return the first words of a session."""
    return f"{name}. About {minutes(length)}."


def have(equipment: tuple[tuple[str, ...], ...]) -> str:
    """Return what to have at hand, and what to be near; empty where nothing is needed."""
    things = [" or ".join(map(an, names)) for names in equipment if not _PLACES.issuperset(names)]
    places = [" or ".join(map(an, names)) for names in equipment if _PLACES.issuperset(names)]
    sentences = [f"Have {listed(things)} at hand."] if things else []
    return " ".join([*sentences, f"Be near {listed(places)}."] if places else sentences)


def stop_rule(emergency: str) -> tuple[str, str, str]:
    """Return the rule that every session says, in three sentences."""
    return (
        "If pain is sharp or spreading, or reaches six out of ten, stop that exercise.",
        "If you become numb, weak or dizzy, stop the session.",
        "For chest pain, trouble breathing, passing out or sudden changes of face, arm, speech or sight, "
        f"call {digits(emergency)}.",
    )


def coming(name: str, *, first: bool, last: bool, again: bool) -> str:
    """Return how an exercise is announced."""
    if first:
        return f"First, {_inside_sentence(name)}."
    if last and not again:
        return f"Last, {_inside_sentence(name)}."
    return f"Next, {_inside_sentence(name)}{' again' if again else ''}."


def turn(position: int, total: int) -> str:
    """Return which round begins."""
    return "Last round." if position == total else f"Round {number(position)} of {number(total)}."


def set_(position: int, total: int) -> str:
    """Return which set begins."""
    return "Last set." if position == total else f"Set {number(position)} of {number(total)}."


def rest(value: Seconds) -> str:
    """Return how a rest is announced."""
    return f"Rest for {duration(value)}." if value >= 10 else "Rest."


def place(index: int, words: str) -> str:
    """Return the words before a place or direction."""
    return f"{'First' if index == 0 else 'Now'}, {words}."


def pressure(value: int) -> str:
    """Return the pressure scale in words (zero to ten)."""
    words = next(words for highest, words in _PRESSURE if value <= highest)
    return f"Press about {number(value)} out of ten: {words}."


def dose(value: Dose) -> str:
    """Return what the dose asks for, in one sentence."""
    each_side = {Sides.EACH: " on each side", Sides.ALTERNATE: " to each side"}.get(value.sides, "")
    each_place = f" at each of {number(len(value.places))} places" if len(value.places) > 1 else ""
    sets = f", {_times(value.sets)}" if value.sets > 1 else ""
    match value.work:
        case Reps(reps):
            sets = "" if value.sets == 1 else f"{_count(value.sets, 'set')} of "
            text = f"{sets}{number(reps) if sets else _times(reps)}{each_side}{each_place}"
        case Hold(hold):
            text = f"hold for {duration(hold)}{each_side}{each_place}{sets}"
        case Holds(reps, hold):
            times = _times(reps) if value.sets == 1 else f"{_count(value.sets, 'set')} of {number(reps)}"
            text = f"hold for {duration(hold)}, {times}{each_side}{each_place}"
        case Time(length):
            text = f"{duration(length)}{each_side}{each_place}{sets}"
        case Breaths(breaths):
            text = f"{_count(breaths, 'slow breath')}{each_side}{each_place}{sets}"
        case Cadence():
            length = Seconds(value.work.beats * 60 / value.work.per_minute)
            text = f"{duration(length)}, on the beat{each_side}{sets}"
    return f"{text[0].upper()}{text[1:]}."


def easier(say: str) -> str:
    """Return how the easier way is offered."""
    return f"For an easier way: {_inside_sentence(say)}"


def avoid(conditions: tuple[str, ...]) -> str:
    """Return who should leave an exercise out, a long list in two sentences."""
    if not conditions:
        return ""
    sentence = f"Leave this out with {listed(conditions, 'or')}."
    if len(sentence.split()) <= MOST_WORDS or len(conditions) < 2:
        return sentence
    half_count = -(-len(conditions) // 2)
    first, rest = (listed(names, "or") for names in (conditions[:half_count], conditions[half_count:]))
    return f"Leave this out with {first}. Leave it out too with {rest}."


def left_over(remaining: str) -> str:
    """Return how much of a bout is still to come."""
    return f"{remaining[0].upper()}{remaining[1:]} to go."


def close(name: str, tasks: int, category: Category, *, finished: bool) -> tuple[str, ...]:
    """Return the words that end a session: what was done, and what to notice later."""
    if category is Category.EDUCATION:
        return (f"That is the end of {_inside_sentence(name)}.",)
    summary = (
        f"That was {_inside_sentence(name)}, {_count(tasks, 'exercise')}."
        if tasks
        else f"That was {_inside_sentence(name)}."
    )
    later = {
        Category.MASSAGE: "The area may feel tender until tomorrow. That is normal.",
        Category.TRIGGER_POINTS: "The area may be sore for a day or two. That is normal.",
        Category.ACUPRESSURE: "The area may feel tender for a while. That is normal.",
        Category.RELAXATION: "Take a moment before you get up.",
    }.get(category, "It is normal if muscles ache a little for up to two days.")
    return (
        summary if finished else f"We end {_inside_sentence(name)} here.",
        later,
        "Notice how you feel tomorrow morning. If it is worse than today, do less next time.",
    )


def _count(value: int, noun: str) -> str:
    return f"{number(value)} {of_many(value, noun)}"


def _figure(char: str) -> str:
    return "zero" if char == "0" else _ONES[int(char)]


def _times(value: int) -> str:
    return {1: "once", 2: "twice"}.get(value, f"{number(value)} times")


def _inside_sentence(text: str) -> str:
    """Return the words for the inside of a sentence: a capital stays only where a name has one."""
    first_word = text.split(maxsplit=1)[0] if text.split() else ""
    return (
        text
        if first_word[1:] != first_word[1:].lower() or first_word in ("I", "Y", "T", "W")
        else text[0].lower() + text[1:]
    )
