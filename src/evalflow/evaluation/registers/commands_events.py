"""Registers in words: what one declares, an entry of one, what may be asked of it, and what happens to it.

A value is kept as text under the name of its field. What a source says beside the plain value stands under the field's
name with a part: `round.comparator` is "at least", `round.source` another source than the entry's. So the command line,
a CSV column, a YAML key, a correction and the journal all call it the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evalflow.engine.event_of import EventOf

FieldKind = Literal["text", "date", "yes-no", "whole", "one-of", "address", "entry", "objective"]


@dataclass(frozen=True)
class RegisterField:
    """One field of a register. `one_of` closes its vocabulary; `refers` names the register whose entry it names.

    `ahead` holds the values of `status` with which its day may still be to come; `always` stands for any. With
    `follows` the entry is not older than the one that it names.
    """

    name: str
    kind: FieldKind
    title: str
    required: bool = False
    one_of: tuple[str, ...] = ()
    refers: str = ""
    ahead: tuple[str, ...] = ()
    follows: bool = False


@dataclass(frozen=True)
class Register:
    """`facts` is what rules call its list; `prefix` begins the codes of its entries.

    `dated_by` names the field that places an entry in time: a date, or the session whose day it has.
    """

    name: str
    title: str
    facts: str
    prefix: str
    dated_by: str
    fields: tuple[RegisterField, ...]
    consent: bool = False  # an entry is published only where its field `consent` says yes

    def field(self, name: str) -> RegisterField | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def dating(self) -> RegisterField:
        return next(field for field in self.fields if field.name == self.dated_by)


@dataclass(frozen=True)
class EntryCorrection:
    field: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One entry of a register. Values are canonical text; a field without a value is not known."""

    id: str
    register: str
    dialogue: str
    code: str  # "UK-CHINA/S003"
    values: Mapping[str, str]
    source: str
    hedge: str = ""
    corrections: tuple[EntryCorrection, ...] = ()
    withdrawn_reason: str = ""  # not empty exactly when it was entered by mistake and taken back
    content: str = ""  # SHA-256 of its values: another one that says the same has the same

    @property
    def stands(self) -> bool:
        """Return whether it counts: what was taken back stays listed and is no fact."""
        return not self.withdrawn_reason


@dataclass(frozen=True)
class Completeness:
    """A statement that a register holds every entry from `first` through `through`, both days included."""

    id: str
    register: str
    dialogue: str
    first: str
    through: str
    stated_by: str
    source: str


@dataclass(frozen=True)
class AddEntry:
    """`others` are the entries that bear on it: those it names, and those that say the same.

    With `again` true it may say what one of them says already.
    """

    entry: Entry
    today: date
    others: Sequence[Entry] = ()
    again: bool = False


@dataclass(frozen=True)
class CorrectEntry:
    """`others` are the entries that bear on it: those it names, and those that name it."""

    field: str
    new: str
    reason: str
    today: date
    others: Sequence[Entry] = ()


@dataclass(frozen=True)
class WithdrawEntry:
    """Take back what was entered by mistake. `others` are the entries that name it."""

    reason: str
    others: Sequence[Entry] = ()


@dataclass(frozen=True)
class StateComplete:
    completeness: Completeness


@dataclass(frozen=True)
class EntryAdded(EventOf[Entry]):
    entry: Entry


@dataclass(frozen=True)
class EntryCorrected(EventOf[Entry]):
    correction: EntryCorrection
    content: str = ""


@dataclass(frozen=True)
class EntryWithdrawn(EventOf[Entry]):
    reason: str


@dataclass(frozen=True)
class RegisterStatedComplete(EventOf[Completeness]):
    completeness: Completeness


EntryCommand = AddEntry | CorrectEntry | WithdrawEntry
EntryEvent = EntryAdded | EntryCorrected | EntryWithdrawn
