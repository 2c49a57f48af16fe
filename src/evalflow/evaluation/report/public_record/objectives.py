"""Objectives and findings → a line for each, in order of codes: its wording, its timeframe, what was found."""

from collections.abc import Iterator, Mapping, Sequence

from evalflow.evaluation.findings.findings import UNRATED, Finding, Link, Votes, is_due
from evalflow.evaluation.message import Message, Value, message
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.ratings import Ratings, said_by, side_by_side
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.sections.amendments import ChangeLine
from evalflow.evaluation.report.sections.assessment import DissentLine, FindingLine, PartLine
from evalflow.evaluation.wording import in_order

NOT_DUE = "not-due"  # printed as such, though nobody rated it: nobody has to yet
NOT_ASSESSED = "not-assessed"  # printed where nothing was assessed: "no link" would read as a finding


_ENDED = ("withdrawn", "merged", "split")


def finding_lines(known: Everything, visible: Visible, changes: Sequence[ChangeLine]) -> tuple[FindingLine, ...]:
    found = {finding.objective: finding for finding in known.findings}
    ordered = sorted(known.objectives, key=lambda objective: in_order(objective.code))
    elsewhere = _elsewhere(known, {one.code: found[one.id].status for one in ordered if one.id in found})
    return tuple(_line(known, visible, changes, one, found.get(one.id), elsewhere.get(one.code, ())) for one in ordered)


def _elsewhere(known: Everything, found: Mapping[str, str]) -> dict[str, list[Ratings]]:
    """Return what others rated, by the objective's code."""
    given: dict[str, list[Ratings]] = {}
    for one in side_by_side((entry for entry in known.entries if entry.register == "rating"), found):
        given.setdefault(one.objective, []).append(one)
    return given


def _line(
    known: Everything,
    visible: Visible,
    changes: Sequence[ChangeLine],
    objective: Objective,
    found: Finding | None,
    elsewhere: Sequence[Ratings],
) -> FindingLine:
    return FindingLine(
        code=objective.code,
        title=objective.title,
        text=objective.text,
        wording=objective.wording,
        same_as=objective.same_as,
        published=objective.published_on,
        instrument=objective.instrument,
        due=objective.due,
        no_timeframe=not (objective.due or objective.milestones),
        withdrawn=_withdrawn(known, objective, changes),
        status=found.status
        if found
        else ""
        if objective.withdrawn_on or is_due(objective, known.day(known.now))
        else NOT_DUE,
        evidence=found.evidence if found else "",
        contribution=_contribution(found) if found else "",
        cooperation=found.cooperation if found else "",
        paragraphs=_paragraphs(visible.without_hidden_codes(found.text)) if found else (),
        missing=visible.without_hidden_codes(found.missing) if found else "",
        basis=_basis(visible, found) if found else (),
        parts=tuple(_parts(objective, found)),
        rated_by=known.named(found.rated_by) if found else "",
        rated_on=known.day(found.rated_at) if found else None,
        grading=visible.everywhere(tuple(_grading(found))) if found else (),
        contributed=visible.everywhere(tuple(_contributed(found.link))) if found else (),
        regraded=visible.everywhere(tuple(_regraded(known, found))) if found else (),
        decided=_decided(found.votes) if found else None,
        rated_elsewhere=tuple(message("begun", says=m) for one in elsewhere for m in said_by(known.dialogue, one)),
        quoted_from=objective.source if objective.wording == "published" else "",
        elsewhere_remarks=tuple(remark.says for one in elsewhere for remark in one.remarks),
        dissents=tuple(DissentLine(one.by, visible.without_hidden_codes(one.text)) for one in found.dissents)
        if found
        else (),
    )


def _grading(found: Finding) -> Iterator[Message]:
    if found.status in UNRATED or not found.ceiling_reasons:
        return
    yield message("grading.allowed", grade=found.ceiling, reasons=found.ceiling_reasons)
    if found.below_because:
        yield message("grading.below", grade=found.evidence, reason=found.below_because)


def _contributed(link: Link | None) -> Iterator[Message]:
    if link:
        yield message("contribution.raised", raised_in=link.raised_in, on=link.changed_on)
        yield message("contribution.mechanism", mechanism=link.mechanism)
        yield message("contribution.alternative", alternative=link.alternative)


def _regraded(known: Everything, found: Finding) -> Iterator[Message]:
    if since := found.since:
        was = {"status": since.status, "evidence": since.evidence}
        yield message("rated.before", cycle=since.cycle, **was, reason=since.reason)
    for one in found.earlier:
        on, was = known.day(one.rated_at), {"status": one.status, "evidence": one.evidence}
        same = (one.status, one.evidence, one.contribution) == (found.status, found.evidence, found.contribution)
        yield message("rated.again" if same else "rated.changed", on=on, **was, reason=one.reason)


def _decided(votes: Votes | None) -> Message | None:
    if votes is None:
        return None
    given = {"in_favour": votes.in_favour, "against": votes.against, "abstained": votes.abstained}
    return message("rated.votes", **given)


def _contribution(found: Finding) -> str:
    return NOT_ASSESSED if found.status in UNRATED else found.contribution


def _withdrawn(known: Everything, objective: Objective, changes: Sequence[ChangeLine]) -> Message | None:
    if not objective.withdrawn_on:
        return None
    key = "objective.ended"
    how = next((one.kind for one in reversed(objective.changes) if one.kind in _ENDED), "withdrawn")
    told: dict[str, Value] = {"how": message(f"ended.{how}"), "on": objective.withdrawn_on}
    heirs = [one.code for one in known.objectives if objective.code in one.descends_from.splitlines()]
    if heirs:
        key, told = f"{key}-into", {**told, "objectives": tuple(sorted(heirs, key=in_order))}
    if numbers := [one.number for one in changes if one.objective == objective.code and one.kind in _ENDED]:
        key, told = f"{key}-see", {**told, "number": numbers[-1]}
    return message(key, **told)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _basis(visible: Visible, found: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(visible.without_hidden_codes(what) for what in found.basis))


def _parts(objective: Objective, found: Finding | None) -> Iterator[PartLine]:
    for n, text in enumerate(objective.parts.splitlines()):
        letter = chr(ord("a") + n)
        yield PartLine(f"{objective.code}{letter}", text, found.parts.get(letter, "") if found else "")
