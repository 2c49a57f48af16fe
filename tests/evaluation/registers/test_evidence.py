"""Evidence items → the highest grade that they allow: groups, primary documents, claims, contradictions."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.evidence import EVIDENCE, ceiling, evidence_on, stronger
from evalflow.evaluation.registers.kinds import REGISTERS

TYPES = REGISTERS["evidence"].field("type").one_of  # type: ignore[union-attr] # the register declares it


def item(number: int, group: str = "Example Union", type: str = "report", **values: str) -> Entry:
    said = {"objective": "UK-01", "supports": "supports", "type": type, "group": group, "party": "no", "says": "x"}
    return Entry(str(number), "evidence", "d", f"Q{number:03}", {**said, **values}, "s")


def against(number: int, **values: str) -> Entry:
    return item(number, **{"supports": "contradicts", **values})


UNION, INSTITUTE, COURT = item(1), item(2, "Example Institute"), item(3, "Example Court", "court-record")
STATED = item(4, "Example Ministry", "official-paper", party="yes")


@pytest.mark.parametrize(
    ("items", "grade", "says"),
    [
        ([], "none", "No evidence item"),
        ([STATED], "claim", "Only a party to the dialogue says so: Q004."),
        ([UNION], "weak", "One group: Example Union. No primary document among them."),
        ([UNION, STATED], "weak", "One group: Example Union."),
        ([UNION, item(5, " example  UNION")], "weak", "One group: Example Union."),
        ([COURT], "moderate", "A primary document: Q003 (court record)."),
        ([UNION, INSTITUTE], "moderate", "2 independent groups: Example Union; Example Institute."),
        ([UNION, COURT], "strong", "2 independent groups: Example Union; Example Court."),
        ([COURT, item(6, "Example Court", "enacted-law")], "moderate", "Primary documents: Q003 (court record), Q006"),
        ([item(7, "Example Ministry", "enacted-law", party="yes")], "moderate", "A primary document: Q007"),
    ],
)
def test_what_the_items_allow(items: list[Entry], grade: str, says: str) -> None:
    for ordered in permutations(items):
        found = ceiling(ordered)
        assert (found.grade, says in " ".join(found.reasons)) == (grade, True)


@pytest.mark.parametrize(
    ("contradictions", "grade", "says"),
    [
        ([against(9)], "strong", "A denial without particulars, and not moderate itself, lowers nothing: Q009."),
        ([against(9, party="yes", type="statement")], "strong", "lowers nothing: Q009."),
        ([against(9, particulars="yes")], "weak", "Q009 names particulars that can be checked"),
        ([against(9, party="yes", particulars="yes")], "weak", "Q009 names particulars"),
        ([against(9, type="un-mechanism")], "weak", "Q009 is itself part of moderate evidence"),
        ([against(8), against(9, group="Example Academy")], "weak", "Q008 is itself part of moderate evidence; Q009"),
        ([against(9, particulars="yes", settled_on="2027-01-02")], "strong", ""),
    ],
)
def test_a_contradiction_lowers_the_grade_only_where_it_weighs(
    contradictions: list[Entry], grade: str, says: str
) -> None:
    found = ceiling([UNION, COURT, *contradictions])
    assert (found.grade, says in " ".join(found.reasons)) == (grade, True)


def test_a_contradiction_raises_nothing() -> None:
    assert ceiling([STATED, against(9, particulars="yes")]).grade == "claim"
    assert ceiling([against(9, type="court-record")]).grade == "none"


def test_what_was_taken_back_counts_for_nothing() -> None:
    gone = Entry("1", "evidence", "d", "Q001", UNION.values, "s", withdrawn_reason="a slip")
    assert ceiling([gone]).grade == "none"


def test_only_the_items_on_an_objective_are_its_evidence() -> None:
    other = item(5, objective="UK-02")
    assert evidence_on("uk-01", [UNION, other]) == [UNION]


ITEMS = st.builds(
    lambda n, group, type, party, supports, particulars: item(
        n, group, type, party=party, supports=supports, particulars=particulars
    ),
    st.integers(0, 99), st.sampled_from(["A", "B", "C"]), st.sampled_from(TYPES), st.sampled_from(["yes", "no"]),
    st.sampled_from(["supports", "contradicts"]), st.sampled_from(["yes", "no"]),
)  # fmt: skip


@given(st.lists(ITEMS, max_size=6), ITEMS)
def test_more_support_never_lowers_the_grade_and_a_contradiction_never_raises_it(
    items: list[Entry], more: Entry
) -> None:
    before, after = ceiling(items).grade, ceiling([*items, more]).grade
    if more.values["supports"] == "supports":
        assert not stronger(before, after)
    else:
        assert not stronger(after, before)


def test_the_grades_are_in_order() -> None:
    assert [stronger(one, "weak") for one in EVIDENCE] == [True, True, False, False, False]


def test_two_spellings_of_a_source_are_one_group_and_one_party() -> None:
    twice = [item(1, "Example Institute"), item(2, "the  EXAMPLE-Institute.")]
    assert ceiling(twice).grade == "weak"
    ministry = [
        item(3, "Example Ministry", objective="UK-02", party="yes"),
        item(4, "EXAMPLE ministry", "official-paper"),
    ]
    assert ceiling(evidence_on("UK-01", ministry)).grade == "claim"
    assert ceiling(evidence_on("UK-01", ministry[1:])).grade == "weak"
    taken_back = replace(ministry[0], withdrawn_reason="a slip")
    assert ceiling(evidence_on("UK-01", [taken_back, ministry[1]])).grade == "weak"
