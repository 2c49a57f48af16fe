"""What a person does with objectives: add, amend with the stated reason, withdraw, look at every change."""

from dataclasses import replace

from evalflow.errors import NotFound, Refused
from evalflow.evaluation.objective import AddObjective, AmendObjective, Objective, decide_objective
from evalflow.store.reading import Reading
from evalflow.usecases.current import dialogue_named
from evalflow.usecases.door import Door, acting, looking


def add_objective(door: Door, dialogue: str, objective: Objective) -> Objective:
    """Add an objective to the dialogue of this code. `id` and `dialogue` of `objective` are given here."""
    with acting(door) as act:
        if act.tx.find(Objective, code=objective.code):
            raise Refused("objective-exists", f"The record already has an objective {objective.code}.")
        added = replace(objective, id=act.new_id(), dialogue=dialogue_named(act.tx, dialogue).id)
        return act.record(added.id, decide_objective(None, AddObjective(added, act.by), act.now))  # type: ignore[no-any-return]


def amend_objective(door: Door, code: str, command: AmendObjective) -> Objective:
    """Alter one field of an objective; returns it as it stands, unchanged where the new value is the old one."""
    with acting(door) as act:
        known = objective_named(act.tx, code)
        events = decide_objective(known, replace(command, by=act.by), act.now)
        return act.record(known.id, events) if events else known


def list_objectives(door: Door, dialogue: str = "") -> list[Objective]:
    with looking(door) as (reading, _):
        if dialogue:
            return reading.all(Objective, dialogue=dialogue_named(reading, dialogue).id)
        return reading.all(Objective)


def show_objective(door: Door, code: str) -> Objective:
    with looking(door) as (reading, _):
        return objective_named(reading, code)


def objective_named(reading: Reading, code: str) -> Objective:
    """Return the objective of this code.

    Raises:
        NotFound: `no-such-objective`, with the command that lists them.
    """
    if found := reading.find(Objective, code=code.upper()):
        return found
    raise NotFound("no-such-objective", f"There is no objective {code!r}. See `evalflow objective list`.")
