"""Registers of a dialogue → a line for each entry with all that it holds, and the times for which they are complete."""

from collections.abc import Iterator

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.dialogue import AUTHORS, Author, Dialogue
from evalflow.evaluation.picture.dialogue import author_words
from evalflow.evaluation.picture.everything import Everything
from evalflow.evaluation.picture.wording import date_words, ended, in_order
from evalflow.evaluation.record import RegisterLine, SpanLine
from evalflow.evaluation.registers import REGISTERS, Entry, Register, RegisterField

_CALLED_OFF = ("cancelled", "postponed")
_APART = ("by", "note")  # fields that have a column of their own


def register_lines(known: Everything) -> tuple[RegisterLine, ...]:
    """Return the entries register by register, in the order of their days."""
    return tuple(
        _line(known.dialogue, register, entry)
        for register in REGISTERS.values()
        for entry in sorted(known.entries, key=lambda entry: (_day(entry), in_order(entry.code)))
        if entry.register == register.name
    )


def span_lines(known: Everything) -> tuple[SpanLine, ...]:
    return tuple(
        SpanLine(register.title, date_words(span.first), date_words(span.through), span.stated_by, span.source)
        for register in REGISTERS.values()
        for span in known.completeness
        if span.register == register.name
    )


def _line(dialogue: Dialogue, register: Register, entry: Entry) -> RegisterLine:
    what = "; ".join(_holds(dialogue, register, entry))
    by = _value(
        dialogue, "by", entry.values.get("by", "not known" if entry.values.get("status") in _CALLED_OFF else "")
    )
    on = date_words(entry.values[register.dated_by])
    note = " ".join(_notes(dialogue, register, entry))
    return RegisterLine(register.title, entry.code, on, what, by, entry.source, note)


def _holds(dialogue: Dialogue, register: Register, entry: Entry) -> Iterator[str]:
    for declared in register.fields:
        value = entry.values.get(declared.name, "")
        if value and declared.name not in (*_APART, register.dated_by):
            yield f"{declared.title}: {_value(dialogue, declared.name, value, declared)}"


def _notes(dialogue: Dialogue, register: Register, entry: Entry) -> Iterator[str]:
    if entry.hedge:
        yield f"As the source puts it: {ended(entry.hedge)}"
    if note := entry.values.get("note"):
        yield ended(note)
    for one in entry.corrections:
        declared = register.field(one.field)
        title = declared.title if declared else one.field
        old, new = (_value(dialogue, one.field, value, declared) or "not known" for value in (one.old, one.new))
        yield f"Corrected, {title}: {old} became {new}. Reason: {ended(one.reason)}"


def _value(dialogue: Dialogue, name: str, value: str, declared: RegisterField | None = None) -> str:
    if name == "by" and value in AUTHORS:
        author: Author = value
        return author_words(author, dialogue)
    if declared and declared.kind == "date":
        return date_words(value)
    return value.replace("-", " ") if declared and declared.kind == "one-of" else value


def _day(entry: Entry) -> tuple[object, ...]:
    day = PartialDate.parse(entry.values[REGISTERS[entry.register].dated_by])
    return day.earliest, day.latest
