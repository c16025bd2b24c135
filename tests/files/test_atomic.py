"""A file has its old contents or its new ones, whatever goes wrong."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.files.atomic import create, set_aside, write

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links as POSIX has them")


def test_a_new_file_has_the_contents_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", b"rate = 140\n")

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.toml", b"rate = 140\n")]


@posix
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)

    write(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("before", [None, 0o644])
def test_a_private_file_is_its_owners_alone(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "a"
    if before is not None:
        path.touch(mode=before)

    write(path, b"new", private=True)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_a_link_stays_and_the_file_it_leads_to_is_written(tmp_path: Path) -> None:
    there = tmp_path / "dotfiles"
    there.mkdir()
    (there / "coach.toml").write_bytes(b"old")
    (tmp_path / "config.toml").symlink_to(there / "coach.toml")

    write(tmp_path / "config.toml", b"new")

    assert (tmp_path / "config.toml").is_symlink()
    assert (there / "coach.toml").read_bytes() == b"new"


@posix
def test_links_in_a_circle_are_refused_and_stay(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(CoachError, match="leads in a circle; remove it"):
        write(tmp_path / "a", b"new")

    assert (tmp_path / "a").is_symlink()


def test_a_folder_in_the_files_place_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()

    with pytest.raises(
        CoachError, match=r"a could not be written .* A folder stands where the file should be"
    ):
        write(tmp_path / "a", b"new")

    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="could not be written"):
        write(tmp_path / "no" / "a", b"new")

    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize(("how", "left"), [("write", [("a", b"old")]), ("create", [])])
def test_a_disk_that_fills_up_half_way_leaves_what_was_there_and_no_rest(
    tmp_path: Path, how: str, left: list[tuple[str, bytes]]
) -> None:
    path = tmp_path / "a"
    if left:
        path.write_bytes(b"old")
    resource = pytest.importorskip("resource")

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    code = (
        f"import sys; from pathlib import Path; from coach.files.atomic import {how}\n"
        f"try: {how}(Path(sys.argv[1]), b'n' * 100_000)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code, str(path)],
        capture_output=True,
        text=True,
        timeout=30,
        preexec_fn=small_disk,
    )

    assert ran.stdout.startswith("CoachError")
    assert "nothing there was changed" in ran.stdout
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == left


def test_a_file_is_made_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "a"

    first, second = create(path, b"first"), create(path, b"second")

    assert (first, second) == (True, False)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"first")]


@posix
def test_a_file_is_not_made_over_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")

    assert not create(tmp_path / "a", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@posix
def test_on_a_disk_without_second_names_a_file_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)

    assert create(tmp_path / "a", b"first")
    assert not create(tmp_path / "a", b"second")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"first")]


def test_what_is_set_aside_takes_the_place_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    for number in (1, 2, 3):
        path.write_text(str(number))
        set_aside(path)

    kept = {p.name: p.read_text() for p in tmp_path.iterdir()}
    assert kept == {"a.toml.old": "1", "a.toml.old-2": "2", "a.toml.old-3": "3"}


def test_what_is_not_there_cannot_be_made_or_set_aside(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="could not be written"):
        create(tmp_path / "no" / "a", b"new")
    with pytest.raises(CoachError, match="could not be written"):
        set_aside(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
