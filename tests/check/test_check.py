"""Every rule of the strict check has a file that breaks it and one that keeps it, and can be silenced."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from checkable import DAY, LIFT, PRESS, at, checked, rules

from coach.check.check import CheckRequest, check
from coach.cue.model import Cue, Measure, MeasureOf
from coach.errors import Severity, UsageError
from coach.files.paths import data_root
from coach.routine.library.library import Library
from coach.routine.lint.rules import RULES, SILENCED
from coach.routine.lint.words import reading_age, syllables
from coach.time.units import samples

HARD = (
    "Musculoskeletal deterioration necessitates individualised rehabilitation. "
    "Physiotherapeutic interventions ameliorate proprioceptive insufficiency. "
) * 3
LONG = " ".join(["and then you turn"] * 6).capitalize() + "."
LESSON = """\
name = "A lesson"
category = "education"
level = "gentle"
minutes = 1

[[step]]
say = ["Most pain comes from muscles."]
"""
SOURCE = '\n[source]\nkind = "leaflet"\ntitle = "Pain"\n'

BROKEN = [
    ("too-long", "lift", '"hold"', f'"{LONG[:75]}"'),
    ("long-sentence", "press", "Let nothing move.", LONG),
    ("hard-words", "press", "Let nothing move.", HARD),
    ("written-form", "press", "Let nothing move.", "Let nothing move (at all)."),
    ("written-form", "press", "Let nothing move.", "Let the SCM rest."),
    ("written-form", "press", "Let nothing move.", "Let nothing move, Dr says."),
    ("written-form", "press", "Let nothing move.", "Do it a.s.a.p. today."),
    ("written-form", "press", "Let nothing move.", "Let nothing move ♥ here."),
    ("written-form", "press", "Let nothing move.", "Press 8th."),
    ("written-form", "press", "Let nothing move.", "Call 0123456789."),
    ("unsaid", "press", "Let nothing move.", "Do it like this."),
    ("unsaid", "press", 'end = "Lower your hand."\n', ""),
    ("one-sided", "press", "one palm", "your right palm"),
    ("one-sided", "press", 'sides = "none"', 'sides = "one"'),
    ("one-sided", "day", "reps = 6", 'sides = "one"'),
    ("no-rest", "press", 'relax = "5 s"', "relax = 0"),
    ("no-rest", "lift", "reps = 8", 'reps = 8, sets = 2, rest = "10 s"'),
    ("no-rest", "day", "reps = 6", 'sets = 2\nrest = "5 s"'),
    ("minutes", "day", "minutes = 3", "minutes = 9"),
    ("unsafe-dose", "press", 'most = { reps = 8, hold = "10 s" }', 'most = { reps = 8, hold = "8 s" }'),
    ("unsafe-dose", "press", "pressure = 3", "pressure = 8"),
    ("unsafe-dose", "press", 'hold = "10 s" }\n\n[say]', 'hold = "2 min" }\n\n[say]'),
    ("unsafe-dose", "day", "reps = 6", "reps = 60"),
    ("no-caution", "press", '[caution]\nstop = "Stop if you feel dizzy."\n', ""),
    ("no-source", "press", 'kind = "common practice"', 'kind = "leaflet"\ntitle = "Necks"'),
    ("unused", "day", '[[step]]\nexercise = "lift"\nreps = 6\n', ""),
    ("needless-silence", "press", "[source]", '[[silence]]\nrule = "unused"\nbecause = "So."\n\n[source]'),
]
FILES = {"press": PRESS, "lift": LIFT, "day": DAY}


def spoiled(name: str, good: str, bad: str) -> dict[str, str]:
    assert good in FILES[name]
    text = FILES[name].replace(good, bad)
    if bad == 'hold = "2 min" }\n\n[say]':
        text = text.replace('hold = "5 s"', 'hold = "2 min"')
    return {name: text}


def test_a_library_that_keeps_all_rules_has_no_problem(tmp_path: Path) -> None:
    found = checked(at(tmp_path))

    assert [str(problem) for problem in found.problems] == []
    assert found.files == 3


@pytest.mark.parametrize(("rule", "name", "good", "bad"), BROKEN)
def test_a_rule_names_the_file_that_breaks_it(
    tmp_path: Path, rule: str, name: str, good: str, bad: str
) -> None:
    found = checked(at(tmp_path, **spoiled(name, good, bad)))

    told = [problem for problem in found.problems if problem.rule == rule]
    assert told, rules(found)
    assert {problem.severity for problem in found.problems} == {Severity.WARNING}
    assert all(problem.mend for problem in found.problems)
    assert rule == "unused" or {Path(problem.place.file).stem for problem in told} == {name}


def test_every_rule_is_broken_by_some_file_above_or_below() -> None:
    assert {rule for rule, *_ in BROKEN} | {"masked-exercise"} == set(RULES)


@pytest.mark.parametrize("rule", [rule for rule in SILENCED if rule != "masked-exercise"])
def test_a_file_silences_a_rule_with_a_reason(tmp_path: Path, rule: str) -> None:
    [_, name, good, bad] = next(row for row in BROKEN if row[0] == rule)
    files = spoiled(name, good, bad)
    where = "lift" if rule == "unused" else name
    text = files.get(where, FILES[where])
    files[where] = f'{text}\n[[silence]]\nrule = "{rule}"\nbecause = "It is meant so."\n'

    assert rule not in rules(checked(at(tmp_path, **files)))


@pytest.mark.parametrize("asked", [CheckRequest(), CheckRequest(strict=True)])
def test_an_exercise_of_ones_own_that_changes_built_in_routines_is_told_unless_it_says_why(
    tmp_path: Path, asked: CheckRequest
) -> None:
    own = tmp_path / "own" / "exercises" / "lift.toml"
    own.parent.mkdir(parents=True)
    own.write_text(LIFT)
    built_in = at(tmp_path / "built-in")

    told = check(Library(built_in, tmp_path / "own"), None, asked)
    own.write_text(f'{LIFT}\n[[silence]]\nrule = "masked-exercise"\nbecause = "I do it my way."\n')
    meant = check(Library(built_in, tmp_path / "own"), None, asked)
    (built_in / "day.toml").write_text(DAY.replace('exercise = "lift"\nreps = 6', 'rest = "10 s"'))
    own.write_text(LIFT)
    unused = check(Library(built_in, tmp_path / "own"), None, asked)

    [problem] = told.problems
    assert (problem.rule, problem.severity) == ("masked-exercise", Severity.WARNING)
    assert "takes the place of the built-in lift in day." in problem.message
    assert meant.problems == ()
    assert "masked-exercise" not in rules(unused)


def test_an_exercise_from_elsewhere_that_would_change_built_in_routines_is_told(tmp_path: Path) -> None:
    built_in, other = at(tmp_path / "built-in"), tmp_path / "other" / "exercises" / "lift.toml"
    other.parent.mkdir(parents=True)

    other.write_text(LIFT)
    copy = checked(built_in, [str(other)], CheckRequest())
    other.write_text(LIFT.replace("reps = 8", "reps = 9"))
    changed = checked(built_in, [str(other)], CheckRequest())
    other.write_text(LIFT.partition("[caution]")[0] + "[source]\nkind = 'common practice'\n")
    careless = checked(built_in, [str(other)], CheckRequest())

    assert copy.problems == ()
    assert rules(changed) == ["masked-exercise"]
    assert rules(careless) == ["masked-caution"]


def test_a_lesson_without_a_source_is_named_and_a_source_without_an_author(tmp_path: Path) -> None:
    without = checked(at(tmp_path / "1", lesson=LESSON))
    nameless = checked(at(tmp_path / "2", lesson=LESSON + SOURCE))
    whole = checked(at(tmp_path / "3", lesson=LESSON + SOURCE + 'by = "Somebody"\n'))

    assert ["no-source" in rules(found) for found in (without, nameless, whole)] == [True, True, False]


def test_two_efforts_of_one_muscle_need_rest_between_them(tmp_path: Path) -> None:
    lift = LIFT.replace("upper back", "neck flexors").replace('"2-1-3" }', '"2-1-3", ready = 0 }')
    short = {"setup": "Sit.", "move": "Lift."}
    for key, words in short.items():
        line = next(line for line in lift.splitlines() if line.startswith(key))
        lift = lift.replace(line, f'{key} = "{words}"')
    day = DAY.replace('[[step]]\nrest = "30 s"\n\n', "").replace('stop = "Stop if it hurts."', "")

    hurried = checked(at(tmp_path / "1", lift=lift, day=day))
    rested = checked(at(tmp_path / "2", lift=lift))

    assert "no-rest" in rules(hurried)
    assert "no-rest" not in rules(rested)


@pytest.mark.parametrize(
    ("table", "rule", "said"),
    [
        ('rule = "unusd"\nbecause = "So."', "unknown-word", "Did you mean unused?"),
        ('rule = "unused"', "missing-key", "Add a line because"),
        ('rule = "unused"\nbecause = ""', "bad-value", "Write words"),
        ('rule = "needless-silence"\nbecause = "So."', "unknown-word", ""),
    ],
)
def test_a_silence_needs_a_known_rule_and_a_reason(tmp_path: Path, table: str, rule: str, said: str) -> None:
    found = checked(at(tmp_path, press=f"{PRESS}\n[[silence]]\n{table}\n"), asked=CheckRequest())

    [problem] = [p for p in found.problems if p.severity is Severity.ERROR]
    assert problem.rule == rule
    assert said in str(problem)
    assert problem.place.line > len(PRESS.splitlines())


def test_the_place_of_a_finding_is_that_of_its_words_also_within_a_text_of_many_lines(tmp_path: Path) -> None:
    good = 'move = "Press your head into your palm. Let nothing move."'
    bad = 'move = """\nPress your head into your palm.\nLet the \\\n   SCM rest."""'
    found = checked(at(tmp_path, press=PRESS.replace(good, bad)))

    [problem] = found.problems
    assert problem.rule == "written-form"
    lines = PRESS.replace(good, bad).split("\n")
    assert lines[problem.place.line - 1][problem.place.column - 1 :].startswith("SCM")


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ('feet 6\\" apart', "Write inches or seconds."),
        ("feet 6” apart", "Write inches or seconds."),
        ("10‑8 times", "Write it as it is said, such as 5 to 10."),
        ("2 m. Rest", "Write metres or minutes."),
        ("2,5 m. Rest", "Write metres or minutes."),
        ("½ m. Rest", "Write metres or minutes."),
    ],
)
def test_what_may_mean_two_things_is_named_at_its_figures(tmp_path: Path, written: str, mend: str) -> None:
    text = PRESS.replace("Let nothing move.", f"Let nothing move, {written}.")

    found = checked(at(tmp_path, press=text))

    [problem] = [problem for problem in found.problems if problem.rule == "written-form"]
    line = text.split("\n")[problem.place.line - 1]
    assert problem.mend == mend
    assert line[problem.place.column - 1 :].startswith(written.removeprefix("feet "))


def test_things_to_have_at_hand_and_places_are_looked_at_too(tmp_path: Path) -> None:
    at_hand = 'equipment = [["a 2 m band", "towel"], "a 6″ ball"]\n'
    day = DAY.replace("reps = 6", 'reps = 6\nplaces = ["high", "3/12"]')

    found = checked(at(tmp_path, press=at_hand + PRESS, day=day))

    named = {(p.mend, p.place.column) for p in found.problems if p.rule == "written-form"}
    assert named == {
        ("Write metres or minutes.", at_hand.index("2 m") + 1),
        ("Write inches or seconds.", at_hand.index("6″") + 1),
        ("Write it as it is said, such as 5 to 10, 3 out of 10, or three quarters.", 20),
    }


@pytest.mark.parametrize(
    "written", ["Stop if pain > 3/10.", "Hold 2,5 kg.", "Take 10 000 steps.", "Do it b.i.d."]
)
def test_what_is_said_right_is_not_named(tmp_path: Path, written: str) -> None:
    found = checked(at(tmp_path, press=PRESS.replace("Let nothing move.", written)))

    assert found.problems == ()


def test_beats_are_judged_by_the_lengths_that_are_given(tmp_path: Path) -> None:
    def slow(_: object) -> MeasureOf:
        def measure(cue: Cue) -> Measure:
            return Measure(samples(2.5))

        return measure

    found = checked(at(tmp_path), asked=CheckRequest(slowest=slow))

    assert rules(found) == ["too-long"]
    assert {Path(problem.place.file).stem for problem in found.problems} >= {"lift"}


def test_a_plain_check_has_no_warnings_of_the_strict_one(tmp_path: Path) -> None:
    found = checked(at(tmp_path, day=DAY.replace("minutes = 3", "minutes = 9")), asked=CheckRequest())

    assert found.problems == ()


def test_a_dose_that_its_exercise_cannot_have_is_an_error(tmp_path: Path) -> None:
    lift = LIFT.replace('dose = { reps = 8, tempo = "2-1-3" }', 'dose = { duration = "30 s" }')
    found = checked(at(tmp_path, lift=lift, day=DAY.replace("reps = 6", "reps = 6")), asked=CheckRequest())

    assert [(problem.rule, problem.severity) for problem in found.problems] == [("dose", Severity.ERROR)]


def test_one_named_file_is_judged_alone_and_beside_the_library(tmp_path: Path) -> None:
    folder = at(tmp_path / "all", lift=LIFT.replace("Lift both arms", "Lift like this"))
    mine = tmp_path / "mine.toml"
    mine.write_text(DAY.replace('"lift"', '"lifd"'), "utf-8")

    found = checked(folder, [str(mine)])

    [problem] = found.problems
    assert problem.rule == "unknown-exercise"
    assert problem.mend == "Nearest: lift."
    assert found.files == 1


def test_a_named_exercise_is_judged_in_each_routine_that_uses_it(tmp_path: Path) -> None:
    folder = at(tmp_path, lift=LIFT.replace('"hold"', f'"{LONG[:75]}"').replace("2-1-3", "2-6-3"))
    (folder / "day.toml").write_text(DAY.replace("reps = 6", 'reps = 6\ntempo = "2-1-3"'), "utf-8")

    found = checked(folder, ["lift"])

    assert rules(found) == ["too-long"]
    assert [Path(problem.place.file).stem for problem in found.problems] == ["lift"]


def test_a_file_from_elsewhere_is_told_from_a_routine_by_what_it_has(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(PRESS.replace('end = "Lower your hand."\n', ""), "utf-8")

    found = checked(at(tmp_path / "all"), [str(mine)])

    assert rules(found) == ["unsaid", "unused"]


def test_a_file_whose_name_cannot_be_an_id_is_read_all_the_same(tmp_path: Path) -> None:
    mine = tmp_path / "My Day.toml"
    mine.write_text(DAY.replace("reps = 6", "rep = 6"), "utf-8")

    found = checked(at(tmp_path / "all"), [str(mine)])

    assert rules(found) == ["file-name", "unknown-key"]


def test_two_files_of_one_id_in_a_folder_are_a_problem(tmp_path: Path) -> None:
    for room in ("one", "two"):
        (tmp_path / "mine" / room).mkdir(parents=True)
        (tmp_path / "mine" / room / "day.toml").write_text(DAY, "utf-8")

    found = checked(at(tmp_path / "all"), [str(tmp_path / "mine")], CheckRequest())

    assert rules(found) == ["same-id"]


@pytest.mark.parametrize("name", ["dya", "nowhere/day.toml", "."])
def test_a_name_that_leads_nowhere_is_refused_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    with pytest.raises(UsageError, match=r"Nearest: day|There is no file|There is no TOML file"):
        checked(at(tmp_path / "all"), [name])


def test_a_file_that_goes_while_it_is_checked_is_a_problem_and_hides_no_other(tmp_path: Path) -> None:
    folder = at(tmp_path, lift=LIFT.replace("Lift both", "Lift like this, both"))
    asked = CheckRequest(strict=True)
    gone: list[int] = []

    def on_each() -> None:
        gone.append(1)
        if len(gone) == 3:
            (folder / "exercises" / "press.toml").unlink()

    found = checked(folder, asked=replace(asked, on_each=on_each))

    assert "unreadable" in rules(found)


def test_a_file_that_changes_while_it_is_checked_is_seen_as_it_is_the_next_time(tmp_path: Path) -> None:
    folder, cache = at(tmp_path / "all"), tmp_path / "cache"
    press = folder / "exercises" / "press.toml"
    looks: list[int] = []

    def on_each() -> None:
        looks.append(1)
        if len(looks) == 1:
            press.write_text(PRESS.replace("reps = 5", "rebs = 5"))

    check(Library(folder, cache=cache), None, CheckRequest(on_each=on_each))
    found = check(Library(folder, cache=cache), None, CheckRequest())

    assert rules(found) == ["unknown-key"]


def test_a_word_has_its_syllables_and_easy_words_are_for_the_young() -> None:
    assert [syllables(word) for word in ("press", "places", "rested", "raised", "little", "easy")] == [
        *(1, 2, 2, 1, 2, 2)
    ]
    assert reading_age(["Sit tall.", "Put one hand on your chest."]) < 8
    assert reading_age([HARD]) > 16


def test_the_built_in_library_passes_the_strict_check(tmp_path: Path) -> None:
    shutil.copytree(data_root() / "routines", tmp_path / "routines")

    found = checked(tmp_path / "routines")

    assert [str(problem) for problem in found.problems] == []
