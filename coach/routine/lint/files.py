"""The strict check of one good file: what could still do harm, or be misunderstood by a listener.

Pure. Each finding is a warning with the name of its rule (`routine.lint.rules`), which the file
may silence with a reason. The rules about the lengths of lines are in `cue.lint_timing`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from coach.errors import Place, Problem, Severity
from coach.files.document import Document
from coach.files.keys import Keys
from coach.routine.lint.doses import Remark, dose_remarks
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
"""The silences of each file, by the file's name in places."""

_SENTENCE_KEYS: Final = ("setup", "move", "feel", "breathe", "mistake", "end")
"""Texts of `say` that are whole sentences."""


def of_exercise(exercise: Exercise, document: Document) -> Iterator[Problem]:
    """Yield what the strict check finds in an exercise's file."""
    yield from of_words(_words_of_exercise(exercise), document)
    yield from _dose_problems(exercise, document)
    if not exercise.say.end:
        wording = ("nothing says how to come out of it.", 'Add end = "…" under [say].')
        yield problem_at(document, ("say",), "", "unsaid", wording)
    caution = exercise.caution
    if caution is None or not (caution.avoid or caution.stop):
        wording = (
            "nobody is told to leave it out, or when to stop.",
            "Add a [caution] with avoid and stop.",
        )
        yield problem_at(document, ("name",), "", "no-caution", wording)
    yield from _source_problems(exercise.source, document)


def of_routine(routine: Routine, plan: Plan, document: Document) -> Iterator[Problem]:
    """Yield what the strict check finds in a routine's file."""
    yield from of_words(_words_of_routine(routine), document)
    if routine.source is not None:
        yield from _source_problems(routine.source, document)
    elif routine.category is Category.EDUCATION:
        wording = ("a lesson tells facts, and nothing says where they come from.", "Add a [source].")
        yield problem_at(document, ("name",), "", "no-source", wording)
    reported: set[tuple[Place, str]] = set()
    for task in plan.tasks:
        exercise = task.exercise
        own_remarks = {remark for _, remark in _dose_remarks(exercise)}
        variants = (task.variant(difficulty) for difficulty in (Difficulty.AS_WRITTEN, Difficulty.HARDER))
        own_variants = [variant for variant in variants if variant.exercise.id == exercise.id]
        remarks = (
            remark for variant in own_variants for remark in dose_remarks(variant.exercise, variant.dose)
        )
        for rule, message, mend in remarks:
            if (rule, message, mend) in own_remarks or (task.place, message) in reported:
                continue
            reported.add((task.place, message))
            yield Problem(task.place, rule, f"{exercise.id}: {message}", mend, Severity.WARNING)


def unsilenced(problems: Iterable[Problem], silences: Silences) -> Iterator[Problem]:
    """Yield the problems that their files do not silence. An error cannot be silenced."""
    silenced = {(file, silence.rule) for file, file_silences in silences.items() for silence in file_silences}
    for problem in problems:
        if problem.severity is Severity.ERROR or (problem.place.file, problem.rule) not in silenced:
            yield problem


def needless_silences(problems: Iterable[Problem], silences: Silences) -> Iterator[Problem]:
    """Yield a problem for each silence that silences none of `problems`."""
    broken_rules = {(problem.place.file, problem.rule) for problem in problems}
    for file, file_silences in silences.items():
        for silence in file_silences:
            if (file, silence.rule) not in broken_rules:
                message = f"{silence.rule} finds nothing here, so there is nothing to silence."
                mend = "Leave the table out."
                yield Problem(silence.place, "needless-silence", message, mend, Severity.WARNING)


def _dose_problems(exercise: Exercise, document: Document) -> Iterator[Problem]:
    for path, (rule, message, mend) in _dose_remarks(exercise):
        yield Problem(document.place(path), rule, message, mend, Severity.WARNING)


def _dose_remarks(exercise: Exercise) -> Iterator[tuple[Keys, Remark]]:
    """Yield what is wrong in the doses of an exercise's own file, each with the path to the dose."""
    variants = (("easier", exercise.easier), ("harder", exercise.harder))
    layers: list[tuple[Keys, list[DoseKeys]]] = [(("dose",), [exercise.dose])]
    layers += [
        ((key, "dose"), [exercise.dose, variant.dose])
        for key, variant in variants
        if variant and not variant.exercise
    ]
    for path, doses in layers:
        dose = resolve(doses, exercise.category)
        for remark in () if isinstance(dose, Unfit) else dose_remarks(exercise, dose):
            yield path, remark


def _source_problems(source: Source, document: Document) -> Iterator[Problem]:
    if source.title and not source.by:
        wording = ("nobody is named who wrote this source.", 'Add by = "…".')
        yield problem_at(document, ("source", "title"), "", "no-source", wording)


def _words_of_exercise(exercise: Exercise) -> Iterator[Words]:
    say, caution = exercise.say, exercise.caution
    yield Words(("name",), exercise.name, whole=False)
    for key in _SENTENCE_KEYS:
        yield Words(("say", key), getattr(say, key))
    for key in ("during", "phases"):
        for index, text in enumerate(getattr(say, key)):
            yield Words(("say", key, index), text, whole=key == "during")
    yield Words(("say", "release"), say.release, whole=False)
    for index, names in enumerate(exercise.equipment):
        yield from (
            Words(("equipment", index, number), text, whole=False) for number, text in enumerate(names)
        )
    yield from _places(exercise.dose, ("dose",))
    for key, variant in (("easier", exercise.easier), ("harder", exercise.harder)):
        if variant is not None:
            yield Words((key, "say"), variant.say)
            yield from _places(variant.dose, (key, "dose"))
    if caution is not None:
        yield Words(("caution", "stop"), caution.stop)
        for index, text in enumerate(caution.avoid):
            yield Words(("caution", "avoid", index), text, whole=False)


def _places(dose: DoseKeys, path: Keys) -> Iterator[Words]:
    for index, text in enumerate(dose.places or ()):
        yield Words((*path, "places", index), text, whole=False)


def _words_of_routine(routine: Routine) -> Iterator[Words]:
    yield Words(("name",), routine.name, whole=False)
    yield Words(("summary",), routine.summary, whole=False)
    yield from _words_of_steps(routine.steps, ("step",))


def _words_of_steps(steps: Iterable[Step], path: Keys) -> Iterator[Words]:
    for index, step in enumerate(steps):
        step_path = (*path, index)
        match step:
            case Do():
                yield Words((*step_path, "say"), step.say)
                yield from _places(step.dose, step_path)
            case Rest():
                yield Words((*step_path, "say"), step.say)
            case SayStep(lines):
                for number, line in enumerate(lines):
                    yield Words((*step_path, "say", number), line)
            case Round():
                yield from _words_of_steps(step.steps, (*step_path, "steps"))
