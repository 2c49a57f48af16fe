"""What a person does with a cycle: open, publish its terms, complete steps, extend, pause, close early."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from evalflow.definitions.criteria import read_criteria
from evalflow.definitions.scorecard import read_scorecard
from evalflow.definitions.workflow import read_workflow
from evalflow.effects.disk.files import read_file
from evalflow.engine.calendars import Calendar
from evalflow.engine.dates import day_in_words
from evalflow.engine.heart import decide, step_named
from evalflow.engine.periods import local_day
from evalflow.engine.plan import plan
from evalflow.engine.reasons import is_blank
from evalflow.engine.words import (
    CloseCycleEarly,
    CompleteStep,
    Event,
    ExtendDeadline,
    OpenCycle,
    PauseCycle,
    ResumeCycle,
    StepClosed,
    Workflow,
)
from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import (
    ACTS,
    ADOPT,
    Evaluation,
    NameBody,
    OpenEvaluation,
    PublishTerms,
    Terms,
    decide_evaluation,
)
from evalflow.evaluation.inputs.input import KINDS
from evalflow.evaluation.letters.kinds import LETTERS
from evalflow.evaluation.pinned import Definition, DefinitionKind, PinDefinition, decide_definition
from evalflow.resources import resource
from evalflow.store.access.reading import Reading
from evalflow.store.journal.journal import JournalEntry
from evalflow.usecases.door.calendars import Calendars
from evalflow.usecases.door.current import (
    Current,
    as_written,
    current,
    dialogue_named,
    facts_about,
    held,
    step_typed,
    tick_one,
)
from evalflow.usecases.door.days import refuse_ahead
from evalflow.usecases.door.door import HEARTBEAT, Acting, Door, acting, passing, sha256_of
from evalflow.usecases.door.incidents import noted
from evalflow.usecases.door.people import by_name
from evalflow.usecases.findings.criteria import SHIPPED
from evalflow.usecases.findings.recommendations import carry_over
from evalflow.usecases.report.scorecards import RECOMMENDATIONS

_CODE = re.compile("[A-Z0-9](?:[A-Z0-9-]{0,38}[A-Z0-9])?")


@dataclass(frozen=True)
class Opening:
    """What is asked to open a cycle. `workflow`, `criteria` and `scorecard` are files; None takes the shipped ones."""

    dialogue: str
    opens: date
    operator: str
    operator_conducts: bool
    code: str = ""
    workflow: Path | None = None
    criteria: Path | None = None
    scorecard: Path | None = None


def open_cycle(door: Door, asked: Opening) -> Current:
    """Open a cycle: pin its workflow, criteria and scorecard by content, and open its first step.

    What the dialogue's adopted reports recommend, and what is not ended, is carried into it.

    Raises:
        InvalidDefinition: a file does not load; every problem at once.
        InvalidInput: `bad-code`, or a file cannot be read.
        Refused: nobody operates the record, the code is taken, or the opening day is past or so near that the first
            step would be overdue at once.
    """
    workflow_raw = read_file(asked.workflow or resource("workflows", "evaluation-cycle.yaml"))
    criteria_raw = read_file(asked.criteria or resource(*SHIPPED))
    card_raw = read_file(asked.scorecard or resource(*RECOMMENDATIONS))
    calendars = Calendars(door.folder)
    told = str(asked.workflow or "evaluation-cycle.yaml")
    workflow = read_workflow(workflow_raw, told, DECLARED, KINDS, ACTS, calendars=calendars)
    criteria = read_criteria(criteria_raw, str(asked.criteria or SHIPPED[-1]), DECLARED)
    card = read_scorecard(card_raw, str(asked.scorecard or RECOMMENDATIONS[-1]), DECLARED)
    with acting(door) as act:
        dialogue = dialogue_named(act.tx, asked.dialogue)
        if is_blank(asked.operator):
            raise Refused(
                "operator-unnamed", "Say who operates the record, with --operator; it is printed on page one."
            )
        pinned = pin(act, "workflow", workflow.name, workflow.version, workflow_raw)
        judged = pin(act, "criteria", criteria.name, criteria.version, criteria_raw)
        code = _code(act.tx, asked, dialogue)
        _refuse_too_soon(asked.opens, local_day(act.now, workflow.timezone), workflow)
        scored = pin(act, "scorecard", card.name, card.version, card_raw)
        evaluation = Evaluation(
            act.new_id(), code, dialogue.id, asked.operator, asked.operator_conducts, judged, scorecard=scored
        )
        act.record(evaluation.id, decide_evaluation(None, OpenEvaluation(evaluation), act.now))
        command = OpenCycle(
            evaluation.id, pinned, asked.opens, pin_calendar(act, workflow.days, calendars.raw(workflow.calendar))
        )
        act.record(evaluation.id, decide(workflow, None, command, {}, act.now))
        here = current(act, code)
        carry_over(act, here)
        return here


def publish_terms(door: Door, code: str, terms: Terms) -> Current:
    """Record where the timetable and the criteria were published, and on which day."""
    with acting(door) as act:
        here = current(act, code)
        refuse_ahead(terms.published_on, here.today)
        events = decide_evaluation(here.evaluation, PublishTerms(terms), act.now)
        evaluation = act.record(here.evaluation.id, events) if events else here.evaluation
        return replace(here, evaluation=evaluation)


def name_body(door: Door, code: str, body: Body) -> Current:
    with acting(door) as act:
        here = current(act, code)
        events = decide_evaluation(here.evaluation, NameBody(body), act.now)
        evaluation = act.record(here.evaluation.id, events) if events else here.evaluation
        return replace(here, evaluation=evaluation)


def complete_step(door: Door, code: str, step: str, choice: str = "", reason: str = "") -> Current:
    """Complete an open step, or give one of the approvals it takes: it closes with the last.

    Where its way out adopts the report, that happens in the same commit.

    Raises:
        Refused: a gate is closed, the step is not open or in another's hands, who completes it may not approve it, or
            it is completed by publishing the report.
    """
    with noted(door, "rule", code.upper(), step), acting(door) as act:
        here = current(act, code)
        command = CompleteStep(step_typed(here, step), as_written(choice), reason, act.by)
        if any(step.name == command.step and step.act_with(command.choice) == ADOPT for step in here.workflow.steps):
            from evalflow.usecases.door.soundness import (
                refuse_unsound,  # here, because it asks this file for the heartbeat
            )

            refuse_unsound(act.tx)  # first of all: what gates say of forged rows helps nobody
        with by_name(act.tx, act.by, here.evaluation.code):
            events = decide(here.workflow, here.cycle, command, facts_about(act.tx, here), act.now)
        if act_done(here, command, events) == ADOPT:
            from evalflow.usecases.report.reports import adoption_events  # here, because only adopting makes a picture

            act.record(here.evaluation.id, adoption_events(act, here))
        after = moved_on(act, here, events)
        sends = step_named(here.workflow, command.step).sends_with(command.choice)
        if sends and any(isinstance(event, StepClosed) for event in events):  # not while approvals are awaited
            from evalflow.usecases.letters.distribution import owe_letters  # here, because few steps send any

            owe_letters(act, after, LETTERS[sends])
        return after


def move(door: Door, code: str, command: ExtendDeadline | PauseCycle | ResumeCycle | CloseCycleEarly) -> Current:
    """Extend a deadline, pause, resume or close a cycle early, each with its reason."""
    with acting(door) as act:
        here = current(act, code)
        if isinstance(command, ExtendDeadline):
            command = replace(command, step=step_typed(here, command.step))
        return moved_on(act, here, decide(here.workflow, here.cycle, command, facts_about(act.tx, here), act.now))


def tick_all(door: Door) -> list[tuple[str, list[JournalEntry]]]:
    """Bring every cycle to now. Returns the code of each cycle that moved and what happened to it, in order."""
    moved = []
    with passing(door) as act:
        for cycle_id in act.tx.due(act.now):
            size = act.tx.size()
            tick_one(act, cycle_id)
            if happened := list(act.tx.journal(subject=cycle_id, first=size + 1)):  # a paused clock brings nothing
                moved.append((held(act.tx.get(Evaluation, cycle_id)).code, happened))
        act.tx.beat(HEARTBEAT, act.now)
    return moved


def moved_on(act: Acting, here: Current, events: Sequence[Event]) -> Current:
    act.record(here.cycle.id, events)
    evaluation = held(act.tx.get(Evaluation, here.evaluation.id))  # adopting may have changed it
    return replace(here, evaluation=evaluation, cycle=tick_one(act, here.cycle.id))


def act_done(here: Current, command: CompleteStep, events: Sequence[object]) -> str | None:
    """Return what else is done with a step that these events close; None where nothing is, or it is not closed yet.

    Raises:
        Refused: `publish-completes`, the step is closed by publishing the report and in no other way.
    """
    if not any(isinstance(event, StepClosed) for event in events):  # where approvals are still awaited
        return None
    act = step_named(here.workflow, command.step).act_with(command.choice)
    if act and act != ADOPT:
        published = f"`evalflow report publish {here.evaluation.code}`"
        raise Refused("publish-completes", f"{command.step} is completed by {published}.")
    return act


def pin_calendar(act: Acting, calendar: Calendar, raw: bytes) -> str:
    """Keep the text of a calendar and return its SHA-256; "" for none."""
    return pin(act, "calendar", calendar.name, calendar.version, raw) if raw else ""


def pin(act: Acting, kind: DefinitionKind, name: str, version: str, raw: bytes) -> str:
    sha256 = sha256_of(raw)
    known = act.tx.get(Definition, sha256)
    definition = Definition(sha256, kind, name, version, 1, raw.decode("utf-8"))
    if events := decide_definition(known, PinDefinition(definition)):
        act.record(sha256, events)
    return sha256


def _code(reading: Reading, asked: Opening, dialogue: Dialogue) -> str:
    wanted = (asked.code or f"{dialogue.code}-{asked.opens.year}").upper()
    if not _CODE.fullmatch(wanted):  # it begins every input's code and the names of files
        raise InvalidInput(
            "bad-code",
            f"{wanted[:60]!r} is no code of a cycle. Write at most 40 letters, figures and hyphens, as UK-CN-2027.",
        )
    if reading.find(Evaluation, code=wanted):
        raise Refused("cycle-exists", f"The record already has a cycle {wanted}. Give another code with --code.")
    return wanted


def _refuse_too_soon(opens: date, today: date, workflow: Workflow) -> None:
    if opens < today:
        raise Refused(
            "opening-past",
            f"{day_in_words(opens)} is past: windows open today or on a day to come ({workflow.timezone}).",
        )
    first = workflow.steps[0]
    last = plan(workflow, opens, today)[first.name].last
    if last is None or last >= today:
        return
    fits = opens
    while (plan(workflow, fits, today)[first.name].last or today) < today:
        fits += timedelta(days=1)
    raise Refused(
        "opening-too-soon",
        f"“{first.title}” would have been due by {day_in_words(last)} already. The earliest day that fits is "
        f"{day_in_words(fits)}: open the windows then or later (--opens {fits}).",
    )
