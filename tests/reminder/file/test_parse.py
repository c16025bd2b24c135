"""A file of reminders is read whole, and all that is wrong in it is told at once with its place and mend."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import BadFile, Severity
from coach.files.document import parse
from coach.reminder.file.parse import parse_reminders, unknown_routines
from coach.reminder.file.tables import keys_at
from coach.reminder.model import EVERY_DAY, Reminder, Rule

HEAD, WHAT, AT, WHEN = "[reminder.desk]", 'routine = "desk-reset"', 'at = "10:30"', 'at = "1:00"\n'
DESK = '[reminder.desk]\nroutine = "desk-reset"\nat = "10:30"\n'


def read(text: str) -> tuple[Reminder, ...]:
    return parse_reminders(parse(text.encode(), "r.toml"))


def told(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read(text)
    assert all(str(problem).isprintable() for problem in caught.value.problems)
    return [
        f"{problem.place.line}:{problem.place.column} {problem.message} {problem.mend}"
        for problem in caught.value.problems
    ]


def test_a_file_with_every_key_is_read() -> None:
    [desk, stretch] = read(
        "# mine\n"
        "[reminder.desk-reset]\n"
        'routine = "desk-reset"\n'
        'at = ["15:00", 10:30:00, "15:00"]\n'
        'days = "mon-fri"\n'
        "from = 2026-12-01\n"
        'until = "2026-12-31"\n'
        'zone = "Europe/Berlin"\n'
        "speak = true\n"
        'voice = "espeak"\n'
        'note = "By the window."\n'
        'window = "1 h 30 min"\n'
        "\n"
        "[reminder.stretch]\n"
        'category = "stretches"\n'
        "every = 7200\n"
    )

    assert desk == Reminder(
        name="desk-reset",
        rule=Rule((time(10, 30), time(15)), frozenset(range(5)), date(2026, 12, 1), date(2026, 12, 31)),
        routine="desk-reset",
        zone="Europe/Berlin",
        speak=True,
        voice="espeak",
        note="By the window.",
        window=timedelta(minutes=90),
    )
    assert str(desk.place) == "r.toml:2:11"
    hours = tuple(time(hour) for hour in (9, 11, 13, 15, 17))
    assert stretch == Reminder(name="stretch", rule=Rule(hours, EVERY_DAY), category="stretches")


def test_an_empty_file_has_no_reminders() -> None:
    assert read("") == read("# nothing yet\n") == read("[reminder]\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        'reminder = { desk = { routine = "desk-reset", at = "10:30" } }\n',
        'reminder.desk.routine = "desk-reset"\nreminder.desk.at = "10:30"\n',
        '[reminder]\ndesk = { routine = "desk-reset", at = "10:30" }\n',
        '\ufeff[reminder.desk]\r\nroutine = "desk-reset"\r\nat = "10:30"\r\n',
        '["reminder"."desk"]\n"routine" = "desk-reset"\n\'at\' = 10:30:00\n',
    ],
)
def test_a_reminder_may_be_written_in_any_way_that_toml_has(text: str) -> None:
    assert read(text) == read(DESK)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (AT, 'at = "25:00"', '3:6 "25:00" is not a time of the day. An hour is 0 to 23.'),
        (AT, 'at = ["9:00", "10.30"]', '3:15 "10.30" is not a time of the day. Write "10:30".'),
        (AT, "at = 10", '3:6 "10" is not a time of the day. Write "10:00".'),
        (AT, "at = 10:30:15", "3:6 10:30:15 is not in whole minutes. Write 10:30."),
        (AT, "at = []", "3:6 at has too few entries. Give at least 1."),
        (AT, "at = { x = 1 }", '3:6 this is not a time of the day. Write it such as "10:30".'),
        (AT, "at = 2026-01-01T10:30:00", '3:6 this is not a time of the day. Write it such'),
        (AT, "", "1:11 nothing says when it comes. Add a line such as at = \"10:30\""),
        (AT, 'att = "10:30"', "3:1 there is no key 'att' here. Did you mean at?"),
        (AT, 'at = "10:30"\nevery = "2 h"', "4:1 at and every exclude each other. Leave one"),
        (AT, 'every = "4 min"', "3:9 every is too small. Give at least 5 min."),
        (AT, 'every = "25 h"', "3:9 every is too large. Give at most 24 h."),
        (AT, 'every = "330 s"', "3:9 this is not in whole minutes. Write it such as"),
        (AT, 'every = "2 hs"', '3:9 "2 hs" is not a duration. Write it such as'),
        (AT, "every = true", "3:9 this is not a duration."),
        (AT, 'every = "2 h"\nbetween = "18:00-9:00"', "4:1 these hours pass midnight. Write the"),
        (AT, 'every = "2 h"\nbetween = "9:00"', '4:11 "9:00" is not hours from one time'),
        (AT, WHEN + 'between = "9:00-10:00"', "4:1 between goes with every. Add a line"),
        (AT, WHEN + 'days = "mon-fry"', '4:8 "fry" is not a day. Write "fri".'),
        (AT, WHEN + 'days = [1, 2]', "4:8 this is not days of the week."),
        (AT, WHEN + 'days = []', "4:8 no day is named here."),
        (AT, WHEN + 'zone = "Europe/Berln"', '4:8 there is no time zone "Europe/Berln". Write "Europe/'),
        (AT, WHEN + 'zone = "../../etc/passwd"', "4:8 there is no time zone"),
        (AT, WHEN + 'zone = "Europe"', "4:8 there is no time zone"),
        (AT, WHEN + 'zone = 1', "4:8 this is not a time zone."),
        (AT, WHEN + 'from = 2026-12-02\nuntil = 2026-12-01', "5:1 until is before 2026-12-02"),
        (AT, WHEN + 'until = 2026-12-01T00:00:00', "4:9 this is not a date."),
        (AT, WHEN + 'until = "1.12.2026"', '4:9 "1.12.2026" is not a date.'),
        (AT, WHEN + 'from = 9999-12-31', "4:8 9999-12-31 is too far away"),
        (AT, WHEN + 'speak = "yes"', "4:9 speak is neither true nor false. Write speak = true"),
        (AT, WHEN + 'voice = 5', "4:9 voice is not text."),
        (AT, WHEN + 'voice = ""', "4:9 "),
        (AT, WHEN + f'note = "{"x" * 301}"', "4:8 note is longer than 300 characters. Make"),
        (AT, WHEN + 'window = 60', "4:10 window is too small. Give at least 5 min."),
        (AT, WHEN + 'window = nan', "4:10 "),
        (WHAT, "", "1:11 neither a routine nor a category is named. Add a line such"),
        (WHAT, 'routine = "Desk Reset"', "2:11 routine is not the name of a file."),
        (WHAT, "routine = ['x']", "2:11 routine is not text."),
        (WHAT, 'category = "stretch"', "2:12 category cannot be 'stretch'. Did you mean"),
        (WHAT, 'routine = "a"\ncategory = "posture"', "3:1 routine and category exclude each"),
        (HEAD, "[reminder.Desk]", "1:11 no reminder can be called 'Desk'. Use small letters"),
        (HEAD, '[reminder."My desk"]', "1:11 no reminder can be called 'My desk'. Use small letters"),
        (HEAD, "[reminder.my desk]", "1:14 a reminder's name has a space in it. Write a hyphen in its place"),
        (HEAD, f'[reminder.{"d" * 81}]', "1:11 no reminder can be called"),
        (HEAD, '[reminder."\\u001b[2J"]', "1:11 no reminder can be called '\\x1b[2J'."),
        (HEAD, "[[reminder.desk]]", "1:12 desk is not a table. Write its keys on lines below [reminder.d"),
        (HEAD, "[[reminder]]", "1:3 reminder is not a table of them. Write a heading such as"),
        (HEAD, "[remind.desk]", "1:2 there is no key 'remind' here. A reminder is a heading"),
        (HEAD, "x = 1\n[reminder.desk]", "1:1 there is no key 'x' here."),
        (HEAD, "[reminder]\nx = 5\n[reminder.desk]", "2:5 x is not a table."),
        (AT, 'at = "10:30"\n[reminder.desk.more]\nx = 1', "4:16 there is no key 'more' here."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_its_mend(old: str, new: str, said: str) -> None:
    [problem] = told(DESK.replace(old, new, 1))

    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("name", "meant"), [("My desk", "my-desk"), ("Lunch", "lunch"), ("Übung", "desk-reset")]
)
def test_a_name_that_cannot_be_is_told_with_the_one_that_can(name: str, meant: str) -> None:
    [problem] = told(DESK.replace(HEAD, f'[reminder."{name}"]', 1))

    assert problem.endswith(f"Use small letters, figures and hyphens, such as {meant}.")


def test_all_that_is_wrong_is_told_at_once_in_its_order() -> None:
    problems = told(
        'x = 1\n[reminder.a]\nroutine = 5\nat = "25:00"\nzone = "Mars"\n[reminder.B]\nevery = 1\nuntil = 1\n'
    )

    assert [problem.split()[0] for problem in problems] == [
        "1:1",
        "3:11",
        "4:6",
        "5:8",
        "6:11",
        "6:11",
        "7:9",
        "8:9",
    ]


def test_of_very_many_mistakes_the_first_are_told() -> None:
    problems = told("".join(f'[reminder.r{n}]\nroutine = "a"\nat = "1.{n}"\n' for n in range(5_000)))

    assert len(problems) == 51
    assert "and more is wrong from here on" in problems[-1]


def test_a_table_that_stands_twice_is_told_where_it_stands_again() -> None:
    [problem] = told(DESK + DESK)

    assert problem.startswith("4:")


def test_ten_thousand_reminders_are_read_and_no_more() -> None:
    text = "".join(f'[reminder.r{n}]\nroutine = "a"\nat = "1:00"\n' for n in range(10_000))

    assert len(read(text)) == 10_000
    [problem] = told(text + DESK)
    assert "this file has 10,001 reminders. Keep it to 10,000." in problem


@pytest.mark.parametrize(
    "text",
    [
        "[reminder.a]\nat = " + "[" * 50_000 + "]" * 50_000,
        "[reminder.a" + ".b" * 50_000 + "]\n",
        f'{DESK}note = "{"x" * 900_000}"\n',
        '[reminder.a]\nroutine = "a"\nat = [' + '"1:00",' * 100_000 + "]\n",
        '[reminder.a]\nroutine = "a"\nat = "1:00"\ndays = "' + "mon," * 200_000 + '"\n',
        "[reminder]\n" + "".join(f"r{n} = {n}\n" for n in range(50_000)),
        "".join(f"k{n} = {n}\n" for n in range(50_000)),
        DESK + "".join(f"k{n} = {n}\n" for n in range(50_000)),
        "at = " + "1" * 5_000,
    ],
    ids=["deep", "dots", "note", "times", "days", "plain", "keys", "many keys", "digits"],
)
def test_what_is_too_much_is_told_in_a_few_lines(text: str) -> None:
    problems = told(text)

    assert len(problems) <= 51
    assert all(len(problem) < 300 for problem in problems)


def test_characters_that_a_terminal_would_obey_are_data() -> None:
    [reminder] = read(DESK + 'note = "\\u001b[2J\\u202e[b]x[/b]"\n')

    assert reminder.note == "\x1b[2J\u202e[b]x[/b]"


def test_a_routine_that_is_not_there_is_a_warning_with_the_nearest() -> None:
    document = parse(DESK.replace("desk-reset", "desk-rest").encode(), "r.toml")
    reminders = parse_reminders(document)

    [problem] = unknown_routines(reminders, ("desk-reset", "neck"), document)

    assert str(problem) == "r.toml:2:11: there is no routine desk-rest. Did you mean desk-reset?"
    assert problem.severity is Severity.WARNING
    assert list(unknown_routines(reminders, ("desk-rest",), document)) == []


VALUES = st.one_of(
    *(st.integers(-5, 90_000), st.booleans(), st.floats(), st.text(max_size=8), st.dates(), st.times()),
    st.datetimes(),
    st.sampled_from(
        ["desk-reset", "stretches", "10:30", "9:00-18:00", "mon-fri", "2 h", "2026-12-01", "UTC"]
    ),
    st.lists(st.sampled_from(["10:30", "mon", 5, "", ["9:00"], {"x": 1}]), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
KEYS = st.sampled_from([*keys_at(("reminder", "desk")), "x"])
TABLES = st.dictionaries(KEYS, VALUES, max_size=6) | VALUES


@given(st.dictionaries(st.text(max_size=5) | st.just("desk"), TABLES))
def test_whatever_a_file_says_it_is_read_or_told(tables: dict[str, object]) -> None:
    document = parse(b"", "r.toml")
    document.value["reminder"] = tables

    found: tuple[Reminder, ...] = ()
    with suppress(BadFile):
        found = parse_reminders(document)

    for reminder in found:
        assert bool(reminder.routine) is not bool(reminder.category)
        assert 1 <= len(reminder.rule.at) <= 288
        assert list(reminder.rule.at) == sorted(set(reminder.rule.at))
        assert reminder.rule.days
        assert all(clock.second == clock.microsecond == 0 for clock in reminder.rule.at)
