"""What came through is never called failed, and what may be lost is never called safe."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from called import coach
from rights import ORDINARY, PERSON, needs_ordinary, needs_root, posix

from coach.errors import CoachError
from coach.files.atomic import create, set_aside, write

pytestmark = posix
NOT_THERE = [errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EROFS]
FAILED = [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ESTALE]


def syncing(monkeypatch: pytest.MonkeyPatch, code: int, *, folders: bool = True, files: bool = False) -> None:
    """Have the disk answer so when it is to confirm a folder, or a file."""
    real = os.fsync

    def fsync(handle: int) -> None:
        if folders if stat.S_ISDIR(os.fstat(handle).st_mode) else files:
            raise OSError(code, os.strerror(code))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def unopened(monkeypatch: pytest.MonkeyPatch, folder: Path, code: int) -> None:
    """Have a folder that cannot be opened."""
    real = os.open

    def opened(path: str | os.PathLike[str], *rest: int) -> int:
        if Path(path) == folder:
            raise OSError(code, os.strerror(code), str(path))
        return real(path, *rest)

    monkeypatch.setattr(os, "open", opened)


@pytest.mark.parametrize("code", NOT_THERE, ids=errno.errorcode.__getitem__)
def test_a_disk_that_has_no_sync_writes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    syncing(monkeypatch, code, files=True)

    assert create(tmp_path / "a", b"one")
    write(tmp_path / "a", b"two")
    aside = set_aside(tmp_path / "a")

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [(aside.name, b"two")]


@pytest.mark.parametrize("code", FAILED, ids=errno.errorcode.__getitem__)
def test_contents_that_the_disk_cannot_confirm_are_told_as_there_and_not_as_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    syncing(monkeypatch, code)

    with pytest.raises(CoachError) as caught:
        write(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert "has its new contents" in str(caught.value)
    assert "nothing there was changed" not in str(caught.value)
    assert os.strerror(code).lower() in str(caught.value)


@pytest.mark.parametrize("code", FAILED, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize(
    ("before", "act"),
    [
        ([], lambda path: create(path, b"new")),
        ([("a", b"old")], set_aside),
    ],
    ids=["create", "set_aside"],
)
def test_a_name_that_the_disk_cannot_confirm_is_taken_back(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: list[tuple[str, bytes]],
    act: Callable[[Path], object],
    code: int,
) -> None:
    for name, data in before:
        (tmp_path / name).write_bytes(data)
    syncing(monkeypatch, code)

    with pytest.raises(CoachError, match="nothing there was changed"):
        act(tmp_path / "a")

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == before


def test_contents_that_do_not_reach_the_disk_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    syncing(monkeypatch, errno.EIO, folders=False, files=True)

    with pytest.raises(CoachError, match="nothing there was changed"):
        write(tmp_path / "a", b"new")

    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_a_folder_that_cannot_be_opened_for_its_sync_is_told_by_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unopened(monkeypatch, tmp_path, errno.EACCES)
    write(tmp_path / "a", b"one")
    unopened(monkeypatch, tmp_path, errno.EIO)

    with pytest.raises(CoachError, match="has its new contents"):
        write(tmp_path / "a", b"two")

    assert (tmp_path / "a").read_bytes() == b"two"


@needs_ordinary
def test_in_a_folder_that_may_be_written_and_not_read_a_file_is_made(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir(mode=0o300)

    first = coach(tmp_path, "share", "desk-reset", "-o", str(drop / "desk.toml"), before=ORDINARY)
    second = coach(tmp_path, "share", "desk-reset", "-o", str(drop / "desk.toml"), before=ORDINARY)
    drop.chmod(0o700)

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("Made ")
    assert second.returncode == 2
    assert [path.name for path in drop.iterdir()] == ["desk.toml"]
    assert (drop / "desk.toml").read_text("utf-8").startswith("#") or (
        drop / "desk.toml"
    ).stat().st_size > 100


@needs_ordinary
@pytest.mark.parametrize("mode", [0o300, 0o500], ids=["not read", "not written"])
def test_what_an_ordinary_person_is_told_of_a_file_is_what_became_of_it(tmp_path: Path, mode: int) -> None:
    code = (
        "import sys; from pathlib import Path; from coach.files.atomic import write\n"
        "try: write(Path(sys.argv[1]), b'new'); print('written')\n"
        "except Exception as error: print(error)"
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    folder.chmod(mode)

    ran = subprocess.run(
        [*ORDINARY, sys.executable, "-c", code, str(folder / "a")], capture_output=True, text=True, timeout=60
    )
    folder.chmod(0o700)

    written = ran.stdout == "written\n"
    assert written or "nothing there was changed" in ran.stdout
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("a", b"new" if written else b"old")]
    assert written is (mode == 0o300)


@needs_root
@pytest.mark.parametrize("private", [True, False])
def test_a_file_keeps_its_owner_and_a_new_one_has_that_of_its_folder(
    tmp_path: Path, *, private: bool
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, PERSON, PERSON + 1)
    (folder / "old").write_bytes(b"old")
    os.chown(folder / "old", PERSON + 2, PERSON + 3)

    write(folder / "old", b"new", private=private)
    write(folder / "new", b"new", private=private)
    create(folder / "made", b"new")

    owners = {p.name: (p.stat().st_uid, p.stat().st_gid) for p in folder.iterdir()}
    theirs = (PERSON, PERSON + 1)
    assert owners == {"old": (PERSON + 2, PERSON + 3), "new": theirs, "made": theirs}
