"""What is recorded of one evaluation → the picture that may be published, and what it lacks before it is adopted."""

from collections.abc import Iterable, Mapping
from datetime import date

from evalflow.definitions.registry import read_coordination, read_general, read_pairs
from evalflow.engine.heart import apply
from evalflow.engine.words import CycleOpened
from evalflow.errors import Refused
from evalflow.evaluation.people import Person, Record
from evalflow.evaluation.pinned import Definition
from evalflow.evaluation.report.narrative import Narrative
from evalflow.evaluation.report.public_record import Everything, Happened, picture
from evalflow.evaluation.report.public_record.checks import ReportCheck, report_checks, with_checks
from evalflow.evaluation.report.record import PublicRecord
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, conduct_of, facts_about, progress_of, with_standing, workflow_of
from evalflow.usecases.door.door import CLOCK
from evalflow.usecases.report.scorecards import card_of, scored_topics


def checked(
    reading: Reading, current: Current, adopted_on: date | None
) -> tuple[PublicRecord, tuple[ReportCheck, ...]]:
    """Return the picture, and every check of it."""
    known = everything(reading, current)
    record = picture(known, status="adopted" if adopted_on else "draft", adopted_on=adopted_on)
    checks = report_checks(known, record, facts_about(reading, current))
    return with_checks(known, record, checks), checks


def checks_of(reading: Reading, current: Current) -> tuple[ReportCheck, ...]:
    """Return what the report of an evaluation that is not adopted lacks, section by section."""
    return checked(reading, current, adopted_on=None)[1]


def everything(reading: Reading, current: Current) -> Everything:
    """Return all that is recorded of one evaluation, for the picture that may be published."""
    progress = progress_of(reading, current)
    names = {person.id: person.name for person in reading.all(Person)} | {CLOCK: "the clock"}
    happened = [Happened(e.at, e.by, e.event) for e in reading.journal(subject=current.cycle.id) if e.event is not None]
    opened = next(one.event for one in happened if isinstance(one.event, CycleOpened))
    texts = {d.name: d for d in reading.all(Definition) if d.kind == "registry"}
    conduct = conduct_of(reading, current.dialogue)
    return Everything(
        record=reading.all(Record)[0],
        people=names,
        dialogue=with_standing(reading, current.dialogue),
        objectives=conduct.objectives,
        evaluation=current.evaluation,
        cycle=current.cycle,
        workflow=current.workflow,
        opened_by=workflow_of(reading, apply(None, opened)),
        history=happened,
        inputs=progress.inputs,
        findings=progress.findings,
        criteria=current.criteria,
        pairs=read_pairs(*_pinned(texts, "pairs")) if "pairs" in texts else (),
        coordination=read_coordination(*_pinned(texts, "coordination")) if "coordination" in texts else (),
        general=read_general(*_pinned(texts, "general")) if "general" in texts else (),
        head=reading.head(),
        now=current.now,
        completeness=conduct.completeness,
        entries=[entry for entries in conduct.registers.values() for entry in entries],
        scorecard=card_of(reading, current),
        scored=scored_topics(reading, current),
        recommendations=progress.recommendations,
        codes={evaluation.id: evaluation.code for evaluation in conduct.evaluations},
        narrative=reading.get(Narrative, current.cycle.id),
        earlier=tuple(zip(progress.before, progress.earlier, strict=True)),
    )


def _pinned(texts: Mapping[str, Definition], name: str) -> tuple[bytes, str]:
    return texts[name].text.encode("utf-8"), name


def refuse_incomplete(code: str, checks: Iterable[ReportCheck]) -> None:
    """Refuse to adopt a report that lacks something nobody has set aside.

    Raises:
        Refused: `report-incomplete`, with all that is missing and the commands that supply it.
    """
    by_remedy: dict[str, list[str]] = {}
    for check in checks:
        if check.blocks:
            by_remedy.setdefault(check.remedy, []).append(check.missing)
    if not by_remedy:
        return
    lines = ["The report is not complete, so it cannot be adopted yet:"]
    for remedy, missing in by_remedy.items():
        lines += [*(f"  - {one}" for one in missing), f"    {remedy}"]
    aside = f"evalflow report override {code} CHECK --reason TEXT"
    lines.append(f"What others do not rely on, a named person can set aside; it is printed: {aside}")
    raise Refused("report-incomplete", "\n".join(lines))
