"""A dialogue between governments: what is stated about it, and whether it was suspended, resumed or terminated.

That a dialogue is suspended is a fact of the record and moves no cycle: a suspended dialogue is what to evaluate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from evalflow.engine.dates import PartialDate
from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import need_reason, need_text
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.statements import Source, Statement, in_full

FIELDS: Mapping[str, str] = {
    "status": "Status",
    "start": "Start",
    "interruptions": "Interruptions and resumptions",
    "frequency": "Frequency",
    "sessions_held": "Sessions held",
    "duration_and_format": "Duration and format",
    "benchmarks_and_evaluation": "Benchmarks and evaluation",
    "objectives_published": "Published objectives",
    "timeframe": "Timeframe of the objectives",
    "evaluation_programme": "Formal programme of evaluation",
    "suspension_criteria": "Criteria for suspension",
    "content": "Content",
    "tibet": "Tibet",
    "transparency": "Transparency",
    "stated_outcomes": "Stated outcomes",
    "case_figures": "Individual cases",
    "projects": "Technical co-operation",
    "ngo_participation": "Part taken by NGOs",
    "relation_to_unchr": "Relation to UNCHR resolutions",
    "coordination": "Co-ordination with other partners",
}

Standing = Literal["active", "suspended", "terminated"]
Author = Literal["own", "counterpart", "mutual", "third-party", "force-majeure"]
Decider = Literal["", "own", "counterpart", "mutual", "third-party", "force-majeure"]  # "": no source says who
AUTHORS: tuple[Author, ...] = ("own", "counterpart", "mutual", "third-party", "force-majeure")

ABSENT = Statement("absent")
HEADING = "heading"  # of what is restated: what a dialogue is called and which sources tell of it


@dataclass(frozen=True)
class StandingChange:
    """The dialogue was suspended, resumed or terminated: by whom, why, and until what.

    `conditions` says it in words; `resume_when` holds rules over the facts of the record, which are watched. `entry` is
    the code of the register's entry that tells of it, "" in older records; `by` and `reasons` are "" where no source
    states them.
    """

    becomes: Standing
    on: str  # partial date
    by: Decider
    reasons: str
    source: str
    conditions: str = ""
    resume_when: tuple[str, ...] = ()
    entry: str = ""
    hedge: str = ""


@dataclass(frozen=True)
class Heading:
    """What a dialogue is called, between whom it is, and which sources tell of it."""

    title: str
    partner: str
    counterpart: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Restatement:
    """What the record had stated of a dialogue and another statement took the place of; `field` may be the heading.

    An older version recorded neither the instant nor the person: then `recorded_at` is None.
    """

    field: str
    old: str
    new: str
    reason: str
    recorded_at: datetime | None = None
    recorded_by: str = ""


@dataclass(frozen=True)
class Dialogue:
    id: str
    code: str
    title: str
    partner: str
    counterpart: str
    sources: tuple[Source, ...] = ()
    fields: Mapping[str, Statement] = field(default_factory=dict)
    changes: tuple[StandingChange, ...] = ()
    restated: tuple[Restatement, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """What it became last, as recorded; None where nobody ever suspended, resumed or ended it on record."""
        return self.changes[-1].becomes if self.changes else None

    @property
    def heading(self) -> Heading:
        return Heading(self.title, self.partner, self.counterpart, self.sources)

    def stated(self, name: str) -> Statement:
        """Return what is recorded under a field's name; a field nobody filled is `absent`."""
        return self.fields.get(name, ABSENT)


@dataclass(frozen=True)
class AddDialogue:
    dialogue: Dialogue


@dataclass(frozen=True)
class RestateFact:
    """Put another statement in place of one, with the reason. Source: a re-imported registry, or a person."""

    field: str
    statement: Statement
    reason: str
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class RestateHeading:
    """Put another heading in place of the one there is, with the reason."""

    heading: Heading
    reason: str
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class ChangeStanding:
    change: StandingChange


@dataclass(frozen=True)
class DialogueAdded(EventOf[Dialogue]):
    dialogue: Dialogue


@dataclass(frozen=True)
class FactRestated(EventOf[Dialogue]):
    field: str
    before: Statement
    after: Statement
    reason: str
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class HeadingRestated(EventOf[Dialogue]):
    before: Heading
    after: Heading
    reason: str
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class StandingChanged(EventOf[Dialogue]):
    change: StandingChange


DialogueCommand = AddDialogue | RestateFact | RestateHeading | ChangeStanding
DialogueEvent = DialogueAdded | FactRestated | HeadingRestated | StandingChanged

_FOLLOWS: Mapping[Standing | None, tuple[Standing, ...]] = {
    None: ("suspended", "terminated"),
    "active": ("suspended", "terminated"),
    "suspended": ("active", "terminated"),
    "terminated": ("active",),
}


def decide_dialogue(dialogue: Dialogue | None, command: DialogueCommand) -> list[DialogueEvent]:
    """Return what happens to a dialogue.

    Raises:
        Refused: it exists already, a reason is missing, or it cannot become what is asked from where it stands.
    """
    match command:
        case AddDialogue(added):
            if dialogue:
                raise Refused("dialogue-exists", f"The record already has a dialogue {added.code}.")
            return [DialogueAdded(added)]
        case RestateFact():
            return _restate(_there(dialogue), command)
        case RestateHeading():
            return _restate_heading(_there(dialogue), command)
        case _:
            return _change_standing(_there(dialogue), command.change)


def apply_dialogue(dialogue: Dialogue | None, event: DialogueEvent) -> Dialogue:
    match event:
        case DialogueAdded(added):
            return added
        case FactRestated(name, before, after):
            known = _there(dialogue)
            made = Restatement(name, in_full(before), in_full(after), event.reason, event.at, event.by)
            return replace(known, fields={**known.fields, name: after}, restated=(*known.restated, made))
        case HeadingRestated(before_, heading):
            known, told = _there(dialogue), (heading_in_full(before_), heading_in_full(heading))
            made = Restatement(HEADING, *told, event.reason, event.at, event.by)
            return replace(known, **vars(heading), restated=(*known.restated, made))
        case _:
            known = _there(dialogue)
            return replace(known, changes=(*known.changes, event.change))


def heading_in_full(heading: Heading) -> str:
    lines = [heading.title, f"{heading.partner} and {heading.counterpart}"]
    lines += [f"{source.id}: {source.title}{f' ({source.note})' if source.note else ''}" for source in heading.sources]
    return "\n".join(lines)


def _restate(dialogue: Dialogue, command: RestateFact) -> list[DialogueEvent]:
    name, statement, reason = command.field, command.statement, command.reason
    if name not in FIELDS:
        raise Refused("unknown-field", f"A dialogue has no field {name!r}. It has: {', '.join(FIELDS)}.")
    before = dialogue.stated(name)
    if before == statement:
        return []
    need_reason(reason, f"“{FIELDS[name]}” is restated only with a reason. Give one with --reason.")
    return [FactRestated(name, before, statement, reason, command.at, command.by)]


def _restate_heading(dialogue: Dialogue, command: RestateHeading) -> list[DialogueEvent]:
    heading, reason = command.heading, command.reason
    if dialogue.heading == heading:
        return []
    need_reason(reason, "The heading of a dialogue is restated only with a reason: give it with --reason.")
    return [HeadingRestated(dialogue.heading, heading, reason, command.at, command.by)]


def _change_standing(dialogue: Dialogue, change: StandingChange) -> list[DialogueEvent]:
    if change.becomes not in _FOLLOWS[dialogue.standing]:
        raise Refused(
            "standing-does-not-fit",
            f"{_stands(dialogue)} From there it can become "
            f"{' or '.join(_FOLLOWS[dialogue.standing])}, not {change.becomes}.",
        )
    if dialogue.changes and PartialDate.parse(change.on).latest < PartialDate.parse(dialogue.changes[-1].on).earliest:
        last, add = dialogue.changes[-1], Remedy("add-suspension", dialogue.code)
        raise Refused(
            "standing-does-not-fit",
            f"{dialogue.code} became {last.becomes} on {last.on}, which is after {change.on}. Enter what came before "
            f"that with: {add}",
            add,
        )
    PartialDate.parse(change.on)
    asked = "Give the stated reasons with --reason and where they stand with --source."
    need_reason(change.reasons, asked)
    need_text(change.source, asked, "reason-missing")
    if change.resume_when and change.becomes == "active":
        raise Refused("nothing-to-resume", "What is resumed has no conditions for its resumption.")
    return [StandingChanged(change)]


def _stands(dialogue: Dialogue) -> str:
    if dialogue.standing is None:
        return f"No suspension or termination of {dialogue.code} is on record."
    return f"{dialogue.code} is {dialogue.standing}."


def _there(dialogue: Dialogue | None) -> Dialogue:
    if dialogue is None:
        raise LookupError("a dialogue's event came before the dialogue")
    return dialogue
