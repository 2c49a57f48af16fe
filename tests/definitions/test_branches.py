"""The branches of an automatic step without an else: is one of them, and one alone, taken whatever the facts are?"""

import pytest

from evalflow.definitions.workflow import read_workflow
from evalflow.engine.rules import Bool, Date, Declared, Int, ListType, Text, Type
from evalflow.errors import InvalidDefinition

TYPES: dict[str, Type] = {"n": Int, "m": Int, "t": Text, "b": Bool, "on": Date, "xs": ListType({"n": Int})}
DECLARED = {name: Declared(name, kind, name, "evalflow record add") for name, kind in TYPES.items()}
FILE = """\
evalflow: 1
workflow: sorting
version: 1.0.0
title: Sorting
timezone: UTC
calendar: none
period_rule: plain
steps:
  sort:
    title: Sort
    kind: automatic
    when:
{branches}
  one: {{title: One, role: coordinator, no_deadline: x, next: end}}
  two: {{title: Two, role: coordinator, no_deadline: x, next: end}}
"""


def told(*rules: str) -> str:
    """Return what the reader says of these branches, one leading to each step in turn; "" where nothing is wrong."""
    targets = ("one", "two")
    return told_of(*(f'- {{if: "{rule}", next: {targets[n % 2]}}}' for n, rule in enumerate(rules)))


def told_of(*entries: str) -> str:
    """Return what the reader says of these lines under 'when'; "" where nothing is wrong."""
    branches = "\n".join(f"      {entry}" for entry in entries)
    try:
        read_workflow(FILE.format(branches=branches).encode(), "x.yaml", DECLARED, (), ())
    except InvalidDefinition as bad:
        return " ".join(problem.what for problem in bad.problems)
    return ""


@pytest.mark.parametrize(
    "rules",
    [
        ("n > 3", "n <= 3"), ("b", "!b"), ("t == 'a'", "t != 'a'"), ("n in [1, 2]", "!(n in [1, 2])"),
        ("on < date('2027-01-01')", "on >= date('2027-01-01')"), ("b && n > 1", "!(b && n > 1)"),
        ("n > 0 || m > 0", "n <= 0 && m <= 0"), ("true && b", "!b"),
        ("on > date('9999-12-31')", "on <= date('9999-12-31')"),
        ("on < date('0001-01-01')", "on >= date('0001-01-01')"),
    ],
)  # fmt: skip
def test_branches_that_part_all_there_is_are_taken(rules: tuple[str, ...]) -> None:
    assert told(*rules) == ""


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (("n > 3", "n < 3"), "none of the branches is taken where n is 3."),
        (("n >= 3", "n <= 3"), "both 'n >= 3' and 'n <= 3' hold."),
        (("t == 'a'", "t == 'b'"), "none of the branches is taken where t is 'ab…'."),
        (("b", "b"), "where b is true, both 'b' and 'b' hold."),
        (("on > date('2027-01-01')", "on < date('2027-01-01')"), "taken where on is 1 Jan 2027."),
        (("b && n > 1", "!b"), "where b is true and n is 0."),
        (("n > m", "n <= m"), "nobody can tell whether one of its branches"),
        (("size(xs) > 1", "size(xs) <= 1"), "nobody can tell whether one of its branches"),
    ],
)
def test_what_is_left_over_or_claimed_twice_is_told_with_a_case(rules: tuple[str, ...], says: str) -> None:
    assert says in told(*rules)


def test_more_cases_than_can_be_looked_through_need_an_else() -> None:
    numbers = list(range(0, 240, 3))
    both = f"n in {numbers} && m in {numbers}"
    assert "nobody can tell" in told(both, f"!({both})")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("- x", "entry 1 has to be a group of lines with these names: if, next, else. Here stands 'x'."),
        ("- {if: b, nxt: one}", "entry 1 cannot have 'nxt'. Did you mean 'next'? Allowed here: if, next, else."),
        ("[]", "steps.sort has no branch under 'when'."),
    ],
)
def test_one_slip_of_the_pen_is_told_once(entry: str, says: str) -> None:
    assert told_of(entry).removeprefix("steps.sort.when, ") == says
