"""Adopted reports and facts side by side: over the cycles of a dialogue, over dialogues, between sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from evalflow.effects.record_json import from_json
from evalflow.evaluation.comparison import Compared
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.ratings import Ratings, side_by_side
from evalflow.evaluation.report.partners import PartnerReport
from evalflow.evaluation.report.public_record.compared import compared
from evalflow.evaluation.report.side_by_side import Differing, differing, in_common
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import dialogue_named, with_counterpart
from evalflow.usecases.door.door import Door, looking


@dataclass(frozen=True)
class ReportBeside:
    """One report beside others; `shared_by` names the partner whose it is, "" for our own."""

    report: Compared
    shared_by: str = ""


@dataclass(frozen=True)
class Over:
    """The reports in order, and the codes of the dialogues of which no report is adopted."""

    reports: tuple[ReportBeside, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class SharedObjective:
    """One objective of a group that is held in common: what its dialogue's last report found of it, "" without one."""

    group: int
    dialogue: str
    objective: Objective
    cycle: str
    status: str


def over_cycles(door: Door, code: str) -> Over:
    """Return the adopted reports of one dialogue, the oldest first, those of partners among them."""
    with looking(door) as (reading, _):
        dialogue = dialogue_named(reading, code)
        besides = [*(ReportBeside(one) for one in _own(reading, dialogue)), *_partners(reading, {dialogue.code})]
        return Over(tuple(sorted(besides, key=lambda beside: beside.report.adopted_on)))


def over_dialogues(door: Door, counterpart: str = "") -> Over:
    """Return the last adopted report of each dialogue, or of those with one counterpart, by the names of the partners.

    Raises:
        NotFound: `no-such-counterpart`, with those there are.
    """
    with looking(door) as (reading, _):
        chosen = with_counterpart(reading.all(Dialogue), counterpart)
        own = {dialogue.code: _own(reading, dialogue) for dialogue in chosen}
        partners = _partners(reading, {one.code for one in chosen})
    last = [ReportBeside(reports[-1]) for reports in own.values() if reports]
    heard = {beside.report.dialogue for beside in partners}
    without = tuple(code for code, reports in own.items() if not reports and code not in heard)
    return Over((*last, *partners), without)


def common_objectives(door: Door) -> list[SharedObjective]:
    """Return the objectives that dialogues hold in common, group by group."""
    with looking(door) as (reading, _):
        dialogues = {dialogue.id: dialogue for dialogue in reading.all(Dialogue)}
        groups = in_common(reading.all(Objective))
        found = _found(reading, {one.dialogue for group in groups for one in group}, dialogues)
    return [
        SharedObjective(
            number,
            dialogues[objective.dialogue].code,
            objective,
            *found.get((objective.dialogue, objective.code), ("", "")),
        )
        for number, group in enumerate(groups, start=1)
        for objective in group
    ]


def _found(
    reading: Reading, chosen: set[str], dialogues: Mapping[str, Dialogue]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Return for each objective, by dialogue and code, the last adopted report on it and the status found."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for id_ in chosen:
        for report in _own(reading, dialogues[id_])[-1:]:
            found |= {(id_, one.code): (report.cycle, one.status) for one in report.objectives}
    return found


def conflicting_facts(door: Door, code: str = "") -> list[Differing]:
    """Return each fact on which sources differ, of one dialogue or of all."""
    with looking(door) as (reading, _):
        chosen = [dialogue_named(reading, code)] if code else reading.all(Dialogue)
        return [
            fact
            for dialogue in chosen
            for fact in differing(
                dialogue, [entry for entry in reading.all(Entry, dialogue=dialogue.id) if entry.stands]
            )
        ]


def ratings_given(door: Door, code: str = "") -> list[tuple[Dialogue, Ratings]]:
    """Return what others rated, in one dialogue or in all, beside each other and what its last adopted report found."""
    with looking(door) as (reading, _):
        chosen = {one.id: one for one in ([dialogue_named(reading, code)] if code else reading.all(Dialogue))}
        given = [
            entry for id_ in chosen for entry in reading.all(Entry, dialogue=id_, register="rating") if entry.stands
        ]
        rated = (chosen[id_] for id_ in dict.fromkeys(entry.dialogue for entry in given))
        last = (report for dialogue in rated for report in _own(reading, dialogue)[-1:])
        found = {one.code: one.status for report in last for one in report.objectives}
        return [(chosen[ratings.dialogue], ratings) for ratings in side_by_side(given, found)]


def _own(reading: Reading, dialogue: Dialogue) -> list[Compared]:
    """Return what is compared of each adopted report, the oldest first; of an older one it is read from its record."""
    adopted = [one for one in reading.all(Evaluation, dialogue=dialogue.id) if one.adoption]
    found = [
        evaluation.compared or compared(from_json(reading.blob(evaluation.adoption.record_sha256)))
        for evaluation in adopted
        if evaluation.adoption
    ]
    return sorted(found, key=lambda one: one.adopted_on)


def _partners(reading: Reading, codes: set[str]) -> list[ReportBeside]:
    """Return the reports that partners have shared on these dialogues, the oldest first."""
    partner_reports = [one for one in reading.all(PartnerReport) if one.compared.dialogue in codes]
    ordered = sorted(
        partner_reports,
        key=lambda partner_report: (partner_report.compared.dialogue, partner_report.compared.adopted_on),
    )
    return [ReportBeside(one.compared, one.shared_by) for one in ordered]
