"""What a person does with the registers: enter, correct, withdraw, list, and state one complete for a span."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from evalflow.engine.dates import PartialDate
from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import (
    AddEntry,
    Completeness,
    CorrectEntry,
    Entry,
    Register,
    RegisterField,
    StateComplete,
    WithdrawEntry,
)
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.registers import decide_completeness, decide_entry, names, references, register_named
from evalflow.evaluation.registers.values import content_of
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import dialogue_named, held, tick_dialogue, ticked
from evalflow.usecases.door.days import today_of
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.record.sources import (
    EVIDENCE,
    others_of,
    party_of,
    refuse_government,
    refuse_other_answer,
    refuse_two_answers,
    same_source,
)

_LISTED = 20  # as many codes are listed one by one; of more it is said how many there are


@dataclass(frozen=True)
class EntryDraft:
    """What is to be entered into a register, before it has a code."""

    register: str
    values: Mapping[str, str]
    source: str
    hedge: str = ""
    again: bool = False  # it is another one, although an entry says the same already


def add_entry(door: Door, dialogue: str, draft: EntryDraft) -> Entry:
    """Enter something into a register of the dialogue of this code; returns the entry with its own code.

    Raises:
        InvalidInput: values that the register's declaration does not allow, all at once.
        Refused: no source, a day to come, `not-entered`: it names what is not there, a report older than its session,
            or `entered-before`: the same stands there already.
    """
    with acting(door) as act:
        at = ticked(act, dialogue)
        code, _ = next_code(act.tx, at, register_named(draft.register).name)
        return enter(act, at, draft, today_of(act.tx, at, act.now), Named(act.new_id(), code))


@dataclass(frozen=True)
class Named:
    """What a new entry is called."""

    id: str
    code: str


def next_code(reading: Reading, dialogue: Dialogue, register: str, last: int | None = None) -> tuple[str, int]:
    """Return the next code of a register that is free, and its number. `last` is that of the one before, if known."""
    number = reading.count(Entry, dialogue=dialogue.id, register=register) if last is None else last
    while True:
        number += 1
        code = f"{dialogue.code}/{REGISTERS[register].prefix}{number:03}".upper()
        if reading.find(Entry, code=code) is None:
            return code, number


def enter(act: Acting, dialogue: Dialogue, draft: EntryDraft, today: date, named: Named) -> Entry:
    """Enter a draft, in the transaction that is open. Errors as in `add_entry`, and `code-taken`."""
    register = register_named(draft.register)
    _refuse_code(act.tx, dialogue, register, named.code)
    values = _resolved(act.tx, dialogue, register, {name: value for name, value in draft.values.items() if value})
    entry = Entry(named.id, register.name, dialogue.id, named.code.upper(), values, draft.source, draft.hedge)
    same = act.tx.all(Entry, dialogue=dialogue.id, content=content_of(register.name, values))
    events = decide_entry(None, AddEntry(entry, today, [*same, *_named(act.tx, entry)], draft.again))
    refuse_two_answers(act, dialogue, entry, again=draft.again)
    return act.record(entry.id, events)


def _refuse_code(reading: Reading, dialogue: Dialogue, register: Register, code: str) -> None:
    form = f"{dialogue.code}/{register.prefix}".upper()
    if not re.fullmatch(rf"{re.escape(form)}[0-9]{{3,9}}", code.upper()):
        raise InvalidInput("bad-values", f"{code!r} is no code of this register. Its codes are like {form}001.")
    if reading.find(Entry, code=code.upper()):
        told = f"{code.upper()} is entered already. To change it: evalflow record correct {code.upper()}"
        raise Refused("code-taken", told)


def _named(reading: Reading, entry: Entry) -> list[Entry]:
    """Return the entries that an entry names."""
    codes = references(REGISTERS[entry.register], entry.values).values()
    return [one for code in codes if (one := reading.find(Entry, code=code))]


def _resolved(reading: Reading, dialogue: Dialogue, register: Register, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values as they are kept: what they name, by the codes that the rules compare."""
    return {name: _value(reading, dialogue, register.field(name), value) for name, value in values.items()}


def correct_entry(door: Door, code: str, field: str, new: str, reason: str) -> Entry:
    """Correct one field of an entry, with the reason; returns the entry as it stands.

    Whether a source is a party is corrected in all evidence items of that source.
    """
    with acting(door) as act:
        entry = entry_named(act.tx, code)
        dialogue = _ticked(act, entry)
        declared = REGISTERS[entry.register].field(field)
        value = _value(act.tx, dialogue, declared, new)
        others = [*_naming(act.tx, entry), *_named(act.tx, replace(entry, values={**entry.values, field: value}))]
        command = CorrectEntry(field, value, reason, today_of(act.tx, dialogue, act.now), others)
        events = decide_entry(entry, command)
        if events:
            _keep_one_answer(act, dialogue, entry, command)
        return act.record(entry.id, events) if events else entry


def _keep_one_answer(act: Acting, dialogue: Dialogue, entry: Entry, command: CorrectEntry) -> None:
    """Correct whether a source is a party in all of its items; refuse to move an item to one that says otherwise."""
    corrected = replace(entry, values={**entry.values, command.field: command.new})
    if not party_of(corrected):
        return
    refuse_government(dialogue, corrected)
    if entry.register == EVIDENCE and command.field == "party":
        refuse_other_answer(corrected, others_of(act, dialogue, corrected, ("rating", "participant")))
        for other in same_source(act, entry):
            if events := decide_entry(other, replace(command, others=())):
                act.record(other.id, events)
    elif command.field in ("group", "by", "standing", "organisation", "independent"):
        refuse_other_answer(corrected, others_of(act, dialogue, corrected))


def withdraw_entry(door: Door, code: str, reason: str) -> Entry:
    """Take back an entry that was entered by mistake. It stays listed as withdrawn, and is no fact any more.

    Raises:
        Refused: no reason, it is withdrawn already, or one that stands names it.
    """
    with acting(door) as act:
        entry = entry_named(act.tx, code)
        _ticked(act, entry)
        return act.record(entry.id, decide_entry(entry, WithdrawEntry(reason, _naming(act.tx, entry))))


def _ticked(act: Acting, entry: Entry) -> Dialogue:
    """Return the dialogue of an entry, its cycles brought to now."""
    dialogue = held(act.tx.get(Dialogue, entry.dialogue))
    tick_dialogue(act, dialogue)
    return dialogue


def _naming(reading: Reading, entry: Entry) -> list[Entry]:
    """Return the entries that name an entry, of the registers that can."""
    able = [
        register.name
        for register in REGISTERS.values()
        if any(field.refers == entry.register for field in register.fields)
    ]
    entries = (one for name in able for one in reading.all(Entry, dialogue=entry.dialogue, register=name))
    return [one for one in entries if names(one, entry.code)]


def state_complete(door: Door, dialogue: str, stated: Completeness) -> Completeness:
    """Record that a register holds everything of a span. `id` and `dialogue` of `stated` are given here.

    Raises:
        InvalidInput: a date that is none.
        Refused: an unknown register, a span that is none or reaches into days to come, no source.
    """
    with acting(door) as act:
        at = ticked(act, dialogue)
        for completeness in act.tx.all(Completeness, dialogue=at.id):
            if replace(stated, id=completeness.id, dialogue=at.id) == completeness:
                return completeness
        full = replace(stated, id=act.new_id(), dialogue=at.id)
        events = decide_completeness(None, StateComplete(full))
        if PartialDate.parse(stated.through).latest > today_of(act.tx, at, act.now):
            raise Refused("span-ahead", f"Nobody can state a register complete for days to come: {stated.through}.")
        return act.record(full.id, events)


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


def _value(reading: Reading, dialogue: Dialogue, field: RegisterField | None, value: str) -> str:
    """Return a value as it is kept: what names an entry or an objective, by the code that it has.

    Raises:
        Refused: `not-entered`, there is no such one in this dialogue.
    """
    if field is None or not value or field.kind not in ("entry", "objective"):
        return value
    code = value.upper()
    if field.kind == "objective" and reading.find(Objective, dialogue=dialogue.id, code=code) is not None:
        return code
    named = reading.find(Entry, code=code) if field.kind == "entry" else None
    if named and named.stands and (named.dialogue, named.register) == (dialogue.id, field.refers):
        return code
    what = field.refers or "objective"
    there = _there_are(reading, dialogue, field)
    raise Refused("not-entered", f"There is no {what} {value!r} of this dialogue. {there}")


def _there_are(reading: Reading, dialogue: Dialogue, field: RegisterField) -> str:
    """Return which ones there are, where they are few; a thousand refused rows do not read a thousand entries each."""
    where: dict[str, object] = {"dialogue": dialogue.id}
    if field.refers:
        where["register"] = field.refers
    kind: type[Entry | Objective] = Entry if field.refers else Objective
    command = f"record {{}} {field.refers}" if field.refers else "objective {}"
    if (many := reading.count(kind, **where)) > _LISTED:
        return f"There are {many:,}: evalflow {command.format('list')}."
    there = [one.code for one in reading.all(kind, **where) if not (isinstance(one, Entry) and one.withdrawn_reason)]
    return f"There are: {', '.join(there)}." if there else f"There is none yet: evalflow {command.format('add')}."
