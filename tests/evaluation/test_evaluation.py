"""An evaluation and a command in, events or a refusal out: terms, body, checks, decisions, adoption, publication."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce

import pytest

from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.evaluation import (
    Adoption,
    AdoptReport,
    BodyNamed,
    CheckedCriterion,
    CriteriaChecked,
    CriterionDecided,
    Decision,
    Evaluation,
    EvaluationCommand,
    EvaluationEvent,
    EvaluationOpened,
    NameBody,
    OpenEvaluation,
    PublishTerms,
    RecordCheck,
    RecordDecision,
    RecordDraft,
    ReportAdopted,
    ReportDrafted,
    Terms,
    TermsPublished,
    apply_evaluation,
    decide_evaluation,
)
from evalflow.evaluation.publications import Publication, PublishReport, ReportPublished

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
OPENED = Evaluation("1", "UK-CN-2027", "d", "Example Committee", False, "sha")
TERMS = Terms("https://example.org/timetable", "http://example.org/criteria", "2027-01-04")
BODY = Body("Example Committee", "the Example Parliament", "standing order 7")
CHECKED = (CheckedCriterion("SC-01", "tripped", "No session.", (), ()),)
DECISION = Decision("SC-01", "adjust-aims", "a session is promised", "Example Committee", "2027-05-01", "2027-11-01")
ADOPTION = Adoption(NOW, date(2027, 5, 1), "ada", "sha2", 40, "root")
PUBLICATION = Publication(NOW, date(2027, 5, 4), {"report.pdf": "sha3"})
BEGUN = replace(OPENED, terms=TERMS, body=BODY, checked=CHECKED, checked_at=NOW)
ADOPTED = replace(BEGUN, adoption=ADOPTION)
PUBLISHED = replace(ADOPTED, publication=PUBLICATION)


def done(known: Evaluation | None, command: EvaluationCommand) -> list[EvaluationEvent]:
    return decide_evaluation(known, command, NOW)


@pytest.mark.parametrize(
    ("known", "command", "events"),
    [
        (None, OpenEvaluation(OPENED), [EvaluationOpened(OPENED)]),
        (OPENED, PublishTerms(TERMS), [TermsPublished(TERMS)]),
        (BEGUN, PublishTerms(TERMS), []),
        (OPENED, NameBody(BODY), [BodyNamed(BODY)]),
        (BEGUN, NameBody(BODY), []),
        (BEGUN, RecordCheck(CHECKED), [CriteriaChecked(NOW, CHECKED)]),
        (BEGUN, RecordDraft(), [ReportDrafted(NOW)]),
        (BEGUN, RecordDecision(DECISION), [CriterionDecided(DECISION)]),
        (replace(BEGUN, decisions=(DECISION,)), RecordDecision(DECISION), []),
        (BEGUN, AdoptReport(ADOPTION), [ReportAdopted(ADOPTION)]),
        (ADOPTED, PublishReport(PUBLICATION), [ReportPublished(PUBLICATION)]),
    ],
)
def test_what_is_asked_happens_and_what_is_so_already_does_not_happen_again(
    known: Evaluation | None, command: EvaluationCommand, events: list[EvaluationEvent]
) -> None:
    assert done(known, command) == events


def test_people_may_decide_on_a_criterion_after_the_report_is_adopted_which_stands_as_it_is() -> None:
    later = replace(DECISION, kind="suspend", decided_on="2027-08-01", review_on="")
    [event] = done(PUBLISHED, RecordDecision(later))
    assert apply_evaluation(PUBLISHED, event) == replace(PUBLISHED, decisions=(later,))


@pytest.mark.parametrize(
    ("known", "command", "code", "says"),
    [
        (OPENED, OpenEvaluation(OPENED), "evaluation-exists", "The evaluation UK-CN-2027 was opened before."),
        (OPENED, PublishTerms(replace(TERMS, timetable_url="example.org")), "no-address",
            "--timetable takes the address where it is published, beginning with https://."),
        (OPENED, PublishTerms(replace(TERMS, criteria_url="https://")), "no-address",
            "--criteria takes the address where it is published, beginning with https://."),
        (BEGUN, PublishTerms(replace(TERMS, published_on="2027-01-05")), "terms-published",
            "The terms were published on 2027-01-04 and stand as published."),
        (OPENED, NameBody(replace(BODY, name=" ")), "body-incomplete",
            "Name the evaluating body and, with --accountable-to, whom it answers to."),
        (OPENED, NameBody(replace(BODY, accountable_to="")), "body-incomplete",
            "Name the evaluating body and, with --accountable-to, whom it answers to."),
        (BEGUN, NameBody(replace(BODY, name="Other")), "body-named",
            "The evaluating body is Example Committee, as published with the terms."),
        (OPENED, RecordDecision(DECISION), "criteria-unchecked",
            "Check the criteria first: `[check-criteria]`."),
        (BEGUN, RecordDecision(replace(DECISION, criterion="SC-99")), "unknown-criterion",
            "UK-CN-2027 has no criterion SC-99. Did you mean SC-01? It has: SC-01."),
        (BEGUN, RecordDecision(replace(DECISION, reasons=" ")), "reason-missing",
            "A decision on a criterion states its reasons. Give them with --reasons."),
        (BEGUN, PublishReport(PUBLICATION), "not-adopted",
            "Only an adopted report is published. Adopt it with `[adopt-report]`."),
        (PUBLISHED, PublishReport(PUBLICATION), "report-published", "The report was published on 2027-05-04."),
        *(
            (ADOPTED, command, "report-adopted", "The report was adopted on 2027-05-01; it stands as adopted.")
            for command in (RecordCheck(CHECKED), RecordDraft(), AdoptReport(ADOPTION))
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(
    known: Evaluation, command: EvaluationCommand, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refusal:
        done(known, command)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


@pytest.mark.parametrize(
    "command",
    [
        PublishTerms(replace(TERMS, published_on="2027-02-30")),
        RecordDecision(replace(DECISION, decided_on="2027-02-30")),
        RecordDecision(replace(DECISION, review_on="2027-02-30")),
    ],
)
def test_a_day_that_does_not_exist_is_refused(command: EvaluationCommand) -> None:
    with pytest.raises(InvalidInput, match="The calendar has no '2027-02-30'"):
        done(replace(BEGUN, terms=None), command)


@pytest.mark.parametrize(
    "command",
    [
        PublishTerms(replace(TERMS, published_on="2027-02")),
        RecordDecision(replace(DECISION, decided_on="2027")),
        RecordDecision(replace(DECISION, review_on="spring 2027")),
    ],
)
def test_what_happens_on_one_day_needs_that_day(command: EvaluationCommand) -> None:
    with pytest.raises(InvalidInput, match=r"is not one day\. Write the day itself, such as 1997-08-14\.$") as refusal:
        done(replace(BEGUN, terms=None), command)
    assert refusal.value.code == "exact-day-needed"


def test_events_fold_to_the_evaluation_as_it_stands() -> None:
    events: list[EvaluationEvent] = [
        EvaluationOpened(OPENED),
        TermsPublished(TERMS),
        BodyNamed(BODY),
        CriteriaChecked(NOW, CHECKED),
        CriterionDecided(DECISION),
        ReportDrafted(NOW),
        ReportAdopted(ADOPTION),
        ReportPublished(PUBLICATION),
    ]
    folded = reduce(apply_evaluation, events, None)
    assert folded == replace(PUBLISHED, decisions=(DECISION,), drafted_at=NOW)


def test_an_event_without_its_evaluation_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="an evaluation's event came before the evaluation"):
        apply_evaluation(None, ReportDrafted(NOW))


def test_a_decision_is_on_what_a_criterion_had_come_to() -> None:
    checked = CheckedCriterion("SC-01", "clear", "", (), ())
    on_clear = Decision(
        "SC-01", "continue-with-reasons", "nothing is wrong", "Example Committee", "2027-04-01", on="clear"
    )
    known = replace(OPENED, checked=(checked,), decisions=(on_clear,))
    assert known.decision_on("SC-01") == on_clear
    tripped = replace(known, checked=(replace(checked, result="tripped"),))
    assert tripped.decision_on("SC-01") is None
    older = replace(on_clear, on="")
    assert replace(tripped, decisions=(older,)).decision_on("SC-01") == older
    assert known.decision_on("SC-02") is None
