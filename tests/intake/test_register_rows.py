"""Files with entries of registers: CSV and YAML read alike, row by row; what can be made of a damaged one is made."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from evalflow.cells import plain_cell, safe_cell
from evalflow.errors import InvalidInput
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import PARTS
from evalflow.intake.register_form import csv_form, csv_text, schema, yaml_form, yaml_text
from evalflow.intake.register_rows import EntryFile, columns_known, read_entries

LIMIT = 1_000_000
ROUND = {"round": "9", "round.comparator": "at least", "round.hedge": "apparently", "round.variants": "10 [S2]"}


def read(text: str | bytes, file: str = "rows.csv") -> EntryFile:
    return read_entries(text if isinstance(text, bytes) else text.encode(), file, LIMIT)


def words(text: str, file: str = "rows.csv") -> list[dict[str, str]]:
    return [dict(row.words) for row in read(text, file).rows]


def test_a_yaml_file_may_be_as_large_as_any_other() -> None:
    raw = "".join(f"- {{held_on: 2026-06-09, status: held, round: {number}}}\n" for number in range(6_000))
    assert len(raw) > 256 * 1024
    assert read(raw, "rows.yaml").about == 6_000


def test_a_row_says_what_its_columns_say() -> None:
    text = "held_on,round,round.comparator\n2024-03,9,at least\n\n2025,,\n"
    assert words(text) == [
        {"held_on": "2024-03", "round": "9", "round.comparator": "at least"},
        {"held_on": "2025", "round": "", "round.comparator": ""},
    ]
    assert [row.line for row in read(text).rows] == [2, 4]


@pytest.mark.parametrize(("sign", "ending"), [(";", "csv"), ("\t", "tsv"), (",", "CSV")])
def test_columns_are_parted_by_what_the_header_parts_them_by(sign: str, ending: str) -> None:
    assert words(sign.join(["held_on", "status"]) + "\n" + sign.join(["2024", "held"]), f"x.{ending}") == [
        {"held_on": "2024", "status": "held"}
    ]


def test_yaml_says_the_same_with_groups() -> None:
    text = (
        "- register: session\n  held_on: 2024-03\n"
        "  round: {value: 9, comparator: at least, hedge: apparently, variants: [{value: 10, source: S2}]}\n"
        "- register: session\n  round: {knowledge: stated-unknown}\n  place: {value: Bern, variants: 'Geneva [S3]'}\n"
    )
    found = words(text, "rows.yaml")
    assert found[0] == {"register": "session", "held_on": "2024-03", **ROUND}
    assert found[1] == {
        "register": "session", "round.knowledge": "stated-unknown", "place": "Bern", "place.variants": "Geneva [S3]",
    }  # fmt: skip
    assert [row.cells[0] for row in read(text, "rows.yml").rows] == ["session", "session"]


def test_what_was_refused_is_read_again_without_the_line_and_the_reason() -> None:
    found = read("line,why,held_on\n7,no such day,'=2024\n")
    assert found.columns == ("held_on",)
    assert [(dict(row.words), row.cells) for row in found.rows] == [({"held_on": "=2024"}, ("=2024",))]


@pytest.mark.parametrize(
    ("text", "file", "told"),
    [
        ("held_onn\n1\n", "x.csv", "no register has the column 'held_onn'. Did you mean 'held_on'"),
        ("held_on,held_on\n1,2\n", "x.csv", "the column 'held_on' is there more than once"),
        ("", "x.csv", "It is empty"),
        ('"held_on\n', "x.csv", "x.csv:1: A quotation mark is opened here and never closed"),
        ("held_on: 2024\n", "x.yaml", "a list belongs here"),
        ("[]", "x.json", "should end in .csv"),
        ("x" * (LIMIT + 1), "x.csv", "the most that is taken is"),
    ],
)
def test_a_file_of_which_nothing_can_be_told_is_refused_before_its_first_row(text: str, file: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told.replace(".", r"\.")):
        read(text, file)


def test_a_row_that_cannot_be_read_says_why_and_keeps_its_cells() -> None:
    found = list(read('held_on,status\n2024,held,more\n2025\n2026,"held\n').rows)
    assert [(row.line, row.wrong, row.cells) for row in found] == [
        (2, "Cells in this row: 3; in the header: 2.", ("2024", "held", "more")),
        (3, "Cells in this row: 1; in the header: 2.", ("2025",)),
        (4, "A quotation mark is opened here and never closed. From here on the file was not read.", ()),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- only text\n", "An entry has names with a colon, such as 'held_on: 2026-06-09'."),
        ("- {round: [9]}\n", "round has a value, or a group with 'value' and what is said beside it; no list."),
        ("- {round: {amount: 9}}\n",
         "round has no part 'amount'. There are: value, knowledge, comparator, hedge, source, variants."),
    ],
)  # fmt: skip
def test_an_entry_in_yaml_that_cannot_be_read_says_why(text: str, told: str) -> None:
    assert [row.wrong for row in read(text, "x.yaml").rows] == [told]


def test_another_encoding_is_read_when_it_is_named() -> None:
    raw = "held_on,place\n2024,Zürich\n".encode("cp1252")
    with pytest.raises(InvalidInput, match="not written in UTF-8"):
        read(raw)
    [row] = read_entries(raw, "x.csv", LIMIT, "windows-1252").rows
    assert row.words["place"] == "Zürich"


@pytest.mark.parametrize("name", REGISTERS)
def test_every_register_has_an_empty_file_in_each_form_that_can_be_read(name: str) -> None:
    kind = REGISTERS[name]
    assert read(csv_form(kind)).columns == ("dialogue", *(field.name for field in kind.fields), "source", "hedge")
    [row] = read(yaml_form(kind), "x.yaml").rows
    assert (row.wrong, set(row.words)) == (
        "", {"register", "dialogue", "source", *(field.name for field in kind.fields)},
    )  # fmt: skip


ENTRIES = st.dictionaries(
    st.sampled_from(sorted(columns_known() - {"line", "why"})),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1).map(str.strip),
    min_size=1,
).filter(lambda entry: all(entry.values()))


@given(st.lists(ENTRIES, min_size=1, max_size=4))
def test_what_is_written_is_read_again(entries: list[dict[str, str]]) -> None:
    columns = tuple(dict.fromkeys(name for entry in entries for name in entry))
    from_csv = [{name: text for name, text in one.items() if text} for one in words(csv_text(columns, entries))]
    assert from_csv == entries
    assert words(yaml_text(entries), "x.yaml") == entries


@given(st.text())
def test_a_cell_made_harmless_is_given_back(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


def test_the_schema_takes_what_the_reader_takes_and_no_unknown_name() -> None:
    check = Draft202012Validator(schema())
    whole = {"register": "session", "dialogue": "uk-china", "held_on": "2024", "status": "held", "source": "S1"}
    assert check.is_valid([whole, {**whole, "round": {"value": 9, "comparator": "at least"}}])
    for wrong in ({**whole, "colour": "red"}, {**whole, "status": "moved"}, {**whole, "round": {"part": "9"}}):
        assert not check.is_valid([wrong])
    assert json.loads(json.dumps(schema())) == schema()
    for register in REGISTERS.values():
        assert YAML(typ="safe").load(yaml_form(register))[0]["register"] == register.name
    assert {"value", *PARTS} == set(schema()["items"]["anyOf"][0]["properties"]["round"]["anyOf"][1]["properties"])
