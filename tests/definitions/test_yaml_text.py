"""Text stays text, and every piece knows where it stands."""

import pytest

from evalflow.definitions.problems import FilePlace
from evalflow.definitions.yaml_text import MAX_BYTES, MAX_DEPTH, Extent, Mapping, Scalar, Sequence, read_tree
from evalflow.errors import InvalidDefinition, InvalidInput, Problem

TEXTS = [
    "NO",
    "on",
    "12:30",
    "1.10",
    "010",
    "0x1F",
    "1e3",
    "null",
    "~",
    "2027-01-11",
    "yes",
    "1_000",
    ".inf",
    "=",
    "😀",
    "العربية",
]


def at(line: int, column: int) -> FilePlace:
    return FilePlace("x.yaml", line, column)


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_as_it_was_written(text: str) -> None:
    assert read_tree(f"a: {text}".encode(), "x.yaml", InvalidInput) == Mapping(
        ((Scalar("a", at(1, 1)), Scalar(text, at(1, 4))),), at(1, 1)
    )


def test_every_piece_knows_its_line_and_column() -> None:
    assert read_tree(b"a:\n  - 'x'\n  - {b: \"y\"}\nc:\n", "x.yaml", InvalidInput) == Mapping(
        (
            (
                Scalar("a", at(1, 1)),
                Sequence(
                    (
                        Scalar("x", at(2, 5)),
                        Mapping(((Scalar("b", at(3, 6)), Scalar("y", at(3, 9))),), at(3, 5)),
                    ),
                    at(2, 3),
                ),
            ),
            (Scalar("c", at(4, 1)), Scalar("", at(4, 1))),
        ),
        at(1, 1),
    )


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbfa: b", b"a: b\r\n", b"a: b\r", b"--- # one document\na: b\n...\n"])
def test_a_byte_order_mark_and_other_line_ends_are_passed_over(raw: bytes) -> None:
    tree = read_tree(raw, "x.yaml", InvalidInput)
    assert isinstance(tree, Mapping)
    assert [(key.text, value) for key, value in tree.entries] == [("a", Scalar("b", tree.entries[0][1].place))]


@pytest.mark.parametrize("error", [InvalidInput, InvalidDefinition])
def test_the_caller_says_of_which_kind_the_error_is(error: type[InvalidInput]) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_tree(b"a: 1\na: 2\n", "x.yaml", error)
    assert type(refused.value) is error
    assert refused.value.code == "bad-yaml"
    assert refused.value.problems == (Problem("x.yaml:2:1", "'a' is given a second time; the first is in line 1."),)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"#" * (MAX_BYTES + 1), "1:1: The file is larger than 256 KiB, the most it may be."),
        (b"%YAML x\n---\n", "1:7: This cannot be read as YAML: expected a digit, but found 'x'."),
        ("a:\n  b \u2028 c".encode(), "2:5: The invisible character U+2028 may not stand in the file. "
         "Word processors write it; put there a line break."),
        ("\ufeffé: \x85".encode(), "1:4: The invisible character U+0085 may not stand in the file. "
         "Windows-1252 means “…” (horizontal ellipsis) by it: write that."),
        (b'a: "\\ud800"', "1:4: The invisible character U+D800 may not stand in the file. Take it out."),
    ],
)  # fmt: skip
def test_what_no_file_should_hold_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_tree(raw, "x.yaml", InvalidInput)
    assert str(refused.value) == f"x.yaml cannot be used: one problem.\n  x.yaml:{what}"


def test_every_sign_that_no_file_should_hold_is_listed_with_what_was_meant_by_it() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_tree("a: it\x92s\nb: \x93so\x94\n".encode(), "x.yaml", InvalidInput)
    assert [problem.where for problem in refused.value.problems] == ["x.yaml:1:6", "x.yaml:2:4", "x.yaml:2:7"]
    assert "Windows-1252 means “’” (right single quotation mark) by it" in refused.value.problems[0].what


def test_a_list_may_be_larger_where_its_reader_says_so_and_tells_how_far_it_is() -> None:
    raw = b"".join(b"- a line of some length, with a number %d\n" % number for number in range(8_000))
    assert len(raw) > MAX_BYTES
    heard: list[int] = []
    tree = read_tree(raw, "x.yaml", InvalidInput, Extent(len(raw), heard.append))
    assert isinstance(tree, Sequence)
    assert len(tree.items) == 8_000
    assert len(heard) == len(raw) // 65_536
    assert all(65_536 <= more < 66_000 for more in heard)
    with pytest.raises(InvalidInput, match=f"larger than {len(raw) // 1024} KiB"):
        read_tree(raw, "x.yaml", InvalidInput, Extent(len(raw) - 1))


def test_groups_may_be_nested_as_deep_as_the_cap_says() -> None:
    brackets = MAX_DEPTH - 1
    tree = read_tree(b"[" * brackets + b"x" + b"]" * brackets, "x.yaml", InvalidInput)
    for _ in range(brackets):
        assert isinstance(tree, Sequence)
        (tree,) = tree.items
    assert tree == Scalar("x", at(1, MAX_DEPTH))


def test_a_merge_key_between_quotation_marks_is_only_a_name() -> None:
    tree = read_tree(b"'<<': x", "x.yaml", InvalidInput)
    assert tree == Mapping(((Scalar("<<", at(1, 1)), Scalar("x", at(1, 7))),), at(1, 1))
