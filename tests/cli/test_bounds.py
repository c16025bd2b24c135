"""Each number, date and time on the command line has its range, and what lies outside is refused."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import EXAMPLES, commands, ran
from lived import at_home
from typer.core import TyperArgument

from coach.config.spec import SPEC

HOSTILE = (
    *("-1", "0", "99999999999999999999", "9" * 400, "9" * 5000, "1e400", "-1e400", "nan", "inf", "-inf"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "-0001-01-01", "99999-01-01"),
    *("24:00", "99:99", "0:00-0:00", "1 min 1e400 s", "99999999999 days", "1_000", "٣", "0x10", ""),
)
BASES = {
    ("start", "category"): "start",
    ("show", "*"): "show desk-reset --script",
    ("remind add", "every"): "remind add desk-reset",
    ("remind add", "between"): "remind add desk-reset --every 2h",
    ("remind add", "at"): "remind add desk-reset",
    ("remind pause", "*"): "remind pause",
}
"""A call that lacks only what is tried; where there is none, it is that of `EXAMPLES`."""
GOOD = {"key": "say", "step": "1", "routine": "desk-reset", "name": "short", "span": "15m"}
"""An argument that stands before the one that is tried."""
FREE = {
    *(("start", name) for name in ("routine", "without", "device")),
    *(("preview", name) for name in ("name", "device")),
    *(("voices try", "device"), ("say", "text"), ("say", "device"), ("remind snooze", "more")),
}
"""What takes any text; most of it would be spoken."""


def calls() -> Iterator[tuple[str, ...]]:
    """Yield a call for each option and argument of each command, with `{}` for its value."""
    for words, command in commands():
        name = " ".join(words)
        for parameter in command.params:
            if getattr(parameter, "is_flag", False) or (name, parameter.name) in FREE:
                continue
            base = BASES.get((name, parameter.name)) or BASES.get((name, "*")) or EXAMPLES[name]
            if isinstance(parameter, TyperArgument):
                before = [p.name for p in command.params if isinstance(p, TyperArgument)]
                good = [GOOD.get(each, "short") for each in before[: before.index(parameter.name)]]
                rest = ["x"] * (len(before) - len(good) - 1) if parameter.required else []
                yield (*words, *good, "{}", *rest)
            else:
                yield (*shlex.split(base), f"{parameter.opts[0]}={{}}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = at_home(tmp_path_factory.mktemp("home"))
    (home / "config" / "reminders.toml").write_text(
        '[reminder.short]\nroutine = "short"\nat = "12:00"\n', encoding="utf-8"
    )
    return home


@pytest.mark.parametrize("call", list(calls()), ids=" ".join)
def test_no_value_of_any_option_or_argument_ends_in_a_traceback(
    home: Path, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for value in HOSTILE:
        code = ran(home, tuple(word.replace("{}", value) for word in call), monkeypatch)

        out, err = capfd.readouterr()
        assert code in (0, 1, 2), value
        assert "Traceback" not in out + err


@pytest.mark.parametrize("key", sorted(SPEC))
def test_no_value_of_any_setting_ends_in_a_traceback(
    home: Path, key: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for value in HOSTILE:
        ran(home, ("config", "set", key, value), monkeypatch)
        capfd.readouterr()
        assert ran(home, ("config",), monkeypatch) == 0, capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("log", "--limit", "99999999999999999999"), "from 1 to 1,000,000"),
        (("log", "--limit", "0"), "from 1 to 1,000,000"),
        (("log", "forget", "99999999999999999999"), "from 1 to 1,000,000,000"),
        (("log", "forget", "-1"), "from 1 to 1,000,000,000"),
        (("remind", "log", "--limit", "99999999999999999999"), "from 1 to 1,000,000"),
        (("log", "add", "desk-reset", "--on", "0001-01-01"), "from 2000-01-01"),
        (("log", "add", "desk-reset", "--on", "9999-12-31"), "still to come"),
        (("set", "short", "1", "say", "nan"), None),
        (("set", "short", "2", "reps", "nan"), ""),
        (("set", "short", "2", "reps", "99999999999999999999"), ""),
        (("set", "short", "-", "minutes", "nan"), ""),
        (("set", "short", "-", "minutes", "inf"), ""),
        (("set", "short", "-", "minutes", "1e400"), ""),
        (("set", "short", "-", "minutes", "-1"), ""),
        (("start", "desk-reset", "--minutes", "nan"), "a number"),
        (("start", "desk-reset", "--minutes", "1e400"), "a number"),
        (("start", "desk-reset", "--minutes", "-1"), "above 0 and at most 120"),
        (("start", "desk-reset", "--minutes", "99999999999"), "above 0 and at most 120"),
        (("start", "desk-reset", "--from", "99999999999999999999"), "from 1 to"),
        (("start", "desk-reset", "--from", "99"), "steps, so it cannot begin at 99"),
        (("start", "desk-reset", "--rate", "99999999999999999999"), "from 110 to 220"),
        (("preview", "desk-reset", "--step", "99999999999999999999"), "from 1 to"),
        (("preview", "desk-reset", "--step", "99"), "so there is no step 99"),
        (("say", "--rate", "-1", "Sit"), "from 110 to 220"),
        (("say", "--rate", "nan", "Sit"), "110 to 220"),
        (("voices", "try", "--rate", "1,5"), "110 to 220"),
        (("show", "desk-reset", "--rate", "0"), "Add --script"),
        (("show", "desk-reset", "--script", "--rate", "0"), "from 110 to 220"),
        (("start", "desk-reset", "--minutes", "1,5"), "up to 120"),
        (("config", "set", "rate", "1e400"), "from 110 to 220"),
        (("config", "set", "volume", "-1"), "from 0 to 100"),
        (("config", "set", "quiet_before", "nan"), "from 0 to 10"),
        (("config", "set", "quiet_before", "inf"), "from 0 to 10"),
        (("config", "set", "reminders.snooze", "1e400"), "from 1 to 720"),
        (("remind", "add", "desk-reset", "--at", "24:01"), "23"),
        (("remind", "add", "desk-reset", "--every", "99999999999 days"), ""),
        (("remind", "add", "desk-reset", "--at", "9:00", "--from", "0001-01-01"), "from 2000 to 2199"),
        (("remind", "next", "--from", "0001-01-01"), "2000"),
        (("remind", "next", "--until", "9999-12-31"), ""),
        (("remind", "pause", "--for", "99999999 weeks"), "ten years"),
        (("remind", "pause", "--until", "9999-12-31"), ""),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else "",
)
def test_what_lies_outside_its_range_is_refused_with_the_range(
    home: Path,
    words: tuple[str, ...],
    refusal: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    code = ran(home, words, monkeypatch)

    assert code == (0 if refusal is None else 2)
    assert refusal is None or refusal in " ".join(capfd.readouterr().err.split())


@pytest.mark.parametrize("value", ["9" * 400, "-" + "9" * 400, "nan", "inf", "-inf", "1e400", "-1"])
@pytest.mark.parametrize("key", ["quiet_before", "rate", "volume", "reminders.snooze"])
def test_no_number_in_a_file_ends_in_a_traceback(
    tmp_path: Path,
    key: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text(f"{key} = {value}\n", encoding="utf-8")

    code = ran(tmp_path, ("config",), monkeypatch)

    assert code == 2
    assert f"{key} cannot be" in capfd.readouterr().err
