"""Inputs at the door: received all or none, found again, linked as copies, answered, never dropped."""

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import pytest

from evalflow.errors import EvalflowError, NotFound, Refused
from evalflow.evaluation.inputs.commands_events import AddPoint, DisposePoint, ReleasePoint, WithdrawInput
from evalflow.evaluation.inputs.input import Input, Level, Point
from evalflow.evaluation.inputs.receipt_code import Presented, code_of
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.usecases.cycles.cycles import Opening, complete_step, open_cycle, tick_all
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.findings.criteria import check_criteria
from evalflow.usecases.inputs.inputs import (
    Received,
    list_inputs,
    receive,
    show_input,
    supplement,
    withheld_codes,
    work_on,
)
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, begin, draft, publish_all_terms, shown, take, withheld


def one(office: Office, handed_in: InputDraft, *, again: bool = False) -> Received:
    [taken] = receive(office.door, CYCLE, [handed_in], again=again)
    return taken


def refused(office: Office, *handed_in: InputDraft) -> tuple[str, str]:
    """Return code and message of a refusal that leaves nothing behind."""
    size, owed = office.size(), len(effects(office))
    with pytest.raises(EvalflowError) as refusal:
        receive(office.door, CYCLE, handed_in)
    assert (office.size(), len(effects(office))) == (size, owed)
    return refusal.value.code, str(refusal.value)


def effects(office: Office) -> list[tuple[str, str]]:
    with office.store.reading() as reading:
        return [(effect.kind, effect.subject) for effect in reading.pending_effects()]


def test_an_input_is_received_with_its_code_points_files_and_a_receipt_owed(office: Office) -> None:
    begin(office)
    publish_all_terms(office)
    take(office)
    tied = (PointDraft("Visits are refused.", "ex-01"), PointDraft("Lists are kept back."))
    handed_in = draft(points=tied, content=b"the file", attachments=(("list.txt", b"names"),))
    known = one(office, handed_in).input
    hashes = b"".join(hashlib.sha256(content).digest() for content in (b"the file", b"names"))
    bound = hashlib.sha256(b"evalflow/input/v2" + bytes.fromhex(known.salt) + hashes).hexdigest()
    assert (known.code, known.kind, known.submitter, known.title) == (
        "EX-SA-2027/NGO/001", "ngo", "Example Coalition", "What we saw",
    )  # fmt: skip
    assert known.points == (Point(1, "Visits are refused.", "EX-01"), Point(2, "Lists are kept back."))
    assert (known.commitment, known.late, known.received_at) == (bound, "", office.now)
    with office.store.reading() as reading:
        assert [reading.blob(file.sha256) for file in known.attachments] == [b"names"]
    assert effects(office) == [("receipt", known.id)]
    assert (list_inputs(office.door, CYCLE), show_input(office.door, known.code.lower())) == ([known], known)


def test_codes_run_through_by_the_kind_a_reader_sees(at: At) -> None:
    office = at("taking")
    kinds = ("ngo", "ngo-joint", "nhri", "ngo", "parliament", "government")
    taken = receive(office.door, CYCLE, [draft(f"{n}", kind=kind) for n, kind in enumerate(kinds)])
    assert [received.input.code.removeprefix("EX-SA-2027/") for received in taken] == [
        "NGO/001", "NGO/002", "NHRI/001", "NGO/003", "PARL/001", "GOV/001",
    ]  # fmt: skip
    assert one(office, draft("again")).input.code == "EX-SA-2027/NGO/004"


def test_a_withheld_name_is_nowhere_and_the_code_tells_no_number(at: At) -> None:
    office = at("taking")
    handed_in = withheld("Visits are refused.", who="Canary Coalition", title="Canary", content=b"Canary")
    known = one(office, handed_in).input
    words = hashlib.sha256(b"evalflow/input/v1" + bytes.fromhex(known.salt) + b"Visits are refused.").hexdigest()
    assert (known.submitter, known.title, known.commitment) == ("", "", words)
    assert known.code.startswith("EX-SA-2027/W/")
    assert withheld_codes(office.door) == [known.code]
    assert effects(office) == [("receipt-code-only", known.id)]
    assert not any("Canary" in str(entry) for entry in office.since(0))


@pytest.mark.parametrize("level", ["confidential", "restricted"])
def test_what_needs_encryption_leaves_no_trace(at: At, level: Level) -> None:
    office = at("waiting")
    office.at("2027-01-12T10:00")
    code, says = refused(office, draft(), draft(level=level))
    assert code == "encryption-not-built"
    assert says.startswith(f"Input 2 of 2: {level.capitalize()} inputs need encryption that is not built yet")
    assert "Do not hand it in at a lower level instead" in says


def test_all_are_taken_or_none_and_the_refusal_says_which(at: At) -> None:
    office = at("taking")
    wrong = draft("Other.", points=(PointDraft("Other.", "EX-99"),))
    assert refused(office, draft(), wrong, draft("Third.")) == (
        "no-such-objective",
        "Input 2 of 3: ex-sa has no objective 'EX-99'. It has: EX-01, EX-02. None of the 3 inputs was taken.",
    )  # fmt: skip


def test_a_refusal_names_the_row_of_the_file(at: At) -> None:
    code, says = refused(at("taking"), draft(), draft(level="confidential", place="five.csv:3"))
    assert code == "encryption-not-built"
    assert says.startswith("five.csv:3, input 2 of 2: Confidential inputs need encryption")
    assert says.endswith(" None of the 2 inputs was taken.")


def test_a_point_is_taken_up_by_an_objective_a_criterion_or_a_paragraph(at: At) -> None:
    office = at("taking")
    code = one(office, draft()).input.code
    for typed, kept in (("ex-02", "EX-02"), ("sc-10", "SC-10"), ("12", "12"), ("4.2", "4.2"), ("", "")):
        answered = work_on(office.door, code, DisposePoint(1, "used", "It is true.", "", typed))
        assert answered.points[0].disposition is not None
        assert answered.points[0].disposition.paragraph == kept
    with pytest.raises(Refused) as refusal:
        work_on(office.door, code, DisposePoint(1, "used", "It is true.", "", "EX-20"))
    assert refusal.value.code == "no-such-paragraph"
    assert str(refusal.value).startswith(
        "'EX-20' is no objective or criterion of EX-SA-2027 and no number of a paragraph. Did you mean 'EX-02'? "
        "There are: EX-01, EX-02, SC-01,"
    )


def test_handed_in_again_by_the_same_submitter_it_is_one_input(at: At) -> None:
    office = at("taking")
    first = one(office, draft())
    size = office.size()
    assert one(office, draft(content=b"typed anew")) == Received(first.input, again=True)
    taken = receive(office.door, CYCLE, [draft("New."), draft("New.")])
    assert [received.again for received in taken] == [False, True]
    assert (office.size(), len(effects(office))) == (size + 1, 2)


def test_other_files_beside_the_same_words_are_another_input(at: At) -> None:
    office = at("taking")
    first, second = (one(office, draft(attachments=((name, name.encode()),))) for name in ("a.txt", "b.txt"))
    assert (first.again, second.again, second.input.copy_of) == (False, False, "")


def test_covers_without_words_are_no_copies_of_each_other(at: At) -> None:
    office = at("taking")
    cover = draft(points=(), attachments=(("a.txt", b"a"),))
    one(office, cover)
    assert one(office, cover).again
    other = one(office, replace(cover, submitter="Example Union", attachments=(("b.txt", b"b"),)))
    assert (other.again, other.input.copy_of) == (False, "")


def test_the_same_words_of_another_submitter_are_an_input_of_its_own_linked_as_a_copy(at: At) -> None:
    office = at("taking")
    first = one(office, draft()).input
    copies = [one(office, draft(who=who, content=b"x")).input for who in ("Example Union", "Zoë Example")]
    assert [(copy.code[-3:], copy.copy_of) for copy in copies] == [("002", first.id), ("003", first.id)]
    assert len(effects(office)) == 3


def test_no_link_leads_from_or_to_a_withheld_input(at: At) -> None:
    office = at("taking")
    taken = [one(office, handed_in, again=True).input for handed_in in (withheld(), draft(), withheld())]
    assert [known.copy_of for known in taken] == ["", "", ""]


def test_only_who_presents_the_receipt_is_the_same_submitter_of_a_withheld_input(at: At) -> None:
    office = at("taking")
    first = one(office, withheld()).input
    assert not one(office, withheld(), again=True).again
    assert one(office, withheld(receipt=shown(first).code.lower())) == Received(first, again=True)
    assert refused(office, withheld(receipt=code_of(b"another code of it")))[0] == "wrong-receipt-code"
    assert refused(office, withheld(receipt=first.code))[0] == "bad-receipt-code"


def test_handed_in_at_another_level_the_way_to_change_it_is_named(at: At) -> None:
    office = at("taking")
    first = one(office, draft()).input
    assert refused(office, withheld(receipt=shown(first).code)) == (
        "other-level",
        "This was handed in before as EX-SA-2027/NGO/001, at the level public. To change its level, type: "
        "evalflow input set-level EX-SA-2027/NGO/001 name-withheld",
    )


def test_what_is_an_attachment_alone_has_a_point_to_answer_and_its_language_is_kept(at: At) -> None:
    office = at("taking")
    sent = replace(draft(points=(), attachments=(("list.pdf", b"a"), ("map.pdf", b"b"))), language="bo")
    known = one(office, sent).input
    assert ([point.text for point in known.open_points], known.language) == (
        ["What the attached files say: list.pdf, map.pdf."], "bo",
    )  # fmt: skip
    assert one(office, sent).again
    single = one(office, draft(who="Example Union", points=(), attachments=(("a.txt", b"c"),))).input
    assert [point.text for point in single.points] == ["What the attached file says: a.txt."]


KEPT: dict[str, Callable[[Input], object]] = {
    "kind": lambda known: known.kind,
    "level": lambda known: known.level,
    "submitter": lambda known: known.submitter,
    "title": lambda known: known.title,
    "points": lambda known: tuple(PointDraft(point.text, point.objective) for point in known.points),
    "attachments": lambda known: tuple((file.name, file.sha256) for file in known.attachments),
    "language": lambda known: known.language,
    "content": lambda known: known.commitment,
}
ASKED_OF_THE_RECORD = {"supplements", "receipt", "cycle"}  # by these another input or the cycle is looked for
FOR_PEOPLE = {"place", "notes"}  # where it begins and how it was read


def test_nothing_that_a_draft_says_is_checked_and_then_dropped(at: At) -> None:
    assert {one.name for one in fields(InputDraft)} == {*KEPT, *ASKED_OF_THE_RECORD, *FOR_PEOPLE}
    said = replace(
        draft(), points=(PointDraft("Lists are kept back.", "EX-01"),), language="bo", content=b"the file",
        attachments=(("list.pdf", b"a"),),
    )  # fmt: skip
    known = one(at("taking"), said).input
    file = hashlib.sha256(b"a")
    bound = bytes.fromhex(known.salt) + hashlib.sha256(b"the file").digest() + file.digest()
    asked = {name: getattr(said, name) for name in KEPT} | {
        "attachments": (("list.pdf", file.hexdigest()),),
        "content": hashlib.sha256(b"evalflow/input/v2" + bound).hexdigest(),
    }
    assert {name: kept(known) for name, kept in KEPT.items()} == asked


def test_one_name_in_two_unicode_forms_is_one_submitter(at: At) -> None:
    office = at("taking")
    first = one(office, draft(who="Soci\u00e9t\u00e9 Example"))
    again = one(office, draft(who="Socie\u0301te\u0301  Example"))
    assert (again.again, again.input.code, first.again) == (True, first.input.code, False)


def test_the_same_words_with_an_attachment_of_their_own_stand_by_themselves(at: At) -> None:
    office = at("taking")
    first = one(office, draft()).input
    attached = one(office, draft(who="Example Union", attachments=(("list.txt", b"ours"),))).input
    same = one(office, draft(who="Example Friends", attachments=(("list.txt", b"ours"),))).input
    fewer = one(office, draft(who="Example League")).input
    assert [attached.copy_of, same.copy_of, fewer.copy_of] == ["", attached.id, first.id]


def test_what_was_withdrawn_may_be_handed_in_anew_and_is_a_copy_of_nothing(at: At) -> None:
    office = at("taking")
    first = one(office, draft()).input
    work_on(office.door, first.code, WithdrawInput("It was a draft."))
    again = one(office, draft())
    assert (again.again, again.input.code[-3:], again.input.copy_of) == (False, "002", "")
    assert one(office, draft(who="Example Union")).input.copy_of == again.input.id


def test_an_input_may_add_to_an_earlier_one(at: At) -> None:
    office = at("taking")
    first = one(office, draft()).input
    code = shown(first)
    more = supplement(office.door, first.code.lower(), draft("More of it."), presented=code)
    assert (more.input.supplements, more.input.code[-3:]) == (first.id, "002")
    assert supplement(office.door, first.code, draft("More of it.")) == Received(more.input, again=True)
    among_many = receive(office.door, CYCLE, [draft("A."), draft("B.", supplements=first.code, receipt=code.code)])
    assert [received.input.supplements for received in among_many] == ["", first.id]
    assert refused(office, draft("C.", supplements=first.code))[0] == "code-missing"
    other = shown(more.input).code
    assert refused(office, draft("C.", supplements=first.code, receipt=other))[0] == "wrong-receipt-code"
    size = office.size()
    vouched = Presented(confirmed_by="Ben Example", reason="Their letter has the same seal.")
    supplement(office.door, first.code, draft("C."), presented=vouched)
    assert office.happened(size) == ["input.InputReceived", "person.PersonNamed", "input.ActConfirmed"]


def test_what_adds_to_another_input_stands_on_its_level_in_its_cycle(at: At) -> None:
    office = at("taking")
    public, hidden = one(office, draft()).input, one(office, withheld("Other.")).input
    assert refused(office, withheld("More.", supplements=public.code))[0] == "other-level"
    assert refused(office, draft("More.", supplements=hidden.code))[0] == "other-level"
    assert refused(office, draft("More.", supplements="EX-SA-2027/NGO/009"))[0] == "no-such-input"
    work_on(office.door, public.code, WithdrawInput("It was a draft."))
    assert refused(office, draft("More.", supplements=public.code))[0] == "input-withdrawn"
    open_cycle(office.door, Opening("ex-sa", date(2027, 3, 11), "Example Office", False, "own"))
    with pytest.raises(Refused, match="belongs to another cycle than OWN"):
        receive(office.door, "own", [withheld("More.", supplements=hidden.code)])
    with pytest.raises(Refused, match="No input of this cycle has this receipt code"):
        receive(office.door, "own", [withheld("More.", receipt=shown(hidden).code)])


def test_points_are_added_released_answered_and_the_input_withdrawn(at: At) -> None:
    office = at("taking")
    code = one(office, withheld()).input.code
    added = work_on(office.door, code, AddPoint("Lists are kept back.", "ex-02")).points[1]
    assert added == Point(2, "Lists are kept back.", "EX-02")
    assert work_on(office.door, code, ReleasePoint(2)).points[1].released
    answered = work_on(office.door, code, DisposePoint(1, "used", "It is true.", "somebody else", "4.2"))
    said = answered.points[0].disposition
    assert said is not None
    size = office.size()
    again = work_on(office.door, code, DisposePoint(1, "used", "It is true.", "", "4.2"))
    assert (again.points[0].disposition, office.size()) == (said, size)
    assert said.decided_by == office.since(size - 1)[0].by
    with pytest.raises(Refused, match="If that is meant, add --erase-text"):
        work_on(office.door, code, WithdrawInput("Danger."))
    left = work_on(office.door, code, WithdrawInput("Danger.", erase_text=True))
    assert (left.withdrawn_at, [point.text for point in left.points]) == (office.now, ["", ""])


def test_work_on_inputs_is_refused_with_what_helps(at: At) -> None:
    office = at("taking")
    code = one(office, draft()).input.code
    with pytest.raises(Refused, match="has no objective 'EX-09'"):
        work_on(office.door, code, AddPoint("x", "EX-09"))
    with pytest.raises(NotFound, match=r"^There is no input 'X'\. See `evalflow input list CYCLE`\.$"):
        work_on(office.door, "X", ReleasePoint(1))


def test_once_the_report_is_adopted_what_it_says_of_an_input_stands(at: At) -> None:
    office = at("unanswered")
    [known] = list_inputs(office.door, CYCLE)
    assert isinstance(known, Input)
    work_on(office.door, known.code, DisposePoint(1, "used", "It is true.", ""))
    complete_step(office.door, CYCLE, "adopt", "adopted")
    with pytest.raises(Refused) as refusal:
        work_on(office.door, known.code, DisposePoint(1, "not-used", "Changed our mind.", ""))
    assert refusal.value.code == "report-adopted"
    assert work_on(office.door, known.code, WithdrawInput("Danger.")).withdrawn_reason == "Danger."


def test_five_hundred_inputs_in_one_file_are_taken_at_once(at: At) -> None:
    office = at("taking")
    taken = receive(office.door, CYCLE, [draft(f"Point {n}.", who=f"Example {n}") for n in range(500)])
    assert [taken[0].input.code, taken[-1].input.code] == ["EX-SA-2027/NGO/001", "EX-SA-2027/NGO/500"]
    assert len(effects(office)) == 500


def test_an_input_ticks_its_cycle_and_may_so_be_late(at: At) -> None:
    office = at("taking")
    office.at("2027-03-08T23:59")
    assert one(office, draft()).input.late == ""
    office.at("2027-03-09T00:00")
    assert one(office, draft("Other.")).input.late == "pending"
    assert tick_all(office.door) == []
    assert [step.step.name for step in cycle_status(office.door, CYCLE).open] == ["triage"]
    assert check_criteria(office.door, CYCLE) != ()
