"""From the record to the report: a draft, the frozen picture that is adopted, and the files that are published."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from evalflow.effects.disk.files import write_over
from evalflow.effects.record_json import to_json
from evalflow.engine.heart import decide
from evalflow.engine.incidents import Incident
from evalflow.engine.words import CompleteStep, StepClosed
from evalflow.errors import Broken, NotFound, Refused
from evalflow.evaluation.evaluation import (
    ADOPT,
    PUBLISH,
    Adoption,
    AdoptReport,
    Evaluation,
    EvaluationEvent,
    RecordDraft,
    decide_evaluation,
)
from evalflow.evaluation.publications import AddPdf, Publication, PublishReport
from evalflow.evaluation.report.public_record.compared import compared
from evalflow.store.access.reading import Reading
from evalflow.store.schema.triggers import ERASED
from evalflow.usecases.door.current import Current, current, facts_about, read_current, tick_one
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.incidents import open_incidents
from evalflow.usecases.door.leaving import has_left, leaves, refuse_gone_back
from evalflow.usecases.door.people import by_name
from evalflow.usecases.door.published import hashes_of, keep_files, published_files
from evalflow.usecases.door.soundness import refuse_unsound
from evalflow.usecases.report.files import Built, Made, given_out, made, write_public
from evalflow.usecases.report.frozen import frozen, refuse_protected
from evalflow.usecases.report.names import FOLDER
from evalflow.usecases.report.public_records import checked, refuse_incomplete


def _unheard() -> None:
    """Nobody waits to hear that the long work begins."""


def build_draft(door: Door, code: str, folder: Path, begins: Callable[[], None] = _unheard) -> Built:
    """Make the report in the folder `reports`: a draft, or once adopted the report itself, from its frozen record.

    The files are written before a draft is recorded: what is recorded as drafted exists. A dry run writes none.
    `begins` is called once nothing is refused any more and the long work begins. A published report is not made anew:
    its files are written again as they were published.

    Raises:
        NotFound: there is no such cycle.
        Refused: `tightened-since`, see `publish`; `file-exists`, other content stands in an adopted report's place; or
            `erased-meanwhile`, a draft holds what was erased while it was made.
        Broken: `publication-lost`; or `published-differs`, an older version published it and kept no copy, and what
            is made from the adopted record now is not what was published.
    """
    with acting(replace(door, dry_run=True)) as act:  # what would be refused is refused before a file is written
        current(act, code)
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        adopted = here.evaluation.adoption is not None
        if adopted:
            refuse_protected(reading, here.evaluation)
        if files := published_files(reading, here.evaluation):
            return given_out(door, Made(files, ""), folder / FOLDER, write_public)
        size = reading.size()
        record = frozen(reading, here) if adopted else checked(reading, here, adopted_on=None)[0]
        published = here.evaluation.publication
    begins()
    write = write_public if adopted else write_over
    with_pdf = published is None or bool(published.pdf)
    _, built = made(door, record, folder / FOLDER, write, published, with_pdf=with_pdf)
    with acting(door) as act:
        here = current(act, code)
        _refuse_erased(act.tx, size, built, adopted=adopted)
        if here.evaluation.adoption is None:
            act.record(here.evaluation.id, decide_evaluation(here.evaluation, RecordDraft(), act.now))
    return built


def _refuse_erased(reading: Reading, size: int, built: Built, *, adopted: bool) -> None:
    """Destroy a draft that holds what was erased while it was made: whoever erased it has looked for drafts before.

    Raises:
        Refused: `erased-meanwhile`.
    """
    if adopted or all(entry.kind != ERASED for entry in reading.journal(first=size + 1)):
        return
    for path in built.files:
        path.unlink(missing_ok=True)
    raise Refused(
        "erased-meanwhile",
        "A text was erased from the record while the draft was made, so the draft was destroyed. Make it again.",
    )


def adoption_events(act: Acting, here: Current) -> list[EvaluationEvent]:
    """Freeze the public record, which was verified, and return its adoption. Its head is that of the data cut-off."""
    refuse_gone_back(act.tx, act.marks)
    record, checks = checked(act.tx, here, adopted_on=here.today)
    refuse_incomplete(here.evaluation.code, checks)
    raw = to_json(record)
    head = record.anchor.head
    adoption = Adoption(act.now, here.today, act.by, act.tx.put_blob(raw), head.size, head.root)
    return list(decide_evaluation(here.evaluation, AdoptReport(adoption, compared(record)), act.now))


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


def publish(
    door: Door, code: str, folder: Path, begins: Callable[[], None] = _unheard, *, without_pdf: str | None = None
) -> Built:
    """Publish the adopted report: make its files from the frozen record, then record their hashes.

    A published file is never overwritten: the same record gives the same bytes, so a repeated call finds them there.
    A dry run writes none. `begins` is as in `build_draft`. `without_pdf` is why a person publishes HTML and data alone:
    no hash stands for the PDF, and `add_pdf` adds it later.

    Raises:
        Refused: `record-unsound`; or it is not adopted, published before, an embargo stands before it, other content
            stands in a file's place, `tightened-since`, see `refuse_protected`, or the reason is missing.
        Broken: no PDF can be made; HTML and data are written, and nothing is published.
    """
    with acting(replace(door, dry_run=True)) as act:  # what would be refused is refused before a file is written
        refuse_gone_back(act.tx, act.marks)
        refuse_unsound(act.tx)
        here = current(act, code)
        record = frozen(act.tx, here) if here.evaluation.adoption else None
        _publish(act, here, {".pdf": ""} if without_pdf is None else {}, without_pdf)
    assert record is not None  # noqa: S101 - what is not adopted was refused
    begins()
    leaves(door)
    with _or_without_pdf(code):
        files, built = made(door, record, folder / FOLDER, write_public, with_pdf=without_pdf is None)
    with acting(door) as act:
        refuse_unsound(act.tx)
        _publish(act, current(act, code), hashes_of(files), without_pdf)
        keep_files(act.tx, files)
    has_left(door)
    return built


@contextmanager
def _or_without_pdf(code: str) -> Iterator[None]:
    """Say of a PDF that cannot be made what a person can decide then."""
    try:
        yield
    except Broken as failed:
        if not failed.code.startswith("pdf-"):
            raise
        decide = (
            "The report is not published. To publish HTML and data now, and the PDF later: "
            f"evalflow report publish {code.upper()} --without-pdf --reason TEXT"
        )
        raise Broken(failed.code, f"{failed} {decide}") from failed


def add_pdf(door: Door, code: str, folder: Path, begins: Callable[[], None] = _unheard) -> Built:
    """Make the PDF of a report that was published without it, from its frozen record, and add it to the publication.

    The files that were published stay as they are, to the byte. A dry run writes nothing.

    Raises:
        Refused: `record-unsound`; `not-published`, or `pdf-published`: it has one, which is not made anew; or
            `tightened-since`, see `refuse_protected`.
        Broken: no PDF can be made.
    """
    with acting(replace(door, dry_run=True)) as act:
        refuse_gone_back(act.tx, act.marks)
        refuse_unsound(act.tx)
        here = current(act, code)
        decide_evaluation(here.evaluation, AddPdf("", ""), act.now)
        record, files = frozen(act.tx, here), published_files(act.tx, here.evaluation)
    begins()
    leaves(door)
    name, pdf = next(iter(made(door, record, None, write_public)[0].items()))
    built = given_out(door, Made({name: pdf, **files}, ""), folder / FOLDER, write_public)
    with acting(door) as act:
        refuse_unsound(act.tx)
        here = current(act, code)
        refuse_protected(act.tx, here.evaluation)
        added = AddPdf(name, hashes_of({name: pdf})[name])
        act.record(here.evaluation.id, decide_evaluation(here.evaluation, added, act.now))
        keep_files(act.tx, {name: pdf})
    has_left(door)
    return built


def report_pdf(door: Door, code: str) -> tuple[str, bytes]:
    """Return name and content of an adopted report's PDF: as it was published, or made from the adopted record.

    Of a report that was published without its PDF it is the HTML.

    Raises:
        Refused: `not-adopted`; or `tightened-since`, see `publish`.
        Broken: as `build_draft`.
    """
    with looking(door) as (reading, now):
        here = read_current(reading, code, now)
        if here.evaluation.adoption is None:
            raise Refused("not-adopted", f"The report on {code.upper()} is not adopted yet, so there is none to send.")
        refuse_protected(reading, here.evaluation)
        if files := published_files(reading, here.evaluation):
            return next(iter(files.items()))
        record, published = frozen(reading, here), here.evaluation.publication
    with_pdf = published is None or bool(published.pdf)
    fresh, _ = made(door, record, None, write_public, published, with_pdf=with_pdf)
    return next(iter(fresh.items()))


def _publish(act: Acting, here: Current, files: Mapping[str, str], without_pdf: str | None) -> None:
    step = _publishing_step(here)
    published = PublishReport(Publication(act.now, here.today, files, kept=True, without_pdf=without_pdf or ""))
    evaluation = act.record(here.evaluation.id, decide_evaluation(here.evaluation, published, act.now))
    if step:
        facts = facts_about(act.tx, replace(here, evaluation=evaluation))
        with by_name(act.tx, act.by, here.evaluation.code):
            events = decide(here.workflow, here.cycle, CompleteStep(step, by=act.by), facts, act.now)
        if not any(isinstance(event, StepClosed) for event in events):
            raise Refused(
                "approvals-missing",
                f"{step} takes several approvals, and publishing is the last of them. Let the others come first: "
                f"evalflow cycle complete {here.evaluation.code} {step}",
            )
        act.record(here.cycle.id, events)
        tick_one(act, here.cycle.id)


def published_pdf(door: Door, folder: Path) -> Path:
    """Return the path of the report published last.

    Raises:
        NotFound: `not-published`, no report of this record is.
    """
    with looking(door) as (reading, _):
        published = [e.publication for e in reading.all(Evaluation) if e.publication and e.publication.files]
    if not published:
        raise NotFound("not-published", "No report of this record is published yet. See `evalflow cycle status`.")
    last = max(published, key=lambda publication: publication.published_at)
    return folder / FOLDER / (last.pdf or next(name for name in last.files if name.endswith(".html")))


def _publishing_step(here: Current) -> str:
    """Return the open step that publishing completes.

    Raises:
        Refused: the embargo or another step still stands before it.
    """
    steps = [step.name for step in here.workflow.steps if step.act == PUBLISH]
    for name in steps:
        if name in here.cycle.open:
            return name
    if here.evaluation.publication is None and here.evaluation.adoption and steps and here.cycle.status == "running":
        stands = ", ".join(here.cycle.open)
        raise Refused("not-at-publication", f"The report cannot be published yet. Open: {stands}.")
    return ""


def made_again(door: Door, folder: Path) -> list[Built]:
    """Make the reports anew whose making failed and whose next attempt has come. An adopted one is not published by it.

    One that fails again, or whose place something else has taken, stays an open incident, and keeps none of the others
    back. A dry run makes none.
    """
    with looking(door) as (reading, now):
        codes = dict.fromkeys(
            incident.subject
            for incident in open_incidents(reading)
            if _of_a_report(incident) and incident.next_at <= now and not _is_published(reading, incident.subject)
        )
    builts = []
    for code in codes if not door.dry_run else ():
        with suppress(Broken, Refused):
            builts.append(build_draft(door, code, folder))
    return builts


def _is_published(reading: Reading, code: str) -> bool:
    evaluation = reading.find(Evaluation, code=code)
    return evaluation is not None and evaluation.publication is not None


def _of_a_report(incident: Incident) -> bool:
    return incident.kind != "rule" and incident.place in ("draft", "report")
