"""What is done with recommendations: drafted with the report, replied to, followed up, carried into the next cycle."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from evalflow.engine.periods import Deadline
from evalflow.engine.words import ClosedStep, OpenStep
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.criteria.grounds import marks_of
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.findings.recommendations import (
    Addressed,
    AmendRecommendation,
    Answer,
    CarryRecommendation,
    FollowUp,
    Government,
    MakeRecommendation,
    Priority,
    Progress,
    Recommendation,
    RecommendationCommand,
    RecordFollowUp,
    RecordReply,
    Reply,
    Stage,
    WithdrawRecommendation,
    decide_recommendation,
)
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.lint import LintResult
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.recommendation_lint import lint_recommendation
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import (
    Current,
    current,
    evaluation_named,
    held,
    read_current,
    recommendations_in,
)
from evalflow.usecases.door.days import refuse_ahead
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.findings.bases import grounds_of
from evalflow.usecases.report.scorecards import card_of

ANSWERING = {"partner": "government", "counterpart": "counterpart-government"}  # a government → its kind of input


@dataclass(frozen=True)
class RecommendationDraft:
    """What a body recommends."""

    text: str
    to: Addressed
    addressee: str
    due: str
    priority: Priority
    basis: tuple[str, ...]


@dataclass(frozen=True)
class ListedRecommendation:
    """One recommendation as a cycle sees it: `cycle` is the code of the one that made it, `age` in cycles since."""

    recommendation: Recommendation
    cycle: str
    age: int
    adopted: bool


@dataclass(frozen=True)
class LintedRecommendation:
    recommendation: Recommendation
    checks: Mapping[str, LintResult]


def recommend(door: Door, code: str, draft: RecommendationDraft) -> Recommendation:
    """Draft a recommendation of a cycle's report; returns it with its code.

    Raises:
        Refused: the report is adopted, something is missing, or `no-such-basis`.
    """
    with acting(door) as act:
        here = current(act, code)
        number = 1 + len(act.tx.all(Recommendation, cycle=here.cycle.id))
        made = Recommendation(
            id=act.new_id(),
            code=f"{here.evaluation.code}/REC/{number:02}",
            cycle=here.cycle.id,
            dialogue=here.dialogue.id,
            text=draft.text,
            to=draft.to,
            addressee=draft.addressee or _governments(here).get(draft.to, ""),
            due=draft.due,
            priority=draft.priority,
            basis=_basis(act.tx, here, draft.basis),
            made_at=act.now,
            made_by=act.by,
        )
        made = replace(made, seen=_recorded_now(act.tx, here, made.basis))
        return _recorded(act, None, made.id, MakeRecommendation(made), adopted=here.evaluation.adoption is not None)


def amend(door: Door, code: str, field: str, new: str, reason: str) -> Recommendation:
    """Alter one field of a recommendation that is not adopted yet."""
    with acting(door) as act:
        recommendation, here = _of(act, code)
        if field == "basis":
            new = " ".join(_basis(act.tx, here, tuple(new.split())))
        seen = _recorded_now(act.tx, here, tuple(new.split())) if field == "basis" else None
        return _on(act, recommendation, here, AmendRecommendation(field, new, reason, act.by, act.now, seen))


def withdraw(door: Door, code: str, reason: str) -> Recommendation:
    """Take back a recommendation that is not adopted yet; it stays on record."""
    with acting(door) as act:
        recommendation, here = _of(act, code)
        return _on(act, recommendation, here, WithdrawRecommendation(reason))


def reply(
    door: Door, code: str, by: Government, answer: Answer, *, reasons: str, received_on: str, source: str
) -> Reply:
    """Record what a government replies to a recommendation: to the draft, or once it is adopted to the report.

    Raises:
        Refused: it is not addressed to that government, reasons or the source are missing, or the day lies ahead.
    """
    with acting(door) as act:
        recommendation, here = _of(act, code)
        refuse_ahead(received_on, here.today)
        stage: Stage = "report" if here.evaluation.adoption else "draft"
        late = _late(here, received_on)
        given = Reply(by, answer, reasons, received_on, source, stage, late, act.now, act.by)
        return held(_on(act, recommendation, here, RecordReply(given)).reply_of(by, stage))


def follow_up(
    door: Door, cycle: str, code: str, status: Progress, *, text: str, on: str, basis: tuple[str, ...]
) -> Recommendation:
    """Record what has become of a recommendation, as a cycle finds it.

    Raises:
        Refused: it is a draft, was not carried into that cycle, or the day lies ahead.
    """
    with acting(door) as act:
        here = current(act, cycle)
        recommendation = _named(act.tx, code)
        day = on or here.today.isoformat()
        refuse_ahead(day, here.today)
        found = FollowUp(here.cycle.id, status, text, day, _basis(act.tx, here, basis), act.now, act.by)
        adopted = held(act.tx.get(Evaluation, recommendation.cycle)).adoption is not None
        return _recorded(act, recommendation, recommendation.id, RecordFollowUp(found), adopted=adopted)


def carry_over(act: Acting, here: Current) -> list[Recommendation]:
    """Carry every recommendation of the dialogue's adopted reports that is not ended into a cycle that was opened."""
    carried = []
    for recommendation in act.tx.all(Recommendation, dialogue=here.dialogue.id):
        adopted = held(act.tx.get(Evaluation, recommendation.cycle)).adoption is not None
        if adopted and recommendation.stands and not recommendation.ended and recommendation.cycle != here.cycle.id:
            carried.append(
                _recorded(act, recommendation, recommendation.id, CarryRecommendation(here.cycle.id), adopted=True)
            )
    return carried


def list_recommendations(door: Door, code: str) -> list[ListedRecommendation]:
    """Return what a cycle recommends and what was carried into it: the oldest first."""
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        return [_listed(reading, here, recommendation) for recommendation in recommendations_in(reading, here)]


def show_recommendation(door: Door, code: str) -> tuple[ListedRecommendation, Mapping[str, str]]:
    """Return one recommendation with all that happened to it, and the codes of cycles by their ids."""
    with looking(door) as (reading, now):
        recommendation = _named(reading, code)
        evaluations = {one.id: one for one in reading.all(Evaluation)}
        last = evaluations[(recommendation.cycle, *recommendation.carried)[-1]]
        listed = _listed(reading, read_current(reading, last.code, now), recommendation)
        return listed, {evaluation.id: evaluation.code for evaluation in evaluations.values()}


def lint(door: Door, code: str) -> list[LintedRecommendation]:
    """Return what each check finds of the recommendations that a cycle makes."""
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        findings = _found(reading, here)
        made = reading.all(Recommendation, cycle=here.cycle.id)
        now_of = {recommendation.id: _recorded_now(reading, here, recommendation.basis) for recommendation in made}
        return [
            LintedRecommendation(one, lint_recommendation(one, findings, now_of[one.id])) for one in made if one.stands
        ]


def _recorded_now(reading: Reading, here: Current, codes: Sequence[str]) -> dict[str, str]:
    """Return how what a recommendation is based on is recorded now."""
    objectives = reading.all(Objective, dialogue=here.dialogue.id)
    findings = reading.all(Finding, cycle=here.cycle.id)
    return marks_of(codes, grounds_of(reading, here), objectives, findings, here.evaluation)


def _listed(reading: Reading, here: Current, recommendation: Recommendation) -> ListedRecommendation:
    made = held(reading.get(Evaluation, recommendation.cycle))
    age = recommendation.carried.index(here.cycle.id) + 1 if here.cycle.id in recommendation.carried else 0
    return ListedRecommendation(recommendation, made.code, age, made.adoption is not None)


def _governments(here: Current) -> Mapping[str, str]:
    return {
        "partner": here.dialogue.partner,
        "counterpart": here.dialogue.counterpart,
        "both": f"{here.dialogue.partner} and {here.dialogue.counterpart}",
    }


def _found(reading: Reading, here: Current) -> frozenset[str]:
    """Return what the report finds something of: rated objectives, checked criteria, the scorecard's topics."""
    rated = {finding.objective for finding in reading.all(Finding, cycle=here.cycle.id)}
    objectives = (
        objective.code for objective in reading.all(Objective, dialogue=here.dialogue.id) if objective.id in rated
    )
    criteria = (checked.code for checked in here.evaluation.checked)
    topics = (topic.code for topic in card_of(reading, here).topics)
    return frozenset((*objectives, *criteria, *topics))


def _basis(reading: Reading, here: Current, named: Sequence[str]) -> tuple[str, ...]:
    """Return the codes as the record writes them.

    Raises:
        Refused: `no-such-basis`, with the nearest code.
    """
    if not named:
        return ()
    there = {
        *(objective.code for objective in reading.all(Objective, dialogue=here.dialogue.id)),
        *(criterion.code for criterion in here.criteria.criteria),
        *(topic.code for topic in card_of(reading, here).topics),
        *(input_.code for input_ in reading.all(Input, cycle=here.cycle.id)),
        *(entry.code for entry in reading.all(Entry, dialogue=here.dialogue.id) if entry.stands),
    }
    by_capitals = {code.upper(): code for code in there}
    for code in named:
        if code.upper() not in by_capitals:
            near = get_close_matches(code.upper(), by_capitals, n=1)
            hint = f" Did you mean {by_capitals[near[0]]}?" if near else ""
            raise Refused(
                "no-such-basis",
                f"There is no objective, criterion, input or entry {code!r} here.{hint} Say grounds in the text.",
            )
    return tuple(dict.fromkeys(by_capitals[code.upper()] for code in named))


def _late(here: Current, received_on: str) -> bool:
    """Return whether it came after the last day on which the governments were to reply at this stage."""
    adoption = here.evaluation.adoption
    days = [due.on for due, _ in reply_windows(here, adoption.adopted_at if adoption else here.evaluation.drafted_at)]
    return bool(days) and received_on > max(days).isoformat()


def reply_windows(here: Current, since: datetime | None) -> list[tuple[Deadline, bool]]:
    """Return each window for replies of governments that opened from then on: its deadline, and whether it is over."""
    windows = {s.name for s in here.workflow.steps if s.kind == "window" and s.role in ANSWERING.values()}
    states: list[tuple[str, OpenStep | ClosedStep]] = [*here.cycle.open.items(), *here.cycle.closed.items()]
    return [
        (at.due, isinstance(at, ClosedStep))
        for name, at in states
        if name in windows and at.due and since and at.opened_at >= since
    ]


def _of(act: Acting, code: str) -> tuple[Recommendation, Current]:
    """Return a recommendation and the cycle that made it, ticked to now."""
    recommendation = _named(act.tx, code)
    return recommendation, current(act, held(act.tx.get(Evaluation, recommendation.cycle)).code)


def _named(reading: Reading, code: str) -> Recommendation:
    """Return the recommendation of this code.

    Raises:
        NotFound: `no-such-recommendation`, with those there are of its cycle.
    """
    if found := reading.find(Recommendation, code=code.upper()):
        return found
    cycle = re.sub(r"/REC/.*", "", code.upper())
    there = [
        recommendation.code for recommendation in reading.all(Recommendation, cycle=evaluation_named(reading, cycle).id)
    ]
    told = f"There are: {', '.join(there)}." if there else f"Make one: evalflow recommendation add {cycle} --text …"
    raise NotFound("no-such-recommendation", f"There is no recommendation {code!r}. {told}")


def _on(act: Acting, recommendation: Recommendation, here: Current, command: RecommendationCommand) -> Recommendation:
    return _recorded(act, recommendation, recommendation.id, command, adopted=here.evaluation.adoption is not None)


def _recorded(
    act: Acting, recommendation: Recommendation | None, id: str, command: RecommendationCommand, *, adopted: bool
) -> Recommendation:
    events = decide_recommendation(recommendation, command, adopted=adopted)
    return act.record(id, events) if events else held(recommendation)
