"""From the record to the report: a draft, the frozen picture that is adopted, and the files that are published."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from evalflow.effects.files import write_new, write_over
from evalflow.effects.record_json import from_json, to_json
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
    Publication,
    PublishReport,
    RecordDraft,
    decide_evaluation,
)
from evalflow.evaluation.picture.compared import compared
from evalflow.evaluation.record import PublicRecord
from evalflow.resources import resource
from evalflow.store.reading import Reading
from evalflow.store.triggers import ERASED
from evalflow.usecases.current import Current, current, facts_about, read_current, tick_one
from evalflow.usecases.door import Acting, Door, acting, looking
from evalflow.usecases.frozen import frozen as frozen
from evalflow.usecases.frozen import refuse_protected as refuse_protected
from evalflow.usecases.incidents import noted, open_incidents
from evalflow.usecases.leaving import has_left, leaves, refuse_gone_back
from evalflow.usecases.people import by_name
from evalflow.usecases.pictures import checked, refuse_incomplete
from evalflow.usecases.published import hashes_of, keep_files, published_files
from evalflow.usecases.soundness import refuse_unsound

Write = Callable[[Path, bytes], None]

FOLDER = "reports"
PROGRAM = "check_receipt.py"  # what readers check a proof with; it lies beside the reports
EXAMPLE = "EXAMPLE-"  # the name of every file made from an example begins with it


@dataclass(frozen=True)
class Built:
    """The three files made from one record, and the signs in it for which this machine has no font."""

    pdf: Path
    html: Path
    json: Path
    without_font: str = ""


@dataclass(frozen=True)
class _Made:
    """The content of the three files by name, the PDF first; as in `Built`."""

    files: Mapping[str, bytes]
    without_font: str


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
            return _given_out(door, _Made(files, ""), folder / FOLDER, _write_public)
        size = reading.size()
        record = frozen(reading, here) if adopted else checked(reading, here, adopted_on=None)[0]
        published = here.evaluation.publication
    begins()
    write = _write_public if adopted else write_over
    _, built = _made(door, record, folder / FOLDER, write, published)
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
    for path in (built.pdf, built.html, built.json):
        path.unlink(missing_ok=True)
    raise Refused(
        "erased-meanwhile",
        "A text was erased from the record while the draft was made, so the draft was destroyed. Make it again.",
    )


def names_of(code: str, kind: str, *, example: bool) -> tuple[str, str, str]:
    """Return the names of the PDF, HTML and JSON of one evaluation; `kind` is draft or report."""
    stem = f"{EXAMPLE if example else ''}{code}-{kind}"
    return f"{stem}.pdf", f"{stem}.html", f"{stem}.json"


def edition_of(kind: str, redactions: int) -> str:
    """Return what the names of an edition's files end with: "report", after a redaction "report-edition-2"."""
    return f"{kind}-edition-{redactions + 1}" if redactions else kind


def rebuild(record_file: Path, folder: Path) -> Built:
    """Make the same PDF and HTML again from a saved record (JSON) alone, without any database."""
    record = from_json(record_file.read_bytes())
    stem = record_file.stem
    if record.example and not stem.startswith(EXAMPLE):
        stem = f"{EXAMPLE}{stem}"
    names = (f"{stem}.pdf", f"{stem}.html", f"{stem}.json")
    made = _printed(record, _pages(record, names), names, folder, _write_public)
    return _written(made, folder, _write_public)


def adoption_events(act: Acting, here: Current) -> list[object]:
    """Freeze the public record as it stands and return its adoption. Its head is that of the data cut-off."""
    refuse_gone_back(act.tx, act.marks)
    refuse_unsound(act.tx)
    record, checks = checked(act.tx, here, adopted_on=here.today)
    refuse_incomplete(here.evaluation.code, checks)
    raw = to_json(record)
    adoption = Adoption(act.now, here.today, act.by, act.tx.put_blob(raw), record.head.size, record.head.root)
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


def publish(door: Door, code: str, folder: Path, begins: Callable[[], None] = _unheard) -> Built:
    """Publish the adopted report: make its files from the frozen record, then record their hashes.

    A published file is never overwritten: the same record gives the same bytes, so a repeated call finds them there.
    A dry run writes none. `begins` is as in `build_draft`.

    Raises:
        Refused: `record-unsound`; or it is not adopted, published before, an embargo stands before it, other content
            stands in a file's place, or `tightened-since`, see `refuse_protected`.
    """
    with acting(replace(door, dry_run=True)) as act:  # what would be refused is refused before a file is written
        refuse_gone_back(act.tx, act.marks)
        refuse_unsound(act.tx)
        here = current(act, code)
        _publish(act, here, {})
        record = frozen(act.tx, here)
    begins()
    leaves(door)
    files, built = _made(door, record, folder / FOLDER, _write_public)
    with acting(door) as act:
        refuse_unsound(act.tx)
        _publish(act, current(act, code), hashes_of(files))
        keep_files(act.tx, files)
    has_left(door)
    return built


def made_files(door: Door, record: PublicRecord, folder: Path) -> Mapping[str, bytes]:
    """Make the files of an edition, write them into the folder `reports`, and return their content by name."""
    return _made(door, record, folder / FOLDER, _write_public)[0]


def report_pdf(door: Door, code: str) -> tuple[str, bytes]:
    """Return name and content of an adopted report's PDF: as it was published, or made from the adopted record.

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
    made, _ = _made(door, record, None, _write_public, published)
    return next(iter(made.items()))


def _publish(act: Acting, here: Current, files: Mapping[str, str]) -> None:
    step = _publishing_step(here)
    published = PublishReport(Publication(act.now, here.today, files, kept=True))
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
    if here.evaluation.publication is None and here.evaluation.adoption and steps and here.cycle.status == "running":
        stands = ", ".join(here.cycle.open)
        raise Refused("not-at-publication", f"The report cannot be published yet. Open: {stands}.")
    return ""


def _made(
    door: Door, record: PublicRecord, folder: Path | None, write: Write, published: Publication | None = None
) -> tuple[Mapping[str, bytes], Built]:
    """Make the three files of a record, the PDF first, and write them unless there is no folder for them.

    Return their content by name, and where they are. What fails is an incident. HTML and data are written even where
    no PDF can be made.
    """
    kind = "draft" if record.status == "draft" else "report"
    names = names_of(record.cycle, edition_of(kind, len(record.redactions)), example=record.example)
    with noted(door, "template", record.cycle, kind):
        pages = _pages(record, names)
    with noted(door, "effect", record.cycle, kind):
        place = None if door.dry_run or published else folder
        made = _printed(record, pages, names, place, write, (door.pdf_seconds, door.pdf_memory))
        if published and hashes_of(made.files) != published.files:
            raise Broken(
                "published-differs",
                f"The report on {record.cycle} was published by an older version, which kept no copy of its files. "
                "Made now, they would differ from what was published. Put the files back from a copy you saved.",
            )
        if folder is None:
            return made.files, _paths(made, Path())
        return made.files, _given_out(door, made, folder, write)


def _given_out(door: Door, made: _Made, folder: Path, write: Write) -> Built:
    return _paths(made, folder) if door.dry_run else _written(made, folder, write)


def made_again(door: Door, folder: Path) -> list[Built]:
    """Make the reports anew whose making failed and whose next attempt has come. An adopted one is not published by it.

    One that fails again, or whose place something else has taken, stays an open incident, and keeps none of the others
    back. A dry run makes none.
    """
    with looking(door) as (reading, now):
        codes = dict.fromkeys(
            one.subject for one in open_incidents(reading) if _of_a_report(one) and one.next_at <= now
        )
    found = []
    for code in codes if not door.dry_run else ():
        with suppress(Broken, Refused):
            found.append(build_draft(door, code, folder))
    return found


def _of_a_report(incident: Incident) -> bool:
    return incident.kind != "rule" and incident.place in ("draft", "report")


@dataclass(frozen=True)
class _Pages:
    """The same document for paper and for a screen."""

    paper: str
    screen: str


def _pages(record: PublicRecord, names: tuple[str, str, str]) -> _Pages:
    from evalflow.effects.page import to_html, to_pdf_html  # here, because it is slow to import and few need it

    return _Pages(to_pdf_html(record, names[2]), to_html(record, names[2]))


def _printed(
    record: PublicRecord,
    pages: _Pages,
    names: tuple[str, str, str],
    folder: Path | None,
    write: Write,
    limits: tuple[int, int] | None = None,
) -> _Made:
    """Return the three files, with the data in the PDF too. Without a PDF the other two are written nevertheless.

    Raises:
        Broken: no PDF can be made, with the text that is the longest.
    """
    from evalflow.effects.pdf import Limits, to_pdf

    pdf, html, json = names
    raw = to_json(record)
    files = {html: pages.screen.encode("utf-8"), json: raw}
    try:
        allowed = Limits(*limits) if limits else Limits()
        printed = to_pdf(pages.paper, created=record.cut_off, attachments={json: raw}, limits=allowed)
    except Broken as failed:
        raise Broken(failed.code, f"{failed}{_rest(record, files, folder, write)}") from failed
    return _Made({pdf: printed.pdf, **files}, printed.without_font)


def _rest(record: PublicRecord, files: Mapping[str, bytes], folder: Path | None, write: Write) -> str:
    """Write what can be made without a PDF, and return what is said of it and of the longest text."""
    from evalflow.effects.printable import heaviest

    if folder is None:
        return f" {heaviest(record)}"
    for name, content in files.items():
        write(folder / name, content)
    return f" {heaviest(record)} Written without the PDF: {', '.join(files)}."


def _written(made: _Made, folder: Path, write: Write) -> Built:
    if write is _write_public:  # a report, not a draft, which is made anew each time
        write_over(folder / PROGRAM, resource("templates", "reports", PROGRAM).read_bytes(), public=True)
    for name, content in reversed(list(made.files.items())):  # the PDF last: where it stands, the others do
        write(folder / name, content)
    return _paths(made, folder)


def _write_public(path: Path, content: bytes) -> None:
    """Write a file of a report, which everybody may read; a draft is its owner's alone."""
    write_new(path, content, public=True)


def _paths(made: _Made, folder: Path) -> Built:
    pdf, html, json = (folder / name for name in made.files)
    return Built(pdf, html, json, made.without_font)
