"""Where everything is: what comes with the package, and the person's own folders.

Reads the environment; nothing is created by asking. `COACH_HOME` moves all of the
person's folders below one; without it they are where the system keeps such things
(and only then is platformdirs imported, which costs 19 ms).

Errors: `CoachError` where the package's own files are missing, or a folder cannot
be made; `UsageError` for a `COACH_HOME` that means nothing.
"""

import os
import sys
from pathlib import Path

from coach.errors import CoachError, UsageError
from coach.files.atomic import give, unwritable


def data_root() -> Path:
    """Return the folder that holds the built-in `routines`, `audio` and `config.toml`.

    In an installed package that is `coach/_data`; in a checkout, the checkout itself.
    """
    package = Path(__file__).resolve().parents[1]
    if (package / "_data").is_dir():
        return package / "_data"
    if (package.parent / "pyproject.toml").is_file():
        return package.parent
    raise CoachError(f"The files that belong to coach are missing from {package}. Install coach again.")


def config_dir() -> Path:
    """Return the folder of the person's settings, routines and voices."""
    return _own_folder("config")


def data_dir() -> Path:
    """Return the folder of the person's history."""
    return _own_folder("data")


def cache_dir() -> Path:
    """Return the folder of what can be made again: clips, and the library's index."""
    return _own_folder("cache")


def run_dir() -> Path:
    """Return the folder of what lasts no longer than a run: sockets and locks."""
    return _own_folder("run")


def own_routines() -> Path:
    """Return the folder of the person's own routines and exercises."""
    return config_dir() / "routines"


def made(path: Path, *, private: bool = True) -> Path:
    """Return the folder `path`; it and the folders above it are made first where they are missing.

    A `private` folder is its owner's alone; one that exists keeps its mode. A new one belongs to the
    owner of the folder that it is in.
    """
    try:
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            if folder.is_symlink():
                mend = "Make that folder first."
                raise CoachError(f"{folder} is a link to {folder.readlink()}, which is not there. {mend}")
            folder.mkdir(mode=0o700 if private else 0o777, exist_ok=True)
            give(folder)
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def _own_folder(name: str) -> Path:
    home = os.environ.get("COACH_HOME", "")
    if not home:
        return _system_folder(name)
    try:
        return Path(home).expanduser().absolute() / name
    except RuntimeError as error:
        raise UsageError(f"COACH_HOME is {home!r}, and there is no such home. Give a whole path.") from error


def _system_folder(name: str) -> Path:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("coach", appauthor=False)
    match name:
        case "config":
            return dirs.user_config_path
        case "data":
            return dirs.user_data_path
        case "run" if sys.platform in ("darwin", "win32") or os.environ.get("XDG_RUNTIME_DIR"):
            return dirs.user_runtime_path
        case "run":
            # platformdirs would name a folder in the /tmp that everybody shares, and warn.
            return dirs.user_cache_path / "run"
        case _:
            return dirs.user_cache_path
