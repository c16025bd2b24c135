"""`coach check` knows each file that is coach's, and names those that it does not read."""

import json
from pathlib import Path

import pytest
from called import coach
from lived import EXERCISE, ROUTINE, at_home
from rights import ORDINARY, needs_ordinary

CONFIG = '# Mine.\nrate = 160\nemergency = "112"\n\n[reminders]\nsnooze = "15 min"\n'
LEXICON = 'scapula = "skap-yoo-luh"\nstep = "stepp"\n"levator scapulae" = { espeak = "le-vay-tor" }\n'
REMINDERS = '[reminder.desk]\nroutine = "desk-reset"\nat = "9:00"\n'


def settled(home: Path) -> Path:
    """Fill a home with good files, and with others beside them; return the folder of its settings."""
    config = at_home(home) / "config"
    for name, text in (
        ("config.toml", CONFIG),
        ("lexicon.toml", LEXICON),
        ("reminders.toml", REMINDERS),
        ("README", "My notes."),
        ("README.md", "# Notes"),
        ("notes.txt", "Ask about the neck."),
        (".DS_Store", ""),
        (".taplo.toml", "[formatting]\n"),
        (".git/config.toml", "nonsense ="),
        ("config.toml~", "rate ="),
        ("config.toml.bak", "rate ="),
        ("config.toml.old-2", "rate ="),
        ("neck.png", ""),
        ("routines/.schema/routine.schema.json", "{}"),
        ("routines/education/short.toml.old", "name ="),
        ("voices/mine.onnx.json", '{"audio": {"sample_rate": 22050}}'),
        ("voices/mine.pace.json", "[[100, 110.5]]"),
        ("voices/mine.onnx", ""),
        ("voices/mine.card", "License: MIT"),
    ):
        path = config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return config


def found(home: Path, *words: str) -> list[dict[str, str]]:
    records: list[dict[str, str]] = json.loads(coach(home, "check", "--json", *words).stdout)
    return records


def test_healthy_files_are_healthy_whether_named_in_their_folder_or_all(tmp_path: Path) -> None:
    config = settled(tmp_path)

    assert found(tmp_path) == []
    assert found(tmp_path, str(config)) == []
    for name in ("config.toml", "lexicon.toml", "reminders.toml", "voices/mine.onnx.json"):
        ran = coach(tmp_path, "check", str(config / name))
        assert (ran.returncode, ran.stdout) == (0, "1 file checked: nothing is wrong.\n")


BROKEN = [
    ("config.toml", "rate = 5000\n", "bad-setting", 1),
    ("config.toml", "speed = 3\n", "unknown-setting", 1),
    ("config.toml", "rate = = 3\n", "bad-toml", 1),
    ("lexicon.toml", 'scapula = "skap"\n"!" = "x"\n', "bad-word", 2),
    ("lexicon.toml", "scapula = 3\n", "bad-respelling", 1),
    ("lexicon.toml", "scapula\n", "bad-toml", 1),
    ("reminders.toml", '[reminder.a]\nroutine = "desk-reset"\nat = "25:00"\n', "bad-value", 3),
    ("voices/mine.onnx.json", '{\n"audio": \n}', "bad-json", 3),
    ("voices/mine.onnx.json", "[]", "bad-json", 1),
]


@pytest.mark.parametrize(("name", "text", "rule", "line"), BROKEN)
@pytest.mark.parametrize("way", ["all", "the folder", "the file"])
def test_a_broken_one_is_told_in_its_place(
    tmp_path: Path, name: str, text: str, rule: str, line: int, way: str
) -> None:
    config = settled(tmp_path)
    (config / name).write_text(text, encoding="utf-8")
    words = {"all": [], "the folder": [str(config)], "the file": [str(config / name)]}[way]

    ran = coach(tmp_path, "check", "--format", "editor", *words)

    told = [row for row in ran.stdout.splitlines() if row.startswith(str(config / name))]
    assert ran.returncode == 2
    assert told == ran.stdout.splitlines()
    assert told[0].startswith(f"{config / name}:{line}:")
    assert f"[{rule}]" in told[0]


STRAYS = [
    ("my-neck.toml.txt", ROUTINE, "Rename it my-neck.toml."),
    ("routines/posture/my-neck.toml.txt", ROUTINE, "Rename it my-neck.toml."),
    ("routines/posture/My Neck.TOML", ROUTINE, "Rename it my-neck.toml."),
    ("routines/posture/routine.tml", ROUTINE, "Rename it routine.toml."),
    ("routines/posture/neck.txt", ROUTINE, "Rename it neck.toml."),
    ("routines/posture/neck", ROUTINE, "Rename it neck.toml."),
    ("config.toml.txt", CONFIG, "Rename it config.toml."),
    ("reminders.txt", REMINDERS, "Rename it reminders.toml."),
    ("neck.toml", ROUTINE, "move it to routines/education/."),
    ("posture/neck.toml", ROUTINE, "move it to routines/education/."),
    ("press.toml", EXERCISE, "It looks like an exercise: move it to routines/exercises/."),
    ("my-reminders.toml", REMINDERS, "copy them into reminders.toml."),
    ("configs.toml", CONFIG, "The name that is read is config.toml"),
    ("Lexicon.toml", LEXICON, "The name that is read is lexicon.toml"),
    ("else.toml", "x = 1\n", "Settings go into config.toml"),
    ("routines/yoga/neck.toml", ROUTINE, "Move it to routines/education/."),
]


@pytest.mark.parametrize(("name", "text", "mend"), STRAYS)
def test_what_is_not_read_is_named_with_the_mend(tmp_path: Path, name: str, text: str, mend: str) -> None:
    config = settled(tmp_path)
    (config / name).parent.mkdir(parents=True, exist_ok=True)
    (config / name).write_text(text, encoding="utf-8")

    [stray] = [each for each in found(tmp_path) if each["rule"] == "stray-file"]

    assert stray["file"] == str(config / name)
    assert mend in stray["mend"]
    assert stray["severity"] == "warning"
    assert mend in coach(tmp_path, "check", "--format", "editor", str(config)).stdout
    assert coach(tmp_path, "check").returncode == 0


def test_an_exercise_among_the_routines_is_told_where_it_belongs(tmp_path: Path) -> None:
    config = settled(tmp_path)
    (config / "routines" / "press.toml").write_text(EXERCISE, encoding="utf-8")

    [stray] = [each for each in found(tmp_path) if each["rule"] == "stray-file"]

    assert stray["mend"] == "Move it to routines/exercises/."


def test_a_folder_with_nothing_but_a_misnamed_file_is_told_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "handouts"
    folder.mkdir()
    (folder / "my-neck.toml.txt").write_text(ROUTINE)

    ran = coach(tmp_path, "check", "--strict", str(folder))

    assert ran.returncode == 1
    assert "Rename it my-neck.toml." in ran.stdout


LINKED = ["", "routines", "routines/posture", "routines/exercises"]
"""The folders that a keeper of dotfiles may have folded into a link."""


@pytest.mark.parametrize("folded", LINKED)
def test_what_is_not_read_is_named_behind_a_linked_folder_as_well(tmp_path: Path, folded: str) -> None:
    config = at_home(tmp_path / "home") / "config"
    for name, text in (("posture/neck.toml.txt", ROUTINE), ("exercises/tap.txt", EXERCISE)):
        (config / "routines" / name).parent.mkdir(parents=True, exist_ok=True)
        (config / "routines" / name).write_text(text)
    before = found(tmp_path / "home")
    (config / folded).rename(tmp_path / "dotfiles")
    (config / folded).symlink_to(tmp_path / "dotfiles")

    after = found(tmp_path / "home")

    assert [Path(problem["file"]).name for problem in before] == ["tap.txt", "neck.toml.txt"]
    assert after == before
    assert found(tmp_path / "home", str(config)) == before


def test_an_exercise_among_the_routines_of_a_linked_folder_is_told_where_it_belongs(tmp_path: Path) -> None:
    home, dotfiles = at_home(tmp_path / "home"), tmp_path / "dotfiles"
    dotfiles.mkdir()
    (dotfiles / "pat.toml").write_text(EXERCISE)
    (home / "config" / "routines" / "posture").symlink_to(dotfiles)

    problems = found(home)

    assert "Move it to routines/exercises/." in [problem["mend"] for problem in problems]


def test_what_is_read_by_a_link_to_where_it_lies_is_not_called_unread(tmp_path: Path) -> None:
    config = at_home(tmp_path) / "config"
    (config / "kept").mkdir()
    (config / "kept" / "neck.toml").write_text(ROUTINE)
    (config / "routines" / "posture").symlink_to(config / "kept")
    (config / "kept" / "circle").symlink_to(config)

    assert found(tmp_path) == []


def test_a_folder_that_is_named_is_looked_into_by_its_links_as_well(tmp_path: Path) -> None:
    named, else_where = tmp_path / "named", tmp_path / "elsewhere"
    named.mkdir()
    else_where.mkdir()
    (named / "inner").symlink_to(else_where)
    (named / "mine.onnx.json").write_text("{}")
    for name, text in (("config.toml", "rate ="), ("reminders.toml", "[reminder.x]\n"), ("a.toml", "name =")):
        (else_where / name).write_text(text)

    problems = found(tmp_path / "home", str(named))

    assert {Path(each["file"]).name for each in problems} == {"config.toml", "reminders.toml", "a.toml"}


@needs_ordinary
@pytest.mark.parametrize(
    ("closed", "told"), [("", ["config.toml", "lexicon.toml", "reminders.toml"]), ("voices", ["voices"])]
)
def test_what_may_not_be_read_is_a_problem_and_not_passed_over(
    tmp_path: Path, closed: str, told: list[str]
) -> None:
    config = settled(tmp_path)
    (config / closed).chmod(0)
    try:
        ran = coach(tmp_path, "check", "--json", before=ORDINARY)
    finally:
        (config / closed).chmod(0o700)

    assert ran.returncode == 2, ran.stderr
    problems = json.loads(ran.stdout)
    assert set(told) <= {Path(problem["file"]).name for problem in problems}
    assert {problem["rule"] for problem in problems} == {"unreadable"}
