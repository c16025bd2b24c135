"""The problems of a file are told once each, where they stand, and not without end."""

from coach.errors import Place, Problem
from coach.files.document import parse
from coach.files.problems import MOST_TOLD, Clash, in_order, nearest


def at(line: int) -> Problem:
    return Problem(Place("a.toml", line, 1), "bad", "this is wrong.")


def test_problems_come_as_they_stand_in_the_file_each_once() -> None:
    assert in_order([at(3), at(1), at(3), at(2)]) == (at(1), at(2), at(3))


def test_what_is_beyond_the_last_that_is_told_is_one_problem_more() -> None:
    told = in_order(map(at, range(1, MOST_TOLD + 9)))

    assert told[:-1] == tuple(map(at, range(1, MOST_TOLD + 1)))
    assert (told[-1].place.line, told[-1].rule) == (MOST_TOLD + 1, "many")


def test_keys_that_clash_are_told_at_the_one_to_look_at() -> None:
    document = parse(b"[say]\nmove = 1\n\n[[step]]\nreps = 3\nhold = 2\n", "a.toml")

    problem = Clash(("step", 0, "hold"), "two-kinds", "these are two.", "Keep one.").problem(document)

    assert problem == Problem(Place("a.toml", 6, 1), "two-kinds", "these are two.", "Keep one.")


def test_a_word_that_is_not_known_has_the_nearest_or_all_that_are() -> None:
    assert nearest("Stretche", ("stretches", "posture")) == "Did you mean stretches?"
    assert nearest("xyz", ("a", "b"), ", or a note") == "It may be a, b, or a note."
