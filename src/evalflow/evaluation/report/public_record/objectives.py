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


def finding_lines(everything: Everything, visible: Visible, changes: Sequence[ChangeLine]) -> tuple[FindingLine, ...]:
    found = {finding.objective: finding for finding in everything.findings}
    ordered = sorted(everything.objectives, key=lambda objective: in_order(objective.code))
    elsewhere = _elsewhere(everything, {one.code: found[one.id].status for one in ordered if one.id in found})
    return tuple(
        _line(everything, visible, changes, one, found.get(one.id), elsewhere.get(one.code, ())) for one in ordered
    )


def _elsewhere(everything: Everything, found: Mapping[str, str]) -> dict[str, list[Ratings]]:
    """Return what others rated, by the objective's code."""
    given: dict[str, list[Ratings]] = {}
    for ratings in side_by_side((entry for entry in everything.entries if entry.register == "rating"), found):
        given.setdefault(ratings.objective, []).append(ratings)
    return given


def _line(
    everything: Everything,
    visible: Visible,
    changes: Sequence[ChangeLine],
    objective: Objective,
    finding: Finding | None,
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
        withdrawn=_withdrawn(everything, objective, changes),
        status=finding.status
        if finding
        else ""
        if objective.withdrawn_on or is_due(objective, everything.day(everything.now))
        else NOT_DUE,
        evidence=finding.evidence if finding else "",
        contribution=_contribution(finding) if finding else "",
        cooperation=finding.cooperation if finding else "",
        paragraphs=_paragraphs(visible.without_hidden_codes(finding.text)) if finding else (),
        missing=visible.without_hidden_codes(finding.missing) if finding else "",
        basis=_basis(visible, finding) if finding else (),
        parts=tuple(_parts(objective, finding)),
        rated_by=everything.named(finding.rated_by) if finding else "",
        rated_on=everything.day(finding.rated_at) if finding else None,
        grading=visible.everywhere(tuple(_grading(finding))) if finding else (),
        contributed=visible.everywhere(tuple(_contributed(finding.link))) if finding else (),
        regraded=visible.everywhere(tuple(_regraded(everything, finding))) if finding else (),
        decided=_decided(finding.votes) if finding else None,
        rated_elsewhere=tuple(message("begun", says=m) for one in elsewhere for m in said_by(everything.dialogue, one)),
        quoted_from=objective.source if objective.wording == "published" else "",
        elsewhere_remarks=tuple(remark.says for ratings in elsewhere for remark in ratings.remarks),
        dissents=tuple(
            DissentLine(dissent.by, visible.without_hidden_codes(dissent.text)) for dissent in finding.dissents
        )
        if finding
        else (),
    )


def _grading(finding: Finding) -> Iterator[Message]:
    if finding.status in UNRATED or not finding.ceiling_reasons:
        return
    yield message("grading.allowed", grade=finding.ceiling, reasons=finding.ceiling_reasons)
    if finding.below_because:
        yield message("grading.below", grade=finding.evidence, reason=finding.below_because)


def _contributed(link: Link | None) -> Iterator[Message]:
    if link:
        yield message("contribution.raised", raised_in=link.raised_in, on=link.changed_on)
        yield message("contribution.mechanism", mechanism=link.mechanism)
        yield message("contribution.alternative", alternative=link.alternative)


def _regraded(everything: Everything, finding: Finding) -> Iterator[Message]:
    if since := finding.since:
        was = {"status": since.status, "evidence": since.evidence}
        yield message("rated.before", cycle=since.cycle, **was, reason=since.reason)
    for earlier in finding.earlier:
        on, was = everything.day(earlier.rated_at), {"status": earlier.status, "evidence": earlier.evidence}
        same = (earlier.status, earlier.evidence, earlier.contribution) == (
            finding.status,
            finding.evidence,
            finding.contribution,
        )
        yield message("rated.again" if same else "rated.changed", on=on, **was, reason=earlier.reason)


def _decided(votes: Votes | None) -> Message | None:
    if votes is None:
        return None
    given = {"in_favour": votes.in_favour, "against": votes.against, "abstained": votes.abstained}
    return message("rated.votes", **given)


def _contribution(finding: Finding) -> str:
    return NOT_ASSESSED if finding.status in UNRATED else finding.contribution


def _withdrawn(everything: Everything, objective: Objective, changes: Sequence[ChangeLine]) -> Message | None:
    if not objective.withdrawn_on:
        return None
    key = "objective.ended"
    how = next((change.kind for change in reversed(objective.changes) if change.kind in _ENDED), "withdrawn")
    told: dict[str, Value] = {"how": message(f"ended.{how}"), "on": objective.withdrawn_on}
    heirs = [one.code for one in everything.objectives if objective.code in one.descends_from.splitlines()]
    if heirs:
        key, told = f"{key}-into", {**told, "objectives": tuple(sorted(heirs, key=in_order))}
    if numbers := [line.number for line in changes if line.objective == objective.code and line.kind in _ENDED]:
        key, told = f"{key}-see", {**told, "number": numbers[-1]}
    return message(key, **told)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _basis(visible: Visible, finding: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(visible.without_hidden_codes(what) for what in finding.basis))


def _parts(objective: Objective, finding: Finding | None) -> Iterator[PartLine]:
    for n, text in enumerate(objective.parts.splitlines()):
        letter = chr(ord("a") + n)
        yield PartLine(f"{objective.code}{letter}", text, finding.parts.get(letter, "") if finding else "")
