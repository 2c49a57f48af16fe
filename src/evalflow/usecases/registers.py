"""What a person does with the registers: enter, correct with a reason, list, and state one complete for a span."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from evalflow.engine.dates import PartialDate
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.registers import (
    REGISTERS,
    AddEntry,
    Completeness,
    CorrectEntry,
    Entry,
    StateComplete,
    decide_completeness,
    decide_entry,
)
from evalflow.store.reading import Reading
from evalflow.usecases.current import dialogue_named
from evalflow.usecases.door import Door, acting, looking

_CODES = {"session": "S", "publication": "P"}


def add_entry(
    door: Door, register: str, dialogue: str, values: Mapping[str, str], source: str, hedge: str = ""
) -> Entry:
    """Enter something into a register of the dialogue of this code; returns the entry with its own code."""
    with acting(door) as act:
        at = dialogue_named(act.tx, dialogue)
        number = act.tx.count(Entry, dialogue=at.id, register=register) + 1
        code = f"{at.code}/{_CODES.get(register, '')}{number:03}".upper()
        kept = {name: value for name, value in values.items() if value}
        entry = Entry(act.new_id(), register, at.id, code, kept, source, hedge)
        return act.record(entry.id, decide_entry(None, AddEntry(entry)))  # type: ignore[no-any-return]


def correct_entry(door: Door, code: str, field: str, new: str, reason: str) -> Entry:
    with acting(door) as act:
        known = entry_named(act.tx, code)
        events = decide_entry(known, CorrectEntry(field, new, reason))
        return act.record(known.id, events) if events else known


def state_complete(door: Door, dialogue: str, stated: Completeness) -> Completeness:
    """Record that a register holds everything of a span. `id` and `dialogue` of `stated` are given here."""
    with acting(door) as act:
        if stated.register not in REGISTERS:
            raise NotFound("unknown-register", f"There is no register {stated.register!r}: {', '.join(REGISTERS)}.")
        if PartialDate.parse(stated.through).latest > act.now.date():
            raise Refused("span-ahead", f"Nobody can state a register complete for days to come: {stated.through}.")
        at = dialogue_named(act.tx, dialogue)
        full = replace(stated, id=act.new_id(), dialogue=at.id)
        return act.record(full.id, decide_completeness(None, StateComplete(full)))  # type: ignore[no-any-return]


def list_entries(door: Door, register: str = "", dialogue: str = "") -> list[Entry]:
    with looking(door) as (reading, _):
        where: dict[str, object] = {"register": register} if register else {}
        if dialogue:
            where["dialogue"] = dialogue_named(reading, dialogue).id
        return reading.all(Entry, **where)


def list_completeness(door: Door, dialogue: str = "") -> list[Completeness]:
    """Return what was stated complete, of all dialogues or of the one of this code."""
    with looking(door) as (reading, _):
        if dialogue:
            return reading.all(Completeness, dialogue=dialogue_named(reading, dialogue).id)
        return reading.all(Completeness)


def show_entry(door: Door, code: str) -> Entry:
    with looking(door) as (reading, _):
        return entry_named(reading, code)


def entry_named(reading: Reading, code: str) -> Entry:
    """Return the register entry of this code.

    Raises:
        NotFound: `no-such-entry`, with the command that lists them.
    """
    if found := reading.find(Entry, code=code.upper()):
        return found
    near = get_close_matches(code.upper(), [entry.code for entry in reading.all(Entry)], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise NotFound("no-such-entry", f"There is no entry {code!r}.{hint} See `evalflow record list`.")
