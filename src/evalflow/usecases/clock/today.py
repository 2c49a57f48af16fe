"""The whole record → what waits for somebody today, over all cycles, nearest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, get_args

from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.words import Cycle, Priority
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.commands_events import (
    Letter,
)
from evalflow.evaluation.people import Record
from evalflow.store.access.reading import Reading
from evalflow.usecases.cycles.status import OpenNow, standing
from evalflow.usecases.door.current import Current, held, read_current, with_standing
from evalflow.usecases.door.days import today_of
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.door.hands import Hands
from evalflow.usecases.inputs.unconfirmed import Unconfirmed, unconfirmed_in
from evalflow.usecases.record.conditions import watched

_RANKS = get_args(Priority)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: in which cycle, who for, until when, for what, and what would help.

    `hands` says who has it in hand and what they have made of it.
    """

    cycle: str
    step: str
    title: str
    role: str
    due: Deadline | None
    overdue: bool
    waits_for: tuple[str, ...]
    helps: tuple[str, ...]
    hands: Hands


@dataclass(frozen=True)
class ComingStep:
    """A step that opens by itself on a day to come."""

    cycle: str
    step: str
    title: str
    opens_on: date


@dataclass(frozen=True)
class Today:
    record: Record
    now: datetime
    dialogues: int
    waiting: tuple[Waiting, ...]
    receipts_owed: int
    coming: tuple[ComingStep, ...] = ()
    letters_held: int = 0
    letters_failed: int = 0
    resumable: tuple[str, ...] = ()  # codes of suspended dialogues whose conditions for resumption all hold


def today(door: Door) -> Today:
    """Return what waits, over all cycles that are not over.

    What is overdue comes first, then what is to be looked at again by today, then by priority, then by day.
    """
    with looking(door) as (reading, now):
        running = [
            read_current(reading, evaluation.code, now)
            for evaluation in reading.all(Evaluation)
            if held(reading.get(Cycle, evaluation.id)).status not in ("ended", "closed-early")
        ]
        found = [_waiting(here.evaluation.code, step) for here in running for step in standing(reading, here).open]
        found += [
            _to_confirm(unconfirmed)
            for each in reading.all(Evaluation)
            for unconfirmed in unconfirmed_in(reading, each)
        ]
        found.sort(key=_order)
        coming = sorted(
            (one for current in running for one in _coming(current)), key=lambda one: (one.opens_on, one.cycle)
        )
        owed = len(reading.pending_effects())
        record = reading.all(Record)[0]
        held_back, failed = (reading.count(Letter, state=state) for state in ("held", "failed"))
        dialogues = reading.all(Dialogue)
        resumable = tuple(dialogue.code for dialogue in dialogues if _may_resume(reading, dialogue, now))
        return Today(record, now, len(dialogues), tuple(found), owed, tuple(coming), held_back, failed, resumable)


def _to_confirm(unconfirmed: Unconfirmed) -> Waiting:
    """Return the task of confirming what somebody did to an input: it has no step and no deadline."""
    count = len(unconfirmed.input.open_points)
    points = "1 point counts as open" if count == 1 else f"{count} points count as open"
    return Waiting(
        cycle=unconfirmed.cycle,
        step="",
        title=f"Confirm what was done to {unconfirmed.input.code}, or contradict it",
        role=f"another person than {unconfirmed.by}",
        due=None,
        overdue=False,
        waits_for=(f"{points} until then",),
        helps=(f"evalflow input unconfirmed {unconfirmed.cycle}",),
        hands=Hands(),
    )


def _may_resume(reading: Reading, dialogue: Dialogue, now: datetime) -> bool:
    now_known = with_standing(reading, dialogue)
    if now_known.standing != "suspended":
        return False
    conditions = watched(reading, now_known, today_of(reading, dialogue, now))
    return bool(conditions) and all(condition.truth == "true" for condition in conditions)


def _order(waiting: Waiting) -> tuple[object, ...]:
    rank = _RANKS.index(waiting.hands.priority)
    return (
        not waiting.overdue,
        not waiting.hands.follow_up_due,
        rank,
        waiting.due.at if waiting.due else _NEVER,
        waiting.cycle,
        waiting.step,
    )


def _coming(current: Current) -> Iterator[ComingStep]:
    if current.cycle.status == "running":
        for step in current.workflow.steps:
            if opens_at := current.cycle.waiting.get(step.name):
                yield ComingStep(
                    current.evaluation.code, step.name, step.title, local_day(opens_at, current.cycle.zone)
                )


def _waiting(code: str, step: OpenNow) -> Waiting:
    blockers = (*step.blockers, *(block for _, of_choice in step.choices for block in of_choice))
    return Waiting(
        cycle=code,
        step=step.step.name,
        title=step.step.title,
        role=step.step.role,
        due=step.state.due,
        overdue=step.state.overdue,
        waits_for=tuple(dict.fromkeys(block.why for block in blockers)),
        helps=tuple(dict.fromkeys(block.remedy for block in blockers)),
        hands=step.hands,
    )
