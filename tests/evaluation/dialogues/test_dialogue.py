"""A dialogue and a command in, events or a refusal out: facts are restated with a reason, and its standing recorded."""

from dataclasses import replace
from functools import reduce

import pytest

from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.dialogues.dialogue import (
    ABSENT,
    FIELDS,
    AddDialogue,
    ChangeStanding,
    Dialogue,
    DialogueAdded,
    DialogueCommand,
    DialogueEvent,
    FactRestated,
    Heading,
    HeadingRestated,
    RestateFact,
    RestateHeading,
    Restatement,
    Standing,
    StandingChange,
    StandingChanged,
    apply_dialogue,
    decide_dialogue,
)
from evalflow.evaluation.statements import Source, Statement

UK = Dialogue(
    "1", "uk-china", "UK–China", "United Kingdom", "China", fields={"start": Statement("stated", "1997", "S1, l. 3")}
)
NEW = Statement("stated", "about 1997", "S2", hedge="about")
SUSPENDED = StandingChange("suspended", "2027-03", "counterpart", "after a vote", "S2, p. 3", "a new date is named")


def test_a_new_dialogue_is_added_once() -> None:
    assert decide_dialogue(None, AddDialogue(UK)) == [DialogueAdded(UK)]


def test_what_nobody_filled_in_is_absent() -> None:
    assert UK.stated("tibet") == ABSENT


def test_a_fact_is_restated_with_its_reason_and_what_stood_there_before() -> None:
    assert decide_dialogue(UK, RestateFact("start", NEW, "a better source")) == [
        FactRestated("start", UK.fields["start"], NEW, "a better source")
    ]
    assert decide_dialogue(UK, RestateFact("start", UK.fields["start"], "")) == []


def test_a_heading_is_restated_with_its_reason_and_what_stood_there_before() -> None:
    heading = Heading("UK and China", "United Kingdom", "China", (Source("S1", "A paper"),))
    [event] = decide_dialogue(UK, RestateHeading(heading, "the source has a name"))
    assert event == HeadingRestated(UK.heading, heading, "the source has a name")
    restated = apply_dialogue(UK, event)
    assert (restated.heading, restated.fields, restated.id) == (heading, UK.fields, UK.id)
    [told] = restated.restated
    assert (told.field, told.reason) == ("heading", "the source has a name")
    assert told.new == "UK and China\nUnited Kingdom and China\nS1: A paper"
    assert decide_dialogue(UK, RestateHeading(UK.heading, "")) == []


@pytest.mark.parametrize(
    ("past", "becomes"),
    [
        ((), "suspended"),
        ((), "terminated"),
        (("suspended",), "active"),
        (("suspended",), "terminated"),
        (("terminated",), "active"),
    ],
)
def test_a_dialogue_is_suspended_resumed_and_terminated(past: tuple[Standing, ...], becomes: Standing) -> None:
    known = replace(UK, changes=tuple(replace(SUSPENDED, becomes=before) for before in past))
    change = replace(SUSPENDED, becomes=becomes)
    assert decide_dialogue(known, ChangeStanding(change)) == [StandingChanged(change)]


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (AddDialogue(UK), "dialogue-exists", "The record already has a dialogue uk-china."),
        (RestateFact("colour", NEW, "r"), "unknown-field",
            f"A dialogue has no field 'colour'. It has: {', '.join(FIELDS)}."),
        (RestateFact("start", NEW, " "), "reason-missing",
            "“Start” is restated only with a reason. Give one with --reason."),
        (RestateHeading(Heading("x", "y", "z"), " "), "reason-missing",
            "The heading of a dialogue is restated only with a reason: give it with --reason."),
        (ChangeStanding(replace(SUSPENDED, becomes="active")), "standing-does-not-fit",
            "No suspension or termination of uk-china is on record. From there it can become suspended or terminated, "
            "not active."),
        (ChangeStanding(replace(SUSPENDED, reasons=" ")), "reason-missing",
            "Give the stated reasons with --reason and where they stand with --source."),
        (ChangeStanding(replace(SUSPENDED, source="")), "reason-missing",
            "Give the stated reasons with --reason and where they stand with --source."),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(command: DialogueCommand, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_dialogue(UK, command)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


def test_a_terminated_dialogue_cannot_be_suspended() -> None:
    ended = replace(UK, changes=(replace(SUSPENDED, becomes="terminated"),))
    with pytest.raises(Refused, match=r"^uk-china is terminated\. From there it can become active, not suspended\.$"):
        decide_dialogue(ended, ChangeStanding(SUSPENDED))


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidInput, match="The calendar has no '2027-02-30'"):
        decide_dialogue(UK, ChangeStanding(replace(SUSPENDED, on="2027-02-30")))


def test_events_fold_to_the_dialogue_as_it_stands() -> None:
    events: list[DialogueEvent] = [
        DialogueAdded(UK),
        FactRestated("start", UK.fields["start"], NEW, "a better source"),
        StandingChanged(SUSPENDED),
    ]
    folded = reduce(apply_dialogue, events, None)
    assert folded is not None
    old, new = "1997\nSource: S1, l. 3", "about 1997\nSource: S2"
    before = (Restatement("start", old, new, "a better source"),)
    assert folded == replace(UK, fields={"start": NEW}, changes=(SUSPENDED,), restated=before)
    assert (UK.standing, folded.standing) == (None, "suspended")


def test_an_event_without_its_dialogue_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="a dialogue's event came before the dialogue"):
        apply_dialogue(None, StandingChanged(SUSPENDED))
