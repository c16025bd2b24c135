"""What root does in a person's folders stays the person's: `sudo coach …` locks nobody out."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from called import coach
from lived import NO_SOUND, at_home, clean_env
from rights import PERSON, needs_root

from coach.files import lock
from coach.history.sessions import Sessions
from coach.speech.start_worker import spawn
from coach.speech.voices.installed import chosen
from coach.speech.voices.voice import Voice

pytestmark = needs_root
GROUP = PERSON + 1


def theirs(home: Path) -> Path:
    """Make a home, and all that is in it, the person's; return it."""
    for path in (home, *home.rglob("*")):
        os.chown(path, PERSON, GROUP, follow_symlinks=False)
    return home


def of_others(home: Path) -> list[str]:
    """Return what in a home is not the person's."""
    states = {path: path.lstat() for path in home.rglob("*")}
    return [str(path) for path, s in states.items() if (s.st_uid, s.st_gid) != (PERSON, GROUP)]


@pytest.mark.parametrize("lived_in", [True, False], ids=["lived in", "empty"])
def test_all_that_root_makes_and_changes_belongs_to_the_person(tmp_path: Path, *, lived_in: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    theirs(at_home(home) if lived_in else home)
    if lived_in:
        (home / "config" / "config.toml").write_text("volume = 3\n")
        theirs(home)
    shared = tmp_path / "shared.toml"
    shared.write_text(coach(tmp_path / "else", "share", "desk-reset").stdout.replace("desk-reset", "given"))

    for words in (
        ("list",),
        ("config", "set", "rate", "140"),
        ("log", "add", "desk-reset"),
        ("remind", "add", "desk-reset", "--at", "10:30"),
        ("remind", "run", "--once"),
        ("remind", "status"),
        ("set", "desk-reset", "2", "reps", "4"),
        ("new", "Mine"),
        ("import", str(shared), "--yes"),
        ("reset", "desk-reset"),
        ("schema", "--write"),
        ("share", "desk-reset", "-o", str(home / "given.toml")),
        ("remind", "export", "-o", str(home / "given.ics")),
        ("say", "Hello."),
        ("doctor",),
    ):
        ran = coach(home, *words)
        assert "Traceback" not in ran.stderr, words
        assert ran.returncode == 0 or words == ("doctor",), (words, ran.stderr)

    made = {path.name for path in home.rglob("*")}
    wanted = {"config.toml", "library.json", "coach.db", "reminders.toml", "remind.log", "mine.toml"}
    assert wanted <= made
    assert {"given.toml", "given.ics", "remind.lock", "clips"} <= made
    assert any(name.endswith(".wav") for name in made)
    assert of_others(home) == []


def test_the_history_and_the_files_that_sqlite_has_beside_it_are_the_persons(tmp_path: Path) -> None:
    theirs(tmp_path)

    with Sessions.open(tmp_path / "data" / "coach.db") as store:
        store.last_done()
        beside = {path.name for path in (tmp_path / "data").iterdir()}
        others = of_others(tmp_path)

    assert beside == {"coach.db", "coach.db-shm", "coach.db-wal"}
    assert others == []


def test_a_lock_that_root_takes_can_be_taken_by_the_person_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(theirs(tmp_path)))

    with lock.held("one") as mine:
        assert mine
    lock.taken("two")

    assert of_others(tmp_path) == []


def test_what_is_linked_from_elsewhere_keeps_the_owner_that_it_has_there(tmp_path: Path) -> None:
    home, dotfiles = tmp_path / "home", tmp_path / "dotfiles"
    (home / "config").mkdir(parents=True)
    dotfiles.mkdir()
    (dotfiles / "c.toml").write_text("volume = 3\n")
    (home / "config" / "config.toml").symlink_to(dotfiles / "c.toml")
    theirs(home)
    os.chown(dotfiles / "c.toml", PERSON + 5, PERSON + 6)
    (dotfiles / "c.toml").chmod(0o640)

    coach(home, "config", "set", "volume", "4")

    state = (dotfiles / "c.toml").stat()
    assert (dotfiles / "c.toml").read_text() == "volume = 4\n"
    assert (state.st_uid, state.st_gid, state.st_mode & 0o777) == (PERSON + 5, PERSON + 6, 0o640)
    assert of_others(home) == []


def test_in_roots_own_folder_all_is_roots(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "coach", "config", "set", "volume", "4"],
        env=clean_env(tmp_path, NO_SOUND),
        check=False,
    )

    assert ran.returncode == 0
    assert {path.stat().st_uid for path in tmp_path.rglob("*")} == {0}


@pytest.mark.parametrize("setting", ["espeak", "hibari", "piper"])
def test_what_the_speech_worker_makes_where_there_is_nothing_yet_is_the_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    """Nor is there anything but clips: no library keeps a number of the device, and tells of its use."""
    if setting != "espeak" and find_spec(setting) is None:
        pytest.skip(f"{setting} is not installed")
    home = tmp_path / "home"
    home.mkdir()
    theirs(home)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    clips = home / ".cache" / "coach" / "clips"

    speak(chosen(setting), clips)

    made = sorted(str(path.relative_to(home)) for path in home.rglob("*"))
    assert made == [".cache", ".cache/coach", ".cache/coach/clips", ".cache/coach/clips/one.wav"]
    assert of_others(home) == []


def speak(voice: Voice, clips: Path) -> None:
    """Have a new worker make one clip."""
    job = {"id": "one", "text": "One.", "rate": 155}
    request = {"voice": voice.model or voice.id, "folder": str(clips), "want": [job]}
    with spawn(voice.engine) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.flush()
        replies = map(json.loads, worker.stdout)
        assert next(reply for reply in replies if "begun" not in reply) == {"ready": "one"}
        worker.stdin.close()
