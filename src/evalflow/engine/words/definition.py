"""The words of a definition: a workflow, its steps, and what each of them asks for. Source: workflows/*.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from evalflow.engine.calendars import NO_HOLIDAYS, Calendar
from evalflow.engine.periods import Period, Rule
from evalflow.engine.rules import Expression

END = "end"

TWO_DAYS: Final = Period(days=2)

Anchor = Literal["opening", "opened", "closed", "due"]
OnPause = Literal["run", "freeze", "restart"]
Join = Literal["all", "any"]


@dataclass(frozen=True)
class Timing:
    """When a step is due: a period before or after an anchor.

    `opening` is the cycle's own opening day; `opened` this step's opening; `closed` the last closing of `step`, or
    while that has never closed this step's opening; `due` the deadline of `step`, which moves this one if it is moved.
    """

    direction: Literal["before", "after"]
    anchor: Anchor
    period: Period
    step: str | None = None
    on_pause: OnPause = "freeze"


@dataclass(frozen=True)
class Gate:
    """A rule that must be true before a person may go on. `text` is what the workflow's author wrote."""

    text: str
    rule: Expression


@dataclass(frozen=True)
class Remind:
    """A reminder that a workflow asks for: so long before or after the last day, to those with this role.

    It stands in one letter a person and day, unless `letter` names another kind. None goes where `unless` is true by
    then, nor where the clock wakes later than `stale_after`.
    """

    direction: Literal["before", "after"]
    period: Period
    to: str
    unless: Gate | None = None
    stale_after: Period = TWO_DAYS
    letter: str = ""  # the kind of letter; "" is the one that joins all of that day

    def in_words(self) -> str:
        """Return "7 days before" or "on the last day": what tells the reminders of one step apart."""
        if self.period == Period():
            return "on the last day"
        return f"{self.period.in_words()} {self.direction}"


@dataclass(frozen=True)
class Approvals:
    """How many persons must complete a step, and of which earlier step none of them may be the author."""

    count: int
    distinct_from: str = ""


@dataclass(frozen=True)
class Branch:
    """One way out of an automatic step, tried in order. `when` is None in the last one, which takes what is left."""

    text: str  # what the author wrote: the rule, or "else"
    when: Expression | None
    next: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One way out of a step that a person chooses. `act` and `sends` name what else is done in the same commit."""

    name: str
    next: tuple[str, ...]
    requires: tuple[Gate, ...] = ()
    requires_reason: bool = False
    act: str | None = None
    sends: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a workflow. At its deadline a window closes; a task falls overdue and stays open.

    An automatic step closes by itself, in the first of its branches whose rule is true; while none is known to be, it
    waits. An `act` cannot be undone and is what a cycle promises; the letters that a step `sends` are neither.
    """

    name: str
    title: str
    kind: Literal["task", "window", "automatic"]
    role: str
    timing: Timing | None = None  # None only with `no_deadline`
    no_deadline: str = ""  # the stated reason for having none
    waits_for_opening: bool = False  # opens no earlier than the cycle's opening day begins
    requires: tuple[Gate, ...] = ()
    next: tuple[str, ...] = ()  # all of these, in parallel; empty when a person chooses
    choices: tuple[Choice, ...] = ()
    join: Join | None = None  # all: waits for every arc; any: opens on the first, and the others are swallowed
    act: str | None = None
    sends: str = ""  # the kind of letters that are owed once it is completed
    accepts: tuple[str, ...] = ()
    remind: tuple[Remind, ...] = ()
    approvals: Approvals | None = None
    branches: tuple[Branch, ...] = ()

    def act_with(self, choice: str) -> str | None:
        """Return what else is done where it is completed by a choice, or with "" by none; None where nothing is."""
        return next((one.act for one in self.choices if one.name == choice), self.act)

    def sends_with(self, choice: str) -> str:
        """Return the kind of letters that are owed where it is completed by a choice, or with "" by none."""
        return next((one.sends for one in self.choices if one.name == choice and one.sends), self.sends)


@dataclass(frozen=True)
class Workflow:
    """A definition, read and checked. Source: workflows/*.yaml."""

    name: str
    version: str
    title: str
    timezone: str
    calendar: str
    period_rule: Rule
    steps: tuple[Step, ...]  # the first one opens when the cycle is opened
    parameters: Mapping[str, Period] = field(default_factory=dict)
    report_due: Timing | None = None  # when the published timetable promises the report
    close_early: tuple[Gate, ...] = ()  # what must be true before a cycle may be closed early
    letters: Mapping[str, Literal["go", "first-waits", "wait"]] = field(default_factory=dict)  # by kind
    days: Calendar = NO_HOLIDAYS  # the calendar of that name
    dissent_words: int = 200  # the most that a dissent may have
