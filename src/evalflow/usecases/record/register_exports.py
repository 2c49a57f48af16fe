"""Entries of the registers → one flat mapping for each, by the names under which a file can be imported again."""

from dataclasses import dataclass
from typing import Final

from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.registers import is_public
from evalflow.evaluation.registers.values import PARTS
from evalflow.usecases.door.current import dialogue_named
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.door.soundness import refuse_unsound

Flat = dict[str, str]


def _columns() -> dict[str, int]:
    """Return the place of every column, in the order of the declarations."""
    fields = dict.fromkeys(field.name for register in REGISTERS.values() for field in register.fields)
    with_parts = [name for field in fields for name in (field, *(f"{field}.{part}" for part in PARTS))]
    every = ["register", "dialogue", "code", *with_parts, "source", "hedge"]
    return {name: place for place, name in enumerate(every)}


_COLUMNS: Final = _columns()


@dataclass(frozen=True)
class Exported:
    """The entries that stand; how many were left out, because nobody agreed that they are published."""

    columns: tuple[str, ...]
    entries: tuple[Flat, ...]
    left_out: int


def export_entries(door: Door, register: str = "", dialogue: str = "", *, everything: bool = False) -> Exported:
    """Return the entries of one register or of all, of one dialogue or of all, in the order in which they were entered.

    Without `everything` only what may be published.
    """
    with looking(door) as (reading, _):
        refuse_unsound(reading)
        codes = {one.id: one.code for one in reading.all(Dialogue)}
        where: dict[str, object] = {"register": register} if register else {}
        if dialogue:
            where["dialogue"] = dialogue_named(reading, dialogue).id
        standing = [one for one in reading.all(Entry, **where) if one.stands]
    entries = [one for one in standing if everything or is_public(one)]
    flat = tuple(_flat(entry, codes) for entry in entries)
    used = {name for one in flat for name in one}
    return Exported(tuple(name for name in _COLUMNS if name in used), flat, len(standing) - len(entries))


def _flat(entry: Entry, dialogues: dict[str, str]) -> Flat:
    own = {"register": entry.register, "dialogue": dialogues[entry.dialogue], "code": entry.code}
    hedge = {"hedge": entry.hedge} if entry.hedge else {}
    said = {**own, **entry.values, "source": entry.source, **hedge}
    return {name: said[name] for name in sorted(said, key=_COLUMNS.__getitem__)}
