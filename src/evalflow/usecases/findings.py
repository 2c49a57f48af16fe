"""What the evaluating body does with findings: propose, discuss, rate an objective on evidence, dissent, list."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from evalflow.errors import Refused
from evalflow.evaluation.causes import Raised
from evalflow.evaluation.deliberation import (
    Deliberation,
    MakeRemark,
    Proposal,
    Propose,
    Remark,
    decide_deliberation,
)
from evalflow.evaluation.evidence import Ceiling, Evidence, ceiling, evidence_on
from evalflow.evaluation.findings import (
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
from evalflow.evaluation.handed_in import KINDS, Input
from evalflow.evaluation.objective import Objective
from evalflow.evaluation.outdated import outdated
from evalflow.evaluation.raised import SESSIONS, raised_in
from evalflow.evaluation.ratings import said_by, side_by_side
from evalflow.evaluation.register_words import Entry
from evalflow.evaluation.statements import Status
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current, current, other_adopted, read_current
from evalflow.usecases.door import Acting, Door, acting, looking
from evalflow.usecases.objectives import objective_named
from evalflow.usecases.people import names_in

# How the codes of inputs and entries end, whatever stands before: NGO/001, W/CD818KWW, S001.
_CODE = re.compile(
    rf"(?:[A-Z0-9-]+/)*(?:(?:{'|'.join(sorted({*KINDS.values()}))})/[0-9]+|W/[0-9A-Z]{{8}}|[SPV][0-9]{{3}})"
)


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


def rate(door: Door, cycle: str, objective: str, rating: Rating) -> Finding:
    """Rate one objective in one cycle, as the body decided; returns the finding as it stands.

    Raises:
        NotFound: there is no such cycle or objective.
        Refused: `other-dialogue`, `no-such-basis`, the report is adopted, or the rating contradicts itself or claims
            more than the evidence on record allows.
    """
    with acting(door) as act:
        here, rated = _rated(act, cycle, objective)
        known = act.tx.find(Finding, cycle=here.cycle.id, objective=rated.id)
        asked = _asked(act, here, rated, rating, known.id if known else "")
        events = decide_finding(known, replace(asked, disputed=_disputed(act, here, rated)))
        return act.record(asked.finding.id, events) if events else known or asked.finding


def propose(door: Door, cycle: str, objective: str, rating: Rating) -> Deliberation:
    """Propose a rating, as one of several evaluators; the body rates. Errors as in `rate`."""
    with acting(door) as act:
        here, rated = _rated(act, cycle, objective)
        asked = _asked(act, here, rated, rating, "")
        _refuse_adopted(here)
        refuse_contradictions(asked)
        found = asked.finding
        proposal = Proposal(act.by, found.status, found.evidence, found.contribution, found.text, act.now)
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
        known = act.tx.find(Finding, cycle=here.cycle.id, objective=rated.id)
        adopted = here.evaluation.adoption is not None
        command = RecordDissent(Dissent(by, text, act.now), here.workflow.dissent_words, adopted)
        events = decide_finding(known, command)
        assert known is not None  # noqa: S101 - refused where there is no rating
        changed: Finding = act.record(known.id, events) if events else known
        return changed


def list_findings(door: Door, cycle: str) -> list[RatedObjective]:
    """Return every objective of the cycle's dialogue, rated or not, in the order of their codes."""
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        found = {finding.objective: finding for finding in reading.all(Finding, cycle=here.cycle.id)}
        said = {one.objective: one for one in reading.all(Deliberation, cycle=here.cycle.id)}
        items = reading.all(Entry, dialogue=here.dialogue.id, register="evidence")
        sessions = _sessions(reading, here)
        return [
            _told(here, objective, found.get(objective.id), said.get(objective.id), items, sessions)
            for objective in reading.all(Objective, dialogue=here.dialogue.id)
        ]


def show_finding(door: Door, cycle: str, objective: str) -> tuple[RatedObjective, Mapping[str, str]]:
    """Return one objective with its rating, the evidence on record and what the evaluators said; and names by id."""
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        one = objective_named(reading, objective)
        _refuse_other(here, one)
        told = _told(
            here,
            one,
            reading.find(Finding, cycle=here.cycle.id, objective=one.id),
            reading.find(Deliberation, cycle=here.cycle.id, objective=one.id),
            reading.all(Entry, dialogue=here.dialogue.id, register="evidence"),
            _sessions(reading, here),
        )
        return replace(told, elsewhere=tuple(_elsewhere(reading, here, told))), names_in(reading)


def _elsewhere(reading: Reading, here: Current, told: RatedObjective) -> Iterator[str]:
    entries = (entry for entry in reading.all(Entry, dialogue=here.dialogue.id, register="rating") if entry.stands)
    found = {told.objective.code: told.finding.status} if told.finding else {}
    for one in side_by_side(entries, found):
        if one.objective == told.objective.code:
            yield from said_by(here.dialogue, one)
            yield from (f"To notice: {remark.text}" for remark in one.remarks)


def _told(
    here: Current,
    one: Objective,
    found: Finding | None,
    said: Deliberation | None,
    items: list[Entry],
    sessions: Sequence[Entry],
) -> RatedObjective:
    own = tuple(item for item in evidence_on(one.code, items) if item.stands)
    allowed = ceiling(own)
    again = outdated(found, one, allowed, sessions) if found and not here.evaluation.adoption else ()
    return RatedObjective(one, found, is_due(one, here.today), allowed, own, said, outdated=again)


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


def _asked(act: Acting, here: Current, rated: Objective, rating: Rating, id: str) -> RateObjective:
    """Return the rating as it is asked for, with what the record says of it."""
    items = act.tx.all(Entry, dialogue=here.dialogue.id, register="evidence")
    allowed = ceiling(evidence_on(rated.code, items))
    link, raised = _raised(act.tx, here, rating.link)
    finding = Finding(
        id=id or act.new_id(),
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
        basis=tuple(_basis(act.tx, here, named) for named in rating.basis),
        parts=dict(rating.parts or {}),
        below_because=rating.below_because,
        link=link,
        votes=rating.votes,
        since=_since(act.tx, here, rated, rating.status),
        revision=rated.revision,
    )
    adopted = here.evaluation.adoption is not None
    return RateObjective(
        finding, rated, here.today, allowed, adopted, rating.reason, raised.on, not_raised=raised.fault
    )


def _raised(reading: Reading, here: Current, link: Link | None) -> tuple[Link | None, Raised]:
    """Return the link with its entry's code as the record writes it, and when it was raised, if it was.

    Raises:
        Refused: `no-such-session`.
    """
    if link is None or not link.raised_in:
        return link, Raised()
    entries = {one.code: one for one in _sessions(reading, here)}
    code = link.raised_in.upper()
    named = next((known for known in (code, f"{here.dialogue.code.upper()}/{code}") if known in entries), "")
    if not named:
        raise Refused(
            "no-such-session",
            f"There is no session and no item of an agenda {link.raised_in!r} of {here.dialogue.code}. See "
            f"`evalflow record list session --dialogue {here.dialogue.code}`.",
        )
    return replace(link, raised_in=named), raised_in(named, entries.values())


def _sessions(reading: Reading, here: Current) -> list[Entry]:
    """Return the sessions of the dialogue and the items on their agendas that stand."""
    found = (one for name in SESSIONS for one in reading.all(Entry, dialogue=here.dialogue.id, register=name))
    return [one for one in found if one.stands]


def _since(reading: Reading, here: Current, rated: Objective, status: Status) -> Since | None:
    """Return how the last adopted cycle before this one rated the objective, where it was another status."""
    for one in other_adopted(reading, here):
        found = reading.find(Finding, cycle=one.id, objective=rated.id)
        if found and found.status != "not-due":
            changed = found.status != status and status != "not-due"
            return Since(one.code, found.status, found.evidence) if changed else None
    return None


def _disputed(act: Acting, here: Current, rated: Objective) -> bool:
    said = act.tx.find(Deliberation, cycle=here.cycle.id, objective=rated.id)
    return said is not None and said.disputed


def _said(act: Acting, here: Current, rated: Objective, command: Propose | MakeRemark) -> Deliberation:
    known = act.tx.find(Deliberation, cycle=here.cycle.id, objective=rated.id)
    fresh = known or Deliberation(act.new_id(), here.cycle.id, rated.id)
    events = decide_deliberation(known, command, fresh)
    changed: Deliberation = act.record(fresh.id, events) if events else fresh
    return changed


def _basis(reading: Reading, here: Current, named: str) -> str:
    """Return what a rating rests on. What looks like the code of an input or of a register's entry must be there.

    Raises:
        Refused: `no-such-basis`, with the nearest code.
    """
    code, prefixes = named.upper(), (f"{here.evaluation.code}/", f"{here.dialogue.code.upper()}/")
    if not (code.startswith(prefixes) or _CODE.fullmatch(code)):
        return named  # a source in words
    there = [known.code for known in reading.all(Input, cycle=here.cycle.id)]
    there += [entry.code for entry in reading.all(Entry, dialogue=here.dialogue.id) if entry.stands]
    if code in there:
        return code
    near = [known for known in there if known.endswith(f"/{code}")] or get_close_matches(code, there, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise Refused("no-such-basis", f"There is no input and no entry {named!r}.{hint}")
