"""Registers of the record: sessions and publications, each entry dated, sourced, corrected and withdrawn with a reason.

A register is open until someone states it complete for a span. Inside a complete span an absence is a *no*;
outside it, it is *unknown*. One declaration gives a register its fields, its command line, its CSV and its facts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from evalflow.engine.dates import PartialDate
from evalflow.errors import InvalidInput, Problem, Refused
from evalflow.evaluation.dialogue import AUTHORS


@dataclass(frozen=True)
class RegisterField:
    """One field of a register. `one_of` closes its vocabulary."""

    name: str
    kind: Literal["text", "date", "yes-no", "whole", "one-of", "address"]
    title: str
    required: bool = False
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """`dated_by` names the field that places an entry in time."""

    name: str
    title: str
    dated_by: str
    fields: tuple[RegisterField, ...]

    def field(self, name: str) -> RegisterField | None:
        return next((field for field in self.fields if field.name == name), None)


REGISTERS: Mapping[str, Register] = {
    register.name: register
    for register in (
        Register(
            "session",
            "Sessions of the dialogue",
            "held_on",
            (
                RegisterField("held_on", "date", "day held, or planned where it was called off", required=True),
                RegisterField("status", "one-of", "what became of it", True, ("held", "cancelled", "postponed")),
                RegisterField("formal", "yes-no", "a formal session of the dialogue"),
                RegisterField("by", "one-of", "who called it off", one_of=AUTHORS),
                RegisterField("called_off_on", "date", "day it was called off"),
                RegisterField("new_date_set", "yes-no", "a new date was set"),
                RegisterField("new_date_set_on", "date", "day the new date was set"),
                RegisterField("place", "text", "where"),
                RegisterField("round", "whole", "number of the round"),
                RegisterField("note", "text", "anything else"),
            ),
        ),
        Register(
            "publication",
            "What was made public about the dialogue",
            "published_on",
            (
                RegisterField("published_on", "date", "day it was made public", required=True),
                RegisterField(
                    "of", "one-of", "what it is", True, ("session-report", "objectives", "terms", "evaluation-report")
                ),
                RegisterField("session", "text", "code of the session it reports on"),
                RegisterField("public", "yes-no", "open to everybody"),
                RegisterField("url", "address", "where it stands"),
                RegisterField("note", "text", "anything else"),
            ),
        ),
    )
}


@dataclass(frozen=True)
class Correction:
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
    code: str  # "S-003"
    values: Mapping[str, str]
    source: str
    hedge: str = ""
    corrections: tuple[Correction, ...] = ()
    withdrawn_reason: str = ""  # not empty exactly when it was entered by mistake and taken back

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
    """`others` are the entries of the same dialogue. With `again` true it may say what one of them says already."""

    entry: Entry
    today: date
    others: Sequence[Entry] = ()
    again: bool = False


@dataclass(frozen=True)
class CorrectEntry:
    field: str
    new: str
    reason: str
    today: date
    others: Sequence[Entry] = ()


@dataclass(frozen=True)
class WithdrawEntry:
    """Take back what was entered by mistake. `others` are the entries of the same dialogue."""

    reason: str
    others: Sequence[Entry] = ()


@dataclass(frozen=True)
class StateComplete:
    completeness: Completeness


@dataclass(frozen=True)
class EntryAdded:
    entry: Entry


@dataclass(frozen=True)
class EntryCorrected:
    correction: Correction


@dataclass(frozen=True)
class EntryWithdrawn:
    reason: str


@dataclass(frozen=True)
class RegisterStatedComplete:
    completeness: Completeness


EntryCommand = AddEntry | CorrectEntry | WithdrawEntry
EntryEvent = EntryAdded | EntryCorrected | EntryWithdrawn


def decide_entry(entry: Entry | None, command: EntryCommand) -> list[EntryEvent]:
    """Return what happens to an entry of a register.

    Raises:
        InvalidInput: values that the register's declaration does not allow, all at once.
        Refused: a day to come, a report older than its session, what is entered already, or no source or reason.
    """
    match command:
        case AddEntry(added):
            _refuse_unfit(added, command.today, command.others)
            if not added.source.strip():
                raise Refused("source-missing", "Every entry names its source. Give it with --source.")
            if not command.again:
                _refuse_repeated(added, command.others)
            return [EntryAdded(added)]
        case CorrectEntry():
            return _correct(_there(entry), command)
        case _:
            return _withdraw(_there(entry), command.reason, command.others)


def apply_entry(entry: Entry | None, event: EntryEvent) -> Entry:
    match event:
        case EntryAdded(added):
            return added
        case EntryWithdrawn(reason):
            return replace(_there(entry), withdrawn_reason=reason)
        case _:
            known, correction = _there(entry), event.correction
            values = {**known.values, correction.field: correction.new}
            kept = {name: value for name, value in values.items() if value}
            return replace(known, values=kept, corrections=(*known.corrections, correction))


def decide_completeness(known: Completeness | None, command: StateComplete) -> list[RegisterStatedComplete]:
    """Return the statement that a register is complete for a span.

    Raises:
        InvalidInput: a date that is none.
        Refused: an unknown register, a season (whose days are not agreed), an end before the start, no source.
    """
    stated = command.completeness
    _refuse_unknown_register(stated.register)
    first, through = (_day_month_or_year(text) for text in (stated.first, stated.through))
    if through.latest < first.earliest:
        raise Refused(
            "end-before-start", f"{stated.through} lies before {stated.first}. Turn --from and --through around."
        )
    if not stated.stated_by.strip() or not stated.source.strip():
        raise Refused("source-missing", "Say who states the register complete (--by) and where (--source).")
    return [] if known else [RegisterStatedComplete(stated)]


def apply_completeness(known: Completeness | None, event: RegisterStatedComplete) -> Completeness:  # noqa: ARG001 - one shape
    return event.completeness


def problems_with(register: Register, values: Mapping[str, str]) -> list[Problem]:
    """Return everything that is wrong with an entry's values, field by field; empty when they fit."""
    found = [
        Problem(name, f"“{register.name}” has no such field. It has: {', '.join(f.name for f in register.fields)}.")
        for name in values
        if register.field(name) is None
    ]
    for declared in register.fields:
        value = values.get(declared.name, "")
        if declared.required and not value:
            found.append(Problem(declared.name, f"missing: {declared.title}."))
        elif value and (wrong := _wrong(declared, value)):
            found.append(Problem(declared.name, wrong))
    return found


def _wrong(declared: RegisterField, value: str) -> str:
    match declared.kind:
        case "one-of" if value not in declared.one_of:
            return f"{value!r} is none of: {', '.join(declared.one_of)}."
        case "yes-no" if value not in ("yes", "no"):
            return f"{value!r} is neither yes nor no."
        case "whole" if not (value.isascii() and value.isdigit() and len(value) < 10):
            return f"{value!r} is no whole number."
        case "address" if not re.fullmatch(r"https?://[^\s/]+\S*", value):
            return f"{value!r} is no address. It begins with https://."
        case "date":
            return _wrong_date(value)
    return ""


def _wrong_date(value: str) -> str:
    try:
        PartialDate.parse(value)
    except InvalidInput as wrong:
        return str(wrong)
    return ""


def _day_month_or_year(text: str) -> PartialDate:
    if not text[:1].isdigit():
        PartialDate.parse(text)
        raise Refused("season-not-exact", f"{text!r} has no agreed first and last day. Give days, months or years.")
    return PartialDate.parse(text)


def _refuse_unknown_register(name: str) -> None:
    if name not in REGISTERS:
        raise Refused("unknown-register", f"There is no register {name!r}. There are: {', '.join(REGISTERS)}.")


def _refuse_wrong_values(name: str, values: Mapping[str, str]) -> None:
    _refuse_unknown_register(name)
    if found := problems_with(REGISTERS[name], values):
        raise InvalidInput("entry-does-not-fit", f"This does not fit the register “{name}”:", found)


def _refuse_unfit(entry: Entry, today: date, others: Sequence[Entry]) -> None:
    _refuse_wrong_values(entry.register, entry.values)
    if ahead := _ahead(entry, today):
        raise Refused("day-ahead", f"{', '.join(ahead)} lies ahead: record it when it has happened.")
    for other in others:
        if other.stands:
            _refuse_before_session(entry, other)
            _refuse_before_session(other, entry)


def _ahead(entry: Entry, today: date) -> list[str]:
    """Return the days that are still to come. The planned day of a session that was called off may be one."""
    planned = {"held_on"} if entry.values.get("status") in ("cancelled", "postponed") else set()
    dated = [field.name for field in REGISTERS[entry.register].fields if field.kind == "date"]
    stated = [name for name in dated if entry.values.get(name) and name not in planned]
    return [f"{n}={entry.values[n]}" for n in stated if PartialDate.parse(entry.values[n]).earliest > today]


def _refuse_before_session(report: Entry, session: Entry) -> None:
    """Refuse a report that is older than the session it reports on; any other two entries pass."""
    if report.values.get("session") != session.code:
        return
    published, held = report.values["published_on"], session.values["held_on"]
    if PartialDate.parse(published).latest < PartialDate.parse(held).earliest:
        raise Refused(
            "before-its-session",
            f"What was published on {published} cannot report on {session.code}, which is dated {held}. "
            "Check both days, and the code of the session.",
        )


def _refuse_repeated(added: Entry, others: Sequence[Entry]) -> None:
    for other in others:
        if other.stands and (other.register, other.values) == (added.register, added.values):
            raise Refused(
                "entered-before",
                f"{other.code} says the same already. If this is another one, say so with --again.",
            )


def _correct(entry: Entry, command: CorrectEntry) -> list[EntryEvent]:
    _refuse_withdrawn(entry)
    old = entry.values.get(command.field, "")
    values = {**entry.values, command.field: command.new}
    _refuse_wrong_values(entry.register, values)
    if old == command.new:
        return []
    corrected = replace(entry, values={name: value for name, value in values.items() if value})
    _refuse_unfit(corrected, command.today, command.others)
    if not command.reason.strip():
        raise Refused("reason-missing", f"{entry.code} is corrected only with a reason. Give one with --reason.")
    return [EntryCorrected(Correction(command.field, old, command.new, command.reason))]


def _withdraw(entry: Entry, reason: str, others: Sequence[Entry]) -> list[EntryEvent]:
    _refuse_withdrawn(entry)
    if not reason.strip():
        raise Refused("reason-missing", f"{entry.code} is withdrawn only with a reason. Give one with --reason.")
    if reports := [other.code for other in others if other.stands and other.values.get("session") == entry.code]:
        raise Refused(
            "reported-on",
            f"{', '.join(reports)} reports on {entry.code}. Correct the session that it names, or withdraw it, first.",
        )
    return [EntryWithdrawn(reason)]


def _refuse_withdrawn(entry: Entry) -> None:
    if not entry.stands:
        raise Refused("entry-withdrawn", f"{entry.code} was withdrawn: {entry.withdrawn_reason}. Enter it anew.")


def _there(entry: Entry | None) -> Entry:
    if entry is None:
        raise LookupError("an entry's event came before the entry")
    return entry
