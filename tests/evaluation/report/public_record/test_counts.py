"""The table of inputs: exact where all is public, and silent where a small count could give an author away."""

from typing import Any

from evalflow.evaluation.inputs.input import DISPOSITIONS, KINDS, DispositionKind, Input
from evalflow.evaluation.report.catalogue import ENGLISH
from evalflow.evaluation.report.public_record.counts import Counts, counts
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import at, handed_in, point
from tests.support.in_words import InputCount

NONE: dict[str, int | None] = dict.fromkeys(map(str, DISPOSITIONS))


def counted(*inputs: Input) -> Any:
    return worded(counts(Visible(inputs, "EX-SA-2027")))


def public(count: int, kind: str = "ngo") -> list[Input]:
    return [handed_in(f"EX/{kind}/{n:03}", kind) for n in range(count)]


def withheld(count: int, kind: str = "individual") -> list[Input]:
    return [handed_in(f"EX/W{kind}{n}", kind, "name-withheld") for n in range(count)]


def hidden(count: int, *kinds: DispositionKind | None) -> list[Input]:
    points = tuple(point(n + 1, kind) for n, kind in enumerate(kinds))
    return [handed_in(f"EX/H{n}", "expert", "confidential", points=points) for n in range(count)]


def answers(**known: int) -> dict[str, int]:
    return {kind: known.get(kind.replace("-", "_"), 0) for kind in DISPOSITIONS}


def test_public_inputs_are_counted_exactly_by_kind() -> None:
    assert counted(*public(1), *public(2, "parliament")) == Counts(
        (
            InputCount("NGOs", 1, 1, answers(used=1)),
            InputCount("Parliament", 2, 2, answers(used=2)),
            InputCount("All", 3, 3, answers(used=3)),
        ),
        3, 3, False, False,
    )  # fmt: skip


def test_without_inputs_there_is_no_table() -> None:
    assert counted() == Counts((), 0, 0, False, False)


def test_three_withheld_names_of_a_kind_are_counted_and_fewer_merge_and_are_silent() -> None:
    assert counted(*public(1), *withheld(3), *withheld(1, "government")) == Counts(
        (
            InputCount("NGOs", 1, 1, answers(used=1)),
            InputCount("Civil society, name withheld", 3, 3, answers(used=3)),
            InputCount("Name withheld or not published", None, None, NONE),
            InputCount("All", None, None, NONE),
        ),
        5, 5, True, True,
    )  # fmt: skip


def test_small_kinds_that_make_three_together_are_counted_together() -> None:
    table = counted(*withheld(2), *withheld(1, "government"))
    assert table.rows == (
        InputCount("Name withheld or not published", 3, 3, answers(used=3)),
        InputCount("All", 3, 3, answers(used=3)),
    )


def test_one_or_two_unlisted_inputs_are_silent_even_beside_enough_listed_ones() -> None:
    for few in (1, 2):
        table = counted(*public(5), *withheld(2), *hidden(few, "used", "used", "used"))
        assert table.rows[1:] == (
            InputCount("Name withheld or not published", None, None, NONE),
            InputCount("All", None, None, NONE),
        )
        assert (table.inputs, table.inputs_at_least) == (7, True)


def test_three_unlisted_inputs_are_counted_in_aggregate() -> None:
    assert counted(*public(1), *hidden(3, "used")) == Counts(
        (
            InputCount("NGOs", 1, 1, answers(used=1)),
            InputCount("Name withheld or not published", 3, 3, answers(used=3)),
            InputCount("All", 4, 4, answers(used=4)),
        ),
        4, 4, False, False,
    )  # fmt: skip


def test_a_small_count_of_points_is_silent_with_its_answers_and_totals() -> None:
    one = [*hidden(2), handed_in("EX/H9", level="restricted")]
    assert counted(*public(1), *one) == Counts(
        (
            InputCount("NGOs", 1, 1, answers(used=1)),
            InputCount("Name withheld or not published", 3, None, NONE),
            InputCount("All", 4, None, NONE),
        ),
        4, 1, False, True,
    )  # fmt: skip


def test_what_is_listed_hides_no_small_count_of_points_or_answers_that_are_not() -> None:
    points = [*withheld(2), *hidden(3), handed_in("EX/H9", level="restricted", points=(point(1), point(2)))]
    assert counted(*points).rows[0] == InputCount("Name withheld or not published", 6, None, NONE)
    parts: tuple[DispositionKind, ...] = ("partly", "partly", "partly", "used", "used")
    answered = [*withheld(2), *hidden(2), *hidden(1, *parts)]
    assert counted(*answered).rows[0] == InputCount("Name withheld or not published", 5, 7, NONE)


def test_one_small_answer_makes_the_whole_row_of_answers_silent_for_it_could_be_worked_out() -> None:
    table = counted(
        *public(4), *hidden(3, "used"), handed_in("EX/H9", level="restricted", points=(point(1, "partly"),))
    )
    assert table.rows[1:] == (InputCount("Name withheld or not published", 4, 4, NONE), InputCount("All", 8, 8, NONE))


def test_a_small_count_of_open_points_makes_the_answers_silent_too() -> None:
    table = counted(*hidden(3, "used"), handed_in("EX/H9", level="restricted", points=(point(1, None),)))
    assert table.rows[0] == InputCount("Name withheld or not published", 4, 4, NONE)


def test_open_points_that_are_listed_hide_no_small_count_of_those_that_are_not() -> None:
    listed = handed_in("EX/W9", "individual", "name-withheld", points=tuple(point(n, None) for n in (1, 2, 3)))
    table = counted(listed, *hidden(3, "used"), handed_in("EX/H9", level="restricted", points=(point(1, None),)))
    assert table.rows[0] == InputCount("Name withheld or not published", 5, 7, NONE)


def test_an_input_that_is_not_answered_itself_is_counted_and_its_points_are_not() -> None:
    gone = handed_in("EX/NGO/900", withdrawn_at=at(3, 1))
    copy = handed_in("EX/NGO/901", copy_of="id of EX/ngo/000", points=(point(1, None),))
    declined = handed_in("EX/NGO/902", late="declined")
    assert counted(*public(1), gone, copy, declined).rows[0] == InputCount("NGOs", 4, 1, answers(used=1))


def test_every_kind_and_every_answer_has_its_place() -> None:
    assert {f"inputs.{kind}" for kind in KINDS} < set(ENGLISH)
    every = handed_in("EX/NGO/001", points=tuple(point(n + 1, kind) for n, kind in enumerate(DISPOSITIONS)))
    assert counted(every).rows[0] == InputCount("NGOs", 1, 6, dict.fromkeys(DISPOSITIONS, 1))
