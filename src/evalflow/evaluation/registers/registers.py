"""What may happen to an entry of a register: added, corrected and withdrawn, each with its source or reason.

A register is open until someone states it complete for a span. Inside a complete span an absence is a *no*;
outside it, it is *unknown*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from evalflow.engine.dates import PartialDate
from evalflow.engine.reasons import is_blank, need_reason, need_text
from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.registers.commands_events import (
    AddEntry,
    Completeness,
    CorrectEntry,
    Entry,
    EntryAdded,
    EntryCommand,
    EntryCorrected,
    EntryCorrection,
    EntryEvent,
    EntryWithdrawn,
    Register,
    RegisterField,
    RegisterStatedComplete,
    StateComplete,
)
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import content_of, problems_with


def decide_entry(entry: Entry | None, command: EntryCommand) -> list[EntryEvent]:
    """Return what happens to an entry of a register.

    Raises:
        InvalidInput: values that the register's declaration does not allow, all at once.
        Refused: a day to come, a report older than its session, what is entered already, or no source or reason.
    """
    match command:
        case AddEntry(added):
            _refuse_unfit(added, command.today, command.others)
            need_text(added.source, "Every entry names its source. Give it with --source.", "source-missing")
            if not command.again:
                _refuse_repeated(added, command.others)
            return [EntryAdded(replace(added, content=content_of(added.register, added.values)))]
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
            kept = _with(known, correction.field, correction.new)
            return replace(known, values=kept, corrections=(*known.corrections, correction), content=event.content)


def decide_completeness(completeness: Completeness | None, command: StateComplete) -> list[RegisterStatedComplete]:
    """Return the statement that a register is complete for a span.

    Raises:
        InvalidInput: a date that is none.
        Refused: an unknown register, a season (whose days are not agreed), an end before the start, no source.
    """
    stated = command.completeness
    register_named(stated.register)
    first, through = (_day_month_or_year(text) for text in (stated.first, stated.through))
    if through.latest < first.earliest:
        raise Refused(
            "end-before-start", f"{stated.through} lies before {stated.first}. Turn --from and --through around."
        )
    if is_blank(stated.stated_by) or is_blank(stated.source):
        raise Refused("source-missing", "Say who states the register complete (--by) and where (--source).")
    return [] if completeness else [RegisterStatedComplete(stated)]


def apply_completeness(completeness: Completeness | None, event: RegisterStatedComplete) -> Completeness:  # noqa: ARG001 - one shape
    return event.completeness


def _day_month_or_year(text: str) -> PartialDate:
    if not text[:1].isdigit():
        PartialDate.parse(text)
        raise Refused("season-not-exact", f"{text!r} has no agreed first and last day. Give days, months or years.")
    return PartialDate.parse(text)


def register_named(name: str) -> Register:
    """Return the register of this name. Raises Refused: `unknown-register`."""
    if name not in REGISTERS:
        raise Refused("unknown-register", f"There is no register {name!r}. There are: {', '.join(REGISTERS)}.")
    return REGISTERS[name]


def _refuse_wrong_values(name: str, values: Mapping[str, str]) -> None:
    if problems := problems_with(register_named(name), values):
        raise InvalidInput("entry-does-not-fit", f"This does not fit the register “{name}”:", problems)


def _refuse_unfit(entry: Entry, today: date, others: Sequence[Entry]) -> None:
    _refuse_wrong_values(entry.register, entry.values)
    _refuse_ended_early(entry)
    if ahead := _ahead(entry, today):
        raise Refused("day-ahead", f"{', '.join(ahead)} lies ahead: record it when it has happened.")
    for other in others:
        if other.stands:
            _refuse_before_session(entry, other)
            _refuse_before_session(other, entry)


def _refuse_ended_early(entry: Entry) -> None:
    """Refuse what ended before the day on which it began."""
    begun, ended = (entry.values.get("held_on") or entry.values.get("began_on", "")), entry.values.get("ended_on", "")
    if begun and ended and PartialDate.parse(ended).latest < PartialDate.parse(begun).earliest:
        raise Refused("end-before-start", f"ended_on={ended} lies before its first day, {begun}. Check both days.")


def _ahead(entry: Entry, today: date) -> list[str]:
    """Return the days that are still to come and may not be."""
    status = entry.values.get("status", "")
    dated = [field for field in REGISTERS[entry.register].fields if field.kind == "date"]
    done = [field.name for field in dated if "always" not in field.ahead and status not in field.ahead]
    stated = [name for name in done if entry.values.get(name) and f"{name}.comparator" not in entry.values]
    return [f"{n}={entry.values[n]}" for n in stated if PartialDate.parse(entry.values[n]).earliest > today]


def references(register: Register, values: Mapping[str, str]) -> dict[RegisterField, str]:
    """Return the entries that an entry names, by the field that names them."""
    named = (field for field in register.fields if field.kind == "entry")
    return {field: values[field.name] for field in named if values.get(field.name)}


def names(entry: Entry, code: str) -> bool:
    """Return whether an entry names the one of this code."""
    return code in references(REGISTERS[entry.register], entry.values).values()


def is_public(entry: Entry) -> bool:
    """Return whether an entry may be published: where it concerns somebody, only with their consent."""
    return not REGISTERS[entry.register].consent or entry.values.get("consent") == "yes"


def day_of(entry: Entry, entries: Mapping[str, Entry]) -> PartialDate | None:
    """Return when an entry lies: its own day, or that of the session that it names; None where no source says.

    `entries` holds those that may be named, by code.
    """
    dating = REGISTERS[entry.register].dating
    value = entry.values.get(dating.name, "")
    if dating.kind == "entry":
        return day_of(entries[value], entries)
    return PartialDate.parse(value) if value else None


def _refuse_before_session(report: Entry, session: Entry) -> None:
    """Refuse what is older than the entry that it follows; any other two entries pass."""
    named = references(REGISTERS[report.register], report.values)
    if not any(field.follows and code == session.code for field, code in named.items()):
        return
    published = report.values.get(REGISTERS[report.register].dated_by, "")
    held = session.values.get(REGISTERS[session.register].dated_by, "")
    if published and held and PartialDate.parse(published).latest < PartialDate.parse(held).earliest:
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
    _refuse_wrong_values(entry.register, {**entry.values, command.field: command.new})
    if old == command.new:
        return []
    corrected = replace(entry, values=_with(entry, command.field, command.new))
    _refuse_unfit(corrected, command.today, command.others)
    need_reason(command.reason, f"{entry.code} is corrected only with a reason. Give one with --reason.")
    content = content_of(entry.register, corrected.values)
    return [EntryCorrected(EntryCorrection(command.field, old, command.new, command.reason), content)]


def _with(entry: Entry, field: str, new: str) -> dict[str, str]:
    return {name: value for name, value in {**entry.values, field: new}.items() if value}


def _withdraw(entry: Entry, reason: str, others: Sequence[Entry]) -> list[EntryEvent]:
    _refuse_withdrawn(entry)
    need_reason(reason, f"{entry.code} is withdrawn only with a reason. Give one with --reason.")
    if naming := [other.code for other in others if other.stands and names(other, entry.code)]:
        name = "names" if len(naming) == 1 else "name"
        told = f"{', '.join(naming)} {name} {entry.code}. Correct or withdraw that first."
        raise Refused("named-elsewhere", told)
    return [EntryWithdrawn(reason)]


def _refuse_withdrawn(entry: Entry) -> None:
    if not entry.stands:
        raise Refused("entry-withdrawn", f"{entry.code} was withdrawn: {entry.withdrawn_reason}. Enter it anew.")


def _there(entry: Entry | None) -> Entry:
    if entry is None:
        raise LookupError("an entry's event came before the entry")
    return entry
