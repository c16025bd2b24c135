"""Routines that a person keeps elsewhere and links in are found, once each, whatever is linked."""

import os
from pathlib import Path

import pytest
from called import coach
from lived import EXERCISE, ROUTINE, at_home
from rights import ORDINARY, needs_ordinary, posix

from coach.errors import Severity
from coach.routine.kind import Kind
from coach.routine.library.library import Library

pytestmark = posix


def library(home: Path, built_in: Path | None = None) -> Library:
    return Library(built_in or home / "nothing", home / "config" / "routines", home / "cache")


def told(home: Path) -> list[str]:
    return [f"{p.rule}: {p.message}" for p in library(home, home / "built-in").problems()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home in which nothing is built in, with the routine `short` and its exercise."""
    (tmp_path / "built-in").mkdir()
    return at_home(tmp_path)


def moved(path: Path, elsewhere: Path, *, relative: bool = False) -> None:
    """Move what is at a path elsewhere, and link to it."""
    elsewhere.parent.mkdir(parents=True, exist_ok=True)
    path.rename(elsewhere)
    path.symlink_to(os.path.relpath(elsewhere, path.parent) if relative else elsewhere)


@pytest.mark.parametrize("relative", [True, False], ids=["relative", "absolute"])
@pytest.mark.parametrize(
    "linked", ["", "education", "exercises", "education/short.toml", "exercises/tap.toml"], ids=str
)
def test_what_is_linked_in_is_found(home: Path, linked: str, *, relative: bool) -> None:
    moved(home / "config" / "routines" / linked, home / "dotfiles" / "x" / (linked or "r"), relative=relative)

    found = library(home, home / "built-in")

    assert (found.names(), found.names(Kind.EXERCISE), found.problems()) == (("short",), ("tap",), ())
    assert [entry.id for entry in found.entries()] == ["short"]


def test_links_to_links_and_links_within_what_is_linked_are_followed(home: Path) -> None:
    routines, dotfiles = home / "config" / "routines", home / "dotfiles"
    moved(routines / "education", dotfiles / "store" / "e")
    moved(dotfiles / "store" / "e", dotfiles / "other" / "e")
    (dotfiles / "more").mkdir()
    (dotfiles / "more" / "deep.toml").write_text(ROUTINE.replace("Short one", "Deep one"))
    (dotfiles / "other" / "e" / "more").symlink_to("../../more")
    moved(routines, dotfiles / "r")

    assert library(home, home / "built-in").names() == ("deep", "short")
    assert told(home) == []


@pytest.mark.parametrize(
    ("link", "to"),
    [("round", "."), ("education/up", ".."), ("exercises/up", "../education/back"), ("a", "exercises")],
)
def test_a_circle_or_a_second_way_changes_nothing(home: Path, link: str, to: str) -> None:
    routines = home / "config" / "routines"
    (routines / "education" / "back").symlink_to("../exercises")
    (routines / link).symlink_to(to)

    found = library(home, home / "built-in")

    assert (found.names(), found.names(Kind.EXERCISE), found.problems()) == (("short",), ("tap",), ())


def test_two_links_to_each_other_are_told(home: Path) -> None:
    routines = home / "config" / "routines"
    (routines / "a").symlink_to("b")
    (routines / "b").symlink_to("a")

    problems = told(home)

    assert len(problems) == 2
    assert all(problem.startswith("unreadable: this cannot be read (too many levels") for problem in problems)
    assert library(home, home / "built-in").names() == ("short",)


@pytest.mark.parametrize("name", ["posture", "exercises", "neck.toml"])
def test_a_link_that_leads_nowhere_is_told(home: Path, name: str) -> None:
    path = home / "config" / "routines" / name
    if name == "exercises":
        path.rename(home / "gone")
    path.symlink_to("/nowhere/at/all")

    [problem] = [p for p in library(home, home / "built-in").problems() if p.rule != "unknown-exercise"]

    assert problem.message == "this is a link to /nowhere/at/all, which is not there."
    assert problem.place.file.endswith(name)
    assert problem.severity is Severity.ERROR


def test_routines_that_are_a_link_to_nowhere_are_told_and_none_is_written(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "routines").symlink_to(tmp_path / "gone")

    listed, new = coach(tmp_path, "list"), coach(tmp_path, "new", "Mine")

    assert listed.returncode == 0
    assert f"this is a link to {tmp_path / 'gone'}, which is not there." in listed.stderr
    assert new.returncode == 1
    assert "which is not there. Make that folder first." in new.stderr
    assert not (tmp_path / "gone").exists()


def test_one_file_by_two_ways_counts_once(home: Path) -> None:
    routines = home / "config" / "routines"
    (routines / "also").mkdir()
    (routines / "also" / "short.toml").symlink_to("../education/short.toml")
    (routines / "linked").symlink_to("education")

    found = library(home, home / "built-in")

    assert [entry.id for entry in found.entries()] == ["short"]
    assert found.problems() == ()


def test_one_file_under_two_names_is_told_and_both_can_be_used(home: Path) -> None:
    (home / "config" / "routines" / "education" / "again.toml").symlink_to("short.toml")

    found = library(home, home / "built-in")

    [problem] = found.problems()
    assert (problem.rule, problem.severity) == ("same-file", Severity.WARNING)
    assert problem.place.file.endswith("again.toml")
    assert "short.toml, by a link." in problem.message
    assert found.names() == ("again", "short")


def test_two_files_of_one_id_behind_links_are_told_as_before(home: Path) -> None:
    (home / "dotfiles").mkdir()
    (home / "dotfiles" / "short.toml").write_text(ROUTINE)
    (home / "config" / "routines" / "posture").symlink_to(home / "dotfiles")

    assert told(home) == ["same-id: there is another routine short."]


def test_a_change_behind_a_link_is_seen(home: Path) -> None:
    routines, dotfiles = home / "config" / "routines", home / "dotfiles"
    moved(routines / "education", dotfiles / "e")
    moved(dotfiles / "e" / "short.toml", dotfiles / "f" / "short.toml")
    before = [entry.name for entry in library(home, home / "built-in").entries()]

    (dotfiles / "f" / "short.toml").write_text(ROUTINE.replace("Short one", "Other one"))
    after = [entry.name for entry in library(home, home / "built-in").entries()]
    (dotfiles / "g").mkdir()
    (dotfiles / "g" / "short.toml").write_text(ROUTINE.replace("Short one", "Third one"))
    (routines / "education").unlink()
    (routines / "education").symlink_to(dotfiles / "g")
    last = [entry.name for entry in library(home, home / "built-in").entries()]

    assert (before, after, last) == (["Short one"], ["Other one"], ["Third one"])


def test_a_link_to_a_whole_disk_is_told_and_ends(home: Path) -> None:
    many = home / "many"
    for number in range(1_100):
        (many / f"{number // 40}" / f"{number}").mkdir(parents=True)
    (home / "config" / "routines" / "zz").symlink_to(many)

    assert told(home) == ["too-many: there are more than 1,000 folders."]
    assert library(home, home / "built-in").names() == ("short",)


def test_a_routine_is_made_changed_and_set_aside_behind_links(home: Path) -> None:
    routines, dotfiles = home / "config" / "routines", home / "dotfiles"
    (dotfiles / "mobility").mkdir(parents=True)
    (routines / "mobility").symlink_to(dotfiles / "mobility")
    moved(routines / "education" / "short.toml", dotfiles / "short.toml")

    made = coach(home, "new", "Mine")
    changed = coach(home, "set", "short", "2", "reps", "4")
    listed = coach(home, "list")

    assert (made.returncode, changed.returncode, listed.returncode) == (0, 0, 0)
    assert (dotfiles / "mobility" / "mine.toml").is_file()
    assert (routines / "education" / "short.toml").is_symlink()
    assert "reps = 4" in (dotfiles / "short.toml").read_text()
    assert "mine " in listed.stdout
    assert listed.stderr == ""


def test_a_folder_with_links_is_checked_whole(home: Path) -> None:
    (home / "given").mkdir()
    (home / "given" / "education").symlink_to(home / "config" / "routines" / "education")
    (home / "given" / "gone").symlink_to("nowhere")

    ran = coach(home, "check", str(home / "given"))

    assert ran.returncode == 2
    assert "1 file checked: 1 error" in ran.stdout
    assert "this is a link to nowhere, which is not there." in ran.stdout


@pytest.mark.parametrize("linked", ["education", "exercises"])
@pytest.mark.parametrize("how", [(), ("--replace",)])
def test_what_somebody_shared_is_written_where_a_person_links_a_folder_to(
    home: Path, linked: str, how: tuple[str, ...]
) -> None:
    shared, text = home / "shared.toml", coach(home, "share", "short").stdout
    shared.write_text(text.replace("Tap your", "Pat your").replace("For listening", "To be heard"))
    folder = home / "config" / "routines" / linked
    moved(folder, home / "elsewhere")

    ran = coach(home, "import", str(shared), "--yes", *how)

    assert ran.returncode == 0, ran.stderr
    assert folder.is_symlink()
    changed = "Pat your" if linked == "exercises" else "To be heard"
    assert any(changed in path.read_text() for path in (home / "elsewhere").rglob("*.toml"))


def test_what_somebody_shared_is_written_where_all_routines_are_linked(home: Path) -> None:
    shared = home / "shared.toml"
    shared.write_text(coach(home, "share", "short").stdout.replace("short", "other"))
    moved(home / "config" / "routines", home / "dotfiles" / "routines")

    ran = coach(home, "import", str(shared), "--yes")

    assert ran.returncode == 0, ran.stderr
    assert (home / "dotfiles" / "routines" / "education" / "other.toml").is_file()


def test_a_file_that_gives_way_to_what_somebody_shared_takes_its_link_with_it(home: Path) -> None:
    shared, path = home / "shared.toml", home / "config" / "routines" / "exercises" / "tap.toml"
    shared.write_text(coach(home, "share", "short").stdout.replace("Tap your", "Pat your"))
    moved(path, home / "dotfiles" / "tap.toml")

    ran = coach(home, "import", str(shared), "--yes", "--replace")

    assert ran.returncode == 0, ran.stderr
    assert "Tap your" in (home / "dotfiles" / "tap.toml").read_text()
    assert "Pat your" in path.read_text()
    assert not path.is_symlink()
    assert path.with_name("tap.toml.old").is_symlink()


@needs_ordinary
@pytest.mark.parametrize("words", [("list",), ("check",), ("doctor",)], ids=" ".join)
@pytest.mark.parametrize("closed", ["config", "config/routines", "config/routines/education"])
def test_a_folder_that_may_not_be_read_is_told_and_not_called_empty(
    home: Path, words: tuple[str, ...], closed: str
) -> None:
    (home / closed).chmod(0)
    try:
        ran = coach(home, *words, before=ORDINARY)
    finally:
        (home / closed).chmod(0o700)

    assert "permission denied" in (ran.stdout + ran.stderr).lower()
    assert "Traceback" not in ran.stderr


@needs_ordinary
@pytest.mark.parametrize("words", [("show", "mine"), ("start", "mine"), ("edit", "mine")], ids=" ".join)
def test_a_routine_that_may_be_in_a_folder_that_may_not_be_read_is_not_just_called_missing(
    home: Path, words: tuple[str, ...]
) -> None:
    (home / "config" / "routines" / "education").chmod(0)
    try:
        ran = coach(home, *words, before=ORDINARY)
    finally:
        (home / "config" / "routines" / "education").chmod(0o700)

    assert ran.returncode == 2
    assert "There is no routine called 'mine'" in ran.stderr
    assert "routines/education:1:1: this cannot be read (permission denied)." in ran.stderr


@needs_ordinary
@pytest.mark.parametrize("closed", ["config/routines", "config/routines/mobility"])
@pytest.mark.parametrize("mode", [0o300, 0], ids=["not read", "closed"])
def test_nothing_is_made_where_it_could_not_be_found_again(home: Path, closed: str, mode: int) -> None:
    (home / "config" / "routines" / "mobility").mkdir()
    (home / closed).chmod(mode)
    try:
        ran = coach(home, "new", "Mine", before=ORDINARY)
    finally:
        (home / closed).chmod(0o700)

    assert ran.returncode == 1
    assert "permission denied" in ran.stderr
    assert list(home.rglob("mine.toml")) == []


EXERCISE_LIKE = EXERCISE.replace("Tap", "Pat")
"""Another exercise than the one that is there."""


def test_an_exercise_behind_a_linked_folder_is_no_routine(home: Path) -> None:
    (home / "dotfiles").mkdir()
    (home / "dotfiles" / "pat.toml").write_text(EXERCISE_LIKE)
    (home / "config" / "routines" / "exercises" / "linked").symlink_to(home / "dotfiles")

    found = library(home, home / "built-in")

    assert found.names(Kind.EXERCISE) == ("pat", "tap")
    assert found.problems() == ()
