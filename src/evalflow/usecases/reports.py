"""From the record to the report: a draft, the frozen picture that is adopted, and the files that are published."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evalflow.definitions import read_coordination, read_pairs
from evalflow.effects.files import write_new, write_over
from evalflow.effects.page import to_html, to_pdf_html
from evalflow.effects.pdf import Renderer
from evalflow.effects.record_json import from_json, to_json
from evalflow.engine.heart import decide
from evalflow.engine.words import CompleteStep
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.evaluation import (
    Adoption,
    AdoptReport,
    Evaluation,
    Publication,
    PublishReport,
    RecordDraft,
    decide_evaluation,
)
from evalflow.evaluation.people import Person, Record
from evalflow.evaluation.picture import Everything, Happened, picture
from evalflow.evaluation.pinned import Definition
from evalflow.evaluation.record import PublicRecord
from evalflow.store.reading import Reading
from evalflow.usecases.current import (
    ADOPT,
    PUBLISH,
    Current,
    conduct_of,
    current,
    facts_about,
    progress_of,
    read_current,
)
from evalflow.usecases.door import CLOCK, Acting, Door, acting, looking

FOLDER = "reports"


@dataclass(frozen=True)
class Built:
    """The three files made from one record."""

    pdf: Path
    html: Path
    json: Path


def build_draft(door: Door, code: str, folder: Path) -> Built:
    """Make a draft of the report in the folder `reports` and record that it was made.

    The files are written before the draft is recorded: what is recorded as drafted exists.
    """
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        record = _picture(reading, here, adopted_on=None)
    built = _write(record, folder / FOLDER, _stem(record, "draft"), final=False)
    with acting(door) as act:
        here = current(act, code)
        if here.evaluation.adoption is None:
            act.record(here.evaluation.id, decide_evaluation(here.evaluation, RecordDraft(), act.now))
    return built


def rebuild(record_file: Path, folder: Path) -> Built:
    """Make the same PDF and HTML again from a saved record (JSON) alone, without any database."""
    record = from_json(record_file.read_bytes())
    return _write(record, folder, record_file.stem, final=False)


def adoption_events(act: Acting, here: Current) -> list[object]:
    """Freeze the public record as it stands and return its adoption. Its head is that of the data cut-off."""
    record = _picture(act.tx, here, adopted_on=here.today)
    raw = to_json(record)
    adoption = Adoption(act.now, here.today, act.by, act.tx.put_blob(raw), record.head.size, record.head.root)
    return list(decide_evaluation(here.evaluation, AdoptReport(adoption), act.now))


def adopting_step(here: Current) -> tuple[str, str]:
    """Return the open step, and the choice in it, that adopts the report.

    Raises:
        Refused: `not-at-adoption`, with the steps that are open.
    """
    for step in here.workflow.steps:
        for choice in step.choices:
            if choice.act == ADOPT and step.name in here.cycle.open:
                return step.name, choice.name
    stands = ", ".join(here.cycle.open) or "nothing"
    raise Refused("not-at-adoption", f"The report cannot be adopted now. Open: {stands}. See `evalflow cycle status`.")


def publish(door: Door, code: str, folder: Path) -> Built:
    """Publish the adopted report: make its files from the frozen record, then record their hashes.

    A published file is never overwritten: the same record gives the same bytes, so a repeated call finds them there.
    """
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        if here.evaluation.adoption is None:
            raise Refused("not-adopted", "Only an adopted report is published. Adopt it with `evalflow report adopt`.")
        step = _publishing_step(here)
        record = from_json(reading.blob(here.evaluation.adoption.record_sha256))
    built = _write(record, folder / FOLDER, _stem(record, "report"), final=True)
    with acting(door) as act:
        here = current(act, code)
        facts = facts_about(act.tx, here)
        publication = Publication(act.now, here.today, _hashes(built))
        act.record(here.evaluation.id, decide_evaluation(here.evaluation, PublishReport(publication), act.now))
        if step:
            events = decide(here.workflow, here.cycle, CompleteStep(step), facts, act.now)
            act.record(here.cycle.id, events)
    return built


def published_pdf(door: Door, folder: Path) -> Path:
    """Return the path of the report published last.

    Raises:
        NotFound: `not-published`, no report of this record is.
    """
    with looking(door) as (reading, _):
        published = [e.publication for e in reading.all(Evaluation) if e.publication]
    if not published:
        raise NotFound("not-published", "No report of this record is published yet. See `evalflow cycle status`.")
    last = max(published, key=lambda publication: publication.published_at)
    return folder / FOLDER / next(name for name in last.files if name.endswith(".pdf"))


def _publishing_step(here: Current) -> str:
    """Return the open step that publishing completes.

    Raises:
        Refused: the embargo or another step still stands before it.
    """
    steps = [step.name for step in here.workflow.steps if step.act == PUBLISH]
    for name in steps:
        if name in here.cycle.open:
            return name
    if here.evaluation.publication:
        raise Refused("report-published", f"The report was published on {here.evaluation.publication.published_on}.")
    if steps and here.cycle.status == "running":
        stands = ", ".join(here.cycle.open)
        raise Refused("not-at-publication", f"The report cannot be published yet. Open: {stands}.")
    return ""


def _picture(reading: Reading, here: Current, adopted_on: date | None) -> PublicRecord:
    known = everything(reading, here)
    return picture(known, status="adopted" if adopted_on else "draft", adopted_on=adopted_on)


def everything(reading: Reading, here: Current) -> Everything:
    """Return all that is recorded of one evaluation, for the picture that may be published."""
    progress = progress_of(reading, here)
    names = {person.id: person.name for person in reading.all(Person)} | {CLOCK: "the clock"}
    happened = [Happened(e.at, e.by, e.event) for e in reading.journal(subject=here.cycle.id) if e.event is not None]
    texts = {d.name: d for d in reading.all(Definition) if d.kind == "registry"}
    return Everything(
        record=reading.all(Record)[0],
        people=names,
        dialogue=here.dialogue,
        objectives=progress.objectives,
        evaluation=here.evaluation,
        cycle=here.cycle,
        workflow=here.workflow,
        history=happened,
        inputs=progress.inputs,
        findings=progress.findings,
        criteria=here.criteria,
        pairs=read_pairs(*_pinned(texts, "pairs")) if "pairs" in texts else (),
        coordination=read_coordination(*_pinned(texts, "coordination")) if "coordination" in texts else (),
        head=reading.head(),
        now=here.now,
        completeness=conduct_of(reading, here.dialogue).completeness,
    )


def _pinned(texts: Mapping[str, Definition], name: str) -> tuple[bytes, str]:
    return texts[name].text.encode("utf-8"), name


def _write(record: PublicRecord, folder: Path, stem: str, *, final: bool) -> Built:
    raw = to_json(record)
    write = write_new if final else write_over
    with Renderer() as renderer:
        attached = {f"{stem}.json": raw}
        pdf = renderer.to_pdf(to_pdf_html(record), created=record.cut_off, attachments=attached)
    built = Built(folder / f"{stem}.pdf", folder / f"{stem}.html", folder / f"{stem}.json")
    write(built.json, raw)
    write(built.html, to_html(record).encode("utf-8"))
    write(built.pdf, pdf)
    return built


def _stem(record: PublicRecord, kind: str) -> str:
    return f"{'EXAMPLE-' if record.example else ''}{record.cycle}-{kind}"


def _hashes(built: Built) -> dict[str, str]:
    paths = (built.pdf, built.html, built.json)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
