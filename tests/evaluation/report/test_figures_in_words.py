"""Sentences of a summary in, what they count otherwise than the report out: in figures and in words."""

import pytest

from evalflow.evaluation.report.figures import Count, Figures, Row
from evalflow.evaluation.report.figures_in_words import miscounted, numbers_in_words

STATUSES = {"met": 1, "partial": 3, "none": 2, "not-assessable": 3, "not-due": 1}
FIGURES = Figures(
    objectives=10, withdrawn=1, statuses=tuple(Count(word, number) for word, number in STATUSES.items()), met=1,
    unrated=0, with_timeframe=4, changes=2, without_reason=1, corrections=1, corrections_unreasoned=0, inputs=5,
    points=20, unanswered=2, published_inputs=4, named_inputs=3, unreleased=0, criteria=21, tripped=1, clear=7,
    cannot_tell=13, not_checked=0, undecided=0, moved=0, pauses=0, grades=("moderate", "weak"),
    distribution=(Row("met", (1, 0)), Row("partial", (1, 2))), recommendations=12, scores=(),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Ten objectives were looked at.", "Eleven objectives were looked at.", "One of the ten objectives was met.",
        "Of ten objectives, one was met and three partly met.", "Nine objectives were not met.",
        "There were 2 objectives, EX-01 and EX-02.", "Two objectives (EX-01 and EX-02) were looked at.",
        "One objective was met", "Two objectives: EX-01 and EX-02.",
        "Two objectives on prisons were looked at.", "Six objectives have no timeframe.", "All objectives were rated.",
        "Six objectives are without a date.", "Twenty-one criteria were checked.", "Seven criteria are not triggered.",
        "Thirteen criteria are undetermined.", "None of the 21 criteria is left out; none was not checked.",
        "Two changes to objectives were recorded.", "Two points of view were heard.", "One change has no reason.",
        "Of 20 points, two are without an answer.", "Two points are not answered.", "18 points were answered.",
        "Five inputs, four of them published.", "One input was published under a withheld name.",
        "One input is not public.", "One objective is not due before 31 December 2028.",
        "Three could not be assessed.", "Two rest on weak evidence.", "Two objectives rest on weak evidence.",
        "No objective rests on strong evidence.", "One objective was withdrawn.", "Ten were not withdrawn.",
        "There was no pause.", "Both governments replied. The one saw a draft, and no one objected.",
        "Three objectives were not assessed; UK-06 was met, and so were 3.", "No objective regressed.",
        "The body was called once, and two members dissented.", "The one hundred pages on the objectives are public.",
        "Three objectives were not partly met.", "Two corrections and changes.",
    ],
)  # fmt: skip
def test_what_fits_the_report_passes(text: str) -> None:
    assert miscounted(text, FIGURES) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One objective was looked at.", "“One objective was looked at” (the report counts objectives in all: 10)"),
        ("Two objectives (on prisons and, of late, others)", "objectives in all: 10"),
        ("Two objectives, of late, others", "objectives in all: 10"),
        ("A single objective was looked at", "objectives in all: 10"),
        ("Both objectives were looked at.", "objectives in all: 10"),
        ("Nine of nine objectives were looked at.", "objectives in all: 10"),
        ("Two objectives were met.", "“Two objectives were met” (the report counts objectives of which it is so: 1)"),
        ("2 objectives were met.", "it is so: 1"),
        ("No objective was met.", "it is so: 1"),
        ("None of the objectives was met.", "it is so: 1"),
        ("All objectives were met.", "it is so: 1"),
        ("The report is on 10 objectives. Two were met.", "“Two were met” (the report counts"),
        ("Ten objectives, none of which has a timeframe.", "“none of which has a timeframe”"),
        ("Twelve objectives on prisons were looked at.", "objectives in all: 10"),
        ("One of the 19 criteria is triggered.", "criteria in all: 21"),
        ("Six inputs came.", "inputs in all: 5"),
        ("Three objectives rest on weak evidence.", "it is so: 2"),
        ("No change was made without a reason.", "changes of which it is so: 1"),
        ("Three objectives could not be assessed, two were partially met.", "“two were partially met”"),
        ("Four objectives are not due yet.", "it is so: 1"),
        ("Two objectives are not rated.", "it is so: 0"),
        ("One objective was substantially met.", "it is so: 0"),
    ],
)
def test_what_counts_otherwise_is_named_with_the_report_s_own_figure(text: str, told: str) -> None:
    [found] = miscounted(text, FIGURES)
    assert told in found


def test_what_the_report_gives_no_exact_number_of_is_not_held_against_it() -> None:
    assert miscounted("Six inputs came.", FIGURES, ["inputs"]) == []


def test_numbers_are_read_in_words_from_one_to_ninety_nine() -> None:
    found = list(numbers_in_words("One, twenty-one and forty; someone, a two-day visit, twelve."))
    assert found == [("One", 1), ("twenty-one", 21), ("forty", 40), ("twelve", 12)]
