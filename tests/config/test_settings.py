"""Every setting has a default, each layer wins over the one below, and what is wrong is named."""

import os
import tomllib
from dataclasses import fields
from datetime import time
from operator import attrgetter
from pathlib import Path

import pytest

from coach.config import settings as config
from coach.config.settings import SPEC, Reminders, Settings, defaults, load, own_file, set_value
from coach.errors import BadFile, CoachError, UsageError
from coach.files.paths import data_root
from coach.time.units import Seconds


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("COACH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    return tmp_path


def own(text: str) -> Path:
    own_file().write_bytes(text.encode())
    return own_file()


def test_the_file_the_table_and_the_settings_name_the_same_keys() -> None:
    text = tomllib.loads((data_root() / "config.toml").read_text("utf-8"))

    top = [key for key in SPEC if "." not in key]
    inner = [key.removeprefix("reminders.") for key in SPEC if "." in key]
    assert list(text) == [*top, "reminders"] == [field.name for field in fields(Settings)]
    assert list(text["reminders"]) == inner == [field.name for field in fields(Reminders)]


def test_every_default_has_a_comment_above_it() -> None:
    lines = (data_root() / "config.toml").read_text("utf-8").splitlines()

    settings = [number for number, line in enumerate(lines) if line and line[0] not in "#["]

    assert len(settings) == len(SPEC)
    assert all(lines[number - 1].startswith("#") for number in settings)


def test_without_anything_of_ones_own_the_defaults_are_in_force() -> None:
    loaded = load()

    quiet = (time(22), time(7))
    reminders = Reminders("ask", quiet, Seconds(900), "auto", *[True] * 8)
    usual = Settings("auto", 155, "full", "", "", 100, Seconds(0), True, "112", False, reminders)
    assert loaded.settings == usual == defaults()
    assert set(loaded.origins.values()) == {str(data_root() / "config.toml")}


def test_each_layer_wins_over_the_one_below(monkeypatch: pytest.MonkeyPatch) -> None:
    path = own('rate = 120\nvolume = 50\ndetail = "short"\n')
    monkeypatch.setenv("COACH_RATE", "130")
    monkeypatch.setenv("COACH_VOLUME", "60")

    loaded = load({"rate": 140, "level": None})

    in_force = loaded.settings
    assert (in_force.rate, in_force.volume, in_force.detail, in_force.level) == (140, 60, "short", "")
    keys = ("rate", "volume", "detail", "level")
    origins = [loaded.origins[key] for key in keys]
    assert origins == ["--rate", "COACH_VOLUME", str(path), str(data_root() / "config.toml")]


def test_a_variable_that_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_RATE", "")

    assert load().settings.rate == 155


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("rate", "110", 110),
        ("rate", "220", 220),
        ("volume", "0", 0),
        ("ask", "no", False),
        ("ask", "TRUE", True),
        ("plain", "1", True),
        ("quiet_before", "0.5", 0.5),
        ("quiet_before", "0.5 s", 0.5),
        ("emergency", "911", "911"),
        ("level", "gentle", "gentle"),
        ("device", "USB Headset (2)", "USB Headset (2)"),
        ("reminders.speak", "yes", "yes"),
        ("reminders.quiet", "21:30-6:05", (time(21, 30), time(6, 5))),
        ("reminders.snooze", "1 h", 3600),
        ("reminders.terminal", "konsole -e", "konsole -e"),
        ("reminders.full_screen", "off", False),
    ],
)
def test_a_variable_is_read_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch, key: str, text: str, value: object
) -> None:
    monkeypatch.setenv(f"COACH_{key.upper().replace('.', '_')}", text)

    assert attrgetter(key)(load().settings) == value


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rate = 109", "rate cannot be 109. Write a whole number from 110 to 220."),
        ("rate = 155.5", "rate cannot be 155.5."),
        ("rate = true", "rate cannot be True."),
        ('rate = "fast"', "rate cannot be 'fast'."),
        ("volume = 101", "Write a whole number from 0 to 100."),
        ('detail = "some"', 'Write "full", "short" or "quiet".'),
        ('level = ["gentle"]', "level cannot be ['gentle']."),
        ("quiet_before = -1", "Write a number of seconds from 0 to 10."),
        ("quiet_before = nan", "Write a number of seconds from 0 to 10."),
        ("quiet_before = 11", "quiet_before cannot be 11."),
        ("ask = 2", "Write true or false."),
        ('emergency = ""', 'such as "112"'),
        ('emergency = "1\\u001b[2J"', "emergency cannot be"),
        ('voice = ""', 'Write "auto"'),
        ("rat = 150", "there is no setting 'rat'. Did you mean rate?"),
        ("[rate]\nslow = 1", "rate cannot be {'slow': 1}"),
        ("reminders = 5", "reminders is not a table. Write [reminders], with its keys on the lines below."),
        ("[reminders]\nspeak = true", 'reminders.speak cannot be True. Write "ask", "yes" or "no".'),
        ("[reminders]\nquiet = 22", 'Write hours such as "22:00-7:00", or "" for none.'),
        ('[reminders]\nquiet = "22:00"', "reminders.quiet cannot be '22:00'."),
        ("[reminders]\nsnooze = 0", 'Write such as "15 min": whole minutes, from 1 to 720.'),
        ('[reminders]\nsnooze = "90 s"', "reminders.snooze cannot be '90 s'."),
        ('[reminders]\nterminal = ""', 'Write "auto", or the command that opens a terminal.'),
        ("[reminders]\nspek = 1", "there is no setting 'reminders.spek'. Did you mean reminders.speak?"),
        ('"reminders.speak" = "yes"', "there is no setting 'reminders.speak'."),
        ("[reminders.speak]\nx = 1", "reminders.speak cannot be {'x': 1}"),
        ("snooze = 5", "there is no setting 'snooze'. Did you mean reminders.snooze?"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_place_and_mend(line: str, said: str) -> None:
    path = own(f"# mine\n{line}\n")

    with pytest.raises(BadFile) as caught:
        load()

    [problem] = caught.value.problems
    assert said in str(problem)
    assert problem.place.file == str(path)
    assert problem.place.line >= 2
    assert str(problem).isprintable()


def test_all_that_is_wrong_in_a_file_is_said_at_once_each_at_its_column() -> None:
    path = own('rate = 9\nfoo = 1\nask   =   "perhaps"\n')

    with pytest.raises(BadFile) as caught:
        load()

    places = [str(problem.place) for problem in caught.value.problems]
    assert places == [f"{path}:1:8", f"{path}:2:1", f"{path}:3:11"]


def test_a_file_that_is_no_toml_is_said_with_its_place() -> None:
    path = own("rate = 120\nvolume = \n")

    with pytest.raises(BadFile, match=f"{path}:2"):
        load()


def test_what_is_wrong_in_variables_and_flags_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_RATE", "fast")
    monkeypatch.setenv("COACH_VOLUME", "loud")

    with pytest.raises(UsageError) as caught:
        load()
    monkeypatch.delenv("COACH_RATE")
    monkeypatch.delenv("COACH_VOLUME")
    with pytest.raises(UsageError, match="--quiet-before cannot be 60"):
        load({"quiet_before": 60})

    assert str(caught.value).splitlines() == [
        "COACH_RATE cannot be 'fast'. Write a whole number from 110 to 220.",
        "COACH_VOLUME cannot be 'loud'. Write a whole number from 0 to 100.",
    ]


def test_a_default_that_was_deleted_from_the_built_in_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (data_root() / "config.toml").read_text("utf-8")
    (tmp_path / "config.toml").write_text(text.replace("rate = 155\n", ""), "utf-8")
    monkeypatch.setattr(config, "data_root", lambda: tmp_path)

    with pytest.raises(BadFile, match=r"the default of rate is missing\. Put the line back."):
        load()


def test_setting_a_value_keeps_every_comment_and_line() -> None:
    path = own('# slow is best\nrate = 120   # for now\n\n\ndetail = "short"\n# the end\n')

    assert set_value("rate", "140") == path
    set_value("volume", "70")

    assert path.read_text("utf-8") == (
        '# slow is best\nrate = 140   # for now\n\n\ndetail = "short"\n# the end\nvolume = 70\n'
    )
    assert load().settings.rate == 140


def test_setting_the_first_value_makes_the_file_and_says_in_it_what_it_is() -> None:
    own_file().parent.rmdir()

    path = set_value("quiet_before", "0.5 s")

    text = path.read_text("utf-8")
    assert text.startswith("# Your own settings.")
    assert text.endswith(" in force.\n\nquiet_before = 0.5\n")


def test_a_wrong_value_can_be_mended_though_others_are_wrong_too() -> None:
    path = own("rate = 9\nvolume = 900\n")

    set_value("rate", "150")

    assert path.read_text("utf-8") == "rate = 150\nvolume = 900\n"


@pytest.mark.parametrize(("key", "text"), [("rate", "300"), ("home", "/"), ("rat", "150")])
def test_a_bad_value_or_key_is_refused_and_nothing_is_written(key: str, text: str) -> None:
    path = own("rate = 120\n")

    with pytest.raises(UsageError):
        set_value(key, text)

    assert path.read_text("utf-8") == "rate = 120\n"


def test_a_file_that_cannot_be_read_is_not_written() -> None:
    path = own("rate = = 120\n")

    with pytest.raises(BadFile, match=f"{path}:1"):
        set_value("rate", "150")

    assert path.read_text("utf-8") == "rate = = 120\n"


def test_a_file_with_tables_still_gets_its_setting_at_the_top() -> None:
    path = own("rate = 120\n\n[other]\nx = 1\n")

    set_value("volume", "70")

    assert tomllib.loads(path.read_text("utf-8")) == {"rate": 120, "volume": 70, "other": {"x": 1}}


def test_a_folder_in_the_files_place_is_said() -> None:
    own_file().mkdir()

    with pytest.raises((CoachError, OSError)):
        load()
    with pytest.raises((CoachError, OSError)):
        set_value("rate", "150")


def test_no_quiet_hours_are_written_as_nothing() -> None:
    own('[reminders]\nquiet = ""\n')

    loaded = load()

    assert loaded.settings.reminders.quiet is None
    assert loaded.settings.written("reminders.quiet") == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rate = 120\n", 'rate = 120\n\n[reminders]\nspeak = "yes"\n'),
        ("rate = 120", 'rate = 120\n\n[reminders]\nspeak = "yes"\n'),
        ("[reminders]", '[reminders]\nspeak = "yes"\n'),
        ("[reminders]  # mine\n\n# x\n", '[reminders]  # mine\nspeak = "yes"\n\n# x\n'),
        (
            "[reminders] # a\nchime = false # b\n\n# c\n[other]\nx = 1\n",
            '[reminders] # a\nchime = false # b\nspeak = "yes"\n\n# c\n[other]\nx = 1\n',
        ),
        ("[reminders]\r\nchime = false\r\n", '[reminders]\r\nchime = false\r\nspeak = "yes"\r\n'),
        ('[reminders]\nspeak = "no" # why\n', '[reminders]\nspeak = "yes" # why\n'),
        ("reminders = { chime = false }\n", 'reminders = { chime = false, speak = "yes"}\n'),
        ("reminders.chime = false\n", 'reminders.chime = false\nreminders.speak = "yes"\n'),
    ],
)
def test_a_setting_of_a_table_goes_into_it_and_all_else_stays(before: str, after: str) -> None:
    path = own(before)

    set_value("reminders.speak", "yes")

    assert path.read_bytes().decode() == after
    assert tomllib.loads(after)["reminders"]["speak"] == "yes"


@pytest.mark.parametrize("text", ["reminders = 5\n", "[[reminders]]\nchime = true\n"])
def test_a_table_that_is_none_is_left_as_it_is(text: str) -> None:
    path = own(text)

    with pytest.raises(CoachError, match="by hand"):
        set_value("reminders.speak", "yes")

    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("key", "typed", "line"),
    [
        ("quiet", "23:00 - 6:00", 'quiet = "23:00-6:00"'),
        ("quiet", "", 'quiet = ""'),
        ("snooze", "600", 'snooze = "10 min"'),
        ("away", "no", "away = false"),
    ],
)
def test_a_setting_is_written_as_people_write_it(key: str, typed: str, line: str) -> None:
    path = set_value(f"reminders.{key}", typed)

    assert path.read_text("utf-8").endswith(f"[reminders]\n{line}\n")
