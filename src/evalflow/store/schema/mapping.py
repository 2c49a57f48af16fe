"""Entities ↔ rows: plain values in columns of the same name, nested ones as canonical JSON or in rows of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Table

from evalflow.engine.clocks import wakes
from evalflow.engine.incidents import Incident
from evalflow.engine.words import Cycle
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.letters.commands_events import (
    Letter,
)
from evalflow.evaluation.letters.contacts import Contact, Seat
from evalflow.evaluation.objectives.objective import Change, Objective
from evalflow.evaluation.people import Person, Record
from evalflow.evaluation.pinned import Definition
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.evaluation.report.narrative import Narrative
from evalflow.evaluation.report.partners import PartnerReport
from evalflow.store.codec import Unreadable, canonical, form_of, plain_values
from evalflow.store.schema.rows import TABLES

Values: TypeAlias = dict[str, Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Columns:
    """The fields of one class and how each stands in its column; None where it stands there as it is.

    `details` are fields without a column of their own, of text alone: they stand together in the column of that name.
    """

    kind: type
    write: tuple[tuple[str, Convert | None], ...]
    read: tuple[tuple[str, Convert | None], ...]
    details: tuple[str, ...] | None = None

    def values(self, value: object) -> Values:
        own = {
            name: to_column(getattr(value, name)) if to_column else getattr(value, name)
            for name, to_column in self.write
        }
        return own if self.details is None else {**own, "details": self._details(value)}

    def changed(self, before: object, after: object) -> Values:
        """Return the columns in which two values of the class differ, as they stand after."""
        differing: Values = {}
        for name, to_column in self.write:
            old, new = getattr(before, name), getattr(after, name)
            if old is not new and old != new:
                differing[name] = to_column(new) if to_column else new
        if self.details and self._details(before) != self._details(after):
            differing["details"] = self._details(after)
        return differing

    def fields(self, row: Mapping[str, Any]) -> Values:
        own = {name: from_column(row[name]) if from_column else row[name] for name, from_column in self.read}
        return own if self.details is None else {**own, **self._told(row["details"])}

    def _details(self, value: object) -> str:
        return canonical({name: text for name in self.details or () if (text := getattr(value, name))})

    def _told(self, text: str) -> Mapping[str, str]:
        told: Mapping[str, str] = form_of(Mapping[str, str]).read(plain_values(text))
        if not told.keys() <= set(self.details or ()):
            raise Unreadable("details have another field")
        return told


@dataclass(frozen=True)
class DetailRows:
    """Rows of their own for what an entity holds many of, numbered by `key`. Without `columns` only written."""

    field: str
    table: Table
    owner: str
    key: str
    rows: Callable[[Any], list[Values]]
    columns: Columns | None = None

    @property
    def keys(self) -> tuple[str, str]:
        return self.owner, self.key

    def read(self, row: Mapping[str, Any]) -> object:
        assert self.columns is not None  # noqa: S101 - asked only of parts that are read
        return self.columns.kind(**self.columns.fields(row))


@dataclass(frozen=True)
class Shape:
    """Where one kind of entity is kept."""

    entity: type
    table: Table
    columns: Columns
    parts: tuple[DetailRows, ...] = ()

    @property
    def read_parts(self) -> tuple[DetailRows, ...]:
        return tuple(part for part in self.parts if part.columns)

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.table.name, *(part.table.name for part in self.parts))

    def own(self, entity: Any, entered: int, written: int) -> Values:
        """Return the main row: `entered` is the number of the first entry about the entity, `written` of its newest."""
        return {**self.columns.values(entity), "entered": entered, "written": written}

    def rows(self, entity: Any, entered: int, written: int) -> dict[str, list[Values]]:
        """Return all rows of an entity by table: what the tables must hold, no more and no less.

        A part's `written` may be the number of any entry about the entity: see written.py.
        """
        parts = {part.table.name: part.rows(entity) for part in self.parts}
        return {
            self.table.name: [self.own(entity, entered, written)],
            **{name: [{**row, "written": written} for row in rows] for name, rows in parts.items()},
        }


def columns_of(kind: type, table: Table, without: tuple[str, ...] = ()) -> Columns:
    hints = get_type_hints(kind)
    kept = [field.name for field in fields(kind) if field.name not in without]
    names = [name for name in kept if name in table.c]
    nested = {name: hints[name] for name in names if not _is_plain(hints[name])}
    return Columns(
        kind,
        tuple((name, _to_text(nested[name]) if name in nested else None) for name in names),
        tuple((name, _from_text(nested[name]) if name in nested else None) for name in names),
        tuple(name for name in kept if name not in table.c) if "details" in table.c else None,
    )


def _is_plain(kind: Any) -> bool:
    if get_origin(kind) in (Union, UnionType):
        return all(_is_plain(one) for one in get_args(kind))
    return kind in (str, int, bool, datetime, date, NoneType) or get_origin(kind) is Literal


def _to_text(kind: Any) -> Convert:
    write = form_of(kind).write
    return lambda value: None if value is None else canonical(write(value))


def _from_text(kind: Any) -> Convert:
    read = form_of(kind).read

    @lru_cache(maxsize=256)  # within one process the same dialogues and cycles are read again and again
    def from_text(text: str | None) -> Any:
        return None if text is None else read(plain_values(text))

    return from_text


_CHANGE = columns_of(Change, TABLES["objective_change"])
_POINT = columns_of(Point, TABLES["point"])


def _change_rows(objective: Objective) -> list[Values]:
    return [{"objective": objective.id, **_CHANGE.values(change)} for change in objective.changes]


def _point_rows(received: Input) -> list[Values]:
    return [{"input": received.id, **_POINT.values(point)} for point in received.points]


def _open_step_rows(cycle: Cycle) -> list[Values]:
    wakes_at = dict(wakes(cycle))
    kinds = dict.fromkeys(cycle.open, "open") | dict.fromkeys(cycle.waiting, "waiting")
    return [
        {"cycle": cycle.id, "step": name, "kind": kind, "wakes_at": wakes_at.get(name)} for name, kind in kinds.items()
    ]


def _reminder_rows(cycle: Cycle) -> list[Values]:
    return [
        {
            "cycle": cycle.id, "key": f"{name}/{reminder.on}/{reminder.to}/{reminder.offset}",
            "step": name, "to": reminder.to, "on": reminder.on, "at": reminder.at,
        }
        for name, state in cycle.open.items()
        for reminder in (state.due.reminders if state.due else ())
    ]  # fmt: skip


_CHANGES = DetailRows("changes", TABLES["objective_change"], "objective", "revision", _change_rows, _CHANGE)
_POINTS = DetailRows("points", TABLES["point"], "input", "number", _point_rows, _POINT)
_OPEN_STEPS = DetailRows("", TABLES["open_step"], "cycle", "step", _open_step_rows)
_REMINDERS = DetailRows("", TABLES["reminder"], "cycle", "key", _reminder_rows)


def _shape(entity: type, table: str, *parts: DetailRows) -> Shape:
    columns = columns_of(entity, TABLES[table], tuple(part.field for part in parts))
    return Shape(entity, TABLES[table], columns, parts)


SHAPES: Mapping[type, Shape] = {
    shape.entity: shape
    for shape in (
        _shape(Record, "record"),
        _shape(Person, "person"),
        _shape(Definition, "definition"),
        _shape(Dialogue, "dialogue"),
        _shape(Objective, "objective", _CHANGES),
        _shape(Entry, "register_entry"),
        _shape(Completeness, "completeness"),
        _shape(Cycle, "cycle", _OPEN_STEPS, _REMINDERS),
        _shape(Evaluation, "evaluation"),
        _shape(Input, "input", _POINTS),
        _shape(Finding, "finding"),
        _shape(Deliberation, "deliberation"),
        _shape(Recommendation, "recommendation"),
        _shape(Narrative, "narrative"),
        _shape(PartnerReport, "partner_report"),
        _shape(Incident, "incident"),
        _shape(Contact, "contact"),
        _shape(Seat, "seat"),
        _shape(Letter, "letter"),
    )
}

# A change of an objective names one field and is one statement, so these are written event by event.
ONE_BY_ONE = frozenset({Objective})
