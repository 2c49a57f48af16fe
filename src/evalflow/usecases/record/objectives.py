"""What a person does with objectives: add, amend with the stated reason, withdraw, look at every change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from evalflow.definitions.vocabulary import CODE
from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.criteria.objective_forms import publishing
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.lint import LintedObjective, Published, lint
from evalflow.evaluation.objectives.objective import DECLARED, AddObjective, AmendObjective, Objective, Wording
from evalflow.evaluation.objectives.objectives import decide_objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import dialogue_named, held, tick_dialogue, ticked
from evalflow.usecases.door.days import refuse_ahead, today_of
from evalflow.usecases.door.door import Acting, Door, acting, looking

_INHERITED = tuple(name for name, declared in DECLARED.items() if declared.inherited)


def add_objective(door: Door, dialogue: str, asked: Objective | AddObjective) -> Objective:
    """Add an objective, with the reason where one is stated, to the dialogue of this code.

    Its `id`, its `dialogue` and who adds it are given here.

    Raises:
        InvalidInput: `bad-code`, one that no registry file could have.
        Refused: `objective-exists`, in this dialogue or another one.
    """
    command = asked if isinstance(asked, AddObjective) else AddObjective(asked, "")
    with acting(door) as act:
        of = ticked(act, dialogue)
        refuse_ahead(command.reasons_asked_on, today_of(act.tx, of, act.now))
        return _added(act, replace(command, objective=replace(command.objective, dialogue=of.id)))


def _added(act: Acting, command: AddObjective) -> Objective:
    objective = command.objective
    if not re.fullmatch(CODE.pattern, objective.code):
        raise InvalidInput("bad-code", f"{objective.code!r} is no code of an objective. Write one like UK-12.")
    if act.tx.find(Objective, code=objective.code):
        raise Refused("objective-exists", f"The record already has an objective {objective.code}.")
    command = replace(command, objective=replace(objective, id=act.new_id()), by=act.by)
    return act.record(command.objective.id, decide_objective(None, command, act.now))


def amend_objective(door: Door, code: str, command: AmendObjective) -> Objective:
    """Alter one field of an objective; returns it as it stands, unchanged where the new value is the old one.

    Raises:
        NotFound: `no-such-objective`, it or one that it is said to descend from.
    """
    with acting(door) as act:
        objective = objective_named(act.tx, code)
        if command.field == "descends_from":
            for ancestor in command.new.splitlines():
                objective_named(act.tx, ancestor)
        of = held(act.tx.get(Dialogue, objective.dialogue))
        tick_dialogue(act, of)
        for day in (command.decided_on, command.reasons_asked_on):
            refuse_ahead(day, today_of(act.tx, of, act.now))
        events = decide_objective(objective, replace(command, by=act.by), act.now)
        return act.record(objective.id, events) if events else objective


@dataclass(frozen=True)
class Heir:
    """An objective that takes the place of others. Where they share an actor, kind or instrument, so does it."""

    code: str
    title: str
    text: str
    wording: Wording


def succeed_objectives(
    door: Door, codes: Sequence[str], heirs: Sequence[Heir], command: AmendObjective
) -> list[Objective]:
    """Let objectives take the place of others of the same dialogue, in one commit, and return them.

    `command` says how the others end, when, and why.

    Raises:
        Refused: `other-dialogue`, `objective-exists`, `objective-withdrawn`, or the reason is missing.
    """
    with acting(door) as act:
        ended = [objective_named(act.tx, code) for code in dict.fromkeys(codes)]
        of = held(act.tx.get(Dialogue, ended[0].dialogue))
        if any(one.dialogue != of.id for one in ended):
            raise Refused("other-dialogue", "Objectives of different dialogues cannot become one.")
        tick_dialogue(act, of)
        for day in (command.new, command.decided_on, command.reasons_asked_on):
            refuse_ahead(day, today_of(act.tx, of, act.now))
        for objective in ended:
            act.record(objective.id, decide_objective(objective, replace(command, by=act.by), act.now))
        taking = [_inherited(ended, heir, command.source) for heir in heirs]
        return [_added(act, AddObjective(one, act.by, command.reason)) for one in taking]


def _inherited(ended: Sequence[Objective], heir: Heir, source: str) -> Objective:
    first, *others = ended
    shared = [name for name in _INHERITED if all(getattr(one, name) == getattr(first, name) for one in others)]
    taken: dict[str, Any] = {name: getattr(first, name) for name in shared}
    lineage = "\n".join(objective.code for objective in ended)
    told: dict[str, Any] = {"code": heir.code, "title": heir.title, "text": heir.text, "wording": heir.wording}
    return Objective(id="", dialogue=first.dialogue, source=source, descends_from=lineage, **told, **taken)


def list_objectives(door: Door, dialogue: str = "") -> list[Objective]:
    with looking(door) as (reading, _):
        if dialogue:
            return reading.all(Objective, dialogue=dialogue_named(reading, dialogue).id)
        return reading.all(Objective)


def lint_objectives(door: Door, dialogue: str = "", code: str = "") -> list[LintedObjective]:
    """Return what the form of each objective lacks that stands; of one dialogue, of one objective, or of all."""
    with looking(door) as (reading, now):
        own = {"dialogue": dialogue_named(reading, dialogue).id} if dialogue else {}
        objectives = [objective_named(reading, code)] if code else reading.all(Objective, **own)
        return [
            lint(objective, _of_all(reading, objective, now)) for objective in objectives if not objective.withdrawn_on
        ]


def _of_all(reading: Reading, objective: Objective, now: datetime) -> Published:
    of = held(reading.get(Dialogue, objective.dialogue))
    entries = (entry for entry in reading.all(Entry, dialogue=of.id, register="publication") if entry.stands)
    by = publishing(entries, today_of(reading, of, now))
    return Published(of.stated("objectives_published"), of.stated("timeframe"), by[0].code if by else "")


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
