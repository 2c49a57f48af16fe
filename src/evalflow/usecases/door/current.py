"""A code a person types → the evaluation as it stands now, its cycle ticked, and the facts about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import TypeVar

from evalflow.definitions.calendar import read_calendar
from evalflow.definitions.criteria import read_criteria
from evalflow.definitions.problems import nearest
from evalflow.definitions.workflow import read_workflow
from evalflow.engine.calendars import NO_HOLIDAYS
from evalflow.engine.clocks import wakes
from evalflow.engine.heart import apply, as_of, decide, step_named
from evalflow.engine.periods import local_day
from evalflow.engine.rules import Facts
from evalflow.engine.ticking import BranchFailed
from evalflow.engine.words import Cycle, Event, ReminderFellDue, StepClosed, Tick, Workflow
from evalflow.errors import Broken, NotFound, Refused
from evalflow.evaluation.criteria.criteria import CriteriaSet
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.facts import facts_of
from evalflow.evaluation.criteria.progress import Conduct, Progress
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import ACTS, Evaluation
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.inputs.input import KINDS, Input
from evalflow.evaluation.letters.commands_events import Letter
from evalflow.evaluation.letters.kinds import LETTERS
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.pinned import Definition
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.standing import REGISTER as SUSPENSIONS
from evalflow.evaluation.registers.standing import as_entries, standing_changes
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.door import CLOCK, Acting
from evalflow.usecases.door.incidents import report_failure, report_success, waiting_for_another_attempt
from evalflow.usecases.door.later import Later
from evalflow.usecases.door.reminding import remind

_T = TypeVar("_T")


@dataclass(frozen=True)
class Current:
    """One evaluation as it stands at `now`, a local `today` in its own zone."""

    evaluation: Evaluation
    cycle: Cycle
    workflow: Workflow
    criteria_text: str
    dialogue: Dialogue
    now: datetime

    @property
    def criteria(self) -> CriteriaSet:
        """Return the pinned criteria, read when they are asked for: most commands need none."""
        return _read_criteria(self.evaluation.criteria, self.criteria_text)

    @property
    def today(self) -> date:
        return local_day(self.now, self.cycle.zone)


def read_current(reading: Reading, code: str, now: datetime) -> Current:
    """Return the evaluation with its cycle ticked in memory: shows what the clock has made true, writes nothing.

    Raises:
        NotFound: there is no such evaluation; names those there are.
    """
    here = _stored(reading, evaluation_named(reading, code), now)
    for passing in foreseen(reading, code, now, now):
        here = passing.after
    return here


@dataclass(frozen=True)
class Passing:
    """One thing that time brings, and how the evaluation stands before and after it."""

    before: Current
    event: Event
    after: Current


def foreseen(reading: Reading, code: str, now: datetime, until: datetime) -> Iterator[Passing]:
    """Yield what time alone brings until then, on the facts that there are: what is due already, as noticed `now`.

    Writes nothing.
    """
    here = _stored(reading, evaluation_named(reading, code), now)
    leave: frozenset[str] = frozenset()
    while True:
        try:
            events = _due(reading, here, leave)
        except BranchFailed as failed:  # the tick that writes opens an incident for it
            leave |= {failed.step}
            continue
        for event in events:
            after = replace(here, cycle=apply(here.cycle, event))
            yield Passing(here, event, after)
            here = after
        if not events:
            ahead = min((at for _, at in wakes(here.cycle) if at > here.now), default=None)
            if ahead is None or ahead > until:
                return
            here = replace(here, now=ahead)


def current(act: Acting, code: str) -> Current:
    """Return the evaluation, its cycle ticked to now and written."""
    evaluation = evaluation_named(act.tx, code)
    tick_one(act, evaluation.id)
    act.settles(lambda: tick_one(act, evaluation.id))
    return _stored(act.tx, evaluation, act.now)


def tick_one(act: Acting, cycle_id: str) -> Cycle:
    """Bring one cycle to now, in the order in which things fell due, and return it.

    A step whose rule fails is left alone, as an open incident, until its next attempt comes; the others go on.
    """
    here = _stored(act.tx, held(act.tx.get(Evaluation, cycle_id)), act.now)
    automatic = any(step_named(here.workflow, name).kind == "automatic" for name in here.cycle.open)
    leave = waiting_for_another_attempt(act, "rule", cycle_id) if automatic else frozenset()
    leave |= {step for cycle, step in act.failed if cycle == cycle_id}
    while True:
        try:
            events = _due(act.tx, here, leave)
        except BranchFailed as failed:
            report_failure(act, "rule", cycle_id, failed.step, str(failed))
            act.failed.add((cycle_id, failed.step))
            leave |= {failed.step}
            continue
        if not events:
            return here.cycle
        before, here = here.cycle, replace(here, cycle=act.record(cycle_id, events, by=CLOCK))
        for event in events:
            if isinstance(event, ReminderFellDue):
                remind(act, here.workflow, before, event, facts_about(act.tx, here))
            if isinstance(event, StepClosed) and step_named(here.workflow, event.step).kind == "automatic":
                report_success(act, "rule", cycle_id, event.step)


def _due(reading: Reading, here: Current, leave: frozenset[str]) -> list[Event]:
    """Return what the clock brings next. Facts are those of the instant at which it fell due, and not of now."""
    at = as_of(here.workflow, here.cycle, here.now, leave)
    return decide(here.workflow, here.cycle, Tick(leave), facts_about(reading, replace(here, now=at)), here.now)


def _stored(reading: Reading, evaluation: Evaluation, now: datetime) -> Current:
    cycle = held(reading.get(Cycle, evaluation.id))
    workflow = workflow_of(reading, cycle)
    dialogue = held(reading.get(Dialogue, evaluation.dialogue))
    return Current(evaluation, cycle, workflow, _text(reading, evaluation.criteria), dialogue, now)


def tick_dialogue(act: Acting, dialogue: Dialogue) -> None:
    """Bring every cycle of a dialogue to now, before anything about the dialogue changes."""
    for evaluation in act.tx.all(Evaluation, dialogue=dialogue.id):
        tick_one(act, evaluation.id)


def ticked(act: Acting, code: str) -> Dialogue:
    """Return the dialogue of this code, its cycles brought to now.

    Raises:
        NotFound: `no-such-dialogue`.
    """
    dialogue = dialogue_named(act.tx, code)
    tick_dialogue(act, dialogue)
    act.settles(lambda: tick_dialogue(act, dialogue))
    return dialogue


def facts_about(reading: Reading, here: Current) -> Facts:
    """Return every fact about an evaluation and its dialogue: from this transaction, read when a rule asks."""
    return facts_of(conduct_of(reading, here.dialogue), progress_of(reading, here), here.today)


def conduct_of(reading: Reading, dialogue: Dialogue) -> Conduct:
    return Conduct(
        dialogue,
        {name: Later(partial(_standing, reading, dialogue, name)) for name in REGISTERS}
        | {SUSPENSIONS: Later(lambda: as_entries(dialogue, _standing(reading, dialogue, SUSPENSIONS)))},
        Later(lambda: reading.all(Completeness, dialogue=dialogue.id)),
        Later(lambda: reading.all(Objective, dialogue=dialogue.id)),
        Later(lambda: reading.all(Evaluation, dialogue=dialogue.id)),
    )


def with_standing(reading: Reading, dialogue: Dialogue) -> Dialogue:
    """Return the dialogue with every suspension, resumption and end that the record holds, in order of their days."""
    entries = _standing(reading, dialogue, SUSPENSIONS)
    return replace(dialogue, changes=standing_changes(dialogue, entries))


def _standing(reading: Reading, dialogue: Dialogue, register: str) -> list[Entry]:
    return [entry for entry in reading.all(Entry, dialogue=dialogue.id, register=register) if entry.stands]


def progress_of(reading: Reading, here: Current) -> Progress:
    cycle = here.cycle.id
    return Progress(
        here.evaluation,
        here.cycle,
        here.workflow,
        inputs=Later(lambda: reading.all(Input, cycle=cycle)),
        unanswered=partial(reading.unanswered, cycle),
        late=Later(lambda: reading.all(Input, cycle=cycle, late="pending")),
        findings=Later(lambda: reading.all(Finding, cycle=cycle)),
        criteria=Later(lambda: here.criteria.criteria),
        before=Later(lambda: other_adopted(reading, here)),
        earlier=Later(
            lambda: [reading.all(Finding, cycle=evaluation.id) for evaluation in other_adopted(reading, here)]
        ),
        elsewhere=Later(lambda: _elsewhere(reading, here.dialogue)),
        sent_to=Later(
            lambda: [
                letter.role
                for letter in reading.all(Letter, cycle=cycle)
                if LETTERS[letter.kind].carries == "report" and letter.sent_at
            ]
        ),
        recommendations=Later(lambda: recommendations_in(reading, here)),
        acknowledged=Later(lambda: _acknowledged(reading, here)),
        deliberations=Later(lambda: reading.all(Deliberation, cycle=cycle)),
        input_named=lambda code: reading.find(Input, cycle=cycle, code=code),
    )


def other_adopted(reading: Reading, here: Current) -> list[Evaluation]:
    """Return the other adopted evaluations of the dialogue, the last adopted one first."""
    others = (one for one in reading.all(Evaluation, dialogue=here.dialogue.id) if one.id != here.cycle.id)
    adopted = {one.adoption.adopted_at: one for one in others if one.adoption}
    return [evaluation for _, evaluation in sorted(adopted.items(), reverse=True)]


def recommendations_in(reading: Reading, here: Current) -> list[Recommendation]:
    """Return what a cycle recommends, and what was carried into it, in the order in which they were made."""
    every = reading.all(Recommendation, dialogue=here.dialogue.id)
    return [
        recommendation for recommendation in every if here.cycle.id in (recommendation.cycle, *recommendation.carried)
    ]


def _elsewhere(reading: Reading, dialogue: Dialogue) -> list[Evaluation]:
    """Return the last evaluation of each other dialogue that the same party conducts."""
    others = (one for one in reading.all(Dialogue) if one.partner == dialogue.partner and one.id != dialogue.id)
    opened = (reading.all(Evaluation, dialogue=one.id) for one in others)
    return [evaluations[-1] for evaluations in opened if evaluations]


def _acknowledged(reading: Reading, here: Current) -> list[int]:
    """Return for each input in how many local days its receipt was written; those that wait are counted until now."""
    day = partial(local_day, zone=here.cycle.zone)
    receipts = {effect.key: effect for effect in reading.effects("receipt:")}
    owed = [(one, receipts.get(f"receipt:{one.id}")) for one in reading.all(Input, cycle=here.cycle.id)]
    return [(day(receipt.done_at or here.now) - day(input_.received_at)).days for input_, receipt in owed if receipt]


def evaluation_named(reading: Reading, code: str) -> Evaluation:
    """Return the evaluation of this code, in capitals or not.

    Raises:
        NotFound: `no-such-cycle`, with the codes there are or the command that opens one.
    """
    if evaluation := reading.find(Evaluation, code=code.upper()):
        return evaluation
    raise NotFound("no-such-cycle", f"There is no cycle {code!r}. {_there_are(reading.all(Evaluation))}")


def dialogue_named(reading: Reading, code: str) -> Dialogue:
    """Return the dialogue of this code.

    Raises:
        NotFound: `no-such-dialogue`, with the codes there are or the commands that add one.
    """
    if found := reading.find(Dialogue, code=code.lower()):
        return found
    codes = ", ".join(dialogue.code for dialogue in reading.all(Dialogue))
    help_ = f"There are: {codes}." if codes else "Add one with `evalflow dialogue add` or `evalflow dialogue import`."
    raise NotFound("no-such-dialogue", f"There is no dialogue {code!r}. {help_}")


def with_counterpart(dialogues: Sequence[Dialogue], counterpart: str) -> list[Dialogue]:
    """Return the dialogues with one counterpart, or all of them, by the names of the partners.

    Raises:
        NotFound: `no-such-counterpart`, with those there are.
    """
    known = [one for one in dialogues if not counterpart or one.counterpart.casefold() == counterpart.casefold()]
    if counterpart and not known:
        there = ", ".join(sorted({one.counterpart for one in dialogues})) or "none"
        raise NotFound("no-such-counterpart", f"No dialogue is with {counterpart!r}. Counterparts: {there}.")
    return sorted(known, key=lambda dialogue: (dialogue.partner, dialogue.code))


def workflow_of(reading: Reading, cycle: Cycle) -> Workflow:
    """Return a cycle's pinned workflow with its pinned calendar, read from the texts that the record keeps."""
    calendar = _text(reading, cycle.calendar) if cycle.calendar else ""
    return _read_workflow(cycle.workflow, _text(reading, cycle.workflow), calendar)


@lru_cache(maxsize=64)
def _read_workflow(sha256: str, text: str, calendar: str) -> Workflow:
    days = read_calendar(calendar.encode(), "the pinned calendar", pinned=True) if calendar else NO_HOLIDAYS
    workflow = read_workflow(text.encode(), f"workflow {sha256[:12]}", DECLARED, KINDS, ACTS, pinned=True)
    return replace(workflow, calendar=days.name, days=days)


@lru_cache(maxsize=64)
def _read_criteria(sha256: str, text: str) -> CriteriaSet:
    return read_criteria(text.encode(), f"criteria {sha256[:12]}", DECLARED, pinned=True)


def _text(reading: Reading, sha256: str) -> str:
    return held(reading.get(Definition, sha256)).text


def _there_are(evaluations: Sequence[Evaluation]) -> str:
    codes = ", ".join(evaluation.code for evaluation in evaluations)
    return f"There are: {codes}." if codes else "Open one with `evalflow cycle open DIALOGUE --opens DATE`."


def held(found: _T | None) -> _T:
    """Return what a row refers to. Raises Broken where it is not there."""
    if found is None:
        raise Broken("record-contradicts", "A row refers to one that is not there. Run `evalflow audit verify`.")
    return found


def step_typed(here: Current, typed: str) -> str:
    """Return the name of a step as its workflow writes it.

    Raises:
        Refused: `no-such-step`, with the nearest and all there are.
    """
    names, name = [step.name for step in here.workflow.steps], as_written(typed)
    if name in names:
        return name
    raise Refused(
        "no-such-step",
        f"This workflow has no step {typed!r}. {nearest(name, names)}It has: {', '.join(names)}.",
    )


def as_written(name: str) -> str:
    """Return a step's or choice's name as workflows write it: a person may type hyphens or spaces."""
    return name.replace("-", "_").replace(" ", "_")
