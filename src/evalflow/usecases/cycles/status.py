"""Where a cycle stands: what is open, what is due next, what blocks it and what would help; and its history."""

from dataclasses import dataclass

from evalflow.engine.gates import Blocker, blockers, gates_of
from evalflow.engine.heart import due_next, step_named
from evalflow.engine.words import OpenStep, Step
from evalflow.evaluation.evaluation import Evaluation
from evalflow.store.access.reading import Reading
from evalflow.store.journal.journal import JournalEntry
from evalflow.usecases.door.current import Current, evaluation_named, facts_about, read_current
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.door.hands import Hands, hands_of
from evalflow.usecases.door.people import named_in
from evalflow.usecases.inputs.unconfirmed import Unconfirmed, unconfirmed_in


@dataclass(frozen=True)
class OpenNow:
    """A step that is open: until when, and what still blocks it, each with what helps."""

    step: Step
    state: OpenStep
    blockers: tuple[Blocker, ...]
    choices: tuple[tuple[str, tuple[Blocker, ...]], ...]
    hands: Hands


@dataclass(frozen=True)
class Standing:
    """The page a coordinator opens each morning."""

    here: Current
    open: tuple[OpenNow, ...]
    next_due: tuple[object, str] | None
    unconfirmed: tuple[Unconfirmed, ...] = ()


def list_cycles(door: Door) -> list[Current]:
    with looking(door) as (reading, now):
        return [read_current(reading, evaluation.code, now) for evaluation in reading.all(Evaluation)]


def cycle_status(door: Door, code: str) -> Standing:
    """Return where a cycle stands now, what is due next, what blocks it and what would unblock it.

    What a report lacks before it is adopted is asked of the whole record, so `pictures.checks_of` tells it.
    """
    with looking(door) as (reading, now):
        return standing(reading, read_current(reading, code, now))


def cycle_history(door: Door, code: str) -> list[JournalEntry]:
    """Return every journal entry of a cycle and its evaluation, oldest first."""
    with looking(door) as (reading, _):
        return list(reading.journal(subject=evaluation_named(reading, code).id))


def standing(reading: Reading, current: Current) -> Standing:
    facts, named = facts_about(reading, current), named_in(reading)
    steps = []
    for name, state in current.cycle.open.items():
        step = step_named(current.workflow, name)
        own = blockers(gates_of(step, None), facts, current.today) if step.kind == "task" else ()
        choices = tuple((c.name, blockers(gates_of(step, c), facts, current.today)) for c in step.choices)
        hands = hands_of(step, state, named, current.cycle.zone, current.today)
        steps.append(OpenNow(step, state, own, choices, hands))
    unconfirmed = tuple(unconfirmed_in(reading, current.evaluation))
    return Standing(current, tuple(steps), due_next(current.workflow, current.cycle), unconfirmed)
