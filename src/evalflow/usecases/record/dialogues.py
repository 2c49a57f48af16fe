"""What a person does with dialogues: add, list, show, suspend, resume, terminate."""

import re
from dataclasses import replace

from evalflow.definitions.registry import read_general
from evalflow.definitions.registry_text import write_dialogue
from evalflow.definitions.vocabulary import FILE_NAME
from evalflow.engine.rules import check, parse
from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.dialogues.dialogue import (
    FIELDS,
    AddDialogue,
    ChangeStanding,
    Dialogue,
    StandingChange,
    decide_dialogue,
)
from evalflow.evaluation.dialogues.registry import RegistryDialogue, RegistryObjective, TopicStatement
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.objectives.timeframe import timeframe_stated
from evalflow.evaluation.pinned import Definition
from evalflow.evaluation.registers.standing import REGISTER, values_of
from evalflow.usecases.door.current import dialogue_named, ticked, with_standing
from evalflow.usecases.door.days import refuse_ahead, today_of
from evalflow.usecases.door.door import Door, acting, looking
from evalflow.usecases.door.soundness import refuse_unsound
from evalflow.usecases.record.registers import EntryDraft, Named, enter, next_code


def add_dialogue(door: Door, dialogue: Dialogue) -> Dialogue:
    """Add a dialogue. `dialogue.id` is given here; the code must be new.

    Raises:
        InvalidInput: `bad-code`, one that no registry file could have.
        Refused: `dialogue-exists`.
    """
    if not re.fullmatch(FILE_NAME.pattern, dialogue.code):
        raise InvalidInput("bad-code", f"The code of a dialogue is {FILE_NAME.says}, not {dialogue.code!r}.")
    with acting(door) as act:
        if act.tx.find(Dialogue, code=dialogue.code):
            raise Refused("dialogue-exists", f"The record already has a dialogue {dialogue.code}.")
        added = replace(dialogue, id=act.new_id())
        return act.record(added.id, decide_dialogue(None, AddDialogue(added)))


def list_dialogues(door: Door) -> list[Dialogue]:
    with looking(door) as (reading, _):
        return [with_standing(reading, dialogue) for dialogue in reading.all(Dialogue)]


def general_statements(door: Door) -> tuple[TopicStatement, ...]:
    """Return what the paper says of dialogues in general, as it was entered last; none where it was not entered."""
    with looking(door) as (reading, _):
        texts = [
            definition.text
            for definition in reading.all(Definition)
            if (definition.kind, definition.name) == ("registry", "general")
        ]
        return read_general(texts[-1].encode(), "general") if texts else ()


def dialogue_codes(door: Door) -> dict[str, str]:
    """Return the code of every dialogue by its id, which other things refer to."""
    return {dialogue.id: dialogue.code for dialogue in list_dialogues(door)}


def show_dialogue(door: Door, code: str) -> Dialogue:
    with looking(door) as (reading, _):
        return with_standing(reading, dialogue_named(reading, code))


def export_dialogue(door: Door, code: str) -> str:
    """Return a dialogue with its objectives as a registry file: importing it again finds nothing different."""
    with looking(door) as (reading, _):
        refuse_unsound(reading)
        dialogue = dialogue_named(reading, code)
        objectives = reading.all(Objective, dialogue=dialogue.id)
    of_all = dialogue.stated("timeframe")
    standing = tuple(
        RegistryObjective(objective, timeframe_stated(objective.timeframe, objective.due, objective.source, of_all))
        for objective in objectives
        if not objective.withdrawn_on
    )
    stated = {name: dialogue.stated(name) for name in FIELDS}
    return write_dialogue(
        RegistryDialogue(
            dialogue.code, dialogue.title, dialogue.partner, dialogue.counterpart, dialogue.sources, stated, standing
        )
    )


def change_standing(door: Door, code: str, change: StandingChange) -> Dialogue:
    """Record that a dialogue was suspended, resumed or terminated, in its register. It moves no cycle.

    Raises:
        InvalidDefinition: a condition for its resumption does not read as a rule, with a caret at each fault.
    """
    for text in change.resume_when:
        check(parse(text), DECLARED, {})
    with acting(door) as act:
        dialogue = ticked(act, code)
        today = today_of(act.tx, dialogue, act.now)
        refuse_ahead(change.on, today)
        named = Named(act.new_id(), next_code(act.tx, dialogue, REGISTER)[0])
        changed = replace(change, entry=named.code)
        events = decide_dialogue(with_standing(act.tx, dialogue), ChangeStanding(changed))
        enter(act, dialogue, EntryDraft(REGISTER, values_of(change), change.source, again=True), today, named)
        return with_standing(act.tx, act.record(dialogue.id, events))
