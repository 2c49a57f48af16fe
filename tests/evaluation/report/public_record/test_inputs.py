"""Inputs as they are listed: public ones by name, the others by random code, each with what became of its points."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from evalflow.evaluation.inputs.input import Attachment, Input, PointCorrection, Reaction
from evalflow.evaluation.report.public_record.inputs import input_lines
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import at, everything, handed_in, point
from tests.support.in_words import InputLine, PointLine

FILE = (Attachment("annex.pdf", "aa" * 32, 12),)


def lines(*inputs: Input) -> Any:
    known = replace(everything(), inputs=inputs)
    return worded(input_lines(known, Visible(inputs, "EX-SA-2027")))


def test_a_public_input_is_listed_by_name_with_its_answers() -> None:
    given = handed_in("EX-SA-2027/NGO/001", points=(point(1), point(2, None)), attachments=FILE)
    assert lines(given) == (
        worded(InputLine(
            "EX-SA-2027/NGO/001", "ngo", "Example EX-SA-2027/NGO/001", "Title of EX-SA-2027/NGO/001", date(2027, 2, 3),
            "", "received", 0, ("annex.pdf",),
            (
                PointLine(1, "Text of point 1", "EX-01", "used", "Reason 1", "14"),
                PointLine(2, "Text of point 2", "EX-01", "", "", ""),
            ),
        )),
    )  # fmt: skip


def test_what_a_submitter_mended_and_said_to_the_answers_is_printed_in_words_of_public_inputs_alone() -> None:
    mended = replace(
        point(1), links=("EX-02", "SC-02"), split_from=3,
        corrections=(PointCorrection("Two.", "as EX-SA-2027/H1 says", at(3, 1)),),
    )  # fmt: skip
    said = (Reaction("disputes", 1, "Not so, says EX-SA-2027/H1", at(4, 2)), Reaction("agrees", 0, "", at(4, 3)))
    hidden = handed_in("EX-SA-2027/H1", level="confidential")
    public = handed_in("EX-SA-2027/NGO/001", points=(mended,), reactions=said)
    (line,) = lines(public, hidden)
    assert (line.points[0].links, line.points[0].part_of) == (("EX-02", "SC-02"), 3)
    assert line.points[0].notes == (
        "Its submitter corrected it on 1 March 2027: as an input that is not published says. Before, it said: “Two.”",
        "The submitter disputes the answer (received on 2 April 2027): “Not so, says an input that is not published”",
    )
    assert line.reactions == ("The submitter agrees with the answer (received on 3 April 2027).",)
    (bare,) = lines(replace(public, level="name-withheld"))
    assert bare.points[0].notes == (
        "Its submitter corrected it.",
        "The submitter disputes the answer.",
    )


def test_no_day_on_which_a_withheld_name_did_something_is_told() -> None:
    def told(day: int) -> Any:
        mended = replace(point(1), corrections=(PointCorrection("", "", at(3, day)),))
        said = (Reaction("disputes", 1, "", at(4, day)), Reaction("agrees", 0, "", at(4, day)))
        one = handed_in("EX/A", level="name-withheld", received_at=at(2, day), points=(mended,), reactions=said)
        return lines(one, replace(one, id="other", code="EX/B", withdrawn_at=at(3, day)))

    assert told(1) == told(20)
    assert told(1)[0].received_on is None


def test_an_input_whose_name_is_withheld_shows_released_points_alone() -> None:
    given = handed_in(
        "EX-SA-2027/7KQ2MX9A", "expert", "name-withheld", points=(point(1), point(2, released=True)), attachments=FILE,
        late="accepted", late_reason="illness of the author", submitter="never",
    )  # fmt: skip
    assert lines(given) == (
        worded(InputLine(
            "EX-SA-2027/7KQ2MX9A", "civil society", "name withheld", "", None,
            "accepted: the reason is not published", "received", 0, (),
            (
                PointLine(1, "", "EX-01", "used", "Reason 1", "14"),
                PointLine(2, "Text of point 2", "EX-01", "used", "Reason 2", "14"),
            ),
        )),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["ngo", "ngo-joint", "nhri", "expert", "individual"])
def test_the_kind_of_a_withheld_name_is_civil_society(kind: str) -> None:
    assert lines(handed_in("X", kind, "name-withheld"))[0].kind == "civil society"


@pytest.mark.parametrize("kind", ["parliament", "un-body", "government", "counterpart-government", "exhibit"])
def test_any_other_kind_of_a_withheld_name_is_official(kind: str) -> None:
    assert lines(handed_in("X", kind, "name-withheld"))[0].kind == "official"


def test_what_is_confidential_or_restricted_is_not_listed() -> None:
    assert lines(handed_in("A", level="confidential"), handed_in("B", level="restricted")) == ()


def test_public_inputs_come_in_order_of_code_and_withheld_names_after_them() -> None:
    given = (handed_in("EX/A", level="name-withheld"), handed_in("EX/NGO/010"), handed_in("EX/NGO/009"))
    assert [line.code for line in lines(*given)] == ["EX/NGO/009", "EX/NGO/010", "EX/A"]


def test_a_campaign_copy_is_answered_with_the_first_which_counts_it() -> None:
    first, copy = handed_in("EX/NGO/001"), handed_in("EX/NGO/002", copy_of="id of EX/NGO/001", points=(point(1, None),))
    answered, linked = lines(first, copy)
    assert (answered.same_as, answered.note) == (1, "")
    assert (linked.state, linked.points, linked.note) == (
        "answered with another input",
        (),
        "It has the same text as EX/NGO/001 and is answered with it.",
    )


@pytest.mark.parametrize(
    "first",
    [
        handed_in("EX/NGO/001", withdrawn_at=at(3, 1)),
        handed_in("EX/NGO/001", late="declined"),
        handed_in("EX/NGO/001", level="confidential"),
    ],
)
def test_a_copy_of_what_is_not_answered_itself_stands_by_itself(first: Input) -> None:
    copy = handed_in("EX/NGO/002", copy_of="id of EX/NGO/001")
    line = lines(first, copy)[-1]
    assert (line.state, len(line.points), line.note) == ("received", 1, "")


def test_a_point_that_a_copy_adds_and_that_is_answered_there_is_told() -> None:
    copy = handed_in("EX/NGO/002", copy_of="id of EX/NGO/001", points=(point(1, None), point(2, "partly")))
    line = lines(handed_in("EX/NGO/001"), copy)[1]
    assert [(told.number, told.disposition) for told in line.points] == [(2, "partly")]


def test_a_withdrawn_copy_is_not_counted_with_the_first() -> None:
    copy = handed_in("EX/NGO/002", copy_of="id of EX/NGO/001", withdrawn_at=at(3, 1))
    assert [line.same_as for line in lines(handed_in("EX/NGO/001"), copy)] == [0, 0]


def test_no_link_between_a_public_input_and_a_withheld_name_is_told() -> None:
    public, withheld = handed_in("EX/NGO/001"), handed_in("EX/AAAA", level="name-withheld", copy_of="id of EX/NGO/001")
    first, copy = lines(public, withheld)
    assert (first.same_as, copy.note) == (0, "It has the same text as another input and is answered with it.")
    withheld, public = handed_in("EX/AAAA", level="name-withheld"), handed_in("EX/NGO/001", copy_of="id of EX/AAAA")
    copy, first = lines(public, withheld)
    assert (first.same_as, copy.note) == (0, "It has the same text as another input and is answered with it.")


def test_what_adds_to_another_input_says_so_and_names_it_only_on_one_level() -> None:
    first = handed_in("EX/NGO/001")
    assert lines(first, handed_in("EX/NGO/002", supplements=first.id))[1].note == "It adds to EX/NGO/001."
    assert (
        lines(first, handed_in("EX/A", level="name-withheld", supplements=first.id))[1].note
        == "It adds to another input."
    )
    assert lines(handed_in("EX/NGO/002", supplements="id of a hidden one"))[0].note == ""


def test_a_withdrawn_input_stays_listed_without_its_points() -> None:
    gone = handed_in("EX/NGO/001", withdrawn_at=at(3, 1), withdrawn_reason="We were asked to", attachments=FILE)
    (line,) = lines(gone)
    assert (line.state, line.points, line.attachments) == ("withdrawn on 1 March 2027", (), ())
    assert line.note == (
        "It was withdrawn on 1 March 2027; its points are not printed. Stated reason: We were asked to."
    )
    (quiet,) = lines(replace(gone, level="name-withheld"))
    assert quiet.note == "It was withdrawn; its points are not printed."


def test_a_late_input_says_what_was_decided_on_it() -> None:
    declined = handed_in("EX/NGO/001", late="declined", late_reason="It repeats another.")
    pending = handed_in("EX/NGO/002", late="pending")
    assert [(line.late, line.points, line.note) for line in lines(declined, pending)] == [
        (
            "declined: It repeats another.",
            (),
            "It was received after its window had closed and was declined; its points are not printed.",
        ),
        (
            "not decided yet",
            (),
            "It was received after its window had closed; whether it is accepted is not decided yet.",
        ),
    ]


def test_an_answer_names_no_input_that_is_not_listed() -> None:
    answered = point(1).disposition
    assert answered
    given = replace(point(1), disposition=replace(answered, reason="See EX-SA-2027/NGO/009."))
    (line,) = lines(handed_in("EX-SA-2027/NGO/001", points=(given,)))
    assert line.points[0].reason == "See an input that is not published."
