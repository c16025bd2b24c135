"""A lock is one and the same for all that share a data folder, and ends with whoever holds it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from disks import disk, needs_mount, read_only
from lived import clean_env

from coach.files import lock, paths

HOLD = """
import sys
from coach.files import lock
with lock.held("remind", text="mine") as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""
TRY = "from coach.files import lock\nwith lock.held('remind') as mine: print(mine, lock.taken('remind'))"
posix = pytest.mark.skipif(sys.platform == "win32", reason="folders as POSIX has them")


def world(home: Path, **env: str) -> dict[str, str]:
    """Return an environment with such a home, and nothing else of this person's."""
    kept = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(paths.data_root())}
    return {**kept, **env}


@contextmanager
def holding(env: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Have another process hold the agent's lock."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", HOLD], env=env, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "True\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def tried(env: dict[str, str]) -> str:
    """Return whether another process gets the lock, and whether it is held then."""
    ran = subprocess.run([sys.executable, "-c", TRY], env=env, capture_output=True, text=True, timeout=30)
    return ran.stdout.strip() or ran.stderr


@posix
@pytest.mark.parametrize("first", ["", "run"])
@pytest.mark.parametrize("second", ["", "run", "other"])
def test_a_run_folder_of_ones_own_splits_no_lock(tmp_path: Path, first: str, second: str) -> None:
    for name in ("run", "other"):
        (tmp_path / name).mkdir(mode=0o700)
    one, other = (
        world(tmp_path, **({"XDG_RUNTIME_DIR": str(tmp_path / name)} if name else {}))
        for name in (first, second)
    )

    with holding(one):
        meanwhile = tried(other)

    assert (meanwhile, tried(other)) == ("False True", "True True")


@posix
def test_another_data_folder_is_another_world(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    shared = {"XDG_RUNTIME_DIR": str(tmp_path / "run")}

    with holding(world(tmp_path, **shared)):
        by_home = tried(world(tmp_path, COACH_HOME=str(tmp_path / "mine"), **shared))
        by_folder = tried(world(tmp_path, XDG_DATA_HOME=str(tmp_path / "data"), **shared))

    assert (by_home, by_folder) == ("True True", "True True")


@posix
def test_a_data_folder_behind_a_link_is_the_one_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    with holding(world(tmp_path, COACH_HOME=str(tmp_path / "real"))):
        assert tried(world(tmp_path, COACH_HOME=str(tmp_path / "link"))) == "False True"


def test_the_text_of_a_holder_is_there_as_long_as_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))

    with holding(clean_env(tmp_path, {})):
        meanwhile = [lock.holder("remind"), lock.taken("remind"), lock.holder("remind")]

    assert meanwhile == ["mine", True, "mine"]
    assert (lock.holder("remind"), lock.taken("remind")) == ("", False), "it was killed, and left its text"


def test_looking_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))

    assert not lock.taken("remind")
    assert list(tmp_path.iterdir()) == []


@posix
def test_an_agent_from_before_an_update_is_not_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    paths.made(paths.run_dir())
    with (paths.run_dir() / "remind.lock").open("w") as before:
        fcntl.flock(before, fcntl.LOCK_EX)
        with lock.held("remind") as mine:
            meanwhile = (mine, lock.taken("remind"))

    with lock.held("remind") as mine:
        assert (meanwhile, mine) == ((False, True), True)


@needs_mount
def test_where_nothing_can_be_written_the_lock_lies_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    with disk(tmp_path / "data", "1m") as data:
        read_only(data)
        with holding(clean_env(tmp_path, {})):
            meanwhile = (tried(clean_env(tmp_path, {})), lock.holder("remind"))

        assert meanwhile == ("False True", "mine")
        assert tried(clean_env(tmp_path, {})) == "True True"


@posix
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root makes what is another's")
def test_what_root_makes_is_its_folders_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    os.chown(paths.made(paths.data_dir()), 1234, 1234)

    with lock.held("remind"):
        pass

    assert (paths.data_dir() / "remind.lock").stat().st_uid == 1234
