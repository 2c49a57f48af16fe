"""The report's lists as HTML: registers, recommendations, replies, checks and additions, each line whole."""

from dataclasses import replace
from datetime import date

from tests.effects.test_page import text_of
from tests.support.sample_record import sample_record


def test_what_the_governments_handed_in_is_told_before_the_inputs() -> None:
    section = text_of("inputs")
    assert section.index("No public reply was received from Samplestan by 5 June 2027") < section.index("NGO/001")
    assert "window by window" not in text_of("inputs", replies=())


def test_the_registers_are_printed_with_their_codes_and_spans() -> None:
    section = text_of("registers")
    assert "Table 12. Sessions of the dialogue" in section
    assert "EX-SA/S002 10 June 2025 what became of it: postponed Corrected, where: not known became" in section
    assert "EX-SA/S003 May 2026 what became of it: cancelled not known S3" in section
    assert "Table 13. What was made public about the dialogue" in section
    assert "is stated complete from 1 January 2023 through 22 April 2027, by Example Ministry" in section
    nothing = text_of("registers", register_entries=(), register_spans=())
    assert "No session and no publication is on record." in nothing
    assert "No register is stated complete for any time." in nothing


def test_the_recommendations_are_printed_check_by_check_with_reservations_and_what_is_missing() -> None:
    section = text_of("scorecard")
    assert "Of 2 recommendations, 1 fail, 1 unknown." in section
    assert "1 entry fits (EX-SA/B001). Said with: apparently." in section
    assert "Missing: timeframe of EX-02." in section
    assert "not applicable The report is not published yet." in section
    assert "before the recommendations were checked" in text_of("scorecard", scorecard=None)


def test_recommendations_are_printed_with_day_grounds_and_replies() -> None:
    section = text_of("recommendations")
    assert "By 31 December 2027. Priority: high. It rests on SC-10." in section
    assert "Exampleland, to the draft, 20 May 2027 (late): accepted in part. In summary. (its letter)" in section
    assert "Without a day. Priority: low. Nothing is named that it rests on." in section
    assert "No reply of Samplestan to it is on record" in section
    assert "makes no recommendation" in text_of("recommendations", recommendations=())


def test_what_became_of_earlier_recommendations_is_told_with_their_age() -> None:
    section = text_of("followup")
    assert "EX-SA-2025/REC/03 Invite a rapporteur. 30 June 2026 (past) 2" in section
    assert "EX-SA-2025 found it not started on 1 September 2025: nothing." in section
    assert "As of 1 May 2027. It rests on EX-SA/V001." in section
    assert "This cycle does not say what became of it." in section
    assert "was open when this cycle was opened" in text_of("followup", followed_up=())


def test_a_compared_paraphrase_is_called_one() -> None:
    section = text_of("changes")
    assert section.count("The words compared are this record's paraphrase before and after, not the published") == 1


def test_an_addition_is_printed_with_its_reason_or_the_words_that_there_is_none() -> None:
    one = sample_record().amendments.added[0]
    asked = date(2027, 3, 5)
    reasoned, silent = replace(one, reason="A treaty"), replace(one, reasons_asked_on=asked)
    said = [text_of("changes", added=(each,)) for each in (one, reasoned, silent)]
    assert "Added. No reason is on record." in said[0]
    assert "Added. Reason stated: A treaty." in said[1]
    assert "Added. No reason stated. Reasons were asked for on 5 March 2027;" in said[2]


def test_a_category_is_printed_where_one_was_chosen() -> None:
    first = sample_record().amendments.changes[0]
    said = [text_of("changes", changes=(replace(first, reason_category=one),)) for one in ("agreement", "other", "")]
    assert ["Reason stated (agreement):" in said[0], *("Reason stated:" in one for one in said[1:])] == [True] * 3
