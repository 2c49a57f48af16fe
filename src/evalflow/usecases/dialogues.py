"""What a person does with dialogues: add, list, show, restate a fact, suspend, resume, terminate."""

from dataclasses import replace

from evalflow.errors import Refused
from evalflow.evaluation.dialogue import (
    AddDialogue,
    ChangeStanding,
    Dialogue,
    RestateFact,
    StandingChange,
    decide_dialogue,
)
from evalflow.evaluation.statements import Statement
from evalflow.usecases.current import dialogue_named
from evalflow.usecases.door import Door, acting, looking


def add_dialogue(door: Door, dialogue: Dialogue) -> Dialogue:
    """Add a dialogue. `dialogue.id` is given here; the code must be new."""
    with acting(door) as act:
        if act.tx.find(Dialogue, code=dialogue.code):
            raise Refused("dialogue-exists", f"The record already has a dialogue {dialogue.code}.")
        added = replace(dialogue, id=act.new_id())
        return act.record(added.id, decide_dialogue(None, AddDialogue(added)))  # type: ignore[no-any-return]


def list_dialogues(door: Door) -> list[Dialogue]:
    with looking(door) as (reading, _):
        return reading.all(Dialogue)


def show_dialogue(door: Door, code: str) -> Dialogue:
    with looking(door) as (reading, _):
        return dialogue_named(reading, code)


def restate_fact(door: Door, code: str, field: str, statement: Statement, reason: str) -> Dialogue:
    """Put another statement in place of a fact, with the reason; returns the dialogue as it stands."""
    with acting(door) as act:
        known = dialogue_named(act.tx, code)
        events = decide_dialogue(known, RestateFact(field, statement, reason))
        return act.record(known.id, events) if events else known


def change_standing(door: Door, code: str, change: StandingChange) -> Dialogue:
    """Record that a dialogue was suspended, resumed or terminated. It moves no cycle."""
    with acting(door) as act:
        known = dialogue_named(act.tx, code)
        return act.record(known.id, decide_dialogue(known, ChangeStanding(change)))  # type: ignore[no-any-return]
