"""What the evaluating body does with findings: propose, discuss, rate an objective on evidence, dissent, list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from evalflow.errors import Refused
from evalflow.evaluation.findings.deliberation import (
    Deliberation,
    MakeRemark,
    Proposal,
    Propose,
    Remark,
    decide_deliberation,
)
from evalflow.evaluation.findings.findings import (
    UNRATED,
    Contribution,
    Cooperation,
    Dissent,
    Finding,
    Link,
    RateObjective,
    RecordDissent,
    Since,
    Votes,
    decide_finding,
    is_due,
    refuse_contradictions,
)
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.causes import Raised
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.evidence import Ceiling, Evidence
from evalflow.evaluation.registers.raised import raised_in
from evalflow.evaluation.registers.ratings import said_by, side_by_side
from evalflow.evaluation.report.wording import words
from evalflow.evaluation.statements import Status
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, current, other_adopted, read_current
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.people import names_in
from evalflow.usecases.findings.bases import OnObjective, OnRecord, basis_named, sessions_of
from evalflow.usecases.record.objectives import objective_named


@dataclass(frozen=True)
class Rating:
    """What an evaluator says of one objective. `evidence` None: the highest grade that the record allows."""

    status: Status
    evidence: Evidence | None
    contribution: Contribution
    text: str
    missing: str = ""
    cooperation: Cooperation = ""
    basis: tuple[str, ...] = ()
    parts: Mapping[str, str] | None = None
    reason: str = ""
    below_because: str = ""
    link: Link | None = None
    votes: Votes | None = None


@dataclass(frozen=True)
class RatedObjective:
    """An objective of the cycle's dialogue, its finding if there is one, and whether it must be rated.

    `allowed` is what the evidence on record allows now; `items` is that evidence, `deliberation` what was said of it,
    `elsewhere` what others rated, and what is to be noticed about it, in sentences.
    """

    objective: Objective
    finding: Finding | None
    due: bool
    allowed: Ceiling
    items: tuple[Entry, ...] = ()
    deliberation: Deliberation | None = None
    elsewhere: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()  # why the body has to look at the rating again
    stale: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by whom a proposal is outdated, and why


def rate(door: Door, cycle: str, objective: str, rating: Rating) -> Finding:
    """Rate one objective in one cycle, as the body decided; returns the finding as it stands.

    Raises:
        NotFound: there is no such cycle or objective.
        Refused: `other-dialogue`, `no-such-basis`, the report is adopted, or the rating contradicts itself or claims
            more than the evidence on record allows.
    """
    with acting(door) as act:
        here, rated = _rated(act, cycle, objective)
        finding = act.tx.find(Finding, cycle=here.cycle.id, objective=rated.id)
        asked = _asked(act, here, rated, rating, finding)
        events = decide_finding(finding, asked)
        return act.record(asked.finding.id, events) if events else finding or asked.finding


def propose(door: Door, cycle: str, objective: str, rating: Rating) -> Deliberation:
    """Propose a rating, as one of several evaluators; the body rates. Errors as in `rate`."""
    with acting(door) as act:
        here, rated = _rated(act, cycle, objective)
        asked = _asked(act, here, rated, rating, None)
        _refuse_adopted(here)
        refuse_contradictions(asked)
        finding = asked.finding
        proposal = Proposal(
            act.by, finding.status, finding.evidence, finding.contribution, finding.text, act.now, finding.basis,
            finding.link, finding.revision, finding.seen,
        )  # fmt: skip
        return _said(act, here, rated, Propose(proposal))


def discuss(door: Door, cycle: str, objective: str, text: str) -> Deliberation:
    """Put a remark on record that one of the evaluators made on an objective."""
    with acting(door) as act:
        here, rated = _rated(act, cycle, objective)
        _refuse_adopted(here)
        return _said(act, here, rated, MakeRemark(Remark(act.by, text, act.now)))


def dissent(door: Door, cycle: str, objective: str, by: str, text: str) -> Finding:
    """Record the dissent of a member of the body, which the report prints beside the rating.

    Raises:
        Refused: there is no rating yet, it has more words than the workflow allows, or the report is adopted.
    """
    with acting(door) as act:
        here, rated = _rated(act, cycle, objective)
        finding = act.tx.find(Finding, cycle=here.cycle.id, objective=rated.id)
        adopted = here.evaluation.adoption is not None
        command = RecordDissent(Dissent(by, text, act.now), here.workflow.dissent_words, adopted)
        events = decide_finding(finding, command)
        assert finding is not None  # noqa: S101 - refused where there is no rating
        return act.record(finding.id, events) if events else finding


def list_findings(door: Door, cycle: str) -> list[RatedObjective]:
    """Return every objective of the cycle's dialogue, rated or not, in the order of their codes."""
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        found = {finding.objective: finding for finding in reading.all(Finding, cycle=here.cycle.id)}
        said = {deliberation.objective: deliberation for deliberation in reading.all(Deliberation, cycle=here.cycle.id)}
        on_record = OnRecord.read(reading, here)
        return [
            _told(here, on_record.of(objective), found.get(objective.id), said.get(objective.id))
            for objective in reading.all(Objective, dialogue=here.dialogue.id)
        ]


def show_finding(door: Door, cycle: str, objective: str) -> tuple[RatedObjective, Mapping[str, str]]:
    """Return one objective with its rating, the evidence on record and what the evaluators said; and names by id."""
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        one = objective_named(reading, objective)
        _refuse_other(here, one)
        rated = _told(
            here,
            OnRecord.read(reading, here).of(one),
            reading.find(Finding, cycle=here.cycle.id, objective=one.id),
            reading.find(Deliberation, cycle=here.cycle.id, objective=one.id),
        )
        return replace(rated, elsewhere=tuple(_elsewhere(reading, here, rated))), names_in(reading)


def _elsewhere(reading: Reading, here: Current, rated: RatedObjective) -> Iterator[str]:
    entries = (entry for entry in reading.all(Entry, dialogue=here.dialogue.id, register="rating") if entry.stands)
    found = {rated.objective.code: rated.finding.status} if rated.finding else {}
    for ratings in side_by_side(entries, found):
        if ratings.objective == rated.objective.code:
            yield from map(words, said_by(here.dialogue, ratings))
            yield from (f"To notice: {words(remark.says)}" for remark in ratings.remarks)


def _told(here: Current, on: OnObjective, finding: Finding | None, deliberation: Deliberation | None) -> RatedObjective:
    own = tuple(item for item in on.items if item.stands)
    again, stale = on.again(finding), on.stale(deliberation)
    if here.evaluation.adoption:
        again, stale = (), {}
    due = is_due(on.objective, here.today)
    return RatedObjective(on.objective, finding, due, on.allowed, own, deliberation, outdated=again, stale=stale)


def _rated(act: Acting, cycle: str, objective: str) -> tuple[Current, Objective]:
    here = current(act, cycle)
    rated = objective_named(act.tx, objective)
    _refuse_other(here, rated)
    return here, rated


def _refuse_other(here: Current, rated: Objective) -> None:
    if rated.dialogue != here.dialogue.id:
        raise Refused("other-dialogue", f"{rated.code} is an objective of another dialogue than {here.dialogue.code}.")


def _refuse_adopted(here: Current) -> None:
    if here.evaluation.adoption:
        raise Refused("report-adopted", "The report is adopted; its findings stand. Rate in the next cycle.")


def _asked(act: Acting, here: Current, rated: Objective, rating: Rating, known: Finding | None) -> RateObjective:
    """Return the rating as it is asked for, with what the record says of it and of the one there is."""
    on = OnRecord.read(act.tx, here).of(rated)
    link, raised = _raised(act.tx, here, rating.link)
    basis = tuple(basis_named(act.tx, here, named, on.grounds, rating.status) for named in rating.basis)
    allowed = on.allowed
    finding = Finding(
        id=known.id if known else act.new_id(),
        cycle=here.cycle.id,
        objective=rated.id,
        status=rating.status,
        evidence=rating.evidence or ("none" if rating.status in UNRATED else allowed.grade),
        contribution=rating.contribution,
        text=rating.text,
        rated_at=act.now,
        rated_by=act.by,
        missing=rating.missing,
        cooperation=rating.cooperation,
        basis=basis,
        parts=dict(rating.parts or {}),
        below_because=rating.below_because,
        link=link,
        votes=rating.votes,
        since=_since(act.tx, here, rated, rating.status),
        revision=rated.revision,
        seen=on.grounds.marks((*basis, *on.codes)),
    )
    adopted = here.evaluation.adoption is not None
    deliberation = act.tx.find(Deliberation, cycle=here.cycle.id, objective=rated.id)
    stale = on.stale(deliberation)
    return RateObjective(
        finding,
        rated,
        here.today,
        allowed,
        adopted,
        rating.reason,
        raised.on,
        disputed=deliberation is not None and deliberation.disputed,
        not_raised=raised.fault,
        again=on.again(known),
        stale_proposals=tuple(dict.fromkeys(reason for reasons in stale.values() for reason in reasons)),
    )


def _raised(reading: Reading, here: Current, link: Link | None) -> tuple[Link | None, Raised]:
    """Return the link with its entry's code as the record writes it, and when it was raised, if it was.

    Raises:
        Refused: `no-such-session`.
    """
    if link is None or not link.raised_in:
        return link, Raised()
    entries = {entry.code: entry for entry in sessions_of(reading, here)}
    code = link.raised_in.upper()
    named = next((known for known in (code, f"{here.dialogue.code.upper()}/{code}") if known in entries), "")
    if not named:
        raise Refused(
            "no-such-session",
            f"There is no session and no item of an agenda {link.raised_in!r} of {here.dialogue.code}. See "
            f"`evalflow record list session --dialogue {here.dialogue.code}`.",
        )
    return replace(link, raised_in=named), raised_in(named, entries.values())


def _since(reading: Reading, here: Current, rated: Objective, status: Status) -> Since | None:
    """Return how the last adopted cycle before this one rated the objective, where it was another status."""
    for evaluation in other_adopted(reading, here):
        finding = reading.find(Finding, cycle=evaluation.id, objective=rated.id)
        if finding and finding.status != "not-due":
            changed = finding.status != status and status != "not-due"
            return Since(evaluation.code, finding.status, finding.evidence) if changed else None
    return None


def _said(act: Acting, here: Current, rated: Objective, command: Propose | MakeRemark) -> Deliberation:
    deliberation = act.tx.find(Deliberation, cycle=here.cycle.id, objective=rated.id)
    fresh = deliberation or Deliberation(act.new_id(), here.cycle.id, rated.id)
    events = decide_deliberation(deliberation, command, fresh)
    return act.record(fresh.id, events) if events else fresh
