"""Non-interference: whatever is confidential may be anything, and the public record is the same to the last byte."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.inputs.input import (
    DISPOSITIONS,
    KINDS,
    AnswerLetter,
    Attachment,
    Disposition,
    Input,
    Level,
    Point,
    PointCorrection,
    Reaction,
)
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.public_record import picture
from evalflow.evaluation.report.public_record.protection.visible import NOT_NAMED, Visible, coarse
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import COORDINATOR, at, everything, handed_in, objective, point

RECORD = TypeAdapter(PublicRecord)  # made once: to make it takes as long as a record
KNOWN = replace(everything(), objectives=(objective("EX-01"), objective("EX-02")))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
DISPOSED = st.builds(
    Disposition, st.sampled_from(DISPOSITIONS), TEXT, TEXT, st.just(at(4, 1)), st.just(COORDINATOR)
)  # fmt: skip


def published(inputs: Sequence[Input]) -> bytes:
    basis = ("EX-SA-2027/NGO/1", "EX-SA-2027/W0", "EX-SA-2027/H0", "EX-SA-2027/NGO/777")
    text = "It rests on EX-SA-2027/H0 and EX-SA-2027/NGO/777."
    rated = Finding("f", "cycle-1", "ex-01", "partial", "weak", "coincident", text, at(5, 1), COORDINATOR, basis=basis)
    record = picture(replace(KNOWN, inputs=inputs, findings=(rated,)), status="draft", adopted_on=None)
    return RECORD.dump_json(record)


@st.composite
def withheld(draw: st.DrawFn, code: str) -> Input:
    """Return an input under `code` whose name is withheld, with one point that is released and one that is not."""
    mended = replace(point(1), corrections=(PointCorrection("", "", at(4, 1)),))
    return handed_in(
        code, draw(st.sampled_from(sorted(KINDS))), "name-withheld", points=(mended, point(2, released=True)),
        reactions=(Reaction("disputes", 1, "", at(4, 2)),),
        late=draw(st.sampled_from(["", "accepted", "declined"])),
        withdrawn_at=draw(st.sampled_from([None, None, at(3, 1)])),
    )  # fmt: skip


@st.composite
def told_otherwise(draw: st.DrawFn, one: Input) -> Input:
    """Return the same input with everything changed that a withheld name keeps to itself."""
    kinds = sorted(kind for kind in KINDS if coarse(kind) == coarse(one.kind))
    first, second = one.points
    return replace(
        one, kind=draw(st.sampled_from(kinds)), submitter=draw(TEXT), title=draw(TEXT), salt=draw(TEXT),
        commitment=draw(TEXT), content_sha256=draw(TEXT), late_reason=draw(TEXT), withdrawn_reason=draw(TEXT),
        consent=draw(TEXT), attachments=draw(FILES),
        points=(replace(first, text=draw(TEXT), whole=draw(TEXT), corrections=(draw(MENDED),)), second),
        letters=draw(LETTERS), reactions=(Reaction("disputes", 1, draw(TEXT), at(4, 2)),),
    )  # fmt: skip


MENDED = st.builds(PointCorrection, TEXT, TEXT, st.just(at(4, 1)))
LETTERS = st.lists(st.builds(AnswerLetter, TEXT, TEXT, TEXT, st.just(at(4, 1))), max_size=2).map(tuple)
FILES = st.lists(st.builds(Attachment, TEXT, TEXT, st.integers(0, 9)), max_size=2).map(tuple)
LEVELS: tuple[Level, ...] = ("confidential", "restricted")


@st.composite
def hidden(draw: st.DrawFn, code: str, points: Sequence[Disposition | None]) -> Input:
    """Return any input above the levels that are listed, with so many points, answered like this."""
    received: datetime = at(2, 1) + timedelta(days=draw(st.integers(0, 90)))
    texts = [Point(n, draw(TEXT), draw(TEXT), draw(st.booleans()), answer) for n, answer in enumerate(points, 1)]
    return Input(
        draw(TEXT), "cycle-1", code, draw(st.sampled_from(sorted(KINDS))), draw(st.sampled_from(LEVELS)), draw(TEXT),
        draw(TEXT), received, draw(TEXT), draw(TEXT), draw(TEXT), tuple(texts), draw(FILES), "", draw(TEXT),
        draw(st.booleans()), "", draw(TEXT), None, draw(TEXT), draw(TEXT),
    )  # fmt: skip


PUBLIC = (handed_in("EX-SA-2027/NGO/1"), handed_in("EX-SA-2027/GOV/1", "government"))


@given(st.data())
def test_what_a_withheld_name_keeps_to_itself_is_nowhere_in_the_record(draw: st.DataObject) -> None:
    codes = [f"EX-SA-2027/W{n}" for n in range(draw.draw(st.integers(1, 4)))]
    ones = [draw.draw(withheld(code)) for code in codes]
    others = [draw.draw(told_otherwise(one)) for one in ones]
    assert published([*PUBLIC, *others]) == published([*PUBLIC, *ones])


@given(st.data())
def test_of_confidential_inputs_nothing_but_their_counts_can_change_the_record(draw: st.DataObject) -> None:
    answers = draw.draw(st.lists(st.lists(st.none() | DISPOSED, max_size=3), min_size=1, max_size=4))
    first, second = (
        [draw.draw(hidden(f"EX-SA-2027/{letter}{n}", points)) for n, points in enumerate(answers)] for letter in "HK"
    )
    assert published([*second, *PUBLIC]) == published([*PUBLIC, *first])


@given(st.data())
def test_one_confidential_input_cannot_be_told_from_two_whatever_became_of_their_points(draw: st.DataObject) -> None:
    listed = [
        *PUBLIC,
        *(handed_in(f"EX-SA-2027/W{n}", "ngo", "name-withheld") for n in range(draw.draw(st.integers(0, 4)))),
    ]
    few = [
        [
            draw.draw(hidden(f"EX-SA-2027/H{n}", draw.draw(st.lists(st.none() | DISPOSED, max_size=3))))
            for n in range(count)
        ]
        for count in (1, 2)
    ]
    assert published([*listed, *few[0]]) == published([*listed, *few[1]])


@given(st.integers(1, 2), st.data())
def test_beside_one_or_two_withheld_names_a_confidential_input_cannot_be_told_from_none(
    names: int, draw: st.DataObject
) -> None:
    listed = [*PUBLIC, *(handed_in(f"EX-SA-2027/W{n}", "ngo", "name-withheld") for n in range(names))]
    one = draw.draw(hidden("EX-SA-2027/H0", draw.draw(st.lists(st.none() | DISPOSED, max_size=3))))
    assert published([*listed, one]) == published(listed)


def test_no_field_of_the_record_names_an_input_under_a_code_that_is_not_listed() -> None:
    others = "see EX-SA-2027/REC/01 and https://x/EX-SA-2027/NGO/777"
    told = f"EX-SA-2027/NGO/1, EX-SA-2027/NGO/777 and EX-SA-2027/H0; {others}"
    entry = Entry("e", "impact", "dialogue-1", "EX-SA/I001", {"published_on": "2026", "strategy": told}, told, told)
    hidden_one = handed_in("EX-SA-2027/H0", "ngo", "confidential")
    known = replace(KNOWN, inputs=[*PUBLIC, hidden_one], entries=(entry,))
    record = picture(known, status="draft", adopted_on=None)
    cleaned = f"EX-SA-2027/NGO/1, {NOT_NAMED} and {NOT_NAMED}; {others}"
    [impact], [line] = record.assessment.impacts, worded(record).registers.register_entries
    assert (impact.strategy, impact.source, line.source) == (cleaned, cleaned, cleaned)
    assert cleaned in line.what
    assert cleaned in line.note


def test_where_a_cycle_is_called_as_its_dialogue_codes_of_entries_stay() -> None:
    visible = Visible((), "EX-SA")
    told = ("EX-SA/I001", {"a": "ex-sa/q1234"}, 3, None)
    assert visible.everywhere(told) == told
    assert visible.everywhere("EX-SA/NGO/001") == NOT_NAMED
