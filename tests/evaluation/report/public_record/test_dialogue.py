"""What a dialogue's sources state, in finished words."""

from dataclasses import replace

import pytest

from evalflow.evaluation.dialogues.dialogue import FIELDS, Author, Standing, StandingChange
from evalflow.evaluation.dialogues.registry import Pair, TopicStatement
from evalflow.evaluation.report.public_record.dialogue import (
    coordination,
    dialogue_lines,
    general,
    pairs,
    sources,
    stated_of,
    stated_when,
)
from evalflow.evaluation.report.wording import worded
from evalflow.evaluation.statements import Item, Source, Statement
from tests.evaluation.report.public_record.known import dialogue
from tests.support.in_words import FieldLine, ItemLine, PairLine, SourceLine


def test_every_field_is_there_in_order_and_an_unknown_one_has_no_text() -> None:
    lines = worded(dialogue_lines(dialogue())).fields
    assert [(line.key, line.label) for line in lines] == list(FIELDS.items())
    assert lines[1] == FieldLine("start", "Start", "stated", "after a visit (1997)", (), (), "S1, l. 3", "")
    assert {(line.knowledge, line.text) for line in lines[2:]} == {("absent", ""), ("stated-none", "")}


def test_items_and_variants_keep_hedge_comparator_and_note() -> None:
    said = Statement(
        "stated", "nine rounds", "S1, l. 4", note="l. 5 is damaged",
        items=(Item("round", "S1, l. 5", date="1998", hedge="apparently", note="no place is given"),),
        variants=(Item("8", "S2", comparator="at least"),),
    )  # fmt: skip
    lines = worded(dialogue_lines(replace(dialogue(), fields={"sessions_held": said}))).fields
    assert lines[4] == FieldLine(
        "sessions_held", "Sessions held", "stated", "nine rounds",
        (ItemLine("apparently round (1998) (no place is given)", "S1, l. 5"),),
        (ItemLine("at least 8", "S2"),), "S1, l. 4", "l. 5 is damaged",
    )  # fmt: skip


def test_of_a_dialogue_without_suspension_no_more_is_said_than_the_record_holds() -> None:
    assert worded(dialogue_lines(dialogue())).standing == "No suspension or termination is on record."


def test_a_note_calls_another_field_by_its_label() -> None:
    noted = Statement("absent", note="Releases are under stated_outcomes; projects are none of ours.")
    (line,) = [
        line
        for line in dialogue_lines(replace(dialogue(), fields={"case_figures": noted})).fields
        if line.key == "case_figures"
    ]
    assert line.note == "Releases are under “Stated outcomes”; projects are none of ours."


def test_how_old_the_sources_are_is_read_from_their_titles() -> None:
    ages = [("A paper, about 2003",), ("Paper of 1999 and 2001", "B", "Paper of 2001"), ("C",)]
    found = [stated_when(replace(dialogue(), sources=tuple(Source("S", title) for title in titles))) for titles in ages]
    assert worded(tuple(found)) == ("as stated about 2003", "as stated in 2001", None)


@pytest.mark.parametrize(
    ("becomes", "by", "conditions", "standing"),
    [
        ("suspended", "own", "a visit takes place",
         "Suspended since 3 March 2027 (source: S2), by the United Kingdom. Stated reasons: No reply. "
         "Stated conditions for what follows: a visit takes place."),
        ("suspended", "counterpart", "",
         "Suspended since 3 March 2027 (source: S2), by Samplestan. Stated reasons: No reply."),
        ("active", "mutual", "",
         "Active again since 3 March 2027 (source: S2), by both sides. Stated reasons: No reply."),
        ("terminated", "third-party", "",
         "Terminated since 3 March 2027 (source: S2), by a third party. Stated reasons: No reply."),
        ("suspended", "force-majeure", "",
         "Suspended since 3 March 2027 (source: S2), by force majeure. Stated reasons: No reply."),
    ],
)  # fmt: skip
def test_where_a_dialogue_stands_is_told_with_author_and_reasons(
    becomes: Standing, by: Author, conditions: str, standing: str
) -> None:
    change = StandingChange(becomes, "2027-03-03", by, "No reply", "S2", conditions)
    known = replace(dialogue(), partner="United Kingdom", changes=(change,))
    assert worded(dialogue_lines(known)).standing == standing


def test_how_far_a_source_can_be_trusted_is_said_in_the_words_of_its_note() -> None:
    assert (
        worded(dialogue_lines(dialogue())).label == "As stated in “Example paper of 2003”; not independently verified."
    )
    noted = (
        Source("S1", "A paper", "as stated in an NGO paper of about 2003; not independently verified"),
        Source("S2", "B"),
    )
    assert worded(dialogue_lines(replace(dialogue(), sources=noted))).label == (
        "As stated in an NGO paper of about 2003; not independently verified."
    )
    assert sources(replace(dialogue(), sources=noted)) == (
        SourceLine("S1", "A paper", "as stated in an NGO paper of about 2003; not independently verified"),
        SourceLine("S2", "B", ""),
    )


def test_an_outcome_stands_beside_the_concern_with_its_points() -> None:
    concern = Statement("stated", "no terms are kept", "S1, l. 8", items=(Item("one visit was delayed", "S1, l. 9"),))
    assert worded(pairs([Pair("Visits", Statement("stated", "visits took place", "S1, l. 7"), concern)])) == (
        PairLine(
            "Visits", "visits took place", "S1, l. 7", "no terms are kept", ("one visit was delayed",), "S1, l. 8"
        ),
    )


def test_a_statement_on_coordination_begins_with_its_topic() -> None:
    said = TopicStatement(
        "participation", Statement("stated", "One state was not invited", "S1, l. 6", hedge="apparently")
    )
    assert worded(coordination([said])) == (
        ItemLine("Participation. apparently One state was not invited.", "S1, l. 6"),
    )


def test_what_is_said_of_several_dialogues_says_of_which() -> None:
    told = TopicStatement("transparency", Statement("stated", "little is public", "S1"), "all of the twelve")
    [line] = worded(general([told]))
    assert line.text == "Transparency. little is public. (Said of: all of the twelve.)"
    [line] = worded(coordination([told]))
    assert line.text == "Transparency. little is public."


def test_a_hedged_suspension_with_rules_for_its_end_says_both() -> None:
    change = StandingChange("suspended", "2027-03", "", "", "S2", "", ("a visit",), hedge="apparently")
    assert worded(dialogue_lines(replace(dialogue(), changes=(change,)))).standing == (
        "Suspended since March 2027 (apparently; source: S2), by whom is not on record. Stated reasons: none on "
        "record. It is to be resumed only when: a visit."
    )


def test_a_fact_that_is_stated_in_items_alone_has_no_words_of_its_own() -> None:
    assert stated_of(Statement("stated")) is None
