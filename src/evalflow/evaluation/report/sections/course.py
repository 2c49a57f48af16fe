"""The course of the cycle, its steps as planned and as they ran: a section of the public record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from evalflow.evaluation.message import Message


@dataclass(frozen=True)
class Moved:
    """A deadline that was moved, with its reason."""

    before: date
    after: date
    reason: Message
    by: str
    recorded_on: date
    before_ends_at: datetime | None = None  # where it ended at an hour of that day
    after_ends_at: datetime | None = None


@dataclass(frozen=True)
class StepLine:
    """One step, planned (as the published timetable had it when the cycle was opened) and actual.

    `planned_ends_at` and `actual_ends_at` are the instant where it ends at an hour of its last day, and else None.
    """

    name: str
    title: str
    role: str
    kind: Literal["task", "window", "automatic"]
    planned_from: date | None
    planned_to: date | None  # last day; None where the workflow states why there is no deadline
    no_deadline: str
    actual_from: date | None
    actual_to: date | None
    state: Literal["done", "open", "overdue", "not reached", "ended early"]  # the last: closed with the whole cycle
    moved: tuple[Moved, ...]
    planned_ends_at: datetime | None = None
    actual_ends_at: datetime | None = None


@dataclass(frozen=True)
class PauseLine:
    paused_on: date
    resumed_on: date | None
    reason: str
    basis: str


@dataclass(frozen=True)
class Course:
    """How the cycle was planned and how it ran."""

    opening: date
    zone: str
    cycle_state: Message  # where the cycle stands
    closing_note: Message | None  # reason and basis of an early closing
    timetable: tuple[StepLine, ...]
    pauses: tuple[PauseLine, ...]
    opening_state: Message | None = None  # when the cycle was opened, and when its windows
    report_due: Message | None = None  # the day by which the workflow promises the report
    turns: tuple[Message, ...] = ()  # another opening day, another definition, a completion taken back
