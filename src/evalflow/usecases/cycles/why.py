"""A cycle and the name of something in it → why it is as it is: a date, a refusal, what blocks, a rule's result.

What is told is what decides: deadlines carry their reasons, gates are judged as `decide` judges them, and what
completing a step would answer is asked of `decide` itself, in memory.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from evalflow.definitions.problems import nearest
from evalflow.engine.arcs import arcs_into, step_named
from evalflow.engine.clocks import counted, left
from evalflow.engine.dates import day_in_words
from evalflow.engine.gates import blockers, gates_of
from evalflow.engine.heart import decide
from evalflow.engine.periods import local_day
from evalflow.engine.rules import Facts, RuleFailed, judge
from evalflow.engine.words import (
    Choice,
    CompleteStep,
    CycleOpened,
    Event,
    Gate,
    OpeningMoved,
    OpenStep,
    Step,
)
from evalflow.errors import NotFound, Refused, Remedy
from evalflow.evaluation.criteria.judgement import check, missing_in_words, traced
from evalflow.evaluation.evaluation import ADOPT, CheckedCriterion, TracedClause
from evalflow.store.access.reading import Reading
from evalflow.usecases.cycles.cycles import act_done
from evalflow.usecases.door.current import Current, facts_about, read_current
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.door.people import by_name, names_in
from evalflow.usecases.report.public_records import checks_of, refuse_incomplete

OPENING: Final = "opening"
REPORT: Final = "report"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class JudgedRule:
    """A gate, or a branch of an automatic step: what it comes to, on what, and what would help. `truth` may be fails.

    `choice` is the way out that asks for it; "" where the step itself does.
    """

    choice: str
    rule: str
    truth: str
    why: str
    helps: str
    missing: tuple[str, ...]
    trace: tuple[TracedClause, ...]


@dataclass(frozen=True)
class StepAnswer:
    """What completing a step now would answer: the code and text of its refusal, or the events that would happen."""

    choice: str
    code: str
    says: str
    happens: tuple[Event, ...] = ()
    helps: tuple[Remedy, ...] = ()  # whose marks the text holds


@dataclass(frozen=True)
class Why:
    """What explains one thing: how it stands, its day with the reasons, its gates, what would be answered."""

    what: str
    title: str
    says: tuple[str, ...]
    on: date | None = None
    reasons: tuple[str, ...] = ()
    judged: tuple[JudgedRule, ...] = ()
    answers: tuple[StepAnswer, ...] = ()
    checked: CheckedCriterion | None = None
    by: str = ""  # the day in words, or the hour where it is one


def why(door: Door, code: str, what: str) -> tuple[Current, tuple[Why, ...]]:
    """Return why something in a cycle is as it is. Without `what`, all that is open or waits.

    Raises:
        NotFound: `nothing-to-explain`, with the nearest name.
    """
    with looking(door) as (reading, now):
        current = read_current(reading, code, now)
        return current, tuple(_Question(reading, current, door.who).about(what))


class _Question:
    """What answers are made of: the record as it is read now, the facts, and who asks."""

    def __init__(self, reading: Reading, current: Current, who: str) -> None:
        self.reading = reading
        self.here = current
        self.facts: Facts = facts_about(reading, current)
        self.names = names_in(reading)
        self.by = next((id_ for id_, name in self.names.items() if name == who.strip()), "")

    def about(self, what: str) -> Iterator[Why]:
        workflow, cycle = self.here.workflow, self.here.cycle
        if not what:
            there = [step for step in workflow.steps if step.name in cycle.open or step.name in cycle.waiting]
            yield from (self.step(step, step.choices) for step in there)
            return
        name, _, chosen = what.strip().replace("-", "_").partition(":")
        criterion = what.strip().upper()
        if _DAY.fullmatch(what.strip()):
            yield from self._on(what.strip())
        elif steps := [step for step in workflow.steps if step.name == name]:
            yield self.step(steps[0], self._ways(steps[0], chosen, what))
        elif name == OPENING:
            yield self.opening()
        elif name == REPORT:
            yield self.report()
        elif any(known.code == criterion for known in self.here.criteria.criteria):
            yield self.criterion(criterion)
        else:
            raise self._nothing(what)

    def step(self, step: Step, choices: Sequence[Choice]) -> Why:
        """Return why a step stands as it does: its deadline, its gates by these choices, and what would be answered."""
        state = self.here.cycle.open.get(step.name)
        judged = [*self._judged("", gates_of(step, None) if step.kind == "task" else _branches(step))]
        for choice in choices:
            judged += self._judged(choice.name, choice.requires)
        ways: Sequence[Choice | None] = choices or [None]
        return Why(
            what=step.name,
            title=step.title,
            says=tuple(self._stands(step, state)),
            on=state.due.on if state and state.due else None,
            reasons=state.due.reasons if state and state.due else (),
            judged=tuple(judged),
            answers=tuple(self._answer(step, choice) for choice in ways),
            by=state.due.in_words() if state and state.due else "",
        )

    def _on(self, typed: str) -> Iterator[Why]:
        """Yield what falls on a day: the opening, the promise, the deadlines of open steps."""
        days = [self.opening(), self.report(), *self.about("")]
        if explanations := [
            explanation for explanation in days if explanation.on and explanation.on.isoformat() == typed
        ]:
            yield from explanations
            return
        known = ", ".join(f"{one.what} on {one.on}" for one in days if one.on)
        raise NotFound(
            "nothing-to-explain",
            f"Nothing in {self.here.evaluation.code} falls on {typed}. Its days: {known}. A date that a period gives "
            "is explained by `evalflow calendar count`, days to come by `evalflow cycle simulate`.",
        )

    def opening(self) -> Why:
        cycle, reasons = self.here.cycle, []
        for entry in self.reading.journal(subject=cycle.id):
            match entry.event:
                case CycleOpened(opening=opening):
                    told = f"set to {day_in_words(opening)}"
                case OpeningMoved(before, after, reason=reason):
                    told = f"moved from {day_in_words(before)} to {day_in_words(after)}: {reason.rstrip('.')}"
                case _:
                    continue
            reasons.append(f"{told}, on {self._day(entry.at)} by {self.names.get(entry.by, entry.by)}")
        waits = [step.name for step in self.here.workflow.steps if step.waits_for_opening]
        waiting = f"Not before it open: {', '.join(waits)}." if waits else "No step waits for it."
        says = ("It has come." if cycle.opening <= self.here.today else "It lies ahead.", waiting)
        return Why(OPENING, "The opening day of the cycle", says, cycle.opening, tuple(reasons))

    def report(self) -> Why:
        workflow, cycle, evaluation = self.here.workflow, self.here.cycle, self.here.evaluation
        says = []
        if evaluation.adoption:
            says.append(f"The report was adopted on {day_in_words(evaluation.adoption.adopted_on)}.")
        if evaluation.publication:
            says.append(f"The report was published on {day_in_words(evaluation.publication.published_on)}.")
        title = "The day on which the report is promised"
        if (due := workflow.report_due) is None:
            says.append(f"The workflow {workflow.name} {workflow.version} promises no day.")
            return Why(REPORT, title, tuple(says))
        promised = counted(workflow, cycle.opening, due, cycle.zone)
        if not says:
            says.append(f"Whether that will be kept: evalflow cycle forecast {evaluation.code}")
        return Why(REPORT, title, tuple(says), promised.on, promised.reasons, by=promised.in_words())

    def criterion(self, code: str) -> Why:
        """Return what a criterion comes to now, and what was decided on it."""
        [criterion] = (known for known in self.here.criteria.criteria if known.code == code)
        [checked] = check([criterion], self.facts, self.here.today)
        says = [f"It trips when: {criterion.trips_when.rstrip('.')}."]
        recorded = [one for one in self.here.evaluation.checked if one.code == code]
        if recorded and self.here.evaluation.checked_at:
            said = f"Recorded on {self._day(self.here.evaluation.checked_at)}: {recorded[0].result}."
            says.append(said)
        for decision in (one for one in self.here.evaluation.decisions if one.criterion == code):
            said = decision.kind.replace("-", " ")
            says.append(f"{decision.decided_by} decided on {decision.decided_on}: {said}: {decision.reasons}")
        return Why(code, criterion.title, tuple(says), checked=checked)

    def _ways(self, step: Step, chosen: str, what: str) -> Sequence[Choice]:
        choices = [choice for choice in step.choices if choice.name == chosen]
        if chosen and not choices:
            raise self._nothing(what)
        return choices or step.choices

    def _nothing(self, what: str) -> NotFound:
        workflow = self.here.workflow
        steps = [step.name for step in workflow.steps]
        ways = [f"{step.name}:{choice.name}" for step in workflow.steps for choice in step.choices]
        known = [*steps, *ways, *(criterion.code for criterion in self.here.criteria.criteria), OPENING, REPORT]
        typed = what.strip()
        hint = nearest(typed.replace("-", "_"), known) or nearest(typed.upper(), known)
        return NotFound(
            "nothing-to-explain",
            f"{self.here.evaluation.code} has nothing called {typed!r}. {hint}Ask for a step ({', '.join(steps)}), a "
            f"step and its choice ({', '.join(ways) or 'none here'}), a criterion such as SC-01, or for {OPENING} or "
            f"{REPORT}.",
        )

    def _judged(self, choice: str, gates: Sequence[Gate]) -> Iterator[JudgedRule]:
        for gate in gates:
            try:
                verdict = judge(gate.rule, self.facts, {}, self.here.today)
                blocking = blockers((gate,), self.facts, self.here.today)
            except RuleFailed as failed:
                yield JudgedRule(choice, gate.text, "fails", str(failed), "evalflow incident list", (), ())
                continue
            reason, helps = (blocking[0].why, blocking[0].remedy) if blocking else ("", "")
            yield JudgedRule(
                choice, gate.text, verdict.truth, reason, helps, missing_in_words(verdict), traced(verdict)
            )

    def _answer(self, step: Step, choice: Choice | None) -> StepAnswer:
        """Return what `decide` says to completing a step now. A reason that is asked for is taken to be given."""
        name = choice.name if choice else ""
        command = CompleteStep(step.name, name, "a reason", self.by)
        try:
            with by_name(self.reading, self.by, self.here.evaluation.code):
                events = decide(self.here.workflow, self.here.cycle, command, self.facts, self.here.now)
            if act_done(self.here, command, events) == ADOPT:
                refuse_incomplete(self.here.evaluation.code, checks_of(self.reading, self.here))
        except (Refused, RuleFailed) as refused:
            return StepAnswer(name, refused.code, str(refused), helps=refused.helps)
        return StepAnswer(name, "", "", tuple(events))

    def _stands(self, step: Step, state: OpenStep | None) -> Iterator[str]:
        """Yield how a step stands, in whose hands it is and what it waits for."""
        cycle = self.here.cycle
        if state:
            yield from self._open(step, state)
        elif opens_at := cycle.waiting.get(step.name):
            yield f"Reached; it opens by itself on {self._day(opens_at)}, the opening day."
        elif closed := cycle.closed.get(step.name):
            how = "".join(f": {said.rstrip('.')}" for said in (closed.outcome, closed.reason) if said)
            by = f" by {self.names.get(closed.by, closed.by)}" if closed.by else ""
            yield f"Over since {self._day(closed.closed_at - _MOMENT)}{by}{how}."
        else:
            yield "Not reached yet."
        if not state and step.name not in cycle.waiting and cycle.status in ("running", "paused"):
            yield from self._reached_by(step)

    def _open(self, step: Step, state: OpenStep) -> Iterator[str]:
        again = f", time {state.occurrence}" if state.occurrence > 1 else ""
        late = " It is overdue." if state.overdue else ""
        yield f"Open since {self._day(state.opened_at)}{again}{f', for {step.role}' if step.role else ''}.{late}"
        if step.kind == "window" and state.due:
            closes = f"{'at' if state.due.is_hour else 'with'} {state.due.until}"
            yield f"A window: it closes automatically {closes}, and in no other way."
        if step.kind == "automatic":
            yield "Decided by its rules, the first that holds, as soon as they can be judged."
        if step.no_deadline:
            yield f"No deadline: {step.no_deadline.rstrip('.')}."
        yield from self._paused(step, state)
        yield from self._hands(step, state)

    def _paused(self, step: Step, state: OpenStep) -> Iterator[str]:
        cycle = self.here.cycle
        if cycle.paused_at is None:
            return
        since = f"The cycle is paused since {self._day(cycle.paused_at)}"
        if still := left(cycle, step, state):
            days = -(-still // timedelta(days=1))
            yield f"{since}: its clock stands still, with {days} day{'s' * (days != 1)} left."
        else:
            yield f"{since}; its clock does not stand still." if state.due else f"{since}."

    def _hands(self, step: Step, state: OpenStep) -> Iterator[str]:
        if holder := state.holder:
            until = f" until the end of {self._day(holder.until - _MOMENT)}" if holder.until else ""
            lent = f", lent by {self.names.get(holder.lent_by, holder.lent_by)}" if holder.lent_by else ""
            yield f"In the hands of {self.names.get(holder.person, holder.person)}{until}{lent}."
        if asked := step.approvals:
            given = [f"{self.names.get(who, who)}{f' ({way})' if way else ''}" for who, way in state.approved.items()]
            other = f", none of them who completed {asked.distinct_from}" if asked.distinct_from else ""
            yield f"It takes {asked.count} persons{other}; so far: {', '.join(given) or 'nobody'}."

    def _reached_by(self, step: Step) -> Iterator[str]:
        """Yield what a step that is not open waits for: the arcs that lead to it."""
        order = [each.name for each in self.here.workflow.steps]
        arcs = sorted(arcs_into(self.here.workflow, step.name), key=lambda arc: order.index(arc[0]))
        if not arcs:
            return
        told = ", ".join(f"{name}{self._way(name, step)} {self._comes(name, step)}" for name, _ in arcs)
        when = "when all of these have led" if step.join == "all" else "when one of these leads"
        yield f"It opens {when} to it: {told}."

    def _comes(self, name: str, step: Step) -> str:
        cycle = self.here.cycle
        if (name, step.name) in cycle.tokens:
            return "(has)"
        if state := cycle.open.get(name):
            return f"(open until {state.due.until})" if state.due else "(open)"
        if name in cycle.waiting:
            return f"(opens on {self._day(cycle.waiting[name])})"
        return "(not open)"

    def _way(self, name: str, step: Step) -> str:
        came_from = step_named(self.here.workflow, name)
        ways = [choice.name for choice in came_from.choices if step.name in choice.next]
        ways += [branch.text for branch in came_from.branches if step.name in branch.next]
        return f" by “{'” or “'.join(ways)}”" if ways else ""

    def _day(self, at: datetime) -> str:
        return day_in_words(local_day(at, self.here.cycle.zone))


def _branches(step: Step) -> tuple[Gate, ...]:
    return tuple(Gate(branch.text, branch.when) for branch in step.branches if branch.when)
