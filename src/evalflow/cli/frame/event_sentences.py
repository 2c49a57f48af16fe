"""What happened to a cycle or its evaluation → one sentence, with local days and the names of persons."""

from collections.abc import Mapping
from datetime import date, datetime

from evalflow.cli.frame.moments import last_day, until
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.words import (
    ArcSwallowed,
    BranchAwaited,
    CycleClosedEarly,
    CycleMigrated,
    CycleOpened,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    DeadlineMoved,
    DelegationEnded,
    FollowUpPlanned,
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
    TermsPublished,
)
from evalflow.evaluation.publications import PdfAdded, Publication, ReportPublished
from evalflow.evaluation.redactions import ReportRedacted
from evalflow.evaluation.report.narrative import PARTS, CheckOverridden, EvaluatorNamed, NarrativeBegun, TextsWritten


def sentence(event: object, zone: str, names: Mapping[str, str]) -> str:
    """Return what an event of a cycle or an evaluation says, as one sentence. `names` are those of persons, by id."""
    return (
        _of_evaluation(event)
        or _of_report(event)
        or _of_step(event, zone)
        or _of_time(event, zone)
        or _of_persons(event, zone, names)
        or _of_cycle(event, zone)
    )


def _of_evaluation(event: object) -> str:
    match event:
        case EvaluationOpened(opened):
            return _opened(opened)
        case TermsPublished(terms):
            return f"Timetable and criteria are public since {terms.published_on}: {terms.timetable_url}, " \
                   f"{terms.criteria_url}."  # fmt: skip
        case BodyNamed(body):
            return f"The evaluating body is {body.name}{body.in_brackets}, accountable to {body.accountable_to}."
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
        case PdfAdded(file=file):
            return f"The PDF of the published report was added: {file}."
        case ReportRedacted(redaction):
            return f"{redaction.note} The edition before it was erased{_why('', redaction.reason)}"
    return ""


def _of_report(event: object) -> str:
    """Return what is said of the body's own words."""
    match event:
        case NarrativeBegun():
            return "The body's own words on the report are begun."
        case TextsWritten(texts):
            return f"Written for the report: {', '.join(PARTS[name].title for name in texts)}."
        case EvaluatorNamed(evaluator):
            return f"{evaluator.name} is named as an evaluator, with a statement of interests."
        case CheckOverridden(override):
            return f"The check {override.check} of the report was set aside{_why('', override.reason)}"
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
        case StepClosed(step, _, closed_at, _, outcome, reason):
            return f"{step} ended on {_ended(closed_at, zone)}{_why(outcome, reason)}"
        case StepUndone(step, reason=reason, withdrawn=withdrawn, what=what):
            opened = f", and with it the opening of {', '.join(withdrawn)}" if withdrawn else ""
            return f"The {what} of {step} was undone{opened}{_why('', reason)}"
        case ArcSwallowed(came_from, step):
            return f"{step} had opened before {came_from} led to it, and opened no second time."
        case BranchAwaited(step, missing=missing):
            return f"{step} waits until it can be decided. Not known: {', '.join(missing)}."
    return ""


def _of_time(event: object, zone: str) -> str:
    """Return what is said of deadlines and reminders."""
    match event:
        case StepFellOverdue(step, due_at):
            return f"{step} fell overdue: it was due by {until(due_at, zone)}."
        case ReminderFellDue(step, _, reminder):
            last = "" if "last day" in reminder.offset else " the last day"
            return (
                f"{reminder.to} was to be reminded of {step} on {day_in_words(reminder.on)}, {reminder.offset}{last}."
            )
        case ReminderSkipped(step, _, reminder, reason):
            told = f"{reminder.to} is not reminded of {step} on {day_in_words(reminder.on)}"
            return f"{told}, {reminder.offset}{_why('', reason)}"
        case DeadlineExtended(step, before, after, reason):
            return f"{step} was extended {_from_to(before, after)}{_why('', reason)}"
        case DeadlineMoved(step, before, after, reason):
            return f"The deadline of {step} was moved {_from_to(before, after)}{_why('', reason)}"
    return ""


def _of_persons(event: object, zone: str, names: Mapping[str, str]) -> str:
    """Return what is said of a step in somebody's hands."""

    def named(person: str) -> str:
        return names.get(person, person)

    match event:
        case StepHeld(step, holder, "claimed"):
            return f"{named(holder.person)} has {step} in hand."
        case StepHeld(step, holder) if holder.until:
            last = day_in_words(last_day(holder.until, zone))
            return f"{named(holder.lent_by)} has lent {step} to {named(holder.person)} until the end of {last}."
        case StepHeld(step, holder):
            return f"{step} was put into the hands of {named(holder.person)}."
        case StepReleased(step, person, reason, holder):
            back = f"; {named(holder.person)} has it again" if holder else ""
            return f"{named(person)} no longer has {step} in hand{back}{_why('', reason)}"
        case DelegationEnded(step, ended_at, holder=holder):
            ended = day_in_words(last_day(ended_at, zone))
            return f"{step} was lent until the end of {ended}; {named(holder.person)} has it in hand again."
        case StepApproved(step, _, person, choice, reason=reason):
            return f"{named(person)} has approved {step}{_why(choice, reason)}"
        case FollowUpPlanned(step, on, note):
            planned = f"is looked at again on {day_in_words(on)}" if on else "has no day for looking at it again"
            return f"{step} {planned}{_why('', note)}"
        case PriorityGiven(step, priority):
            return f"{step} has {priority} priority."
    return ""


def _of_cycle(event: object, zone: str) -> str:
    match event:
        case CycleOpened(opening=opening):
            return f"The cycle was opened; its windows open on {day_in_words(opening)} ({zone})."
        case OpeningMoved(before, after, reason=reason):
            return f"The opening was moved from {day_in_words(before)} to {day_in_words(after)}{_why('', reason)}"
        case CycleMigrated():
            return _migrated(event)
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
    review += f" It may be put right until {decision.cure_until}." if decision.cure_until else ""
    who = f"{decision.decided_by} decided on {decision.decided_on}"
    return f"{decision.criterion}: {who}: {kind}{_why('', decision.reasons)}{review}"


def _opened(opened: Evaluation) -> str:
    conducts = "conducts" if opened.operator_conducts else "does not conduct"
    return f"{opened.code} was opened. {opened.operator} operates the record and {conducts} the dialogue."


def _adopted(adoption: Adoption) -> str:
    return f"The report was adopted, with {adoption.size} entries before it."


def _published(publication: Publication) -> str:
    told = f"The report was published: {', '.join(sorted(publication.files))}"
    return f"{told}, without its PDF{_why('', publication.without_pdf)}" if publication.without_pdf else f"{told}."


def _migrated(event: CycleMigrated) -> str:
    renamed = [f"{old} is now {new}" for old, new in event.names.items() if old != new]
    due = [f"{step} is due by {due.until}" for step, due in event.deadlines.items()]
    calendar = f" and the calendar {event.calendar[:12]}" if event.calendar else ""
    told = "; ".join([f"The cycle goes on by the workflow {event.workflow[:12]}{calendar}", *renamed, *due])
    return f"{told}{_why('', event.reason)}"


def _from_to(before: Deadline, after: Deadline) -> str:
    return f"from {before.until} to {after.until}"


def _until(due: Deadline | None) -> str:
    return f", until {due.until}" if due else ", without a deadline"


def _ended(closed_at: datetime, zone: str) -> str:
    return day_in_words(last_day(closed_at, zone))


def _day(at: datetime, zone: str) -> str:
    on: date = local_day(at, zone)
    return day_in_words(on)


def _why(outcome: str, reason: str) -> str:
    """Return the end of a sentence: the way out that was chosen and the reason, as far as there are any."""
    told = ": ".join(filter(None, (outcome, reason.strip())))
    return f": {told.rstrip('.')}." if told else "."
