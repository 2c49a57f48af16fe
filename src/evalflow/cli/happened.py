"""What happened to a cycle or its evaluation → one sentence, with local days."""

from datetime import date, datetime

from evalflow.cli.moments import last_day
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.words import (
    CycleClosedEarly,
    CycleOpened,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    StepAwaited,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    TokenArrived,
)
from evalflow.evaluation.evaluation import (
    Adoption,
    BodyNamed,
    CheckedCriterion,
    CriteriaChecked,
    CriterionDecided,
    Decision,
    Evaluation,
    EvaluationOpened,
    Publication,
    ReportAdopted,
    ReportDrafted,
    ReportPublished,
    TermsPublished,
)


def sentence(event: object, zone: str) -> str:
    """Return what an event of a cycle or an evaluation says, as one sentence."""
    return _of_evaluation(event) or _of_step(event, zone) or _of_cycle(event, zone)


def _of_evaluation(event: object) -> str:
    match event:
        case EvaluationOpened(opened):
            return _opened(opened)
        case TermsPublished(terms):
            return f"Timetable and criteria are public since {terms.published_on}: {terms.timetable_url}, " \
                   f"{terms.criteria_url}."  # fmt: skip
        case BodyNamed(body):
            return f"The evaluating body is {body.name}, accountable to {body.accountable_to}."
        case CriteriaChecked(_, checked):
            return f"The criteria were checked: {results(checked)}."
        case CriterionDecided(decision):
            return decided(decision)
        case ReportDrafted():
            return "A draft of the report was made."
        case ReportAdopted(adoption):
            return _adopted(adoption)
        case ReportPublished(publication):
            return _published(publication)
    return ""


def _of_step(event: object, zone: str) -> str:
    match event:
        case StepAwaited(step, opens_at):
            return f"{step} waits for {_day(opens_at, zone)}, when it opens."
        case TokenArrived(came_from, step):
            return f"{step} waits for what runs beside {came_from}."
        case StepOpened(step, occurrence, _, due):
            again = (
                f", for the {occurrence}th time"
                if occurrence > 3
                else ("", ", again", ", a third time")[occurrence - 1]
            )
            return f"{step} opened{again}{_until(due)}."
        case StepFellOverdue(step, due_at):
            return f"{step} fell overdue: it was due by the end of {day_in_words(last_day(due_at, zone))}."
        case StepClosed(step, _, closed_at, _, outcome, reason):
            return f"{step} ended on {_ended(closed_at, zone)}{_why(outcome, reason)}"
        case DeadlineExtended(step, before, after, reason):
            moved = f"from the end of {day_in_words(before.on)} to the end of {day_in_words(after.on)}"
            return f"{step} was extended {moved}{_why('', reason)}"
    return ""


def _of_cycle(event: object, zone: str) -> str:
    match event:
        case CycleOpened(opening=opening):
            return f"The cycle was opened; its windows open on {day_in_words(opening)} ({zone})."
        case CyclePaused(_, reason, basis):
            return f"The cycle was paused on the basis of {basis}{_why('', reason)}"
        case CycleResumed(reason=reason, basis=basis):
            return f"The cycle was resumed on the basis of {basis}{_why('', reason)}"
        case CycleClosedEarly(_, reason, basis):
            return f"The cycle was closed early on the basis of {basis}{_why('', reason)}"
    return "The cycle is complete."


def results(checked: tuple[CheckedCriterion, ...]) -> str:
    """Return "SC-10 tripped; SC-01 clear; SC-02, SC-03 cannot tell"."""
    found = {result: [c.code for c in checked if c.result == result] for result in ("tripped", "clear", "cannot tell")}
    return "; ".join(f"{', '.join(codes)} {result}" for result, codes in found.items() if codes)


def decided(decision: Decision) -> str:
    """Return who decided what on a criterion, when and why."""
    kind = decision.kind.replace("-", " ")
    review = f" It is reviewed on {decision.review_on}." if decision.review_on else ""
    who = f"{decision.decided_by} decided on {decision.decided_on}"
    return f"{decision.criterion}: {who}: {kind}{_why('', decision.reasons)}{review}"


def _opened(opened: Evaluation) -> str:
    conducts = "conducts" if opened.operator_conducts else "does not conduct"
    return f"{opened.code} was opened. {opened.operator} operates the record and {conducts} the dialogue."


def _adopted(adoption: Adoption) -> str:
    return f"The report was adopted, with {adoption.size} entries before it."


def _published(publication: Publication) -> str:
    return f"The report was published: {', '.join(sorted(publication.files))}."


def _until(due: Deadline | None) -> str:
    return f", until the end of {day_in_words(due.on)}" if due else ", without a deadline"


def _ended(closed_at: datetime, zone: str) -> str:
    return day_in_words(last_day(closed_at, zone))


def _day(at: datetime, zone: str) -> str:
    on: date = local_day(at, zone)
    return day_in_words(on)


def _why(outcome: str, reason: str) -> str:
    """Return the end of a sentence: the way out that was chosen and the reason, as far as there are any."""
    told = ": ".join(filter(None, (outcome, reason.strip())))
    return f": {told.rstrip('.')}." if told else "."
