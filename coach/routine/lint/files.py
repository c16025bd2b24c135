"""The strict check of one file: what is safe to use and still could do harm, or be misheard.

Pure. Each finding is a warning with the name of its rule (`routine.lint.rules`), which the file
may silence with a reason. What needs the lengths of lines is in `cue.lint_timing`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from coach.errors import Place, Problem, Severity
from coach.files.document import Document
from coach.files.keys import Keys
from coach.routine.lint.doses import Said, of_dose
from coach.routine.lint.words import Words, of_words, problem_at
from coach.routine.model import (
    Category,
    Do,
    DoseKeys,
    Exercise,
    Rest,
    Round,
    Routine,
    SayStep,
    Silence,
    Source,
    Step,
)
from coach.routine.plan.plan import Difficulty, Plan
from coach.routine.plan.resolve import Unfit, resolve

Silences = Mapping[str, tuple[Silence, ...]]
"""What each file silences, by the file's name in places."""

_SAID: Final = ("setup", "move", "feel", "breathe", "mistake", "end")
"""Texts of `say` that are whole sentences."""


def of_exercise(exercise: Exercise, document: Document) -> Iterator[Problem]:
    """Yield what the strict check finds in an exercise's file."""
    yield from of_words(_words_of_exercise(exercise), document)
    yield from _doses(exercise, document)
    if not exercise.say.end:
        said = ("nothing says how to come out of it.", 'Add end = "…" under [say].')
        yield problem_at(document, ("say",), "", "unsaid", said)
    caution = exercise.caution
    if caution is None or not (caution.avoid or caution.stop):
        said = (
            "nobody is problem_at to leave it out, or when to stop.",
            "Add a [caution] with avoid and stop.",
        )
        yield problem_at(document, ("name",), "", "no-caution", said)
    yield from _source(exercise.source, document)


def of_routine(routine: Routine, plan: Plan, document: Document) -> Iterator[Problem]:
    """Yield what the strict check finds in a routine's file."""
    yield from of_words(_words_of_routine(routine), document)
    if routine.source is not None:
        yield from _source(routine.source, document)
    elif routine.category is Category.EDUCATION:
        said = ("a lesson tells facts, and nothing says where they come from.", "Add a [source].")
        yield problem_at(document, ("name",), "", "no-source", said)
    told_of: set[tuple[Place, str]] = set()
    for task in plan.tasks:
        exercise = task.exercise
        there = {said for _, said in _said_of_doses(exercise)}
        ways = (task.variant(way) for way in (Difficulty.AS_WRITTEN, Difficulty.HARDER))
        forms = [form for form in ways if form.exercise.id == exercise.id]
        for rule, message, mend in (said for form in forms for said in of_dose(form.exercise, form.dose)):
            if (rule, message, mend) in there or (task.place, message) in told_of:
                continue
            told_of.add((task.place, message))
            yield Problem(task.place, rule, f"{exercise.id}: {message}", mend, Severity.WARNING)


def heard(problems: Iterable[Problem], silences: Silences) -> Iterator[Problem]:
    """Yield what its file does not silence; no file silences an error."""
    silenced = {(file, silence.rule) for file, those in silences.items() for silence in those}
    for problem in problems:
        if problem.severity is Severity.ERROR or (problem.place.file, problem.rule) not in silenced:
            yield problem


def needless(problems: Iterable[Problem], silences: Silences) -> Iterator[Problem]:
    """Yield a problem for each silence that silences nothing of `problems`."""
    found = {(problem.place.file, problem.rule) for problem in problems}
    for file, those in silences.items():
        for silence in those:
            if (file, silence.rule) not in found:
                message = f"{silence.rule} finds nothing here, so there is nothing to silence."
                mend = "Leave the table out."
                yield Problem(silence.place, "needless-silence", message, mend, Severity.WARNING)


def _doses(exercise: Exercise, document: Document) -> Iterator[Problem]:
    for way, (rule, message, mend) in _said_of_doses(exercise):
        yield Problem(document.place(way), rule, message, mend, Severity.WARNING)


def _said_of_doses(exercise: Exercise) -> Iterator[tuple[Keys, Said]]:
    """Yield what is amiss in the doses of an exercise's own file, each with the way to that dose."""
    ways = (("easier", exercise.easier), ("harder", exercise.harder))
    layers: list[tuple[Keys, list[DoseKeys]]] = [(("dose",), [exercise.dose])]
    layers += [((key, "dose"), [exercise.dose, way.dose]) for key, way in ways if way and not way.exercise]
    for place, doses in layers:
        dose = resolve(doses, exercise.category)
        for said in () if isinstance(dose, Unfit) else of_dose(exercise, dose):
            yield place, said


def _source(source: Source, document: Document) -> Iterator[Problem]:
    if source.title and not source.by:
        said = ("nobody is named who wrote this source.", 'Add by = "…".')
        yield problem_at(document, ("source", "title"), "", "no-source", said)


def _words_of_exercise(exercise: Exercise) -> Iterator[Words]:
    say, caution = exercise.say, exercise.caution
    yield Words(("name",), exercise.name, whole=False)
    for key in _SAID:
        yield Words(("say", key), getattr(say, key))
    for key in ("during", "phases"):
        for index, text in enumerate(getattr(say, key)):
            yield Words(("say", key, index), text, whole=key == "during")
    yield Words(("say", "release"), say.release, whole=False)
    for index, names in enumerate(exercise.equipment):
        yield from (Words(("equipment", index, n), text, whole=False) for n, text in enumerate(names))
    yield from _places(exercise.dose, ("dose",))
    for key, way in (("easier", exercise.easier), ("harder", exercise.harder)):
        if way is not None:
            yield Words((key, "say"), way.say)
            yield from _places(way.dose, (key, "dose"))
    if caution is not None:
        yield Words(("caution", "stop"), caution.stop)
        for index, text in enumerate(caution.avoid):
            yield Words(("caution", "avoid", index), text, whole=False)


def _places(dose: DoseKeys, way: Keys) -> Iterator[Words]:
    for index, text in enumerate(dose.places or ()):
        yield Words((*way, "places", index), text, whole=False)


def _words_of_routine(routine: Routine) -> Iterator[Words]:
    yield Words(("name",), routine.name, whole=False)
    yield Words(("summary",), routine.summary, whole=False)
    yield from _words_of_steps(routine.steps, ("step",))


def _words_of_steps(steps: Iterable[Step], way: Keys) -> Iterator[Words]:
    for index, step in enumerate(steps):
        here = (*way, index)
        match step:
            case Do():
                yield Words((*here, "say"), step.say)
                yield from _places(step.dose, here)
            case Rest():
                yield Words((*here, "say"), step.say)
            case SayStep(lines):
                for number, line in enumerate(lines):
                    yield Words((*here, "say", number), line)
            case Round():
                yield from _words_of_steps(step.steps, (*here, "steps"))
