"""What limits the report, in finished sentences that are worked out from the record."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.evaluation import CheckedCriterion
from evalflow.evaluation.registers.commands_events import Completeness
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.report.public_record.changes import changes
from evalflow.evaluation.report.public_record.counts import counts
from evalflow.evaluation.report.public_record.criteria import criterion_lines
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.limits import limits
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.wording import worded
from evalflow.evaluation.statements import Statement
from tests.evaluation.report.public_record.known import OPENED, days, everything, handed_in, objective, workflow


def never_complete(names: Iterable[str]) -> str:
    titles = [f"“{REGISTERS[name].title}”" for name in names]
    told = "Stated complete for no time, so that what is not in them is not known: the registers"
    return f"{told} {', '.join(titles[:-1])} and {titles[-1]}."


ALWAYS = (
    never_complete(REGISTERS),
    "Who acted is printed as each person declared it, and the grade of the evidence as the evaluators stated it: "
    "both are recorded and not authenticated.",
    "The record was read on 11 June 2027, 23:59 (Europe/London): what came later is not in this report.",
)


def known() -> Everything:
    """Return a record in which every fact is stated, every criterion clear, and nobody is asked for a submission."""
    found = everything()
    stated = dict.fromkeys(FIELDS, Statement("stated", "known"))
    checked = tuple(CheckedCriterion(code, "clear", "", (), ()) for code in ("SC-10", "SC-09"))
    steps = tuple(replace(step, accepts=(), role="ngo") for step in workflow().steps)
    return replace(
        found, dialogue=replace(found.dialogue, fields=stated), evaluation=replace(found.evaluation, checked=checked),
        workflow=replace(found.workflow, steps=steps),
    )  # fmt: skip


def said(found: Everything) -> Any:
    visible = Visible(found.inputs, found.evaluation.code)
    told = worded(limits(found, visible, counts(visible), changes(found), criterion_lines(found)))
    return tuple(sentence for sentence in told if sentence not in ALWAYS)


def test_some_limits_are_always_told() -> None:
    found = known()
    visible = Visible((), "EX-SA-2027")
    assert worded(limits(found, visible, counts(visible), changes(found), criterion_lines(found))) == ALWAYS


def test_objectives_without_input_are_named_and_withdrawn_ones_are_not() -> None:
    objectives = (
        objective("EX-10", wording="published"),
        objective("EX-2", wording="published"),
        objective("EX-01", wording="published"),
        objective("EX-03", wording="published", withdrawn_on="2026"),
    )
    found = replace(known(), objectives=objectives, inputs=(handed_in("EX/NGO/001"),))
    assert said(found) == ("For 2 of 3 objectives no input was received: EX-2 and EX-10.",)


def test_an_input_that_is_not_listed_speaks_to_no_objective() -> None:
    found = replace(
        known(), objectives=(objective("EX-01", wording="published"),), inputs=(handed_in("H", level="restricted"),)
    )
    assert said(found)[0] == "For 1 of 1 objectives this report lists no input: EX-01."


def test_the_share_that_is_not_published_is_told_or_its_silence_explained() -> None:
    three = tuple(handed_in(f"EX/W{n}", level="name-withheld") for n in range(3))
    public = handed_in("EX/NGO/001")
    assert said(replace(known(), inputs=(public,))) == ()
    assert said(replace(known(), inputs=(public, *three))) == (
        "3 of 4 inputs are published without a name, or not at all.",
    )
    assert said(replace(known(), inputs=(public, three[0]))) == (
        "Some inputs are published without a name, or not at all. How many is not stated, "
        "since a small number could give an author away.",
    )


def test_a_side_that_was_asked_and_did_not_submit_is_named() -> None:
    found = replace(known(), workflow=workflow())
    assert said(found) == (
        "No submission was received from Exampleland by 8 March 2027 (“Submissions of the partners”).",
        "No submission was received from Samplestan by 8 March 2027 (“Submissions of the partners”).",
    )
    assert said(replace(found, inputs=(handed_in("EX/GOV/001", "government"),))) == (
        "No submission was received from Samplestan by 8 March 2027 (“Submissions of the partners”).",
    )
    assert said(replace(found, inputs=(handed_in("EX/W", level="name-withheld"),)))[1:] == (
        "No public submission was received from Exampleland by 8 March 2027 (“Submissions of the partners”).",
        "No public submission was received from Samplestan by 8 March 2027 (“Submissions of the partners”).",
    )


def test_facts_that_are_not_known_are_counted_and_named() -> None:
    found = known()
    fields = {**found.dialogue.fields, "timeframe": Statement("stated-none"), "tibet": Statement("blank")}
    one = replace(found, dialogue=replace(found.dialogue, fields=fields))
    assert said(one) == ("1 of 20 facts about the dialogue is not known: Tibet.",)
    two = replace(found, dialogue=replace(found.dialogue, fields={**fields, "start": Statement("stated-unknown")}))
    assert said(two) == ("2 of 20 facts about the dialogue are not known: Start; Tibet.",)


def test_criteria_that_cannot_be_told_or_were_not_checked_are_named() -> None:
    found = known()
    unknown = CheckedCriterion("SC-10", "cannot tell", "", (), ())
    one = replace(found, evaluation=replace(found.evaluation, checked=(unknown,)))
    assert said(one) == ("The record cannot tell whether SC-10 is tripped.", "SC-09 was not checked.")
    two = replace(found, evaluation=replace(found.evaluation, checked=(unknown, replace(unknown, code="SC-09"))))
    assert said(two) == ("The record cannot tell whether SC-10 and SC-09 are tripped.",)
    none = replace(found, evaluation=replace(found.evaluation, checked=()))
    assert said(none) == ("SC-10 and SC-09 were not checked.",)


def test_a_register_says_for_which_time_it_is_stated_complete() -> None:
    span = Completeness("1", "session", "dialogue-1", "2024-01", "2026-12-31", "Example Ministry", "its letter")
    told = said(replace(known(), completeness=(span, replace(span, first="2001", through="2002"))))
    assert told == (
        "The register “Sessions of the dialogue” is stated complete from January 2024 through 31 December 2026 "
        "(by Example Ministry; its letter) and from 2001 through 2002 (by Example Ministry; its letter), "
        "and for no other time.",
        never_complete([name for name in REGISTERS if name != "session"]),
    )


def test_paraphrased_objectives_are_counted_and_named() -> None:
    heard = (handed_in("EX/NGO/001"),)
    one = replace(known(), inputs=heard, objectives=(objective("EX-01"),))
    assert said(one) == ("1 of 1 objectives is printed in a paraphrase and not in the published wording: EX-01.",)
    more = (objective("EX-01"), objective("EX-10", withdrawn_on="2026"), objective("EX-2", withdrawn_on="2026"))
    assert said(replace(one, objectives=more)) == (
        "3 of 3 objectives are printed in a paraphrase and not in the published wording: EX-01, EX-2 and EX-10.",
    )


def test_an_objective_added_after_the_opening_is_named() -> None:
    new = objective("EX-01", wording="published")
    new = replace(new, changes=(replace(new.changes[0], recorded_at=OPENED + days(1)),))
    found = replace(known(), objectives=(new,), inputs=(handed_in("EX/NGO/001"),))
    added = "Added to the record after the cycle had been opened: EX-01."
    assert said(found) == (f"{added} No reason is on record for adding EX-01.",)
    reasoned = replace(new, changes=(replace(new.changes[0], reason="A treaty."),))
    assert said(replace(found, objectives=(reasoned,))) == (added,)


def test_the_cut_off_is_told_in_the_zone_of_the_cycle() -> None:
    found = replace(known(), now=datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert said(found) == (
        "The record was read on 1 January 2027, 09:00 (Europe/London): what came later is not in this report.",
    )
