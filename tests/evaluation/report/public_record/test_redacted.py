"""A record without inputs that were protected since: no line, no code, no count and no sentence leads to them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from evalflow.evaluation.inputs.input import DISPOSITIONS, Input, Level
from evalflow.evaluation.message import as_given
from evalflow.evaluation.report.public_record import picture
from evalflow.evaluation.report.public_record.limits import HOW_MANY_IS_NOT_STATED
from evalflow.evaluation.report.public_record.protection.redacted import (
    changed_at,
    names_of,
    note_of,
    places_naming,
    protected_since,
    redacted,
)
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded, words
from tests.evaluation.report.public_record.known import everything, handed_in, point
from tests.support.in_words import InputCount, changed

PREFIX = "EX-SA-2027"
FIRST = replace(
    handed_in(f"{PREFIX}/NGO/001", "ngo", points=(point(1, "used"), point(2, "partly"))),
    submitter="Example Coalition", title="Prisons and visits",
)  # fmt: skip
OTHER = replace(handed_in(f"{PREFIX}/PARL/001", "parliament"), id="o")
COPY = replace(FIRST, id="copy", code=f"{PREFIX}/NGO/002", submitter="Example Union", copy_of=FIRST.id)
THIRD = replace(COPY, id="third", code=f"{PREFIX}/NGO/003", submitter="Example Society")
WITHHELD = replace(handed_in(f"{PREFIX}/W/7G2K", "expert", "name-withheld"), id="w")
SILENT = dict.fromkeys(map(str, DISPOSITIONS))


def record_of(*inputs: Input) -> PublicRecord:
    return picture(replace(everything(), inputs=inputs), status="adopted", adopted_on=date(2027, 6, 1))


def tightened(known: Input, level: Level = "restricted") -> Input:
    return replace(known, level=level, code=f"{PREFIX}/W/NEW", submitter="", title="", points=())


def without(record: PublicRecord, *inputs: Input) -> Any:
    return worded(redacted(record, protected_since(record, inputs), inputs, as_given("A note.")))


def test_what_got_another_code_or_lost_its_text_may_no_longer_be_printed() -> None:
    released = replace(WITHHELD, points=(replace(WITHHELD.points[0], released=True),))
    record = record_of(FIRST, OTHER, released)
    assert protected_since(record, (FIRST, OTHER, released)) == ()
    assert [one.code for one in protected_since(record, (tightened(FIRST), OTHER, released))] == [FIRST.code]
    gone = replace(released, points=(replace(released.points[0], text=""),))
    for lost in (gone, replace(released, points=())):
        assert [one.code for one in protected_since(record, (FIRST, OTHER, lost))] == [WITHHELD.code]


def test_what_was_never_printed_needs_no_new_edition() -> None:
    record = record_of(WITHHELD)
    assert protected_since(record, (replace(WITHHELD, points=()),)) == ()


def test_a_withdrawn_public_input_stays_as_it_was_published() -> None:
    record = record_of(FIRST)
    assert protected_since(record, (replace(FIRST, withdrawn_at=FIRST.received_at),)) == ()


def test_its_line_goes_and_its_kind_is_counted_without_it() -> None:
    more = [replace(FIRST, id=f"n{n}", code=f"{PREFIX}/NGO/00{n}", submitter=f"Example {n}") for n in (7, 8)]
    record = record_of(FIRST, OTHER, *more)
    after = without(record, tightened(FIRST), OTHER, *more)
    assert [one.code[-3:] for one in after.consultation.inputs] == ["007", "008", "001"]
    ngos, parliament, *rest = after.consultation.input_counts
    assert (ngos.inputs, ngos.points, ngos.dispositions["used"], ngos.dispositions["partly"]) == (2, 4, 2, 2)
    assert (parliament.kind, parliament.inputs) == ("Parliament", 1)
    assert rest == [
        InputCount("Name withheld or not published", None, None, SILENT), InputCount("All", None, None, SILENT),
    ]  # fmt: skip
    assert (
        after.consultation.inputs_received,
        after.consultation.inputs_at_least,
        after.consultation.points_at_least,
    ) == (3, True, True)
    assert after.cover.redactions == ("A note.",)


def test_a_kind_of_which_none_is_left_has_no_row() -> None:
    after = without(record_of(FIRST, OTHER), tightened(FIRST), OTHER)
    assert [row.kind for row in after.consultation.input_counts] == [
        "Parliament",
        "Name withheld or not published",
        "All",
    ]


def test_the_limits_say_what_is_silent_now_and_no_number() -> None:
    known = replace(everything(), inputs=(FIRST, OTHER))
    record = picture(known, status="adopted", adopted_on=date(2027, 6, 1))
    record = changed(
        record, limits=("For 1 of 2 objectives no input was received: EX-02.", *worded(record.account.limits))
    )
    after = redacted(record, protected_since(record, (OTHER,)), (OTHER,), as_given("A note."))
    assert HOW_MANY_IS_NOT_STATED in after.account.limits
    assert not any("no input was received" in words(one) for one in after.account.limits)
    again = redacted(after, after.consultation.inputs, (), as_given("Another note."))
    assert again.account.limits.count(HOW_MANY_IS_NOT_STATED) == 1


def test_its_code_is_masked_wherever_it_is_and_its_name_is_told_by_place() -> None:
    record = record_of(FIRST, OTHER)
    said = f"As {FIRST.code} and the Example coalition say; see “Prisons and visits”."
    record = changed(record, texts={"summary": said}, decisions=("Example Coalition was heard.",))
    gone = protected_since(record, (OTHER,))
    after, names = redacted(record, gone, (OTHER,), as_given("A note.")), names_of(gone)
    assert FIRST.code not in str(after)
    assert places_naming(after, names) == ("texts.summary", "decisions.1")
    mended = changed_at(after, names, {"decisions.1": "A coalition", "texts.summary": "they"})
    assert worded(mended.suspension.decisions) == ("A coalition was heard.",)
    assert mended.account.texts["summary"] == "As an input that is not published and the they say; see “they”."
    assert places_naming(mended, names) == ()


def test_a_campaign_is_answered_under_its_next_copy_in_that_copys_words() -> None:
    said = tuple(replace(one, text=text) for one, text in zip(FIRST.points, ("Same.", "Own."), strict=True))
    first = replace(FIRST, points=said)
    own = (replace(said[0], disposition=None), replace(said[1], text="Else.", disposition=None))
    copies = [replace(one, points=own) for one in (COPY, THIRD)]
    record = record_of(first, *copies, OTHER)
    after = without(record, tightened(first), *copies, OTHER)
    copy, third, _ = after.consultation.inputs
    assert [(one.text, one.disposition) for one in copy.points] == [("Same.", "used"), ("", "partly")]
    assert (copy.same_as, copy.state, copy.note) == (1, "received", "")
    assert third.note == f"It has the same text as {COPY.code} and is answered with it."


@pytest.mark.parametrize(
    ("count", "published", "says"),
    [
        (1, True, "one input was protected after publication."),
        (2, True, "2 inputs were protected after publication."),
        (1, False, "one input was protected after adoption."),
    ],
)
def test_the_note_numbers_the_edition(count: int, published: bool, says: str) -> None:
    first = record_of(FIRST)
    second = changed(first, redactions=("Once.",))
    start = "of the report adopted on 1 June 2027:"
    assert words(note_of(first, count, date(2027, 6, 1), published)) == f"Redacted edition 2 {start} {says}"
    assert words(note_of(second, count, date(2027, 6, 1), published)) == f"Redacted edition 3 {start} {says}"
