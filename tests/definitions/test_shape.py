"""Declared shapes: what they make of text, and what they say."""

from typing import Any

import pytest

from evalflow.definitions.schema import json_schema
from evalflow.definitions.shape import (
    AMOUNT,
    DAY,
    LINE,
    SPAN,
    TEXT,
    YES_NO,
    Group,
    Key,
    ListOfItems,
    MapOf,
    OneOfWords,
    Shape,
    Word,
    dotted,
    read_sheet,
)
from evalflow.engine.periods import Period
from evalflow.errors import InvalidInput

GROUP = "x has to be a group of entries, each with a name before its colon."
NAME = Word("a name", "[a-z]+")
WHOLE = Word("a whole number", "0|[1-9][0-9]{0,8}", int, ("integer", "string"))


def read(shape: Shape, text: str) -> Any:
    """Return the value that `text` is after `x:`, or the problems as one text."""
    sheet = read_sheet(f"x: {text}".encode(), "f", Group({"x": Key("an example", shape)}), InvalidInput)
    return str(sheet.problems.error(InvalidInput, "bad")) if sheet.problems else sheet.values["x"]


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (TEXT, "|\n  two\n  lines\n", "two\nlines\n"),
        (LINE, "010", "010"),
        (LINE, "عربي", "عربي"),
        (WHOLE, "12", 12),
        (WHOLE, "'0'", 0),
        (YES_NO, "true", True),
        (YES_NO, "false", False),
        (DAY, "1997-08", "1997-08"),
        (DAY, "spring 1996", "spring 1996"),
        (SPAN, "P1Y6M", Period(years=1, months=6)),
        (AMOUNT, "P90D", Period(days=90)),
        (AMOUNT, "3", 3),
        (OneOfWords(("a", "b")), "b", "b"),
        (ListOfItems(WHOLE), "[1, 2]", (1, 2)),
        (ListOfItems(WHOLE), "[]", ()),
        (ListOfItems(WHOLE, or_one=True), "1", (1,)),
        (MapOf(NAME, WHOLE), "{a: 1, b: 2}", {"a": 1, "b": 2}),
        (Group({"a": Key("one", WHOLE), "b": Key("two", WHOLE)}), "{b: 2}", {"b": 2}),
    ],
)
def test_text_becomes_the_value_that_its_shape_declares(shape: Shape, text: str, value: object) -> None:
    assert read(shape, text) == value
    assert type(read(shape, text)) is type(value)


@pytest.mark.parametrize(
    ("shape", "text", "told"),
    [
        (TEXT, "'  '", "1:4: x has to be text. Here stands '  '."),
        (LINE, "|\n  two\n  lines\n", "1:4: x has to be text on one line. Here stands 'two\\nlines\\n'."),
        (LINE, "a\u2067b", "1:4: x has to be text on one line. Here stands 'a\\u2067b'."),
        (WHOLE, "01", "1:4: x has to be a whole number. Here stands '01'."),
        (WHOLE, "-1", "1:4: x has to be a whole number. Here stands '-1'."),
        (WHOLE, "١", "1:4: x has to be a whole number. Here stands '١'."),
        (WHOLE, "9" * 99, f"1:4: x has to be a whole number. Here stands '{'9' * 57}…'."),
        (YES_NO, "True", "1:4: x has to be true or false. Here stands 'True'."),
        (OneOfWords(("apple", "pear")), "aple", "1:4: x cannot be 'aple'. Did you mean 'apple'? Known: apple, pear."),
        (OneOfWords(("apple",)), "[apple]", "1:1: x has to be one of these words: apple. Here stands a list."),
        (ListOfItems(WHOLE), "[1, b]", "1:8: x, entry 2 has to be a whole number. Here stands 'b'."),
        (ListOfItems(WHOLE, or_one=True), "", "1:1: x, entry 1 has to be a whole number. Here stands nothing."),
        (MapOf(NAME, WHOLE), "{A: 1}", "1:5: 'A' has to be a name."),
        (MapOf(NAME, WHOLE), "1", f"1:4: {GROUP} Here stands '1'."),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_shape_is_told_in_words(shape: Shape, text: str, told: str) -> None:
    assert read(shape, text) == f"f cannot be used: one problem.\n  f:{told}"


def test_a_list_with_one_misfit_is_left_out_so_that_places_stay_true() -> None:
    shape = Group({"x": Key("an example", ListOfItems(WHOLE)), "y": Key("another", MapOf(NAME, WHOLE))})
    sheet = read_sheet(b"x: [1, b]\ny: {a: b, c: 1}", "f", shape, InvalidInput)
    assert sheet.values == {"y": {"a": None, "c": 1}}
    assert [sheet.sound(path) for path in [(), ("x",), ("y",), ("y", "c")]] == [False, False, False, True]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "The file"),
        (("steps", "terms"), "steps.terms"),
        (("steps", "terms", "next", 1), "steps.terms.next, entry 2"),
        (("objectives", 0, "timeframe", "date"), "objectives, entry 1, timeframe.date"),
    ],
)
def test_a_path_is_named_as_a_person_would(path: tuple[str | int, ...], name: str) -> None:
    assert dotted(path) == name


def test_a_schema_follows_from_the_shape() -> None:
    shape = Group(
        {
            "format": Key("the format", OneOfWords(("1", "old")), required=True),
            "names": Key("some names", ListOfItems(NAME, or_one=True)),
            "limits": Key("some limits", MapOf(NAME, WHOLE)),
        }
    )
    name = {"description": "a name", "type": ["string"], "pattern": "^(?:[a-z]+)$"}
    whole = {"description": "a whole number", "type": ["integer", "string"], "pattern": "^(?:0|[1-9][0-9]{0,8})$"}
    assert json_schema(shape, "An example") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An example",
        "type": "object",
        "properties": {
            "format": {"enum": ["1", "old", 1], "description": "the format"},
            "names": {"anyOf": [name, {"type": "array", "items": name}], "description": "some names"},
            "limits": {
                "type": "object",
                "propertyNames": name,
                "additionalProperties": whole,
                "description": "some limits",
            },
        },
        "required": ["format"],
        "additionalProperties": False,
    }
