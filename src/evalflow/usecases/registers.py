"""What a person does with the registers: enter, correct, withdraw, list, and state one complete for a span."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from evalflow.engine.dates import PartialDate
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.registers import (
    AddEntry,
    Completeness,
    CorrectEntry,
    Entry,
    StateComplete,
    WithdrawEntry,
    decide_completeness,
    decide_entry,
)
from evalflow.store.reading import Reading
from evalflow.usecases.current import dialogue_named, held, tick_dialogue, ticked
from evalflow.usecases.days import today_of
from evalflow.usecases.door import Acting, Door, acting, looking

_CODES = {"session": "S", "publication": "P"}


def add_entry(
    door: Door,
    register: str,
    dialogue: str,
    values: Mapping[str, str],
    source: str,
    hedge: str = "",
    *,
    again: bool = False,
) -> Entry:
    """Enter something into a register of the dialogue of this code; returns the entry with its own code.

    Raises:
        InvalidInput: values that the register's declaration does not allow, all at once.
        Refused: no source, a day to come, `no-such-session`, a report older than its session, or `entered-before`,
            the same stands there already: then say with `again` that it is another one.
    """
    with acting(door) as act:
        at = ticked(act, dialogue)
        others = act.tx.all(Entry, dialogue=at.id)
        number = act.tx.count(Entry, dialogue=at.id, register=register) + 1
        code = f"{at.code}/{_CODES.get(register, '')}{number:03}".upper()
        kept = {name: _value(others, name, value) for name, value in values.items() if value}
        entry = Entry(act.new_id(), register, at.id, code, kept, source, hedge)
        command = AddEntry(entry, today_of(act.tx, at, act.now), others, again)
        return act.record(entry.id, decide_entry(None, command))  # type: ignore[no-any-return] # one family, one entity


def correct_entry(door: Door, code: str, field: str, new: str, reason: str) -> Entry:
    """Correct one field of an entry, with the reason; returns the entry as it stands."""
    with acting(door) as act:
        known, others = _among_others(act, code)
        today = today_of(act.tx, held(act.tx.get(Dialogue, known.dialogue)), act.now)
        events = decide_entry(known, CorrectEntry(field, _value(others, field, new), reason, today, others))
        return act.record(known.id, events) if events else known


def withdraw_entry(door: Door, code: str, reason: str) -> Entry:
    """Take back an entry that was entered by mistake. It stays listed as withdrawn, and is no fact any more.

    Raises:
        Refused: no reason, it is withdrawn already, or a publication that stands reports on it.
    """
    with acting(door) as act:
        known, others = _among_others(act, code)
        return act.record(known.id, decide_entry(known, WithdrawEntry(reason, others)))  # type: ignore[no-any-return] # one family, one entity


def _among_others(act: Acting, code: str) -> tuple[Entry, list[Entry]]:
    """Return the entry of this code and all other entries of its dialogue, the dialogue's cycles brought to now."""
    known = entry_named(act.tx, code)
    tick_dialogue(act, held(act.tx.get(Dialogue, known.dialogue)))
    return known, [entry for entry in act.tx.all(Entry, dialogue=known.dialogue) if entry.id != known.id]


def state_complete(door: Door, dialogue: str, stated: Completeness) -> Completeness:
    """Record that a register holds everything of a span. `id` and `dialogue` of `stated` are given here.

    Raises:
        InvalidInput: a date that is none.
        Refused: an unknown register, a span that is none or reaches into days to come, no source.
    """
    with acting(door) as act:
        at = ticked(act, dialogue)
        for said in act.tx.all(Completeness, dialogue=at.id):
            if replace(stated, id=said.id, dialogue=at.id) == said:
                return said
        full = replace(stated, id=act.new_id(), dialogue=at.id)
        events = decide_completeness(None, StateComplete(full))
        if PartialDate.parse(stated.through).latest > today_of(act.tx, at, act.now):
            raise Refused("span-ahead", f"Nobody can state a register complete for days to come: {stated.through}.")
        return act.record(full.id, events)  # type: ignore[no-any-return] # one family, one entity


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


def _value(entries: Sequence[Entry], field: str, value: str) -> str:
    """Return the value as it is kept. A publication names its session by the code that the rules compare."""
    if field != "session" or not value:
        return value
    codes = [entry.code for entry in entries if entry.register == "session" and entry.stands]
    if value.upper() in codes:
        return value.upper()
    there = f"Entered are: {', '.join(codes)}." if codes else "None is entered yet: evalflow record add session."
    raise Refused("no-such-session", f"There is no session {value!r} of this dialogue. {there}")
