"""Every event of a cycle and of an evaluation is told as one sentence."""

from datetime import UTC, date, datetime

import pytest

from evalflow.cli.frame.event_sentences import sentence
from evalflow.cli.frame.moments import at_in_words, away, last_day
from evalflow.engine.periods import Deadline, Reminder
from evalflow.engine.words import (
    ArcSwallowed,
    BranchAwaited,
    CycleClosedEarly,
    CycleEnded,
    CycleMigrated,
    CycleOpened,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    DeadlineMoved,
    DelegationEnded,
    FollowUpPlanned,
    Holder,
    OpeningMoved,
    PriorityGiven,
    ReminderFellDue,
    ReminderSkipped,
    StepApproved,
    StepAwaited,
    StepClosed,
    StepFellOverdue,
    StepHeld,
    StepOpened,
    StepReleased,
    StepUndone,
    TokenArrived,
)
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.comparison import Compared
from evalflow.evaluation.evaluation import (
    Adoption,
    BodyNamed,
    CheckedCriterion,
    CriteriaChecked,
    CriterionDecided,
    Decision,
    Evaluation,
    EvaluationOpened,
    ReportAdopted,
    ReportDrafted,
    Terms,
    TermsPublished,
)
from evalflow.evaluation.heart import FAMILIES
from evalflow.evaluation.publications import PdfAdded, Publication, ReportPublished
from evalflow.evaluation.redactions import Redaction, ReportRedacted

ZONE = "Europe/London"
COMPARED = Compared("c", "d", "p", "q", "b", date(2027, 6, 1), (), 0, 0, 0, False, 0, {}, {})
AT = datetime(2027, 6, 1, 23, 0, tzinfo=UTC)  # the first instant of 2 June in London
DUE = Deadline(AT, date(2027, 6, 1), ZONE, ())
LATER = Deadline(datetime(2027, 6, 8, 23, 0, tzinfo=UTC), date(2027, 6, 8), ZONE, ())
NAMES = {"a1": "Ada Example", "b2": "Bob Example"}
REMINDED = Reminder(AT, date(2027, 5, 25), "coordinator", "7 days before")
CHECKED = (
    CheckedCriterion("SC-01", "clear", "", (), ()),
    CheckedCriterion("SC-02", "cannot tell", "", (), ()),
    CheckedCriterion("SC-10", "tripped", "", (), ()),
)
SAID = {
    EvaluationOpened(Evaluation("1", "X-2027", "d", "The Office", True, "")): (
        "X-2027 was opened. The Office operates the record and conducts the dialogue."
    ),
    TermsPublished(Terms("https://t", "https://c", "2027-06-01")): (
        "Timetable and criteria are public since 2027-06-01: https://t, https://c."
    ),
    BodyNamed(Body("A Committee", "Parliament", "")): "The evaluating body is A Committee, accountable to Parliament.",
    CriteriaChecked(AT, CHECKED): "The criteria were checked: SC-10 tripped; SC-01 clear; SC-02 cannot tell.",
    CriterionDecided(Decision("SC-10", "adjust-aims", "They were too wide.", "The body", "2027-06-01", "2028")): (
        "SC-10: The body decided on 2027-06-01: adjust aims: They were too wide. It is reviewed on 2028."
    ),
    ReportDrafted(AT): "A draft of the report was made.",
    ReportAdopted(Adoption(AT, date(2027, 6, 1), "1", "0" * 64, 12, "0" * 64)): (
        "The report was adopted, with 12 entries before it."
    ),
    CycleOpened("1", "w", date(2027, 6, 2), ZONE, AT): (
        "The cycle was opened; its windows open on 2 Jun 2027 (Europe/London)."
    ),
    StepAwaited("inputs", AT): "inputs waits for 2 Jun 2027, when it opens.",
    TokenArrived("inputs", "triage"): "triage waits for what runs beside inputs.",
    StepOpened("draft", 1, AT, None): "draft opened, without a deadline.",
    StepOpened("draft", 2, AT, DUE): "draft opened, again, until the end of 1 Jun 2027.",
    StepOpened("draft", 3, AT, DUE): "draft opened, a third time, until the end of 1 Jun 2027.",
    StepOpened("draft", 4, AT, DUE): "draft opened, for the 4th time, until the end of 1 Jun 2027.",
    StepFellOverdue("draft", AT, AT): "draft fell overdue: it was due by the end of 1 Jun 2027.",
    StepClosed("inputs", 1, AT, AT): "inputs ended on 1 Jun 2027.",
    StepClosed("adopt", 1, AT, AT, "returned", "too long."): "adopt ended on 1 Jun 2027: returned: too long.",
    DeadlineExtended("draft", DUE, LATER, "asked for"): (
        "draft was extended from the end of 1 Jun 2027 to the end of 8 Jun 2027: asked for."
    ),
    ArcSwallowed(
        "inputs", "triage", over=True
    ): "triage had opened before inputs led to it, and opened no second time.",
    BranchAwaited("sort", AT, ("findings.unrated", "held_on of S2")): (
        "sort waits until it can be decided. Not known: findings.unrated, held_on of S2."
    ),
    ReminderFellDue("draft", 1, REMINDED, AT): (
        "coordinator was to be reminded of draft on 25 May 2027, 7 days before the last day."
    ),
    ReminderSkipped("draft", 1, REMINDED, "They have answered."): (
        "coordinator is not reminded of draft on 25 May 2027, 7 days before: They have answered."
    ),
    ReminderFellDue("draft", 1, Reminder(AT, date(2027, 6, 1), "ngo", "on the last day"), AT): (
        "ngo was to be reminded of draft on 1 Jun 2027, on the last day."
    ),
    DeadlineMoved("draft", LATER, DUE, "sooner is better"): (
        "The deadline of draft was moved from the end of 8 Jun 2027 to the end of 1 Jun 2027: sooner is better."
    ),
    StepHeld("draft", Holder("a1", AT), "claimed"): "Ada Example has draft in hand.",
    StepHeld("draft", Holder("b2", AT), "assigned"): "draft was put into the hands of Bob Example.",
    StepHeld("draft", Holder("b2", AT, AT, "a1"), "delegated"): (
        "Ada Example has lent draft to Bob Example until the end of 1 Jun 2027."
    ),
    StepReleased("draft", "a1"): "Ada Example no longer has draft in hand.",
    StepReleased("draft", "a1", "on leave"): "Ada Example no longer has draft in hand: on leave.",
    DelegationEnded("draft", AT, AT, Holder("a1", AT)): (
        "draft was lent until the end of 1 Jun 2027; Ada Example has it in hand again."
    ),
    StepReleased("draft", "b2", "on leave", Holder("a1", AT)): (
        "Bob Example no longer has draft in hand; Ada Example has it again: on leave."
    ),
    StepApproved("adopt", 1, "b2", "returned", AT, "too long"): "Bob Example has approved adopt: returned: too long.",
    StepApproved("adopt", 1, "b2", "adopted", AT): "Bob Example has approved adopt: adopted.",
    StepApproved("draft", 1, "c3", "", AT): "c3 has approved draft.",
    FollowUpPlanned("draft", date(2027, 6, 8), "ask the printer"): (
        "draft is looked at again on 8 Jun 2027: ask the printer."
    ),
    FollowUpPlanned("draft", None, ""): "draft has no day for looking at it again.",
    PriorityGiven("draft", "high"): "draft has high priority.",
    CyclePaused(AT, "elections", "note 1"): "The cycle was paused on the basis of note 1: elections.",
    CycleClosedEarly(AT, "it ended", "note 3"): "The cycle was closed early on the basis of note 3: it ended.",
    CycleEnded(AT, AT): "The cycle is complete.",
}
HELD = [  # events with a mapping in them cannot be keys
    (CycleResumed(AT, {}, {}, "over", "note 2"), "The cycle was resumed on the basis of note 2: over."),
    (
        OpeningMoved(date(2027, 6, 2), date(2027, 6, 9), {"inputs": AT}, "a strike"),
        "The opening was moved from 2 Jun 2027 to 9 Jun 2027: a strike.",
    ),
    (
        StepUndone("draft", 1, AT, "a slip", ("reply", "adopt"), {}, {}, {}, frozenset()),
        "The completion of draft was undone, and with it the opening of reply, adopt: a slip.",
    ),
    (
        StepUndone("draft", 1, AT, "a slip.", (), {}, {}, {}, frozenset()),
        "The completion of draft was undone: a slip.",
    ),
    (
        StepUndone("adopt", 1, AT, "a slip", (), {}, {}, {}, frozenset(), "approval"),
        "The approval of adopt was undone: a slip.",
    ),
    (
        CycleMigrated(AT, "0123456789abcdef", "", ZONE, {"terms": "start", "a": "a"}, {"draft": DUE}, {}, "a law"),
        "The cycle goes on by the workflow 0123456789ab; terms is now start; "
        "draft is due by the end of 1 Jun 2027: a law.",
    ),
    (
        CycleMigrated(AT, "0123456789abcdef", "fedcba9876543210", ZONE, {}, {}, {}, "holidays"),
        "The cycle goes on by the workflow 0123456789ab and the calendar fedcba987654: holidays.",
    ),
    (
        PdfAdded(AT, "r.pdf", "0"),
        "The PDF of the published report was added: r.pdf.",
    ),
    (
        ReportPublished(Publication(AT, date(2027, 6, 1), {"r.html": "1"}, without_pdf="No fonts.")),
        "The report was published: r.html, without its PDF: No fonts.",
    ),
    (
        ReportPublished(Publication(AT, date(2027, 6, 1), {"r.pdf": "0", "r.html": "1"})),
        "The report was published: r.html, r.pdf.",
    ),
    (
        ReportRedacted(Redaction(AT, "ada", "It asked for it.", "Redacted edition 2.", "0", {}, {}), "1", {}, COMPARED),
        "Redacted edition 2. The edition before it was erased: It asked for it.",
    ),
]
EVERY = [*SAID.items(), *HELD]


@pytest.mark.parametrize(("event", "says"), EVERY)
def test_an_event_is_told_in_a_sentence(event: object, says: str) -> None:
    assert sentence(event, ZONE, NAMES) == says


def test_no_event_of_a_cycle_or_an_evaluation_is_left_out() -> None:
    known = {event for family in FAMILIES if family.name in ("cycle", "evaluation") for event in family.events}
    assert {type(event) for event, _ in EVERY} == known


def test_instants_are_told_as_clocks_in_the_zone_show_them() -> None:
    assert at_in_words(AT, ZONE) == "2 Jun 2027, 00:00"
    assert last_day(AT, ZONE) == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("day", "says"),
    [(1, "today"), (2, "tomorrow"), (9, "in 8 days")],
)
def test_days_ahead_are_counted(day: int, says: str) -> None:
    assert away(date(2027, 6, day), date(2027, 6, 1)) == says


@pytest.mark.parametrize(("day", "says"), [(8, "yesterday"), (1, "8 days ago")])
def test_days_past_are_counted(day: int, says: str) -> None:
    assert away(date(2027, 6, day), date(2027, 6, 9)) == says
