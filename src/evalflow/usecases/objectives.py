"""What a person does with objectives: add, amend with the stated reason, withdraw, look at every change."""

import re
from dataclasses import replace
from difflib import get_close_matches

from evalflow.definitions.vocabulary import CODE
from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.objective import AddObjective, AmendObjective, Objective, decide_objective
from evalflow.store.reading import Reading
from evalflow.usecases.current import dialogue_named, held, tick_dialogue, ticked
from evalflow.usecases.days import refuse_ahead, today_of
from evalflow.usecases.door import Door, acting, looking


def add_objective(door: Door, dialogue: str, asked: Objective | AddObjective) -> Objective:
    """Add an objective, with the reason where one is stated, to the dialogue of this code.

    Its `id`, its `dialogue` and who adds it are given here.

    Raises:
        InvalidInput: `bad-code`, one that no registry file could have.
        Refused: `objective-exists`, in this dialogue or another one.
    """
    command = asked if isinstance(asked, AddObjective) else AddObjective(asked, "")
    objective = command.objective
    if not re.fullmatch(CODE.pattern, objective.code):
        raise InvalidInput("bad-code", f"{objective.code!r} is no code of an objective. Write one like UK-12.")
    with acting(door) as act:
        of = ticked(act, dialogue)
        if act.tx.find(Objective, code=objective.code):
            raise Refused("objective-exists", f"The record already has an objective {objective.code}.")
        refuse_ahead(command.reasons_asked_on, today_of(act.tx, of, act.now))
        added = replace(objective, id=act.new_id(), dialogue=of.id)
        command = replace(command, objective=added, by=act.by)
        return act.record(added.id, decide_objective(None, command, act.now))  # type: ignore[no-any-return] # one family, one entity


def amend_objective(door: Door, code: str, command: AmendObjective) -> Objective:
    """Alter one field of an objective; returns it as it stands, unchanged where the new value is the old one."""
    with acting(door) as act:
        known = objective_named(act.tx, code)
        of = held(act.tx.get(Dialogue, known.dialogue))
        tick_dialogue(act, of)
        for day in (command.decided_on, command.reasons_asked_on):
            refuse_ahead(day, today_of(act.tx, of, act.now))
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
    if found := reading.find(Objective, code=code) or reading.find(Objective, code=code.upper()):
        return found
    near = get_close_matches(code.upper(), [objective.code for objective in reading.all(Objective)], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise NotFound("no-such-objective", f"There is no objective {code!r}.{hint} See `evalflow objective list`.")
