"""Registers of a dialogue → a line for each entry with all that it holds, and the times for which they are complete."""

from collections.abc import Iterator

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.dialogues.dialogue import AUTHORS, Author, Dialogue
from evalflow.evaluation.message import Message, Value, as_given, message
from evalflow.evaluation.registers.commands_events import (
    Entry,
    Register,
    RegisterField,
)
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.registers import day_of, is_public
from evalflow.evaluation.registers.values import FieldStatement, said
from evalflow.evaluation.report.public_record.dialogue import author_of
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.sections.registers import RegisterLine, SpanLine
from evalflow.evaluation.wording import in_order

_CALLED_OFF = ("cancelled", "postponed")
_APART = ("by", "note")  # fields that have a column of their own


def register_lines(everything: Everything) -> tuple[RegisterLine, ...]:
    """Return the entries that may be published, register by register, in the order of their days."""
    by_code = {one.code: one for one in everything.entries if one.register == "session"}
    placed = [(day_of(entry, by_code), entry) for entry in everything.entries if is_public(entry)]
    placed.sort(key=_in_time)
    return tuple(
        _line(everything.dialogue, register, entry, on)
        for register in REGISTERS.values()
        for on, entry in placed
        if entry.register == register.name
    )


def _in_time(placed: tuple[PartialDate | None, Entry]) -> tuple[object, ...]:
    on, entry = placed
    return (on is None, on and on.earliest, on and on.latest, in_order(entry.code))


def span_lines(everything: Everything) -> tuple[SpanLine, ...]:
    return tuple(
        SpanLine(message(f"register.{register.name}"), span.first, span.through, span.stated_by, span.source)
        for register in REGISTERS.values()
        for span in everything.completeness
        if span.register == register.name
    )


def _line(dialogue: Dialogue, register: Register, entry: Entry, on: PartialDate | None) -> RegisterLine:
    holds, notes = tuple(_holds(dialogue, register, entry)), tuple(_notes(dialogue, register, entry))
    nobody = message("not-known") if entry.values.get("status") in _CALLED_OFF and "by" not in entry.values else None
    return RegisterLine(
        register=message(f"register.{register.name}"),
        code=entry.code,
        on=_day(dialogue, register, entry, on),
        what=message("entry.holds", fields=holds) if holds else None,
        by=_value(dialogue, "by", entry.values["by"]) if entry.values.get("by") else nobody,
        source=entry.source,
        note=message("sentences", parts=notes) if notes else None,
    )


def _day(dialogue: Dialogue, register: Register, entry: Entry, on: PartialDate | None) -> Message | None:
    dating = register.dating
    if dating.kind != "entry":
        return _said(dialogue, dating, said(entry.values, dating.name))
    return message("date", on=on.text) if on else None


def _holds(dialogue: Dialogue, register: Register, entry: Entry) -> Iterator[Message]:
    for declared in register.fields:
        if declared.name in (*_APART, "consent") or (declared == register.dating and declared.kind == "date"):
            continue
        statement = said(entry.values, declared.name)
        if statement.knowledge != "absent":
            field = message(f"register.{register.name}.{declared.name}")
            yield message("entry.field", field=field, said=_said(dialogue, declared, statement))


def _said(dialogue: Dialogue, declared: RegisterField, statement: FieldStatement) -> Message:
    if not statement.value:
        return message(f"knowledge.{statement.knowledge}")
    value = _value(dialogue, declared.name, statement.value, declared)
    own = message("said", hedge=statement.hedge, comparator=statement.comparator, value=value)
    own = message("said.sourced", said=own, source=statement.source) if statement.source else own
    if not statement.variants:
        return own
    others = (
        (_value(dialogue, declared.name, variant.value, declared), variant.source) for variant in statement.variants
    )
    variants = (message("said.sourced", said=other, source=source) for other, source in others)
    return message("said.variants", said=(own, *variants))


def _notes(dialogue: Dialogue, register: Register, entry: Entry) -> Iterator[Message]:
    if entry.hedge:
        yield message("entry.hedge", hedge=entry.hedge)
    if note := entry.values.get("note"):
        yield message("entry.note", note=note)
    for correction in entry.corrections:
        name, _, part = correction.field.partition(".")
        declared = register.field(name)
        field: Value = message(f"register.{register.name}.{name}") if declared else name
        field = message("entry.field-part", field=field, part=part) if part else field
        old, new = (
            _corrected(dialogue, correction.field, value, declared) for value in (correction.old, correction.new)
        )
        yield message("entry.corrected", field=field, old=old, new=new, reason=correction.reason)


def _corrected(dialogue: Dialogue, name: str, value: str, declared: RegisterField | None) -> Message:
    return _value(dialogue, name, value, declared) if value else message("not-known")


def _value(dialogue: Dialogue, name: str, value: str, declared: RegisterField | None = None) -> Message:
    if name == "by" and value in AUTHORS:
        author: Author = value
        return author_of(author, dialogue)
    if declared and declared.kind == "date":
        return message("date", on=value)
    return message("code", code=value) if declared and declared.kind == "one-of" else as_given(value)
