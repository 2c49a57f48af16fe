"""What others rated, side by side: their own words, and what a reader should notice; nothing is smoothed."""

from typing import Any

import pytest

from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.ratings import Ratings, said_by, side_by_side
from evalflow.evaluation.report.wording import words

DIALOGUE = Dialogue("d", "ex-sa", "Exampleland–Samplestan", "European Union", "Samplestan", (), {})
OWN: dict[str, str] = {"standing": "own", "by": "Example Ministry"}
OUTSIDE: dict[str, str] = {"standing": "independent", "by": "Example Institute"}


def entry(rating: str, on: str = "", objective: str = "EX-01", source: str = "Example list", **more: str) -> Entry:
    hedge, dialogue = more.pop("hedge", ""), more.pop("dialogue", "d")
    values = {"objective": objective, "rating": rating, "rated_on": on, **more}
    kept = {name: value for name, value in values.items() if value}
    return Entry(f"e{rating}{on}", "rating", dialogue, f"EX/L{rating[:3]}", kept, source, hedge)


def remarks(*entries: Entry, found: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(one.kind, words(one.says)) for each in side_by_side(entries, found or {}) for one in each.remarks]


def test_one_rating_has_nothing_to_notice() -> None:
    assert remarks(entry("Successful", **OWN)) == []


def test_parties_that_say_the_same_in_other_letters_and_spaces_do_not_differ() -> None:
    assert remarks(entry("Successful ", **OWN), entry("successful", **OUTSIDE)) == []


def test_parties_that_differ_are_told_of_with_their_last_words() -> None:
    given = (
        entry("Successful", "2024-03", **OWN),
        entry("Less than successful", "2023", **OUTSIDE),
        entry("Successful", "2020", **OUTSIDE),
    )
    assert remarks(*given) == [
        (
            "differ",
            "They differ: Example Ministry says “Successful” (March 2024); Example Institute says "
            "“Less than successful” (2023).",
        ),
        (
            "changed",
            "Example Institute says “Successful” (2020), then “Less than successful” (2023). No reason is on record.",
        ),
    ]


def test_a_change_of_mind_says_what_is_noted_on_it_and_not_more_than_is_known() -> None:
    first, then = entry("Good", **OWN), entry("Poor", note="After a visit", **OWN)
    told = "Example Ministry says “Good”, and “Poor”. Noted on it: After a visit."
    assert remarks(first, then) == [("changed", told)]
    assert remarks(first, entry("Good", "2020", **OWN)) == []


def test_one_party_in_two_spellings_changed_its_rating_and_does_not_differ_from_itself() -> None:
    first, then = (
        entry("Good", "2020", **OUTSIDE),
        entry("Poor", "2023", standing="independent", by="The EXAMPLE-institute"),
    )
    assert [kind for kind, _ in remarks(first, then)] == ["changed"]


@pytest.mark.parametrize(
    ("own", "outside", "found", "kinds"),
    [
        ("met", "met", "met", []),
        ("met", "partial", "partial", ["differ", "body-differs"]),
        ("met", "", "met", ["differ"]),  # nobody has said that the other means the same
        ("met", "met", "partial", ["body-differs"]),
        ("", "", "partial", ["differ"]),
    ],
)
def test_other_words_are_the_same_only_where_somebody_said_what_both_come_to(
    own: str, outside: str, found: str, kinds: list[str]
) -> None:
    given = (entry("done", comes_to=own, **OWN), entry("achieved", comes_to=outside, **OUTSIDE))
    assert [kind for kind, _ in remarks(*given, found={"EX-01": found})] == kinds


def test_what_the_body_found_is_of_the_whole_and_not_of_a_criterion() -> None:
    given = entry("poor", comes_to="none", criterion="relevance", **OWN)
    [one] = side_by_side([given], {"EX-01": "met"})
    assert (one.found, one.remarks) == ("", ())


def test_criteria_and_dialogues_are_kept_apart_in_the_order_of_objectives() -> None:
    given = [
        entry("a", objective="EX-10", **OWN),
        entry("b", criterion="Relevance", **OWN),
        entry("c", criterion="relevance ", **OUTSIDE),
        entry("d", **OWN),
        entry("e", dialogue="another", **OUTSIDE),
    ]
    told = [(one.dialogue, one.objective, one.criterion, len(one.given)) for one in side_by_side(given, {})]
    assert told == [("d", "EX-01", "Relevance", 2), ("d", "EX-01", "", 1), ("another", "EX-01", "", 1),
                    ("d", "EX-10", "", 1)]  # fmt: skip
    assert remarks(*given)[0][1].startswith("On Relevance, they differ: Example Ministry")


@pytest.mark.parametrize("words", ["high/low", "good; for one part less", "Satisfactory / unsatisfactory"])
def test_what_may_be_several_ratings_is_said_to_be(words: str) -> None:
    assert remarks(entry(words, **OWN)) == [("several", f"“{words}” may be more than one rating.")]


def spelling(word: str, *usual: str) -> list[str]:
    others = [entry(one, source=f"list {n}", objective=f"EX-{n}", **OWN) for n, one in enumerate(usual, start=10)]
    return [text for kind, text in remarks(entry(word, **OWN), *others) if kind == "spelling"]


@pytest.mark.parametrize("slip", ["Unsucessful", "Unsucccessful", "Unsuccassful"])
def test_a_word_that_is_one_letter_from_a_usual_one_is_pointed_out(slip: str) -> None:
    assert spelling(slip, "unsuccessful", "Unsuccessful") == [
        f"“{slip}” is spelt almost like “unsuccessful”, which is there 2 times."
    ]


@pytest.mark.parametrize(
    ("word", "usual"),
    [
        ("successful", "unsuccessful"),
        ("effective", "ineffective"),
        ("grade 1", "grade 2"),
        ("rated A", "rated A+"),
        ("poor", "door"),
        ("Good enough", "Good  enough"),
    ],
)
def test_another_word_a_figure_and_a_short_word_are_no_slips(word: str, usual: str) -> None:
    assert spelling(word, usual, usual) == []
    assert spelling("Unsucessful", "unsuccessful") == []  # neither is the usual one


def test_a_party_is_told_of_in_one_sentence_with_each_place() -> None:
    [one] = side_by_side(
        [
            entry("Good", "2020", source="list 1", **OWN),
            entry("Good", "2021-05-03", source="list 2", note="read again", **OWN),
            entry("Poor", source="letter", hedge="apparently", comes_to="not-assessable", criterion="", **OWN),
        ],
        {},
    )
    assert [words(told) for told in said_by(DIALOGUE, one)] == [
        "Example Ministry (for the European Union): apparently “Poor”, which comes to not assessable (letter); "
        "“Good” (2020, list 1; 3 May 2021, list 2, read again)."
    ]


@pytest.mark.parametrize(
    ("standing", "whose"),
    [("counterpart", "for Samplestan"), ("both", "for both sides"), ("independent", "independent")],
)
def test_it_is_said_for_whom_a_party_rated(standing: str, whose: str) -> None:
    [one] = side_by_side([entry("Good", criterion="reach", standing=standing, by="X")], {})
    assert [words(told) for told in said_by(DIALOGUE, one)] == [f"reach, X ({whose}): “Good” (Example list)."]


def test_nothing_given_is_nothing_told() -> None:
    nothing: list[Any] = []
    assert side_by_side(nothing, {"EX-01": "met"}) == nothing
    assert Ratings("d", "EX-01", "", (), "", ()).given == ()
