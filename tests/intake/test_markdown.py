"""Markdown handed in, from the template or written freely, becomes points, and what is wrong is named by line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.evaluation.inputs.input import KINDS
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.intake.markdown import read_markdown

CODES = ("UK-01", "UK-02", "UK-10")
COVER = "# Any title\nKind: ngo\nlevel: Public\nSubmitter : Example Coalition\n"
DRAFT = InputDraft("ngo", "public", "Example Coalition", "")


def points(below: str) -> list[tuple[str, str]]:
    raw = (COVER + below).encode()
    draft = read_markdown(raw, "letter.md", CODES)
    assert replace(draft, points=()) == replace(DRAFT, content=raw)
    return [(point.text, point.objective) for point in draft.points]


def problems(text: str) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        read_markdown(text.encode(), "letter.md", CODES)
    assert refusal.value.code == "input-not-taken"
    return [str(problem) for problem in refusal.value.problems]


def test_several_paragraphs_are_one_point_and_a_line_of_dashes_begins_another() -> None:
    assert points("## UK-01 · Covenants\n\nOne.\n\nStill one.\n\n---\n\nTwo.\n") == [
        ("One.\n\nStill one.", "UK-01"),
        ("Two.", "UK-01"),
    ]


def test_a_heading_of_ones_own_begins_a_free_point_and_stays_with_it() -> None:
    assert points("## UK-02\na\n## Visits to families\n\nb\n### Detail\nc\n---\nd\n## UK-10: Tibet\ne") == [
        ("a", "UK-02"),
        ("## Visits to families\n\nb\n### Detail\nc", ""),
        ("d", ""),
        ("e", "UK-10"),
    ]


def test_a_heading_alone_is_a_point_when_it_is_ones_own_and_nothing_when_it_is_the_templates() -> None:
    assert points("## UK-01\n## Suspension facts\n## Please end the jamming\n") == [("## Please end the jamming", "")]


def test_a_heading_that_only_resembles_a_code_is_ones_own() -> None:
    assert points("## COVID-19 and prisons\na\n## UK-based families\nb") == [
        ("## COVID-19 and prisons\na", ""),
        ("## UK-based families\nb", ""),
    ]


def test_a_heading_without_its_code_is_known_by_the_objective_s_title() -> None:
    titles = {"UK-01": "Administrative  detention", "UK-02": "Visits", "UK-10": "visits"}
    below = "## administrative Detention\na\n## Visits\nb\n## UK-02 anything\nc\n## Anything else\nd\n"
    draft = read_markdown((COVER + below).encode(), "letter.md", titles)
    assert [(point.text, point.objective) for point in draft.points] == [
        ("a", "UK-01"), ("## Visits\nb", ""), ("c", "UK-02"), ("d", ""),
    ]  # fmt: skip
    assert draft.notes == (
        "letter.md:7: This is no heading of the template. It is taken as a point of its own.",
    )  # fmt: skip


def test_codes_are_known_in_any_case() -> None:
    assert points("## uk-10 tibet\na") == [("a", "UK-10")]


def test_line_ends_spaces_and_odd_signs_stay_as_they_are() -> None:
    text = "  = 1 + 1\r\n\r\n@you\t \u202eabc\u202c\r{{ x }} <b>&amp;</b>  "
    assert points(f"## UK-01\r\n\r\n{text}\r\n") == [(text, "UK-01")]


def test_a_backslash_makes_a_line_text() -> None:
    assert points("## UK-01\n\\## no heading\n\\---\n\\\\--- \n\\n") == [
        ("## no heading\n---\n\\--- \n\\n", "UK-01"),
    ]


def test_a_cover_may_use_wide_colons_and_old_line_ends() -> None:
    draft = read_markdown("Kind：expert\rLevel: name-withheld\r## UK-01\ra".encode(), "letter.md", CODES)
    assert (draft.kind, draft.level, draft.points) == ("expert", "name-withheld", (PointDraft("a", "UK-01"),))


def test_every_problem_is_named_at_once_in_the_order_of_the_file() -> None:
    kinds = f"The kinds are: {', '.join(KINDS)}."
    cover = "Before the first heading stand only: Cycle, Kind, Level, Submitter, Title, Language, Receipt, Supplements."
    put = "Put other text below a heading, such as '## Anything else'."
    assert problems(
        "Kind: ngoo\nlevel: publik\nKindd: x\nHello there\nKind: ngo\ntitle: a\u202eb\nLanguage: English!\n"
        "Receipt: a b\n\n\n## UK-09 · x\ntext\n"
    ) == [
        f"letter.md:1: 'ngoo' is no kind of input. Did you mean 'ngo'? {kinds}",
        "letter.md:2: 'publik' is no level. Did you mean 'public'? "
        "The levels are: public, name-withheld, confidential, restricted.",
        f"letter.md:3: 'Kindd: x' is no line of the cover. Did you mean 'Kind'? {cover} {put}",
        f"letter.md:4: 'Hello there' is no line of the cover. {cover} {put}",
        "letter.md:5: 'kind' is given a second time; the first is at letter.md:1.",
        "letter.md:6: The title holds U+202E, which turns the direction of letters so that it reads as something else.",
        "letter.md:7: 'English!' is no code of a language. Write en, ar, zh-Hant or the like, or leave it out.",
        "letter.md:8: The receipt code has 27 signs, not 2. Copy it from the receipt.",
        "letter.md:11: There is no objective 'UK-09'. Did you mean 'UK-10'? The objectives are: UK-01, UK-02, UK-10.",
    ]


@pytest.mark.parametrize(
    ("cover", "instead", "kind", "level"),
    [
        ("", {"kind": "ngo", "level": "public", "submitter": "X"}, "ngo", "public"),
        ("Kind: clubb\nLevel: publik", {"kind": "ngo", "level": "name-withheld"}, "ngo", "name-withheld"),
        ("Kind: ngo\nLevel: public\nSubmitter: Y", {"kind": "un-body", "submitter": "X"}, "un-body", "public"),
        ("Kind: ngo\nLevel: restricted", {"level": "public"}, "ngo", "restricted"),
        ("Kind: individual", {"level": "public", "submitter": "X"}, "individual", "name-withheld"),
        ("Level: name-withheld", {"kind": "ngo", "level": "confidential"}, "ngo", "confidential"),
    ],
)
def test_what_is_said_at_the_door_completes_a_cover_and_makes_a_level_only_stricter(
    cover: str, instead: dict[str, str], kind: str, level: str
) -> None:
    draft = read_markdown(f"{cover}\n## UK-01\na".encode(), "letter.md", CODES, instead=instead)
    assert (draft.kind, draft.level, draft.submitter) == (kind, level, instead.get("submitter", ""))


@pytest.mark.parametrize("said", ["confidental", "geheim"])
def test_a_level_that_cannot_be_read_is_not_made_looser_at_the_door(said: str) -> None:
    with pytest.raises(InvalidInput, match=f"'{said}' is no level"):
        read_markdown(f"Kind: ngo\nLevel: {said}\n## UK-01\na".encode(), "l.md", CODES, instead={"level": "public"})


def test_a_public_input_needs_a_name_and_says_what_else_there_is() -> None:
    assert problems("Kind: ngo\nLevel: public\n## UK-01\na") == [
        "letter.md:1: The submitter is missing: a public input is listed by name. Or choose the level name-withheld."
    ]


def test_a_person_who_chooses_no_level_is_not_named_and_an_organisation_has_to_choose() -> None:
    assert read_markdown(b"Kind: individual\n## UK-01\na", "letter.md", CODES).level == "name-withheld"
    assert problems("Kind: ngo\nSubmitter: Example\n## UK-01\na") == [
        "letter.md:1: The level is missing: how much of this may be shown, and to whom. "
        "The levels are: public, name-withheld, confidential, restricted."
    ]


def test_without_known_objectives_every_heading_is_ones_own() -> None:
    assert read_markdown((COVER + "## UK-01\na").encode(), "letter.md").points == (PointDraft("## UK-01\na"),)


@given(st.binary() | st.text().map(lambda text: (COVER + "## UK-01\n" + text).encode("utf-8", "replace")))
def test_any_bytes_are_an_input_or_a_refusal(raw: bytes) -> None:
    try:
        assert read_markdown(raw, "letter.md", CODES).content == raw
    except InvalidInput as refusal:
        str(refusal).encode()  # fit to print
