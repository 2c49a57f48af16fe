"""Inputs in, points that wait out: a campaign is answered once, and nobody of it is dropped when its first one goes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from evalflow.evaluation.inputs.copies import answered_with, open_points
from evalflow.evaluation.inputs.input import Disposition, Input, Point

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ANSWER = Disposition("used", "it is true", "4.2", NOW, "ada")
FIRST = Input(
    "1", "c", "UK-CN-2027/NGO/001", "ngo", "public", "Example Coalition", "Prisons", NOW, "sha", "salt", "bound",
    points=(Point(1, "Visits are refused."), Point(2, "Lists are kept back.")),
)  # fmt: skip
COPY = replace(FIRST, id="2", code="UK-CN-2027/NGO/002", submitter="Example Friends", copy_of="1")


def waiting(*inputs: Input) -> dict[str, list[int]]:
    return {one.code[-3:]: [point.number for point in points] for one, points in open_points(inputs)}


def test_the_points_of_every_input_wait_for_an_answer() -> None:
    assert waiting(FIRST, replace(FIRST, id="3", code="UK-CN-2027/NGO/003")) == {"001": [1, 2], "003": [1, 2]}


def test_a_point_with_an_answer_waits_no_more_and_an_input_without_open_points_is_left_out() -> None:
    half = replace(FIRST, points=(replace(FIRST.points[0], disposition=ANSWER), FIRST.points[1]))
    assert waiting(half) == {"001": [2]}
    assert waiting(replace(FIRST, points=())) == {}


def test_a_campaign_copy_is_answered_with_the_first() -> None:
    assert waiting(FIRST, COPY) == {"001": [1, 2]}
    assert answered_with(COPY, {"1": FIRST}) == FIRST


@pytest.mark.parametrize(
    "gone",
    [
        {"withdrawn_at": NOW},
        {"late": "declined"},
        {"late": "pending"},
        {"level": "confidential"},
        {"level": "restricted"},
    ],
)
def test_every_copy_stands_by_itself_when_the_first_has_gone(gone: dict[str, Any]) -> None:
    first = replace(FIRST, **gone, points=())
    another = replace(COPY, id="3", code="UK-CN-2027/NGO/003")
    assert waiting(first, COPY, another) == {"002": [1, 2], "003": [1, 2]}


def test_a_first_whose_name_is_withheld_still_answers_for_its_copies() -> None:
    assert waiting(replace(FIRST, level="name-withheld"), COPY) == {"001": [1, 2]}


def test_a_copy_whose_first_is_not_there_stands_by_itself() -> None:
    assert waiting(COPY) == {"002": [1, 2]}


def test_a_point_that_was_added_to_a_copy_waits_for_an_answer_of_its_own() -> None:
    assert waiting(FIRST, replace(COPY, points=(*COPY.points, Point(3, "And one more.")))) == {
        "001": [1, 2],
        "002": [3],
    }


def test_a_copy_that_was_withdrawn_or_declined_waits_for_nothing() -> None:
    assert waiting(replace(COPY, withdrawn_at=NOW), replace(COPY, id="3", late="declined")) == {}
