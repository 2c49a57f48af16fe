"""A JSON file gives all its inputs, or every problem with the input and field it stands in, and no input."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.intake.many_json import read_json

CODES = ("UK-01", "UK-02")
LIMIT = 1_000_000
COVER = {"kind": "ngo", "level": "public", "submitter": "Example Coalition"}


def drafts(value: Any) -> tuple[InputDraft, ...]:
    return read_json(json.dumps(value).encode(), "inputs.json", CODES, limit=LIMIT)


def refused(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as refusal:
        read_json(text.encode(), "inputs.json", CODES, limit=LIMIT)
    return refusal.value


def problems(text: str) -> list[str]:
    said = refused(text)
    assert said.code == "input-not-taken"
    return [str(problem) for problem in said.problems]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_text_arrives_as_it_was_whether_escaped_or_not(text: str) -> None:
    value = [{**COVER, "text": f"={text}.", "objective": "uk-01"}]
    draft = InputDraft(
        "ngo", "public", "Example Coalition", "", (PointDraft(f"={text}.", "UK-01"),), content=f"={text}.".encode()
    )
    assert drafts(value) == (draft,)
    raw = json.dumps(value, ensure_ascii=False).encode("utf-8-sig")
    assert read_json(raw, "inputs.json", CODES, limit=LIMIT) == (draft,)


def test_an_input_has_one_text_or_several_points() -> None:
    read = drafts(
        [{**COVER, "points": [{"text": "One."}, {"text": "Two.", "objective": "UK-02"}]}, {**COVER, "text": "Three."}]
    )
    assert [(draft.points, draft.content) for draft in read] == [
        ((PointDraft("One."), PointDraft("Two.", "UK-02")), b"One.\n\nTwo."),
        ((PointDraft("Three."),), b"Three."),
    ]


def test_every_problem_is_named_at_once_and_nothing_is_taken() -> None:
    point_fields = "objective, text"
    input_fields = f"cycle, kind, level, submitter, title, language, receipt, supplements, {point_fields}, points"
    cover = '"kind":"ngo","level":"public","submitter":"E"'
    assert problems(
        f'[{{{cover},"kind":"ngo","text":"a"}},'
        '{"kind":"ngo","level":"public","submitter":1,"text":"a\\u0000"},'
        f'{{{cover},"points":[{{"text":"a"}},{{"text":"b\\ud800"}},7,{{"textt":"x"}}]}},'
        "3,"
        f'{{{cover},"text":"a","points":[{{"text":"b"}}]}},'
        f'{{{cover},"points":{{"text":"b"}}}},'
        f'{{{cover},"points":[]}},'
        f'{{{cover},"text":"a","objective":"UK-03"}}]'
    ) == [
        "inputs.json:input 1:kind: This is given a second time. Keep one of the two.",
        "inputs.json:input 2:submitter: Text belongs here, between quotation marks.",
        "inputs.json:input 2:text: The control character U+0000 (NUL) may not stand in text.",
        "inputs.json:input 3:point 2:text: Half of a character, U+D800 (a lone surrogate) may not stand in text.",
        f"inputs.json:input 3:point 3: An object belongs here, in braces, with some of: {point_fields}.",
        f"inputs.json:input 3:point 4: 'textt' is not known here. Did you mean 'text'? Known: {point_fields}.",
        f"inputs.json:input 4: An object belongs here, in braces, with some of: {input_fields}.",
        "inputs.json:input 5: Here stand points and also text. Keep the points alone.",
        'inputs.json:input 6:points: A list of points belongs here: [ { "text": … }, { "text": … } ].',
        'inputs.json:input 7:points: A list of points belongs here: [ { "text": … }, { "text": … } ].',
        "inputs.json:input 8:objective: There is no objective 'UK-03'. Did you mean 'UK-02'? "
        "The objectives are: UK-01, UK-02.",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "inputs.json:1:1: This is not JSON: Expecting value."),
        ('[{"kind": NaN}]', "inputs.json: NaN is no JSON. Write text in quotation marks."),
        ('[{"kind": -Infinity}]', "inputs.json: -Infinity is no JSON. Write text in quotation marks."),
        ("[1,]", "inputs.json:1:4: This is not JSON:"),
        ("[\n  {'a': 1}]", "inputs.json:2:4: This is not JSON:"),
        ("[" * 100_000, "inputs.json: Lists within lists go deeper than any input needs."),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, says: str) -> None:
    said = refused(text)
    assert said.code == "bad-json"
    assert str(said).startswith(says)


@pytest.mark.parametrize("text", ["{}", '"x"', "9" * 5000, "null"])
def test_what_is_no_list_is_refused(text: str) -> None:
    assert problems(text) == ["inputs.json: A list of inputs belongs here: [ {…}, {…} ]."]


def test_an_endless_number_is_refused_as_any_number() -> None:
    assert problems(f'[{{"text": {"9" * 5000}}}]') == [
        "inputs.json:input 1:text: Text belongs here, between quotation marks."
    ]


def test_an_empty_list_holds_no_input() -> None:
    assert problems("[]") == ["inputs.json: It holds no input."]


def test_a_file_over_the_limit_is_not_read_at_all() -> None:
    assert refused("x" * (LIMIT + 1)).code == "file-too-large"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from([*COVER, "text", "points", "x"]) | st.text(), inner)
    ),
)


@given(values.map(lambda value: json.dumps(value).encode()) | st.binary())
def test_any_bytes_are_inputs_or_a_refusal(raw: bytes) -> None:
    try:
        assert read_json(raw, "inputs.json", CODES, limit=LIMIT)
    except InvalidInput as refusal:
        str(refusal).encode()  # fit to print
