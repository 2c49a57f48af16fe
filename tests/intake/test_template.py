"""A template is filled in and read back: what was written arrives, and its own words do not."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalflow.engine.reasons import is_blank
from evalflow.errors import InvalidInput
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.intake.markdown import read_markdown
from evalflow.intake.sections import escaped
from evalflow.intake.template import Form, template
from evalflow.intake.yaml_form import read_yaml

OBJECTIVES = [("UK-01", "The two Covenants"), ("UK-02", "Human rights\nmechanisms"), ("UK-11", "Jamming: two services")]
CODES = [code for code, _ in OBJECTIVES]
COVER = InputDraft(
    "ngo", "public", "Example Coalition", "On the Covenants (example)", language="en", cycle="uk-china-2027"
)
CLOSES = "the end of 19 March 2027, Europe/London"
WRITTEN: dict[Form, str] = {
    form: template("uk-china-2027", "United Kingdom–China\nhuman rights dialogue", OBJECTIVES, CLOSES, form)
    for form in ("markdown", "yaml")
}

letters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
odd_lines = st.sampled_from(
    [
        "## UK-02 · x",
        "## Mine",
        "---",
        "--- ",
        "\\---",
        "\\## UK-01",
        "\\\\## x",
        "# x",
        "<!-- guide: x -->",
        "\\<!-- guide:",
        "### x",
        "Kind: ngo",
        "- UK-01: |",
        "UK-02: x",
        "# remark",
        "```",
        "> x",
        "\t",
        "",
        " ",
        "= + - @",
        "'",
        '"',
        "%",
        "&a *a",
    ]
)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])
lines = st.lists(st.tuples(odd_lines | st.text(letters), line_ends))
texts = lines.map(lambda pairs: "".join(f"{line}{end}" for line, end in pairs))


def trimmed(text: str) -> str:
    """Return the text without blank lines around it: what is promised to arrive."""
    return re.sub(r"\A(?:[^\S\r\n]*(?:\r\n|\r|\n))+|(?:(?:\r\n|\r|\n)[^\S\r\n]*)+\Z", "", text) if text.strip() else ""


def filled_markdown(first: str, other: str) -> str:
    text = WRITTEN["markdown"]
    for name in ("kind", "level", "submitter", "title", "language"):
        text = text.replace(f"{name.capitalize()}:\n", f"{name.capitalize()}: {getattr(COVER, name)}\n")
    text = text.replace(
        "## UK-01 · The two Covenants\n\n", with_line_end("## UK-01 · The two Covenants\n\n" + escaped(first))
    )
    return text + escaped(other)


def with_line_end(text: str) -> str:
    return text if text.endswith(("\n", "\r")) else f"{text}\n"


@given(texts, texts)
def test_any_text_in_a_markdown_template_is_read_back_as_it_was(first: str, other: str) -> None:
    raw = filled_markdown(first, other).encode()
    expected = [PointDraft(trimmed(first), "UK-01"), PointDraft(trimmed(other))]
    points = tuple(point for point in expected if point.text)
    assume(not any(is_blank(point.text) for point in points))  # what shows nothing is refused
    if points:
        assert read_markdown(raw, "input.md", CODES) == replace(COVER, points=points, content=raw)
    else:
        with pytest.raises(InvalidInput, match="It says nothing"):
            read_markdown(raw, "input.md", CODES)


@given(texts, texts)
def test_any_text_in_a_yaml_template_is_read_back_as_it_was(first: str, other: str) -> None:
    raw = filled_yaml(f"UK-01: {quoted(first)}", f"anything_else: {quoted(other)}")
    expected = [PointDraft(trimmed(first), "UK-01"), PointDraft(trimmed(other))]
    points = tuple(point for point in expected if point.text)
    assume(not any(is_blank(point.text) for point in points))  # what shows nothing is refused
    if points:
        assert read_yaml(raw, "input.yaml", CODES) == replace(COVER, points=points, content=raw)
    else:
        with pytest.raises(InvalidInput, match="It says nothing"):
            read_yaml(raw, "input.yaml", CODES)


def filled_yaml(first: str, other: str) -> bytes:
    text = WRITTEN["yaml"]
    for name in ("kind", "level", "submitter", "title", "language"):
        text = text.replace(f"\n{name}:\n", f"\n{name}: {quoted(getattr(COVER, name))}\n")
    return text.replace("UK-01: |", first).replace("anything_else: |", other).encode()


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def test_text_is_written_into_a_yaml_template_as_people_do_indented_below_the_name() -> None:
    raw = filled_yaml('UK-01: |\n\n    First: "quoted" # and\n\n      indented\n    ---', "anything_else: [one, two]")
    points = (
        PointDraft('First: "quoted" # and\n\n  indented\n---', "UK-01"),
        PointDraft("one"),
        PointDraft("two"),
    )
    assert read_yaml(raw, "input.yaml", CODES).points == points


def test_suspension_facts_are_read_in_both_forms() -> None:
    markdown = filled_markdown("", "").replace("## Anything else", "Two sessions.\n## Anything else")
    yaml = filled_yaml("UK-01:", "anything_else:").replace(b"facts: |", b"facts: Two sessions.")
    assert read_markdown(markdown.encode(), "a.md", CODES).points == (PointDraft("Two sessions."),)
    assert read_yaml(yaml, "a.yaml", CODES).points == (PointDraft("Two sessions."),)


@pytest.mark.parametrize("form", ["markdown", "yaml"])
def test_a_template_explains_the_levels_warns_and_names_its_last_day(form: Form) -> None:
    text = WRITTEN[form]
    for said in (
        "public: ",
        "name-withheld: ",
        "confidential: ",
        "restricted: ",
        "SAFETY: ",
        f"by {CLOSES}.",
    ):
        assert said in text
    assert [code for code in CODES if f"{code} · " in text or f"  {code}: |" in text] == CODES


@pytest.mark.parametrize("form", ["markdown", "yaml"])
def test_an_empty_template_says_what_is_missing(form: Form) -> None:
    read = read_markdown if form == "markdown" else read_yaml
    with pytest.raises(InvalidInput) as refusal:
        read(WRITTEN[form].encode(), "input", CODES)
    assert [problem.what.partition(":")[0] for problem in refusal.value.problems] == [
        "The kind is missing",
        "The level is missing",
    ]


def test_a_cover_alone_says_nothing_without_a_file_and_enough_with_one() -> None:
    raw = filled_markdown("", "").encode()
    with pytest.raises(InvalidInput, match="It says nothing: no section is filled in, and no file is attached"):
        read_markdown(raw, "cover.md", CODES)
    attached = (("annex.txt", b"x"),)
    assert read_markdown(raw, "cover.md", CODES, attachments=attached) == replace(
        COVER, content=raw, attachments=attached
    )


def test_nothing_of_what_was_said_shows_when_a_draft_is_printed() -> None:
    raw = filled_markdown("in prison", "").encode()
    shown = repr(read_markdown(raw, "a.md", CODES, attachments=(("list.txt", b"names"),)))
    assert not re.search("in prison|Example Coalition|Covenants|names|list", shown)
