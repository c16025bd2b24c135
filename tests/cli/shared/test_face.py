"""Where something may be drawn, lines are written, or objects: decided in one place."""

from io import StringIO
from pathlib import Path

import pytest

from coach.cli.shared.face import Face, face
from coach.cli.shared.progress_bar import bar
from coach.files.paths import data_root


class Tty(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "term", "plain", "shown"),
    [
        (Tty(), "xterm", False, Face.DRAWN),
        (Tty(), "xterm", True, Face.PLAIN),
        (Tty(), "dumb", False, Face.PLAIN),
        (StringIO(), "xterm", False, Face.PLAIN),
        (StringIO(), "xterm", True, Face.PLAIN),
    ],
)
def test_nothing_is_drawn_off_a_terminal_on_one_that_cannot_or_where_it_is_to_be_plain(
    monkeypatch: pytest.MonkeyPatch, stream: StringIO, term: str, plain: bool, shown: Face
) -> None:
    monkeypatch.setenv("TERM", term)

    assert face(stream, plain=plain) is shown
    assert face(stream, plain=plain, as_json=True) is Face.JSON


@pytest.mark.parametrize(("logged", "written"), [(False, ""), (True, "Speaking\n")])
def test_off_a_terminal_a_long_task_is_named_only_where_that_is_wanted(
    capsys: pytest.CaptureFixture[str], logged: bool, written: str
) -> None:
    with bar(1000, "Speaking", logged=logged) as so_far:
        so_far.update(1000)

    assert capsys.readouterr().err == written


def test_no_other_file_draws_a_bar_or_gives_a_colour() -> None:
    ways = ("progressbar", "secho", "typer.style", "typer.clear", "\\x1b[", "\\033[")
    files = sorted((data_root() / "coach").rglob("*.py"))

    drawing = {
        file.relative_to(data_root()) for file in files if any(way in file.read_text("utf-8") for way in ways)
    }

    names = ("bindings", "keys_posix", "keys_windows", "terminal_sequences")
    keys = {Path(f"coach/control/{name}.py") for name in names}
    assert drawing - keys == {Path("coach/cli/shared/progress_bar.py")}
