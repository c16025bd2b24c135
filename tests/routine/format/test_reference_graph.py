"""What names what is found by one walk, whatever a file says; and so is what is reached from it."""

from hypothesis import given
from hypothesis import strategies as st

from coach.routine.format.reference_graph import Reference, ReferenceKey, reached, references
from coach.routine.kind import Kind, Node
from coach.routine.library.file_kinds import KINDS

STEPS = (ReferenceKey(("step", "exercise"), Kind.EXERCISE, nested="steps"),)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("step", "steps", "exercise", "easier", "caution")), inner)
    ),
    max_leaves=20,
)


def node(name: str) -> Node:
    return Kind.EXERCISE, name


def test_steps_are_walked_in_the_order_of_the_file_rounds_and_all() -> None:
    inner = [{"exercise": "b"}, {"steps": [{"exercise": "c"}]}, {"exercise": "d"}]
    value = {"step": [{"exercise": "a"}, {"say": "x"}, {"repeat": 2, "steps": inner}, {"exercise": "a"}]}

    found = list(references(STEPS, value))

    assert [each.id for each in found] == ["a", "b", "c", "d", "a"]
    assert found[2].path == ("step", 2, "steps", 1, "steps", 0, "exercise")


def test_an_exercise_names_its_other_ways_and_what_it_may_do_without() -> None:
    value = {"caution": {"instead": "c"}, "harder": {"exercise": "b"}, "easier": {"exercise": "a"}}

    assert list(references(KINDS[Kind.EXERCISE].refers_to, value)) == [
        Reference(("easier", "exercise"), Kind.EXERCISE, "a", True),
        Reference(("harder", "exercise"), Kind.EXERCISE, "b", True),
        Reference(("caution", "instead"), Kind.EXERCISE, "c", False),
    ]


@given(st.dictionaries(st.sampled_from(("step", "easier", "harder", "caution")), VALUES))
def test_a_walk_takes_whatever_a_file_says_and_its_paths_lead_to_the_names(value: dict[str, object]) -> None:
    for row in KINDS.values():
        for each in references(row.refers_to, value):
            there: object = value
            for key in each.path:
                there = there[key]  # type: ignore[index]  # a path leads through what can be indexed
            assert there == each.id


def test_a_walk_ends_however_deep_the_rounds_are() -> None:
    value: dict[str, object] = {"exercise": "deepest"}
    for _ in range(500):
        value = {"exercise": "a", "steps": [value]}

    assert [each.id for each in references(STEPS, {"step": [value]})] == ["a"] * 4


def test_what_is_reached_comes_nearest_first_and_once_in_a_circle_too() -> None:
    edges = {"r": ["a", "b"], "a": ["c"], "b": ["a", "d"], "c": ["r"], "d": ["d"]}

    def named_by(start: Node) -> list[Node]:
        return [node(name) for name in edges.get(start[1], ())]

    assert [name for _, name in reached([node("r")], named_by)] == ["a", "b", "c", "d", "r"]
    assert [name for _, name in reached([node("r")], named_by, steps=1)] == ["a", "b"]
    assert reached([node("r")], named_by, steps=0) == ()
    assert reached([], named_by) == ()
