"""The report as HTML: whole, numbered, the same in all editions, and deaf to what foreign text asks of it."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, get_type_hints

import pytest

from evalflow.effects.page import SECTIONS, to_html, to_pdf_html
from evalflow.effects.printable import heaviest, printable
from evalflow.effects.record_json import to_json
from evalflow.effects.wording import counted, day, full_stop, instant, printed, role, sentence, span, words
from evalflow.errors import Broken
from evalflow.evaluation.message import Message, as_given
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.statements import IN_WORDS
from tests.support.in_words import PauseLine, RestatedLine, changed
from tests.support.page_text import Page
from tests.support.sample_record import ROOT, draft_record, sample_record

RECORDS = [sample_record(), draft_record(), changed(sample_record(), example=False)]
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} ]]> &amp; \u202e \" onload='x' </style></title><b>"
KEPT = {"zone"}  # a name of a time zone, checked at the door


def _hostile(value: Any, kind: Any = str) -> Any:
    """Return `value` with each text that has no closed vocabulary made hostile."""
    if isinstance(value, Message):
        return as_given(HOSTILE)
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        return replace(value, **{f.name: _hostile(getattr(value, f.name), hints[f.name])
                                 for f in fields(value) if f.name not in KEPT})  # fmt: skip
    if isinstance(value, tuple):
        return tuple(_hostile(one) for one in value)
    return HOSTILE if kind is str and isinstance(value, str) and value else value


@pytest.mark.parametrize("to_page", [to_html, to_pdf_html])
@pytest.mark.parametrize("record", RECORDS)
def test_every_element_is_closed_and_every_link_meets_its_place(
    record: PublicRecord, to_page: Callable[[PublicRecord], str]
) -> None:
    page = Page(to_page(record))
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    targets = {e.attributes["href"] for e in page.all("a")}
    assert page.unbalanced == []
    assert len(ids) == len(set(ids))
    assert targets == {f"#{identity}" for identity in ["glance", *(section.id for section in SECTIONS)]}


@pytest.mark.parametrize("record", RECORDS)
def test_paragraphs_are_numbered_one_by_one(record: PublicRecord) -> None:
    numbers = [int(e.text) for e in Page(to_html(record)).all("span", class_="no")]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("record", RECORDS)
def test_headings_skip_no_level(record: PublicRecord) -> None:
    levels = [int(e.tag[1]) for e in Page(to_html(record)).elements if re.fullmatch("h[1-6]", e.tag)]
    assert [after for before, after in pairwise(levels) if after > before + 1] == []
    assert levels.count(1) == 1


@pytest.mark.parametrize("record", RECORDS)
def test_rows_of_a_table_are_of_one_length(record: PublicRecord) -> None:
    for table in re.findall("<table.*?</table>", to_html(record), re.DOTALL):
        assert len({len(re.findall("<t[hd][ >]", row)) for row in re.findall("<tr>.*?</tr>", table, re.DOTALL)}) == 1


def test_both_editions_are_the_same_document_but_for_the_style() -> None:
    screen, paper = (re.sub("<style>.*?</style>", "", to_page(sample_record()), flags=re.DOTALL)
                     for to_page in (to_html, to_pdf_html))  # fmt: skip
    assert screen == paper


def test_the_page_for_a_screen_fetches_nothing_and_runs_nothing() -> None:
    html = to_html(sample_record())
    page = Page(html)
    assert {e.tag for e in page.elements} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    assert [e for e in page.elements if "src" in e.attributes or "style" in e.attributes] == [
        e for e in page.all("col") if "style" in e.attributes
    ]
    assert "url(" not in html
    assert "@import" not in html
    assert page.all("html")[0].attributes["lang"] == "en"


@pytest.mark.parametrize("record", RECORDS)
def test_no_sentence_runs_into_the_next_and_nothing_empty_is_printed(record: PublicRecord) -> None:
    text = Page(to_html(record)).all("body")[0].text.replace(record.background.dialogue.title, "")
    assert re.findall(r"\w+[.:;][A-Z]\w+", text) == []
    assert re.findall(r"\.\.|\. \.|,,|None(?! of)|Undefined", text) == []


def test_what_foreign_text_asks_of_the_page_stays_text() -> None:
    plain, hostile = to_html(sample_record()), to_html(_hostile(sample_record()))
    tags = {e.tag for e in Page(plain).elements} | {"br"}
    names = {name for e in Page(plain).elements for name in e.attributes}
    page = Page(hostile)
    assert page.unbalanced == []
    assert {e.tag for e in page.elements} <= tags
    assert {name for e in page.elements for name in e.attributes} <= names
    assert "<script>alert(1)</script> {{ 7*7 }} {% raw %} ]]> &amp;" in page.all("body")[0].text
    assert "49" not in page.all("h1")[0].text


def test_a_direction_mark_of_a_submitter_ends_with_the_name() -> None:
    one = sample_record().consultation.inputs[0]
    html = to_html(changed(sample_record(), inputs=(replace(one, submitter="\u202eevil"),)))
    assert "<bdi>\u202eevil\u202c</bdi>" in html


def test_an_example_says_so_in_the_title_on_the_cover_and_for_every_foot() -> None:
    html = to_pdf_html(sample_record())
    page = Page(html)
    assert f"({EXAMPLE_NOTICE})</title>" in html
    assert page.all("p", class_="band")[0].text == f"{EXAMPLE_NOTICE}."
    assert page.all("header")[0].attributes["data-notice"] == EXAMPLE_NOTICE


def test_a_real_report_does_not_call_itself_an_example() -> None:
    assert EXAMPLE_NOTICE not in to_html(changed(sample_record(), example=False))


def test_the_cover_names_body_operator_edition_cut_off_and_head() -> None:
    cover = Page(to_html(sample_record())).all("header")[0].text
    assert cover.endswith(
        "Evaluating body Example Committee, accountable to the Example Parliament "
        "Record operated by Example Secretariat, which does not conduct the dialogue "
        "Edition public, adopted on 12 June 2027 "
        "Data cut-off 11 June 2027, 23:59 Europe/London "
        f"Head of the record 412 entries, root {ROOT}"
    ), cover


def test_an_operator_that_conducts_the_dialogue_is_named_in_the_warning_colour_on_the_first_page() -> None:
    page = Page(to_html(draft_record()))
    assert page.all("p", class_="warning")[0].text == (
        "This record is operated by Example Ministry, which conducts the dialogue that is evaluated here. "
        "It is not independent of it."
    )
    assert Page(to_html(sample_record())).all("p", class_="warning") == []


def test_the_six_figures_at_a_glance_come_again_in_their_sections() -> None:
    page = Page(to_html(sample_record()))
    assert [e.text for e in page.all("p", class_="figure")] == ["1 of 4", "2 of 4", "3", "6", "2 of 4", "1"]
    assert "Of 4 objectives, 1 is met, 1 partial, 1 regressed, 1 not assessable." in page.section("findings")
    assert "2 of 4 have a timeframe." in page.section("findings")
    assert "3 changes were recorded in this cycle, 2 of them without a stated reason." in page.section("changes")
    assert "6 inputs were received, with 11 points in all." in page.section("inputs")
    assert "Of 4 criteria, 2 are tripped, 1 clear, and for 1 the record cannot tell." in page.section("criteria")
    assert "1 deadline was moved while it ran" in page.section("timetable")


def test_kinds_of_not_knowing_never_look_alike() -> None:
    html = to_html(sample_record())
    assert "<strong>none</strong> (stated)" in html
    printed_as = [f'<span class="unknown">{IN_WORDS[kind]}</span>' for kind in ("stated-unknown", "blank", "absent")]
    assert [html.count(kind) for kind in printed_as] == [1, 1, 1]


def test_a_change_without_a_reason_is_framed_and_says_whether_reasons_were_asked_for() -> None:
    page = Page(to_html(sample_record()))
    framed = [e.text for e in page.all("p", class_="n reason missing")]
    assert len(framed) == 2
    assert (
        "No reason stated. Reasons were asked for on 5 March 2027; no reason is on record at the data cut-off."
        in framed[0]
    )
    assert "No reason stated. The record does not show that reasons were asked for." in framed[1]


def test_a_change_is_marked_word_by_word() -> None:
    page = Page(to_html(sample_record()))
    assert [e.text for e in page.all("del")][:2] == [", including in the autonomous regions", "raised"]
    assert [e.text for e in page.all("ins")][:2] == ["31 December 2028", "where possible"]


def test_a_correction_stands_among_the_changes_with_old_and_new_and_is_counted_beside_them() -> None:
    page = Page(to_html(sample_record()))
    changes, glance = page.section("changes"), page.section("glance")
    assert "Correction 3 · EX-01, text" in changes
    assert "What shows that it was wrong: A letter was lost in copying from S1." in changes
    assert "; 1 correction of the record (section 8)" in glance
    assert "1 correction of what the record had said of them was entered; it is printed there" in glance
    assert "EX-01" not in page.section("corrections")


def test_a_correction_of_an_older_version_says_that_no_reason_is_recorded() -> None:
    record = sample_record()
    old = changed(record, corrections=(replace(record.amendments.corrections[0], reason=""),) * 2)
    page = Page(to_html(old))
    assert "Correction of the record. No reason recorded." in page.section("changes")
    assert "2 corrections of the record were entered in this cycle, 2 of them with no reason recorded" in page.section(
        "changes"
    )
    assert page.section("glance").count("2 with no reason recorded") == 2


def test_a_statement_about_the_dialogue_that_another_replaced_is_printed_with_its_reason() -> None:
    made = RestatedLine("Status", "active", "suspended", "a better source", date(2027, 3, 2), "Example Secretariat")
    changes = Page(to_html(changed(sample_record(), restated=(made,)))).section("changes")
    assert "1 statement about the dialogue was replaced by another in this cycle." in changes
    assert "Reason recorded: a better source. Recorded on 2 March 2027 by Example Secretariat" in changes


def test_the_texts_of_an_input_say_in_which_language_they_are_written() -> None:
    record = sample_record()
    first = replace(record.consultation.inputs[0], language="zh-Hant")
    html = to_html(changed(record, inputs=(first,)))
    assert html.count('<div lang="zh-Hant">') == sum(bool(point.text) for point in first.points)
    assert "written in zh-Hant" in Page(html).section("inputs")
    assert 'lang="zh-Hant"' in to_pdf_html(changed(record, inputs=(first,)))


def test_a_cycle_without_changes_says_so() -> None:
    assert "No change to an objective or to a timeframe was recorded in this cycle." in Page(
        to_html(draft_record())
    ).section("changes")


def test_a_count_that_could_give_an_author_away_is_not_shown() -> None:
    assert "Other, and not published [c] [c] [c]" in Page(to_html(sample_record())).section("inputs")


def test_what_is_not_released_has_no_words_on_the_page() -> None:
    assert "The text of this point is not released." in Page(to_html(sample_record())).section("inputs")


def test_cannot_tell_says_that_it_is_not_clear_and_a_tripped_criterion_asks_for_a_decision() -> None:
    section = Page(to_html(sample_record())).section("criteria")
    assert "The record cannot tell whether SC-05 is tripped. This is not a finding that it is clear." in section
    assert "SC-14 is tripped, and no decision of the body on it is recorded." in section
    assert "Decision (12 June 2027, Example Committee, by six votes to one): continue with reasons." in section


def test_an_objective_that_cannot_be_assessed_says_what_is_missing_and_one_without_timeframe_says_so() -> None:
    section = Page(to_html(sample_record())).section("findings")
    assert "Missing: a list of releases with dates, from a court or from the treaty body." in section
    assert section.count("Finding: no timeframe.") == 2
    assert section.count("Wording: a paraphrase, not the published text") == 4


def test_the_annex_prints_the_program_in_full() -> None:
    html = to_html(sample_record())
    assert "def root_from(leaf, index, size, path):" in html
    assert f"412:{ROOT}" in Page(html).section("check")


def test_counts_that_are_lower_bounds_say_at_least() -> None:
    record = changed(sample_record(), inputs_at_least=True, points_at_least=True)
    assert "At least 6 inputs were received, with at least 11 points in all." in Page(to_html(record)).section("inputs")


def test_dates_and_counts_read_as_english() -> None:
    june, july = date(2027, 6, 1), date(2027, 7, 2)
    texts = [day(june), span(june, july), span(june, None), span(None, july), span(june, june), span(None, None)]
    assert [text.replace("\u00a0", " ") for text in texts] == [
        "1 June 2027", "1 June 2027 to 2 July 2027", "from 1 June 2027", "until 2 July 2027", "1 June 2027", "no dates",
    ]  # fmt: skip
    assert [counted(n, "entry", "entries").replace("\u00a0", " ") for n in (0, 1, 2)] == [
        "no entry", "1 entry", "2 entries",
    ]  # fmt: skip
    assert (
        instant(sample_record().anchor.cut_off, "Asia/Kathmandu").replace("\u00a0", " ")
        == "12 June 2027, 04:44 Asia/Kathmandu"
    )
    assert (words("not-assessable"), sentence("why not?"), full_stop("so")) == ("not assessable", "Why not?", "so.")


def test_a_template_that_prints_nothing_by_mistake_fails() -> None:
    with pytest.raises(TypeError, match="printed None"):
        printed(None)


def text_of(section: str, **more: Any) -> str:
    return Page(to_html(changed(sample_record(), **more), attached="EXAMPLE-EX.json")).section(section)


def test_the_opening_of_the_cycle_and_that_of_its_windows_are_two_days() -> None:
    opening = "The cycle was opened on 14 December 2026; its windows opened on 16 January 2027."
    assert opening in text_of("glance")
    assert f"{opening} It runs under the workflow evaluation-cycle 1.0.0. The report is due by 12 July 2027" in text_of(
        "timetable"
    )
    assert "The opening day of the cycle is 11 January 2027." in text_of("glance", opening_state="")


def test_what_is_old_says_how_old_at_each_head() -> None:
    old = "What follows is printed as stated about 2003, from the sources in Annex B. It does not describe the present."
    assert old in text_of("outcomes")
    assert old in text_of("coordination")
    assert "Table 1 gives the dialogue as stated about 2003, and not as it is at the data cut-off." in text_of(
        "dialogue"
    )
    assert "as recorded at the data cut-off" in text_of("dialogue", stated_when="")
    assert "What follows" not in text_of("outcomes", stated_when="")


def test_sources_differ_only_where_there_are_two() -> None:
    dialogue = sample_record().background.dialogue
    same = replace(dialogue.fields[1], variants=dialogue.fields[1].variants[:1])
    assert "Sources differ:" in text_of("dialogue")
    assert "The source also says:" in text_of("dialogue", dialogue=replace(dialogue, fields=(same,)))


def test_the_annex_names_the_data_the_program_and_both_calls() -> None:
    html = to_html(sample_record(), attached="EXAMPLE-EX.json")
    assert [e.text for e in Page(html).all("pre", class_="call")] == ["", ""]
    assert "evalflow audit prove REFERENCE --size 412 > PROOF.json" in html
    assert f"python3 check_receipt.py PROOF.json 412:{ROOT} FILE --receipt RECEIPT.txt" in html
    assert "both under the name EXAMPLE-EX.json." in Page(html).section("check")


def test_scales_are_defined() -> None:
    section = text_of("glossary")
    for word in ("met", "not due", "strong", "claim", "no link", "probable", "not assessed", "none after reminder"):
        assert f" {word} " in section


def test_a_heading_within_a_point_has_no_marks() -> None:
    one = sample_record().consultation.inputs[0]
    point = replace(one.points[0], text="## On method\nThe figures say little.")
    section = text_of("inputs", inputs=(replace(one, points=(point,)),))
    assert "On method The figures say little." in section
    assert "##" not in section


def test_a_record_without_limits_says_so_and_an_operator_who_conducts_is_one() -> None:
    assert text_of("method", limits=(), overridden=()).endswith("The record states no limit.")
    assert "the evaluation is not independent of it." in text_of("method", operator_conducts=True)


def test_roles_are_words() -> None:
    assert [role(word) for word in ("ngo", "government", "evaluating-body")] == [
        "NGOs and others", "both governments", "evaluating body",
    ]  # fmt: skip


def test_a_template_that_cannot_be_filled_in_is_named_with_its_line() -> None:
    known = sample_record()
    pause = PauseLine(None, None, "r", "b")  # a value that no page can print
    undefined = replace(known, course=replace(known.course, pauses=(pause,)))
    with pytest.raises(Broken) as failed:
        to_html(undefined)
    assert failed.value.code == "template-failed"
    assert re.search(
        r"The template timetable.html.j2, line \d+, cannot be filled in: AttributeError", str(failed.value)
    )


LONG = "A title " * 12_500


def test_a_title_that_would_fill_pages_is_cut_on_the_page_and_whole_in_the_data() -> None:
    known = sample_record()
    first, *others = known.course.timetable
    long = changed(known, timetable=(replace(first, title=LONG), *others), workflow_title=LONG)
    for to_page in (to_html, to_pdf_html):
        page = to_page(long)
        assert LONG not in page
        assert "[99,700 more characters: see the data file]" in page
        assert len(page) < len(to_page(known)) + 10_000
    assert LONG in to_json(long).decode()


def test_the_longest_text_is_named_by_the_input_it_is_in() -> None:
    known = sample_record()
    line = next(one for one in known.consultation.inputs if one.points)
    long = replace(line, points=(replace(line.points[0], text="word " * 20_000), *line.points[1:]))
    inputs = known.consultation.inputs
    record = changed(known, inputs=tuple(long if one is line else one for one in inputs))
    assert heaviest(record).startswith(f"The longest text of the report is in inputs, {line.code}: 100,")


def test_a_record_whose_titles_fit_is_printed_as_it_is() -> None:
    assert printable(sample_record()) == sample_record()
