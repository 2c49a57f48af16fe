"""YAML handed in becomes points; what is wrong is named by line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.intake.yaml_form import read_yaml

CODES = ("UK-01", "UK-02")
COVER = "kind: ngo\nlevel: public\nsubmitter: Example Coalition\n"


def problems(text: str, code: str = "input-not-taken") -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        read_yaml(text.encode(), "input.yaml", CODES)
    assert refusal.value.code == code
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8-sig", None), ("utf-16", None), ("latin-1", "latin-1")])
def test_text_stays_text_in_every_encoding(encoding: str, declared: str | None) -> None:
    raw = f"{COVER}title: NO\nobjectives:\n  uk-02: [12:30, '010', é]\n".encode(encoding)
    assert read_yaml(raw, "input.yaml", CODES, encoding=declared) == InputDraft(
        "ngo",
        "public",
        "Example Coalition",
        "NO",
        (PointDraft("12:30", "UK-02"), PointDraft("010", "UK-02"), PointDraft("é", "UK-02")),
        content=raw,
    )


@pytest.mark.parametrize("objectives", ["", "objectives:\n"])
def test_the_objectives_may_be_left_out_or_empty(objectives: str) -> None:
    raw = f"{COVER}{objectives}anything_else: a\n".encode()
    assert read_yaml(raw, "input.yaml", CODES).points == (PointDraft("a"),)


def test_every_problem_is_named_at_once_in_the_order_of_the_file() -> None:
    known = "cycle, kind, level, submitter, title, language, receipt, supplements, objectives, suspension_facts"
    assert problems(
        f"{COVER}objectiv: 3\ntitle: [a]\nobjectives:\n  UK-9: abc\n  UK-01: [a, {{b: c}}]\nanything_else: {{a: b}}\n"
    ) == [
        f"input.yaml:4:1: 'objectiv' is not known here. Did you mean 'objectives'? Known: {known}, anything_else.",
        "input.yaml:5:8: A word or a line of text belongs here, not a list or a group.",
        "input.yaml:7:3: There is no objective 'UK-9'. Did you mean 'UK-02'? The objectives are: UK-01, UK-02.",
        "input.yaml:8:14: A text or a list of texts belongs here.",
        "input.yaml:9:16: A text or a list of texts belongs here.",
    ]


@pytest.mark.parametrize("text", ["just words", "- a\n- b"])
def test_what_has_no_names_is_refused(text: str) -> None:
    assert problems(text)[0] == "input.yaml:1:1: Names with a colon belong here, such as 'kind: ngo'."


@pytest.mark.parametrize(
    "text", ["", "a: [", "kind: ngo\nkind: ngo", "kind: &a ngo", "kind: !!str ngo", "a: 1\n---\nb: 2"]
)
def test_what_could_mean_something_else_is_refused(text: str) -> None:
    assert problems(text, "bad-yaml")


@given(st.binary() | st.text().map(lambda text: (COVER + text).encode("utf-8", "replace")))
def test_any_bytes_are_an_input_or_a_refusal(raw: bytes) -> None:
    try:
        assert read_yaml(raw, "input.yaml", CODES).content == raw
    except InvalidInput as refusal:
        str(refusal).encode()  # fit to print
