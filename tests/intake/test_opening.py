"""A file of inputs is read by how its name ends."""

import pytest

from evalflow.errors import InvalidInput
from evalflow.intake.drafts import PointDraft
from evalflow.intake.opening import read_inputs

FORMS = {
    "a.md": "Kind: individual\n## UK-01\né",
    "a.Markdown": "Kind: individual\n## UK-01\né",
    "a.txt": "Kind: individual\n## UK-01\né",
    "a.yaml": "kind: individual\nobjectives: {UK-01: é}",
    "a.yml": "kind: individual\nobjectives: {UK-01: é}",
    "a.csv": "kind,objective,text\nindividual,UK-01,é\n",
    "a.tsv": "kind\tobjective\ttext\nindividual\tUK-01\té\n",
    "a.JSON": '[{"kind": "individual", "objective": "UK-01", "text": "é"}]',
}


def refused(file: str, limit: int = 1000) -> str:
    with pytest.raises(InvalidInput) as refusal:
        read_inputs(FORMS.get(file, "").encode(), file, ["UK-01"], limit=limit, attachments=(("a.txt", b"x"),))
    return refusal.value.code


@pytest.mark.parametrize("encoding", [None, "latin-1"])
@pytest.mark.parametrize("file", FORMS)
def test_every_form_says_the_same(file: str, encoding: str | None) -> None:
    raw = FORMS[file].encode(encoding or "utf-8")
    [draft] = read_inputs(raw, file, ["UK-01"], limit=1000, encoding=encoding)
    assert (draft.kind, draft.level, draft.points) == ("individual", "name-withheld", (PointDraft("é", "UK-01"),))


def test_one_input_may_bring_attachments_and_a_file_of_many_may_not() -> None:
    attached = (("annex.txt", b"x"),)
    [draft] = read_inputs(FORMS["a.md"].encode(), "a.md", ["UK-01"], limit=1000, attachments=attached)
    assert draft.attachments == attached
    assert [refused("a.csv"), refused("a.tsv"), refused("a.JSON")] == ["attachments-to-many"] * 3


@pytest.mark.parametrize("file", FORMS)
def test_in_every_form_the_kind_may_be_said_at_the_door(file: str) -> None:
    raw = FORMS[file].replace("individual", "individuall").encode()
    instead = {"kind": "expert", "level": "name-withheld"}
    [draft] = read_inputs(raw, file, ["UK-01"], limit=1000, instead=instead)
    assert (draft.kind, draft.level) == ("expert", "name-withheld")


def test_a_table_needs_no_column_for_what_is_said_at_the_door() -> None:
    instead = {"kind": "expert", "level": "name-withheld"}
    [draft] = read_inputs(b"text,objective\na,UK-01\n", "a.csv", ["UK-01"], limit=1000, instead=instead)
    assert (draft.kind, draft.place) == ("expert", "a.csv:2")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"PK\x03\x04rest", "a Word, Excel or OpenDocument file (or another ZIP file)"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word or Excel file of the older kind"),
    ],
)
@pytest.mark.parametrize("file", ["letter.md", "letter.docx", "letter.csv"])
def test_a_file_of_another_program_is_told_from_text(raw: bytes, what: str, file: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_inputs(raw, file, limit=1000, encoding="windows-1252")
    assert (refusal.value.code, str(refusal.value)) == (
        "no-text-file",
        f"{file} is {what}, not text. Save its text as plain text, Markdown or CSV and hand that in, or hand the file "
        "in with --attach, beside a filled template.",
    )


def test_a_form_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_inputs(b"", "annex.pdf", limit=1000)
    assert refusal.value.code == "form-unknown"
    assert str(refusal.value).startswith(
        "What is in annex.pdf cannot be told from its name. It should end in one of: "
        ".md, .markdown, .txt, .yaml, .yml, .csv, .tsv, .json."
    )


@pytest.mark.parametrize("file", FORMS)
def test_a_file_over_the_limit_is_refused_in_every_form(file: str) -> None:
    assert refused(file, limit=10) == "file-too-large"
