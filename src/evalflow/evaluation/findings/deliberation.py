"""What evaluators propose and say about one objective before the body rates it. Kept on record, not published."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import need_text
from evalflow.evaluation.findings.findings import Contribution, Link
from evalflow.evaluation.registers.evidence import Evidence
from evalflow.evaluation.statements import Status


@dataclass(frozen=True)
class Proposal:
    """How one evaluator would rate the objective; a later one of the same person takes its place."""

    by: str  # a person's id
    status: Status
    evidence: Evidence
    contribution: Contribution
    text: str
    proposed_at: datetime
    basis: tuple[str, ...] = ()
    link: Link | None = None
    revision: int = 0  # of the objective, as the rating was proposed; 0 in older records
    seen: Mapping[str, str] = field(default_factory=dict)  # as in a finding

    @property
    def rated_at(self) -> datetime:
        return self.proposed_at


@dataclass(frozen=True)
class Remark:
    by: str
    text: str
    said_at: datetime


@dataclass(frozen=True)
class Deliberation:
    """On one objective in one cycle, by their ids."""

    id: str
    cycle: str
    objective: str
    proposals: tuple[Proposal, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def disputed(self) -> bool:
        """Return whether evaluators propose different statuses."""
        return len({proposal.status for proposal in self.proposals}) > 1


@dataclass(frozen=True)
class Propose:
    proposal: Proposal


@dataclass(frozen=True)
class MakeRemark:
    remark: Remark


@dataclass(frozen=True)
class DeliberationOpened(EventOf[Deliberation]):
    deliberation: Deliberation


@dataclass(frozen=True)
class FindingProposed(EventOf[Deliberation]):
    proposal: Proposal


@dataclass(frozen=True)
class RemarkMade(EventOf[Deliberation]):
    remark: Remark


DeliberationEvent = DeliberationOpened | FindingProposed | RemarkMade


def decide_deliberation(
    deliberation: Deliberation | None, command: Propose | MakeRemark, fresh: Deliberation
) -> list[DeliberationEvent]:
    """Return what is said; nothing where the same person proposed the same before. `fresh` is what a first word opens.

    Raises:
        Refused: it is not in words.
    """
    said = command.proposal if isinstance(command, Propose) else command.remark
    need_text(said.text, "Say it in words: give them with --text.", "text-missing")
    opened: list[DeliberationEvent] = [] if deliberation else [DeliberationOpened(fresh)]
    if isinstance(said, Remark):
        return [*opened, RemarkMade(said)]
    same = (
        replace(proposal, proposed_at=said.proposed_at) == said
        for proposal in (deliberation.proposals if deliberation else ())
    )
    return [] if any(same) else [*opened, FindingProposed(said)]


def apply_deliberation(deliberation: Deliberation | None, event: DeliberationEvent) -> Deliberation:
    if isinstance(event, DeliberationOpened):
        return event.deliberation
    if deliberation is None:
        raise LookupError("something was said before the deliberation was opened")
    if isinstance(event, RemarkMade):
        return replace(deliberation, remarks=(*deliberation.remarks, event.remark))
    others = tuple(proposal for proposal in deliberation.proposals if proposal.by != event.proposal.by)
    return replace(deliberation, proposals=(*others, event.proposal))
