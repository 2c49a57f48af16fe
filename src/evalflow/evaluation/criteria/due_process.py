"""One evaluation → facts on how it is itself conducted: in time, independently, by what was published beforehand."""

from collections.abc import Iterator
from datetime import date

from evalflow.engine.arcs import step_named, ways_out
from evalflow.engine.clocks import counted
from evalflow.engine.dates import exact_day
from evalflow.engine.plan import plan
from evalflow.engine.rules import Fact
from evalflow.engine.words import END, Workflow
from evalflow.evaluation.bodies import SELF
from evalflow.evaluation.criteria.progress import Progress
from evalflow.evaluation.evaluation import PUBLISH

_REPORTED_TO = "parliament"


def terms_in_time(progress: Progress) -> Fact:
    """Return whether timetable and criteria were published before the day on which the windows open."""
    terms, opening = progress.evaluation.terms, progress.cycle.opening
    publish = f"evalflow cycle publish-terms {progress.evaluation.code} --timetable URL --criteria URL --on DATE"
    if terms is None:
        return Fact(False, remedy=publish, note="timetable and criteria are not published")
    return Fact(exact_day(terms.published_on) < opening, (f"published on {terms.published_on}, opening {opening}",))


def independent(progress: Progress) -> Fact:
    """Return whether an accountable body evaluates that is no government of a party, nor operated by one.

    Where nobody said what kind of body it is, that is not known.
    """
    evaluation = progress.evaluation
    if evaluation.body is None:
        name = f"evalflow cycle name-body {evaluation.code} NAME --accountable-to WHOM"
        return Fact(False, remedy=name, note="no evaluating body is named")
    conducts = "conducts" if evaluation.operator_conducts else "does not conduct"
    body = evaluation.body
    told = (
        f"{body.name}{body.in_brackets}, accountable to {body.accountable_to}",
        f"{evaluation.operator} {conducts} the dialogue",
    )
    if body.kind == SELF:
        return Fact(False, told, note="the evaluating body is a government that is a party to the dialogue")
    if evaluation.operator_conducts or body.kind:
        return Fact(not evaluation.operator_conducts, told)
    name = f"evalflow cycle name-body {evaluation.code} NAME --accountable-to WHOM --kind KIND"
    return Fact(None, told, remedy=name, note="it is not on record what kind of body evaluates")


def milestone_ahead(progress: Progress, today: date) -> Fact:
    """Return whether the published timetable names a day that is still to come."""
    evaluation, cycle = progress.evaluation, progress.cycle
    if evaluation.terms is None:
        return Fact(False, note="no timetable is published")
    due = [state.due.on for state in cycle.open.values() if state.due]
    timetable = plan(progress.workflow, cycle.opening, cycle.opened_at)
    planned = [days.last for name, days in timetable.items() if days.last and name not in cycle.closed]
    promised = [
        counted(progress.workflow, cycle.opening, timing, cycle.zone).on
        for timing in (progress.workflow.report_due,)
        if timing
    ]
    reports = promised if evaluation.publication is None else []
    ahead = sorted(day for day in (*due, *planned, *reports, cycle.opening) if day >= today)
    running = cycle.status in ("running", "paused")
    return Fact(running and bool(ahead), (evaluation.terms.timetable_url, *map(str, ahead[:1])))


def window_days(progress: Progress) -> Fact:
    """Return for how many days NGOs can hand in inputs, by the shortest of such windows."""
    lengths = list(_lengths(progress, {step.name for step in progress.workflow.steps if "ngo" in step.accepts}))
    return Fact(min(lengths) if lengths else 0, _definition(progress.workflow))


def reply_days(progress: Progress) -> Fact:
    """Return within how many days the governments are to respond to the published report; not known if never."""
    after = _after(progress.workflow, {step.name for step in progress.workflow.steps if step.act == PUBLISH})
    steps = {step.name for step in progress.workflow.steps if step.role == "government" and step.name in after}
    lengths = list(_lengths(progress, steps))
    note = "" if lengths else "the workflow gives the governments no day by which to respond to the published report"
    return Fact(min(lengths) if lengths else None, _definition(progress.workflow), note=note)


def acknowledged(progress: Progress) -> Fact:
    """Return how many days it took to acknowledge the input that waited longest; not known where there is none."""
    return Fact(max(progress.acknowledged, default=None), note="" if progress.acknowledged else "no input is on record")


def files_as_adopted(progress: Progress) -> Fact:
    """Return whether the published data have the hash of the record that was adopted."""
    adoption, publication = progress.evaluation.adoption, progress.evaluation.publication
    if not (adoption and publication):
        return Fact(
            None, remedy=f"evalflow report publish {progress.evaluation.code}", note="the report is not published"
        )
    return Fact(adoption.record_sha256 in publication.files.values(), (f"SHA-256 {adoption.record_sha256}",))


def sent_to_legislature(progress: Progress) -> Fact:
    """Return whether the report went to somebody who has the role of a parliament in the circle."""
    send = f"evalflow report distribute {progress.evaluation.code}"
    return Fact(_REPORTED_TO in progress.sent_to, remedy=send)


def before_this(progress: Progress) -> dict[str, Fact]:
    """Return how many evaluations of the dialogue were adopted before, and on which day the last of them was."""
    days = [evaluation.adoption.adopted_on for evaluation in progress.before if evaluation.adoption]
    codes = tuple(one.code for one in progress.before)
    return {
        "evaluations.adopted_before": Fact(len(progress.before), codes),
        "evaluation.previous_on": Fact(days[0] if days else None, codes[:1]),
    }


def criteria_held(progress: Progress) -> dict[str, Fact]:
    """Return facts on the criteria for suspension themselves: how many there are, decided, and the same elsewhere."""
    evaluation, weights = progress.evaluation, [criterion.weight for criterion in progress.criteria]
    tripped = [checked.code for checked in evaluation.checked if checked.result == "tripped"]
    open_ = [code for code in tripped if evaluation.decision_on(code) is None]
    check = f"evalflow criteria check {evaluation.code}"
    decide = f"evalflow criteria decide {evaluation.code} CRITERION DECISION --reasons TEXT …"
    others = {one.code: one.criteria == evaluation.criteria for one in progress.elsewhere}
    return {
        "criteria.for_suspension": Fact(weights.count("suspension-review")),
        "criteria.for_termination": Fact(weights.count("termination")),
        "criteria.for_closure": Fact(weights.count("closure")),
        "criteria.tripped": (
            Fact(len(tripped), tuple(tripped))
            if evaluation.checked_at
            else Fact(None, remedy=check, note="the criteria are not checked")
        ),
        "criteria.tripped_undecided": (
            Fact(len(open_), tuple(open_), remedy=decide if open_ else "")
            if evaluation.checked_at
            else Fact(None, remedy=check, note="the criteria are not checked")
        ),
        "criteria.elsewhere": Fact(len(others), tuple(others)),
        "criteria.same_elsewhere": Fact(all(others.values()), tuple(code for code, same in others.items() if not same)),
    }


def _lengths(progress: Progress, steps: set[str]) -> Iterator[int]:
    """Yield how many days each of these steps is given, counted as if it opened with the cycle."""
    opening = progress.cycle.opening
    for step in progress.workflow.steps:
        if step.name in steps and step.timing:
            yield (counted(progress.workflow, opening, step.timing, progress.cycle.zone).on - opening).days


def _after(workflow: Workflow, steps: set[str]) -> set[str]:
    """Return the names of all steps that can come after these."""
    found: set[str] = set()
    ahead = set(steps)
    while ahead:
        name = ahead.pop()
        following = set(ways_out(step_named(workflow, name))) - {END} - found
        found |= following
        ahead |= following
    return found


def _definition(workflow: Workflow) -> tuple[str, ...]:
    return (f"workflow {workflow.name} {workflow.version}",)
