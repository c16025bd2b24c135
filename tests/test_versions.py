"""What is kept from one run to the next is made anew where other versions of the libraries decide."""

import shutil
import sys
from pathlib import Path

import pytest
from called import coach
from lived import NO_SOUND, at_home

import coach as coach_itself
from coach.cue.model import Role
from coach.speech.voices.voice import key, resolve
from coach.versions import mark_of, sources_in

OTHER_TOMLI = """
import tomllib

class TOMLDecodeError(ValueError):
    msg, lineno, colno = "this version does not take it", 1, 1

def loads(text):
    if 'name = "Short one"' in text:
        raise TOMLDecodeError
    return tomllib.loads(text)
"""


@pytest.fixture(autouse=True)
def _looked_at_anew() -> None:
    mark_of.cache_clear()


def package(folder: Path, name: str, version: str, text: str = "") -> Path:
    """Install a package of that version into a folder, as pip does; return the folder."""
    for each in folder.glob(f"{name}-*.dist-info"):
        each.rmdir()
    (folder / f"{name}-{version}.dist-info").mkdir(parents=True)
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "__init__.py").write_text(text, encoding="utf-8")
    return folder


def test_a_verdict_of_another_tomli_is_not_kept(tmp_path: Path) -> None:
    home = at_home(tmp_path / "home")
    other = package(tmp_path / "other", "tomli", "99.0", OTHER_TOMLI)

    before = coach(home, "list")
    with_other = coach(home, "list", env={**NO_SOUND, "PYTHONPATH": str(other)})
    after = coach(home, "list")

    assert "short" in before.stdout
    assert "short" not in with_other.stdout
    assert "short.toml:1:1" in with_other.stderr
    assert (after.stdout, after.stderr) == (before.stdout, before.stderr)


def checkout(folder: Path) -> Path:
    """Return a copy of coach that has part of its parser two folders further down, and nothing built in."""
    package = folder / "coach"
    shutil.copytree(Path(coach_itself.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyproject.toml").touch()
    (folder / "routines").mkdir()
    deep = package / "routine" / "deep" / "deeper"
    deep.mkdir(parents=True)
    (deep / "most.py").write_text("STEPS = 100\n")
    bounds = package / "routine" / "format" / "bounds.py"
    before = bounds.read_text("utf-8")
    bounds.write_text(f"{before}\nfrom coach.routine.deep.deeper.most import STEPS\n", "utf-8")
    return deep / "most.py"


def test_a_verdict_of_an_edited_parser_is_not_kept_wherever_the_edit_is(tmp_path: Path) -> None:
    home, deep = at_home(tmp_path / "home"), checkout(tmp_path / "checkout")
    there = ("sh", "-c", 'cd "$0" && exec "$@"', str(tmp_path / "checkout"))

    before = coach(home, "list", before=there)
    deep.write_text("STEPS = 2\n")
    after = coach(home, "list", before=there)

    assert (before.returncode, before.stderr) == (0, "")
    assert "short" in before.stdout
    assert "short" not in after.stdout
    assert "step has more than 2 entries" in after.stderr


def test_the_mark_changes_with_the_version_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(package(tmp_path, "marked", "1.0")))
    first = mark_of("marked")
    mark_of.cache_clear()
    again = mark_of("marked")
    package(tmp_path, "marked", "1.1")
    mark_of.cache_clear()

    assert again == first
    assert mark_of("marked") != first
    assert mark_of("marked") != mark_of("marked", "not_there_at_all")


def test_a_changed_source_is_seen_however_deep_it_lies(tmp_path: Path) -> None:
    deep = tmp_path / "one" / "two"
    deep.mkdir(parents=True)
    (deep / "rule.py").write_text("1")
    before = list(sources_in(str(tmp_path)))
    (deep / "rule.py").write_text("22")

    assert [name for name, *_ in before] == ["rule.py"]
    assert list(sources_in(str(tmp_path))) != before


@pytest.mark.skipif("espeakng_loader" in sys.modules, reason="the engine is loaded here already")
def test_a_clip_of_another_version_of_its_engine_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = key("Sit tall.", Role.LINE, resolve("espeak"), 155)
    another = key("Sit tall.", Role.LINE, resolve("sapi5"), 155)
    monkeypatch.syspath_prepend(str(package(tmp_path, "espeakng_loader", "99.0")))
    mark_of.cache_clear()

    assert key("Sit tall.", Role.LINE, resolve("espeak"), 155) != ours
    assert key("Sit tall.", Role.LINE, resolve("sapi5"), 155) == another
