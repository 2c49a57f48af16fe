"""An objective and a rating in, a finding or a refusal out: on evidence, explained, and never against itself."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.engine.dates import PartialDate
from evalflow.errors import Refused
from evalflow.evaluation.findings.findings import (
    Dissent,
    DissentRecorded,
    Earlier,
    Finding,
    Link,
    ObjectiveRated,
    RateObjective,
    RecordDissent,
    Since,
    Votes,
    apply_finding,
    decide_finding,
    is_due,
)
from evalflow.evaluation.objectives.objective import Change, Objective
from evalflow.evaluation.registers.evidence import Ceiling

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
TODAY = date(2027, 5, 1)
PRISONS = Objective("1", "d", "UK-01", "Prisons", "Let all speak.", "published", parts="visits\nlists")
DATED = replace(PRISONS, due="2027-05-02")
ALLOWED = Ceiling("moderate", ("2 independent groups.",))
FINDING = Finding(
    "f", "c", "1", "partial", "moderate", "no-link", "Visits were allowed.", NOW, "ada", parts={"a": "met"},
    ceiling="moderate", ceiling_reasons=ALLOWED.reasons,
)  # fmt: skip
RATE = RateObjective(FINDING, PRISONS, TODAY, ALLOWED)
NOT_DUE = replace(FINDING, status="not-due")
LINK = Link("UK/S001", "2026-10", "It was asked for.", "It was under way.")
CLAIMED = replace(FINDING, contribution="plausible", link=LINK)
RAISED = replace(RATE, finding=CLAIMED, raised_on=PartialDate.parse("2025-11-18"))
ADD = "[add-evidence UK-01]"


@pytest.mark.parametrize(
    ("due", "withdrawn_on", "expected"),
    [
        ("", "", True),
        ("2027-05-01", "", True),
        ("2027-05-02", "", False),
        ("2027", "", True),
        ("2028", "", False),
        ("", "2026-01-01", False),
    ],
)
def test_what_has_no_date_is_due_in_every_cycle_and_what_was_withdrawn_in_none(
    due: str, withdrawn_on: str, expected: bool
) -> None:
    assert is_due(replace(PRISONS, due=due, withdrawn_on=withdrawn_on), TODAY) is expected


def test_a_rating_is_kept_as_given() -> None:
    assert decide_finding(None, RATE) == [ObjectiveRated(FINDING, "")]
    assert apply_finding(None, ObjectiveRated(FINDING, "")) == FINDING


def test_the_same_rating_is_given_once_whoever_repeats_it() -> None:
    assert decide_finding(FINDING, replace(RATE, finding=replace(FINDING, rated_by="bob"))) == []


def test_a_rating_is_changed_with_a_reason() -> None:
    worse = replace(FINDING, status="none")
    assert decide_finding(FINDING, replace(RATE, finding=worse, reason="a new source")) == [
        ObjectiveRated(worse, "a new source")
    ]


@pytest.mark.parametrize(
    "finding",
    [
        replace(FINDING, status="not-assessable", evidence="none", missing="a visit"),
        replace(FINDING, parts={}),
        replace(FINDING, parts={"b": "not-assessable"}),
    ],
)
def test_what_does_not_contradict_itself_is_taken(finding: Finding) -> None:
    assert decide_finding(None, replace(RATE, finding=finding)) == [ObjectiveRated(finding, "")]


def test_what_is_not_due_may_be_said_to_be_so() -> None:
    not_due = replace(FINDING, status="not-due", evidence="none", ceiling="moderate")
    assert decide_finding(None, RateObjective(not_due, DATED, TODAY, ALLOWED)) == [ObjectiveRated(not_due, "")]


@pytest.mark.parametrize(
    ("known", "command", "code", "says"),
    [
        (None, replace(RATE, adopted=True), "report-adopted",
            "The report is adopted; its findings stand. Rate in the next cycle."),
        (FINDING, replace(RATE, finding=replace(FINDING, status="met"), reason=" "), "reason-missing",
            "UK-01 is rated already: partial. Say why it changes, with --reason."),
        (None, replace(RATE, objective=replace(PRISONS, withdrawn_on="2027-01")), "objective-withdrawn",
            "UK-01 was withdrawn on 2027-01: it is not rated."),
        (None, replace(RATE, finding=replace(FINDING, status="not-due")), "is-due",
            "UK-01 is due (it has no timeframe): “not-due” does not fit."),
        (None, replace(RATE, finding=NOT_DUE, objective=replace(PRISONS, due="2027")), "is-due",
            "UK-01 is due (2027): “not-due” does not fit."),
        (None, replace(RATE, finding=replace(FINDING, status="not-assessable")), "missing-evidence-unnamed",
            "Say which evidence was missing, with --missing."),
        (None, replace(RATE, finding=replace(FINDING, evidence="none")), "no-evidence",
            f"A rating rests on evidence. Without any, the status is not-assessable. Enter an item with: {ADD}"),
        (None, replace(RATE, finding=replace(FINDING, evidence="strong")), "above-ceiling",
            "The evidence on record for UK-01 allows moderate, and not strong. 2 independent groups. "
            f"Enter what is missing: {ADD}"),
        (None, replace(RATE, finding=replace(FINDING, evidence="weak")), "below-ceiling",
            "The evidence on record for UK-01 allows moderate: say with --below-because why it is graded weak."),
        (None, replace(RATE, finding=replace(FINDING, link=LINK)), "link-not-claimed",
            "Where the contribution is no-link, no session is named as a cause."),
        (None, replace(RAISED, raised_on=PartialDate.parse("2026-10-31")), "cause-not-before-effect",
            "Whether UK/S001 (2026-10-31) came before the change (2026-10) cannot be told from these dates. State them "
            "more exactly, or grade the contribution coincident."),
        (None, replace(RAISED, raised_on=PartialDate.parse("2026-11")), "cause-after-effect",
            "UK/S001 (2026-11) is not before the change (2026-10): a cause does not come after its effect. Grade the "
            "contribution coincident or no-link."),
        (None, replace(RATE, finding=replace(FINDING, since=Since("UK-2025", "none", "weak"))), "grade-changed",
            "UK-2025 rated UK-01 none. Say with --reason why it is partial now."),
        (None, replace(RATE, disputed=True), "votes-missing",
            "The evaluators proposed different ratings of UK-01: say with --votes how the body decided, such as "
            "--votes 4:1:0 (in favour, against, abstained)."),
        (None, replace(RATE, finding=replace(FINDING, votes=Votes(2, 2))), "not-carried",
            "With these votes the body did not decide for this rating."),
        (None, replace(RATE, finding=replace(FINDING, text=" ")), "text-missing",
            "A rating is explained in words: give them with --text."),
        (None, replace(RATE, finding=replace(FINDING, parts={"c": "met"})), "unknown-part",
            "UK-01 has the parts a to b; “c=met” does not fit. A status is one of: met, substantial, partial, none, "
            "regressed, not-assessable, not-due."),
        (None, replace(RATE, finding=replace(FINDING, parts={"a": "good"})), "unknown-part",
            "UK-01 has the parts a to b; “a=good” does not fit. A status is one of: met, substantial, partial, none, "
            "regressed, not-assessable, not-due."),
        (None, replace(RATE, objective=replace(PRISONS, parts="")), "unknown-part",
            "UK-01 has no parts; “a=met” does not fit. A status is one of: met, substantial, partial, none, regressed, "
            "not-assessable, not-due."),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(
    known: Finding | None, command: RateObjective, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refusal:
        decide_finding(known, command)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


@pytest.mark.parametrize("missing", ["raised_in", "changed_on", "mechanism", "alternative"])
def test_a_contribution_is_claimed_only_with_all_that_explains_it(missing: str) -> None:
    assert decide_finding(None, RAISED) == [ObjectiveRated(CLAIMED, "")]
    unexplained = replace(RAISED, finding=replace(CLAIMED, link=replace(LINK, **{missing: " "})))
    for command in (unexplained, replace(RAISED, raised_on=None), replace(RAISED, finding=replace(CLAIMED, link=None))):
        with pytest.raises(Refused) as refusal:
            decide_finding(None, command)
        assert refusal.value.code == "link-unexplained"


def test_a_lower_grade_and_a_rating_unlike_the_last_cycles_are_explained() -> None:
    lower = replace(FINDING, evidence="weak", below_because="it is old")
    assert decide_finding(None, replace(RATE, finding=lower)) == [ObjectiveRated(lower, "")]
    changed = replace(FINDING, since=Since("UK-2025", "none", "weak"))
    explained = replace(changed, since=Since("UK-2025", "none", "weak", "visits began"))
    assert decide_finding(None, replace(RATE, finding=changed, reason="visits began")) == [
        ObjectiveRated(explained, "visits began")
    ]


def test_what_a_rating_took_the_place_of_stays_with_its_reason_and_so_does_dissent() -> None:
    dissent = Dissent("Example member", "Nothing changed.", NOW)
    known = apply_finding(FINDING, DissentRecorded(dissent))
    worse = replace(FINDING, status="none")
    left = apply_finding(known, ObjectiveRated(worse, "a new source"))
    earlier = Earlier("partial", "moderate", "no-link", NOW, "ada", "a new source")
    assert left == replace(worse, earlier=(earlier,), dissents=(dissent,))


def test_a_dissent_has_a_name_a_text_and_a_length() -> None:
    said = Dissent("Example member", "word " * 200, NOW)
    assert decide_finding(FINDING, RecordDissent(said, 200)) == [DissentRecorded(said)]
    assert decide_finding(replace(FINDING, dissents=(said,)), RecordDissent(said, 200)) == []
    for known, command, code in (
        (FINDING, RecordDissent(said, 199), "too-long"),
        (FINDING, RecordDissent(replace(said, by=" "), 200), "text-missing"),
        (None, RecordDissent(said, 200), "not-rated"),
        (FINDING, RecordDissent(said, 200, adopted=True), "report-adopted"),
    ):
        with pytest.raises(Refused) as refusal:
            decide_finding(known, command)
        assert refusal.value.code == code


def test_a_contribution_is_refused_where_nothing_was_raised() -> None:
    with pytest.raises(Refused, match="Nothing was raised there: the session UK/S001 was postponed") as refusal:
        decide_finding(None, replace(RAISED, not_raised="the session UK/S001 was postponed"))
    assert refusal.value.code == "not-raised"


def test_a_rating_of_an_older_wording_is_made_again_with_a_reason_though_it_says_the_same() -> None:
    change = Change(2, "text", "text", "a", "b", "why", "", "", "", "", "", "s", NOW, "ada")
    reworded = replace(PRISONS, revision=2, changes=(change,))
    known = replace(FINDING, revision=1)
    again = replace(RATE, finding=replace(FINDING, revision=2), objective=reworded)
    with pytest.raises(Refused, match="UK-01 was rated partial before it changed") as refusal:
        decide_finding(known, again)
    assert refusal.value.code == "reason-missing"
    [event] = decide_finding(known, replace(again, reason="It holds for the new wording too."))
    assert decide_finding(apply_finding(known, event), again) == []
