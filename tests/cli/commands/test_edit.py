"""One's own files by way of the command line, with a real editor: nothing is lost, whatever it does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from called import Ran, coach
from editors import editor, opened, posix
from lived import NO_SOUND, at_home, clean_env
from terminal import Terminal

from coach.files.paths import data_root

pytestmark = posix

BUILT_IN = data_root() / "routines" / "posture" / "desk-reset.toml"


def run(home: Path, *words: str, script: str = ":", given: str = "") -> Ran:
    return coach(home, *words, env=editor(home, f'set -- "$2"\n{script}'), given=given)


def own(home: Path, name: str = "posture/desk-reset") -> Path:
    return home / "config" / "routines" / f"{name}.toml"


def left(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "config").rglob("*") if path.is_file())


@pytest.mark.parametrize(("given", "words"), [("", "--wait"), (" --wait -r", "--wait -r")])
def test_an_editor_with_a_window_of_its_own_is_told_to_wait(tmp_path: Path, given: str, words: str) -> None:
    code = tmp_path / "bin" / "code"
    code.parent.mkdir()
    code.write_text(f"#!/bin/sh\necho \"$@\" > '{tmp_path}/words'\n")
    code.chmod(0o755)

    coach(tmp_path, "edit", "desk-reset", env={**NO_SOUND, "VISUAL": f"'{code}'{given}"})

    assert (tmp_path / "words").read_text() == f"{words} {own(tmp_path)}\n"


BREAK = 'sed -i.bak \'s/reps = 5/reps = 0/\' "$1"; rm "$1.bak"'
MEND = 'sed -i.bak \'s/reps = 0/reps = 6/\' "$1"; rm "$1.bak"'


def test_a_built_in_routine_is_copied_first_and_the_copy_is_what_is_edited(tmp_path: Path) -> None:
    ran = run(tmp_path, "edit", "desk-reset", script=BREAK.replace("= 0", "= 6"))

    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.splitlines() == [
        f"The built-in desk-reset was copied to {own(tmp_path)}: that is yours to change.",
        f"{own(tmp_path)} is good.",
    ]
    assert own(tmp_path).read_text() == BUILT_IN.read_text().replace("reps = 5", "reps = 6")
    assert "reps = 5" in BUILT_IN.read_text()


def test_a_copy_that_nobody_changed_does_not_stay(tmp_path: Path) -> None:
    ran = run(tmp_path, "edit", "desk-reset")

    assert ran.returncode == 0
    assert "Nothing was changed, so the built-in desk-reset stays in force." in ran.stderr
    assert left(tmp_path) == []


def test_problems_are_shown_and_the_file_is_offered_again_until_it_is_mended(tmp_path: Path) -> None:
    both = f'if grep -q "reps = 0" "$1"; then {MEND}; else {BREAK}; fi'

    ran = run(tmp_path, "edit", "desk-reset", script=both, given="\n")

    assert ran.returncode == 0
    assert ran.stderr.splitlines()[1:5] == [
        f"{own(tmp_path)}:10:8: reps is too small.",
        "    10 | reps = 0",
        "       |        ^",
        "    Give at least 1.",
    ]
    assert "Until that is mended, the last good version is used." in ran.stderr
    assert "Open it again? [Y/n]: " in ran.stderr
    assert ran.stderr.endswith(f"{own(tmp_path)} is good.\n")
    assert opened(tmp_path) == 2


@pytest.mark.parametrize("given", ["n\n", ""])
def test_an_edit_that_is_left_broken_leaves_the_last_good_version_in_force(
    tmp_path: Path, given: str
) -> None:
    run(tmp_path, "edit", "desk-reset", script="sed -i 's/Desk reset/My reset/' \"$1\"")

    ran = run(tmp_path, "edit", "desk-reset", script=BREAK, given=given)
    shown = coach(tmp_path, "show", "desk-reset")
    listed = coach(tmp_path, "list", "--category", "posture")

    assert ran.returncode == 2
    assert "reps = 0" in own(tmp_path).read_text(), "what was typed is kept"
    assert (shown.returncode, shown.stdout.splitlines()[0].partition(":")[0]) == (0, "My reset")
    assert shown.stderr == (
        f"{own(tmp_path)}:10:8: reps is too small. Give at least 1. "
        "The last good version of desk-reset is used until you mend it: coach edit desk-reset\n"
    )
    assert "My reset" in listed.stdout


def test_a_new_file_that_never_was_good_is_an_error(tmp_path: Path) -> None:
    own(tmp_path, "mine").parent.mkdir(parents=True)
    own(tmp_path, "mine").write_text("name = ")

    ran = run(tmp_path, "edit", "mine", given="n\n")
    shown = coach(tmp_path, "show", "mine")

    assert (ran.returncode, shown.returncode) == (2, 2)
    assert "last good version" not in ran.stderr + shown.stderr


def test_start_says_in_one_line_that_the_last_good_version_is_used_and_why(tmp_path: Path) -> None:
    at_home(tmp_path)
    coach(tmp_path, "start", "short", "--json", "--mute", given="stop\n")
    own(tmp_path, "education/short").write_text("name = ")

    ran = coach(tmp_path, "start", "short", "--json", "--mute", given="stop\n")

    said = [line for line in ran.stderr.splitlines() if "last good" in line]
    assert len(said) == 1
    assert said[0].startswith(f"{own(tmp_path, 'education/short')}:1:8: here is no value")
    assert '"Short one' in ran.stdout or "Short one" in ran.stdout


def test_an_editor_that_fails_is_told_and_what_it_saved_is_checked(tmp_path: Path) -> None:
    ran = run(tmp_path, "edit", "desk-reset", script="exit 3")
    saved = run(tmp_path, "edit", "desk-reset", script=f"{BREAK.replace('= 0', '= 6')}; exit 3")

    assert ran.returncode == saved.returncode == 1
    assert "ended with code 3" in ran.stderr
    assert "Nothing was changed" in ran.stderr
    assert "reps = 6" in own(tmp_path).read_text()


@pytest.mark.parametrize("name", ["/nonexistent/editor", "nosucheditor -w", "'unclosed"])
def test_an_editor_that_is_not_there_is_told_and_nothing_stays(tmp_path: Path, name: str) -> None:
    env = {**NO_SOUND, "VISUAL": name}

    edited = coach(tmp_path, "edit", "desk-reset", env=env)

    assert edited.returncode in (1, 2)
    assert "Set VISUAL or EDITOR to one that you have" in edited.stderr
    assert left(tmp_path) == []


def test_without_an_editor_or_a_terminal_the_file_is_named(tmp_path: Path) -> None:
    env = {**NO_SOUND, "VISUAL": "", "EDITOR": " "}

    ran = coach(tmp_path, "edit", "desk-reset", env=env)

    assert (ran.returncode, ran.stdout) == (0, f"{own(tmp_path)}\n")
    assert own(tmp_path).read_bytes() == BUILT_IN.read_bytes()


def test_where_none_is_named_a_sensible_editor_is_opened_on_a_terminal(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    program = tmp_path / "bin" / ("nano" if sys.platform == "darwin" else "sensible-editor")
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho \"$1\" > '{tmp_path}/opened'\n")
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"

    with terminals(tmp_path / "home", {**NO_SOUND, "VISUAL": "", "EDITOR": "", "PATH": path}) as terminal:
        terminal.run(f"{sys.executable} -m coach new mine")
        terminal.until("is good.")

    assert (tmp_path / "opened").read_text() == f"{own(tmp_path / 'home', 'mobility/mine')}\n"


def test_ctrl_c_at_the_question_leaves_the_shell_a_line_of_its_own(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    with terminals(tmp_path / "home", editor(tmp_path, 'echo x >> "$2"')) as terminal:
        terminal.run(f"{sys.executable} -m coach edit desk-reset")
        terminal.until("Open it again? [Y/n]: ")
        terminal.type("C-c")
        terminal.answer("true")

        assert "Open it again? [Y/n]: ^C\n" in terminal.screen


def test_a_file_that_the_editor_deletes_is_back_as_it_was(tmp_path: Path) -> None:
    run(tmp_path, "edit", "desk-reset", script=BREAK.replace("= 0", "= 6"))
    before = own(tmp_path).read_bytes()

    ran = run(tmp_path, "edit", "desk-reset", script='rm "$1"')
    assert own(tmp_path).read_bytes() == before
    own(tmp_path).write_bytes(b"# not yet good")
    run(tmp_path, "edit", "desk-reset", script='rm "$1"', given="n\n")

    assert own(tmp_path).read_bytes() == b"# not yet good"
    assert "The editor left no file" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_editor_that_saves_by_renaming_is_followed(tmp_path: Path) -> None:
    script = 'sed "s/reps = 5/reps = 6/" "$1" > "$1.tmp"; rm "$1"; mv "$1.tmp" "$1"'

    assert run(tmp_path, "edit", "desk-reset", script=script).returncode == 0
    assert "reps = 6" in own(tmp_path).read_text()


@pytest.mark.parametrize(
    "script", ['printf "\\377" > "$1"', 'rm "$1"; mkdir "$1"', 'rm "$1"; ln -s "$1" "$1"', ': > "$1"']
)
def test_whatever_the_editor_leaves_is_told_without_a_traceback(tmp_path: Path, script: str) -> None:
    ran = run(tmp_path, "edit", "desk-reset", script=script, given="n\n")

    assert ran.returncode in (1, 2)
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_is_told(tmp_path: Path) -> None:
    own(tmp_path).parent.mkdir(parents=True)
    own(tmp_path).parent.chmod(0o500)

    ran = run(tmp_path, "edit", "desk-reset")

    own(tmp_path).parent.chmod(0o700)
    assert ran.returncode == 1
    assert "Give yourself the right to write there" in ran.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="there is no folder that is closed to everybody")
def test_a_folder_that_nobody_may_write_in_is_told(tmp_path: Path) -> None:
    env = {**editor(tmp_path, ":"), "COACH_HOME": "/proc"}

    tried = [coach(tmp_path, *words, env=env) for words in (("edit", "desk-reset"), ("new", "mine"))]

    assert [(ran.returncode, ran.stdout) for ran in tried] == [(1, "")] * 2
    assert all("could not be written" in ran.stderr for ran in tried)
    assert opened(tmp_path) == 0


@pytest.mark.parametrize("command", [("edit",), ("new", "mine"), ("set", "desk-reset", "1", "reps", "4")])
def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "config").write_text("")

    ran = run(tmp_path, *command, *(["desk-reset"] if command == ("edit",) else []))

    assert ran.returncode == 1
    assert "A file stands where a folder should be; move it away." in ran.stderr
    assert opened(tmp_path) == 0


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("edit", "../../etc/passwd"),
        ("edit", ""),
        ("edit", "x" * 5000),
        ("diff", "desk-rest"),
        ("reset", ".."),
    ],
)
def test_a_name_that_is_not_there_is_answered_and_opens_nothing(
    tmp_path: Path, command: str, name: str
) -> None:
    ran = run(tmp_path, command, name)

    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert "There is no routine called" in ran.stderr
    assert (opened(tmp_path), (tmp_path / "config").exists()) == (0, False)


def test_diff_shows_what_is_theirs_and_reset_sets_it_aside(tmp_path: Path) -> None:
    run(tmp_path, "edit", "desk-reset", script=BREAK.replace("= 0", "= 6"))
    mine = own(tmp_path).read_bytes()

    shown = coach(tmp_path, "diff", "desk-reset").stdout.splitlines()
    reset = coach(tmp_path, "reset", "desk-reset")
    again = coach(tmp_path, "reset", "desk-reset")

    assert shown[1] == f"+++ {own(tmp_path)}"
    assert [line for line in shown[2:] if line[0] in "+-"] == ["-reps = 5", "+reps = 6"]
    assert reset.stdout == f"The built-in desk-reset is in force. Yours is now {own(tmp_path)}.old\n"
    assert own(tmp_path).with_name("desk-reset.toml.old").read_bytes() == mine
    assert coach(tmp_path, "show", "desk-reset", "--json").stdout.count(str(BUILT_IN.name)) == 1
    assert (again.returncode, again.stderr) == (
        2,
        "You have changed nothing in desk-reset: it is the built-in one.\n",
    )


def test_a_second_reset_keeps_what_the_first_set_aside_and_the_last_good_version(tmp_path: Path) -> None:
    for number in (6, 7):
        run(tmp_path, "edit", "desk-reset", script=BREAK.replace("= 0", f"= {number}"))
        if number == 7:
            run(tmp_path, "edit", "desk-reset", script=MEND.replace("= 0", "= 7").replace("= 6", "= 0"))
        coach(tmp_path, "reset", "desk-reset")

    kept = [own(tmp_path).with_name(f"desk-reset.toml.old{end}").read_text() for end in ("", "-2", "-3")]
    assert [text.partition("reps = ")[2][0] for text in kept] == ["6", "0", "7"]


@pytest.mark.parametrize("command", ["diff", "reset"])
def test_what_is_theirs_alone_is_neither_compared_nor_set_aside(tmp_path: Path, command: str) -> None:
    at_home(tmp_path)

    ran = coach(tmp_path, command, "short")

    assert ran.returncode == 2
    assert "short is yours alone; there is no built-in one." in ran.stderr
    assert own(tmp_path, "education/short").exists()


def test_an_exercise_is_edited_by_its_name(tmp_path: Path) -> None:
    ran = run(tmp_path, "edit", "chin-tuck", script="sed -i 's/Chin tuck/Chin in/' \"$1\"")

    assert ran.returncode == 0, ran.stderr
    assert own(tmp_path, "exercises/chin-tuck").read_text().startswith('name = "Chin in"')


@pytest.mark.parametrize(
    "script", ['rm "$1"; mkdir "$1"', 'rm "$1"; ln -s "$1" "$1"', 'mv "$1" "$1.txt"; mkfifo "$1"']
)
def test_a_file_of_ones_own_that_is_none_any_more_is_told_and_the_built_in_one_is_not_taken_for_it(
    tmp_path: Path, script: str
) -> None:
    run(tmp_path, "edit", "desk-reset", script=BREAK.replace("= 0", "= 6"))

    ran = run(tmp_path, "edit", "desk-reset", script=script, given="n\n")

    assert ran.returncode == 2
    assert str(own(tmp_path)) in ran.stderr
    assert "is good" not in ran.stderr


def test_two_editors_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    at_home(tmp_path)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "coach", "edit", "short"],
            env=clean_env(
                tmp_path, editor(tmp_path / str(number), f'sed -i "s/Short one/Mine {number}/" "$2"')
            ),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for number in (1, 2)
    ]
    said = [process.communicate(timeout=60)[1] for process in running]

    assert [process.returncode for process in running] == [0, 0], said
    assert own(tmp_path, "education/short").read_text().splitlines()[0] in (
        'name = "Mine 1"',
        'name = "Mine 2"',
    )


KILLED = """
import os, sys
os.{what} = lambda *_, **__: os.kill(os.getpid(), 9)
from coach.__main__ import main
sys.argv = ["coach", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("what", ["fsync", "link", "replace"])
@pytest.mark.parametrize(
    "words", [("new", "mine"), ("edit", "desk-reset"), ("set", "short", "2", "reps", "4")]
)
def test_killed_in_the_middle_of_a_write_every_file_is_whole(
    tmp_path: Path, what: str, words: tuple[str, ...]
) -> None:
    at_home(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "config").rglob("*.toml")}

    ran = subprocess.run(
        [sys.executable, "-c", KILLED.format(what=what), *words],
        env=clean_env(tmp_path, editor(tmp_path, ":")),
        capture_output=True,
        timeout=60,
    )
    after = coach(tmp_path, "list")

    assert ran.returncode in (-signal.SIGKILL, 0)
    assert {path: path.read_bytes() for path in before} == before or words[0] == "set"
    assert (after.returncode, after.stderr) == (0, "")
    assert "Short one" in after.stdout
    assert coach(tmp_path, "show", "short").returncode == 0


def fork(home: Path, body: str) -> dict[str, str]:
    """Return the environment in which the editor leaves the file to a process of its own."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "launcher.sh"
    path.write_text(f"#!/bin/sh\n( {body} ) </dev/null >/dev/null 2>&1 &\nexit 0\n")
    path.chmod(0o755)
    return {**NO_SOUND, "VISUAL": f"'{path}'"}


AFTER = "while [ ! -e '{go}' ]; do sleep 0.05; done; sed -i 's/reps = 5/reps = {reps}/' \"$1\""


@pytest.mark.parametrize(("reps", "code"), [(6, 0), (0, 2)])
def test_what_a_launcher_leaves_to_another_process_is_waited_for_and_checked(
    tmp_path: Path, reps: int, code: int
) -> None:
    env = fork(tmp_path, AFTER.format(go=tmp_path / "go", reps=reps))
    running = subprocess.Popen(
        [sys.executable, "-m", "coach", "edit", "desk-reset"],
        env=clean_env(tmp_path, env),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert running.stderr is not None
    said = [running.stderr.readline(), running.stderr.readline()]

    (tmp_path / "go").touch()
    rest = running.communicate(timeout=60)[1]

    assert said[1].startswith(
        "The editor came back at once. Where that is open still, save it there, and then"
    )
    assert running.returncode == code
    assert f"reps = {reps}" in own(tmp_path).read_text()
    assert ("is good." in rest) == (code == 0)


def test_what_an_editor_hands_to_another_that_runs_is_waited_for_at_the_terminal(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    program = tmp_path / "handing-over"
    program.write_text(
        f"#!/bin/sh\necho \"$1\" > '{tmp_path}/handed.new'; mv '{tmp_path}/handed.new' '{tmp_path}/handed'\n"
    )
    program.chmod(0o755)

    with terminals(tmp_path / "home", {**NO_SOUND, "VISUAL": str(program)}) as terminal:
        terminal.run(f"{sys.executable} -m coach edit desk-reset")
        terminal.until("Save and close the file there, then press Enter here:")
        path = Path((tmp_path / "handed").read_text().strip())
        path.write_text(path.read_text().replace("reps = 5", "reps = 6"))
        terminal.type("Enter")
        terminal.until("is good.")

    assert "reps = 6" in own(tmp_path / "home").read_text()


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("~/ed", ""),
        ("$HOME/ed", ""),
        ("${HOME}/ed -x", "-x"),
        ("FOO=bar ~/ed", ""),
        ("FOO='a b' \"$HOME/ed\" --wait 'two words'", "--wait two words"),
        ("env FOO=bar $HOME/ed -n", "-n"),
        ("$(echo $HOME/ed)", ""),
    ],
)
@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
def test_an_editor_is_named_as_a_shell_reads_it(
    tmp_path: Path, named: str, words: str, variable: str
) -> None:
    ed = tmp_path / "ed"
    ed.write_text(
        f"#!/bin/sh\necho \"$FOO|$@\" > '{tmp_path}/words'\necho '# mine' >> \"$(eval echo \\$$#)\"\n"
    )
    ed.chmod(0o755)
    env = {**NO_SOUND, "VISUAL": "", "EDITOR": "", "HOME": str(tmp_path), variable: named}

    ran = coach(tmp_path, "edit", "desk-reset", env=env)

    foo, _, given = (tmp_path / "words").read_text().strip().partition("|")
    assert ran.returncode == 0, ran.stderr
    assert own(tmp_path).read_text().endswith("# mine\n")
    assert given.split() == [*words.split(), *given.split()[-1:]]
    assert given.endswith("desk-reset.toml")
    assert foo == ("bar" if "bar" in named else "a b" if "a b" in named else "")


@pytest.mark.parametrize(
    "name", ["$NOWHERE/ed", "FOO=1", "FOO=1 nosucheditor", "~/nosucheditor", "exec nosuch -w"]
)
def test_a_line_for_the_shell_that_starts_nothing_is_told_and_nothing_stays(
    tmp_path: Path, name: str
) -> None:
    ran = coach(tmp_path, "edit", "desk-reset", env={**NO_SOUND, "VISUAL": name})

    assert ran.returncode in (1, 2)
    assert "Set VISUAL or EDITOR to one that you have" in ran.stderr
    assert left(tmp_path) == []
