"""A CSV file of answers: what each row says, or every fault in its place."""

import pytest

from evalflow.errors import InvalidInput
from evalflow.intake.dispositions import AnswerDraft, AnswerDrafts, read_dispositions

HEAD = "input,point,text,disposition,reason,paragraph\n"


def read(text: str) -> AnswerDrafts:
    return read_dispositions(text.encode(), "a.csv", None, 1_000_000)


def refused(text: str) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        read(text)
    return [str(problem) for problem in refusal.value.problems]


def test_rows_with_a_disposition_are_answers_and_the_others_are_counted() -> None:
    text = f'{HEAD}x/ngo/001,2,"Lists\nare kept.",Not-Used,It is old.,UK-03\nX/NGO/001,3,More.,,,\n'
    assert read(text) == AnswerDrafts((AnswerDraft("X/NGO/001", 2, "not-used", "It is old.", "UK-03", "a.csv:2"),), 1)
    assert read("input;point;disposition;reason\nX;1;used;old\n").answers[0].paragraph == ""


def test_every_fault_is_told_in_its_place() -> None:
    faults = refused(f"{HEAD}X,one,t,used,,\nX,1,t,ignored,old,\nX,1,t,used,,\nX,1,t,used,old\n")
    assert [fault.split(" ")[0] for fault in faults] == [
        "a.csv:2:point:", "a.csv:2:reason:", "a.csv:3:disposition:", "a.csv:4:reason:", "a.csv:5:",
    ]  # fmt: skip
    assert "There are: used, partly" in faults[2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("input,point,reason\nX,1,r\n", "The column disposition is missing."),
        (HEAD, "no row below its header"),
        ("", "The column input is missing."),
        (f'{HEAD}X,1,"open,used,r,\n', "never closed"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(text: str, says: str) -> None:
    assert any(says in fault for fault in refused(text))
