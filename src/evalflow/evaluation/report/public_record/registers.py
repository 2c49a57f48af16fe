"""Registers of a dialogue → a line for each entry with all that it holds, and the times for which they are complete."""

from collections.abc import Iterator
from dataclasses import replace

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.dialogues.dialogue import AUTHORS, Author, Dialogue
from evalflow.evaluation.registers.commands_events import (
    Entry,
    Register,
    RegisterField,
)
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.registers import day_of, is_public
from evalflow.evaluation.registers.values import FieldStatement, said
from evalflow.evaluation.report.public_record.dialogue import author_words
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.record import RegisterLine, SpanLine
from evalflow.evaluation.wording import date_words, ended, in_order

_CALLED_OFF = ("cancelled", "postponed")
_APART = ("by", "note")  # fields that have a column of their own


def register_lines(known: Everything) -> tuple[RegisterLine, ...]:
    """Return the entries that may be published, register by register, in the order of their days."""
    by_code = {one.code: one for one in known.entries if one.register == "session"}
    placed = [(day_of(entry, by_code), entry) for entry in known.entries if is_public(entry)]
    placed.sort(key=_in_time)
    return tuple(
        _line(known.dialogue, register, entry, on)
        for register in REGISTERS.values()
        for on, entry in placed
        if entry.register == register.name
    )


def _in_time(placed: tuple[PartialDate | None, Entry]) -> tuple[object, ...]:
    on, entry = placed
    return (on is None, on and on.earliest, on and on.latest, in_order(entry.code))


def span_lines(known: Everything) -> tuple[SpanLine, ...]:
    return tuple(
        SpanLine(register.title, date_words(span.first), date_words(span.through), span.stated_by, span.source)
        for register in REGISTERS.values()
        for span in known.completeness
        if span.register == register.name
    )


def _line(dialogue: Dialogue, register: Register, entry: Entry, on: PartialDate | None) -> RegisterLine:
    what = "; ".join(_holds(dialogue, register, entry))
    by = _value(
        dialogue, "by", entry.values.get("by", "not known" if entry.values.get("status") in _CALLED_OFF else "")
    )
    note = " ".join(_notes(dialogue, register, entry))
    dating = register.dating
    day = (
        date_words(on.text if on else "")
        if dating.kind == "entry"
        else _said(dialogue, dating, said(entry.values, dating.name))
    )
    return RegisterLine(register.title, entry.code, day, what, by, entry.source, note)


def _holds(dialogue: Dialogue, register: Register, entry: Entry) -> Iterator[str]:
    for declared in register.fields:
        if declared.name in (*_APART, "consent") or (declared == register.dating and declared.kind == "date"):
            continue
        told = said(entry.values, declared.name)
        if told.knowledge != "absent":
            yield f"{declared.title}: {_said(dialogue, declared, told)}"


def _said(dialogue: Dialogue, declared: RegisterField, told: FieldStatement) -> str:
    words = [replace(one, value=_value(dialogue, declared.name, one.value, declared)) for one in told.variants]
    return str(replace(told, value=_value(dialogue, declared.name, told.value, declared), variants=tuple(words)))


def _notes(dialogue: Dialogue, register: Register, entry: Entry) -> Iterator[str]:
    if entry.hedge:
        yield f"As the source puts it: {ended(entry.hedge)}"
    if note := entry.values.get("note"):
        yield ended(note)
    for one in entry.corrections:
        name, _, part = one.field.partition(".")
        declared = register.field(name)
        title = f"{declared.title if declared else name}{part and f' ({part})'}"
        old, new = (_value(dialogue, one.field, value, declared) or "not known" for value in (one.old, one.new))
        yield f"Corrected, {title}: {old} became {new}. Reason: {ended(one.reason)}"


def _value(dialogue: Dialogue, name: str, value: str, declared: RegisterField | None = None) -> str:
    if name == "by" and value in AUTHORS:
        author: Author = value
        return author_words(author, dialogue)
    if declared and declared.kind == "date" and value:
        return date_words(value)
    return value.replace("-", " ") if declared and declared.kind == "one-of" else value
