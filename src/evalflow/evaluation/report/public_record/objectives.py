"""Objectives and findings → a line for each, in order of codes: its wording, its timeframe, what was found."""

from collections.abc import Iterator, Mapping, Sequence

from evalflow.evaluation.findings.findings import UNRATED, Finding, Link, Votes, is_due
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.ratings import Ratings, said_by, side_by_side
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.visible import Visible
from evalflow.evaluation.report.record import ChangeLine, DissentLine, FindingLine, PartLine
from evalflow.evaluation.wording import capital, date_words, day_words, ended, in_order

NOT_KNOWN = "not known"
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
        published=date_words(objective.published_on) or NOT_KNOWN,
        instrument=objective.instrument,
        due=date_words(objective.due),
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
        grading=tuple(visible.without_hidden_codes(said) for said in _grading(found)) if found else (),
        contributed=tuple(visible.without_hidden_codes(said) for said in _contributed(found.link)) if found else (),
        regraded=tuple(visible.without_hidden_codes(said) for said in _regraded(known, found)) if found else (),
        decided=_decided(found.votes) if found else "",
        rated_elsewhere=tuple(capital(said) for one in elsewhere for said in said_by(known.dialogue, one)),
        quoted_from=objective.source if objective.wording == "published" else "",
        elsewhere_remarks=tuple(remark.text for one in elsewhere for remark in one.remarks),
        dissents=tuple(DissentLine(one.by, visible.without_hidden_codes(one.text)) for one in found.dissents)
        if found
        else (),
    )


def _grading(found: Finding) -> Iterator[str]:
    if found.status in UNRATED or not found.ceiling_reasons:
        return
    yield f"The evidence on record allowed the grade {found.ceiling}. {' '.join(found.ceiling_reasons)}"
    if found.below_because:
        yield f"It is graded {found.evidence} because {ended(found.below_because)}"


def _contributed(link: Link | None) -> Iterator[str]:
    if link:
        yield f"Raised in {link.raised_in}; the change is dated {date_words(link.changed_on)}."
        yield f"How the one may have led to the other: {ended(link.mechanism)}"
        yield f"What else may explain it: {ended(link.alternative)}"


def _regraded(known: Everything, found: Finding) -> Iterator[str]:
    if since := found.since:
        was = f"{since.status.replace('-', ' ')}, on {since.evidence} evidence"
        yield f"The evaluation {since.cycle} rated it {was}. Why that changed: {ended(since.reason)}"
    for one in found.earlier:
        was = f"{one.status.replace('-', ' ')}, on {one.evidence} evidence"
        same = (one.status, one.evidence, one.contribution) == (found.status, found.evidence, found.contribution)
        why = "Why it was rated again" if same else "Why that changed"
        yield f"On {day_words(known.day(one.rated_at))} it was rated {was}. {why}: {ended(one.reason)}"


def _decided(votes: Votes | None) -> str:
    if votes is None:
        return ""
    return (
        f"The body decided with {votes.in_favour} in favour, {votes.against} against and {votes.abstained} abstaining."
    )


def _contribution(found: Finding) -> str:
    return NOT_ASSESSED if found.status in UNRATED else found.contribution


def _withdrawn(known: Everything, objective: Objective, changes: Sequence[ChangeLine]) -> str:
    if not objective.withdrawn_on:
        return ""
    numbers = [one.number for one in changes if one.objective == objective.code and one.kind in _ENDED]
    where = f"; see change {numbers[-1]}" if numbers else ""
    heirs = [one.code for one in known.objectives if objective.code in one.descends_from.splitlines()]
    into = f" into {' and '.join(sorted(heirs, key=in_order))}" if heirs else ""
    how = next((one.kind for one in reversed(objective.changes) if one.kind in _ENDED), "withdrawn")
    return f"It was {how}{into} ({date_words(objective.withdrawn_on)}){where}."


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _basis(visible: Visible, found: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(visible.without_hidden_codes(what) for what in found.basis))


def _parts(objective: Objective, found: Finding | None) -> Iterator[PartLine]:
    for n, text in enumerate(objective.parts.splitlines()):
        letter = chr(ord("a") + n)
        yield PartLine(f"{objective.code}{letter}", text, found.parts.get(letter, "") if found else "")
