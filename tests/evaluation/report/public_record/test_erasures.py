"""Texts erased and inputs withdrawn, as counts: by whom, for which kind of reason, and silent where it is few."""

from dataclasses import replace
from typing import Any

from evalflow.evaluation.inputs.confirmations import Confirmation
from evalflow.evaluation.inputs.input import Input, Level
from evalflow.evaluation.report.public_record.erasures import TOO_FEW, erasure_lines
from evalflow.evaluation.report.wording import worded, words
from tests.evaluation.report.public_record.known import COORDINATOR, at, everything, handed_in
from tests.support.in_words import ErasureLine

DONE = Confirmation("erased", COORDINATOR, at(3, 1), True, "confirmed", "danger", "0e", at(3, 2), "Named in it.")
LISTED = ErasureLine(
    "Text erased", "Example Secretariat", "confirmed by Example Rapporteur", "Somebody could be in danger", 3
)
SILENT = ErasureLine(words(TOO_FEW), "not told", "not told", "not told", None)


def lines(*inputs: Input) -> Any:
    return worded(erasure_lines(replace(everything(), inputs=inputs)))


def erased(count: int, deed: Confirmation = DONE, level: Level = "restricted") -> list[Input]:
    made = (handed_in(f"EX/{level}{deed.category}{n}", "expert", level) for n in range(count))
    return [replace(one, id=one.code, confirmations=(deed,)) for one in made]


def test_without_any_there_is_no_table() -> None:
    assert lines(handed_in("EX/1")) == ()


def test_three_of_one_kind_are_counted_and_fewer_are_silent_in_who_why_and_how_many() -> None:
    assert lines(*erased(3)) == (LISTED,)
    for few in (1, 2):
        assert lines(*erased(few)) == (SILENT,)


def test_what_is_too_few_of_each_kind_is_counted_together() -> None:
    other = replace(DONE, category="law")
    assert lines(*erased(3), *erased(2, other)) == (LISTED, SILENT)
    assert lines(*erased(2), *erased(2, other)) == (replace(SILENT, count=4),)


def test_one_or_two_that_are_not_listed_cannot_be_worked_out_from_those_that_are() -> None:
    listed = erased(3, level="name-withheld")
    assert lines(*listed, *erased(1)) == (SILENT,)
    assert lines(*listed) == (LISTED,)


def test_two_deeds_at_one_input_do_not_make_it_two() -> None:
    one, two = erased(2)
    assert lines(replace(one, confirmations=(DONE, replace(DONE, deed="replaced"))), two) == (SILENT,)


def test_a_withdrawn_public_input_is_listed_anyway_so_it_is_counted_exactly() -> None:
    withdrawn = replace(DONE, deed="withdrawn", erases=False, category="submitter-asked")
    [line] = lines(*erased(1, withdrawn, "public"))
    assert (line.what, line.reason, line.count) == (
        "Withdrawn without the submitter's receipt code", "The submitter asked for it", 1,
    )  # fmt: skip


def test_what_is_contradicted_or_not_confirmed_yet_is_said() -> None:
    against = replace(DONE, state="contradicted", category="")
    waits = Confirmation("erased", COORDINATOR, at(3, 1), True)
    assert [(one.decided, one.reason) for one in lines(*erased(3, against), *erased(3, waits, "confidential"))] == [
        ("contradicted by Example Rapporteur", ""), ("not confirmed yet", ""),
    ]  # fmt: skip
