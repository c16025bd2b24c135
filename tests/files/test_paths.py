"""Everything lies where COACH_HOME says, or where the system keeps such things."""

import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.files import paths


def test_coach_home_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))

    found = [paths.config_dir(), paths.data_dir(), paths.cache_dir(), paths.run_dir(), paths.own_routines()]

    rooms = ("config", "data", "cache", "run", "config/routines")
    assert found == [tmp_path / room for room in rooms]
    assert list(tmp_path.iterdir()) == [], "asking makes nothing"


def test_a_relative_coach_home_is_meant_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_HOME", "mine")

    assert paths.data_dir() == tmp_path / "mine" / "data"


@pytest.mark.skipif(sys.platform != "linux", reason="the names that Linux uses")
def test_without_coach_home_the_systems_own_folders_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_HOME", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "k"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "r"))

    found = [paths.config_dir(), paths.data_dir(), paths.cache_dir(), paths.run_dir()]

    assert found == [tmp_path / letter / "coach" for letter in "cdkr"]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows always have one")
@pytest.mark.filterwarnings("error")
def test_without_a_folder_for_the_run_no_shared_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACH_HOME", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert paths.run_dir() == tmp_path / "coach" / "run"


def test_a_checkout_uses_its_own_files() -> None:
    root = paths.data_root()

    assert tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["name"] == "spoken-coach"
    assert (root / "config.toml").is_file()


def test_an_installed_package_uses_the_files_inside_it(tmp_path: Path) -> None:
    package = tmp_path / "coach"
    (package / "_data").mkdir(parents=True)
    (package / "files").mkdir()
    for name in ("__init__", "files/__init__", "files/paths", "files/atomic", "errors"):
        source = paths.data_root() / "coach" / f"{name}.py"
        (package / f"{name}.py").write_bytes(source.read_bytes())

    code = "from coach.files.paths import data_root; print(data_root())"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30
    )

    assert Path(ran.stdout.strip()) == (package / "_data").resolve()


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_a_private_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    path = paths.made(tmp_path / "a" / "b")

    assert [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent)] == [0o700, 0o700]
    assert paths.made(path) == path


def test_a_file_in_a_folders_place_is_said_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "a").touch()

    with pytest.raises(CoachError, match="A file stands where a folder should be; move it away"):
        paths.made(tmp_path / "a" / "b")
