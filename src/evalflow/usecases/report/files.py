"""A public record → its files: PDF, HTML and the data, in a folder, or their content alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evalflow.effects.disk.files import write_new, write_over
from evalflow.effects.record_json import from_json, to_json
from evalflow.errors import Broken
from evalflow.evaluation.publications import Publication
from evalflow.evaluation.report.record import PublicRecord
from evalflow.resources import resource
from evalflow.usecases.door.door import Door, Printer
from evalflow.usecases.door.incidents import noted
from evalflow.usecases.door.published import hashes_of
from evalflow.usecases.report.names import EXAMPLE, FOLDER, PROGRAM, edition_of, names_of

Write = Callable[[Path, bytes], None]


@dataclass(frozen=True)
class Built:
    """The files made from one record, the PDF first if there is one, and the signs for which no font is here."""

    files: tuple[Path, ...]
    without_font: str = ""

    @property
    def pdf(self) -> Path:
        return self._with(".pdf")

    @property
    def html(self) -> Path:
        return self._with(".html")

    @property
    def json(self) -> Path:
        return self._with(".json")

    def _with(self, ending: str) -> Path:
        return next(path for path in self.files if path.suffix == ending)


@dataclass(frozen=True)
class Made:
    """The content of the files by name, the PDF first; as in `Built`."""

    files: Mapping[str, bytes]
    without_font: str


def rebuild(record_file: Path, folder: Path, printer: Printer) -> Built:
    """Make the same PDF and HTML again from a saved record (JSON) alone, without any database."""
    record = from_json(record_file.read_bytes())
    stem = record_file.stem
    if record.example and not stem.startswith(EXAMPLE):
        stem = f"{EXAMPLE}{stem}"
    names = (f"{stem}.pdf", f"{stem}.html", f"{stem}.json")
    printed = _printed(record, _pages(record, names), names, folder, write_public, printer)
    return _written(printed, folder, write_public)


def made_files(door: Door, record: PublicRecord, folder: Path, *, with_pdf: bool = True) -> Mapping[str, bytes]:
    """Make the files of an edition, write them into the folder `reports`, and return their content by name."""
    return made(door, record, folder / FOLDER, write_public, with_pdf=with_pdf)[0]


def made(
    door: Door,
    record: PublicRecord,
    folder: Path | None,
    write: Write,
    published: Publication | None = None,
    *,
    with_pdf: bool = True,
) -> tuple[Mapping[str, bytes], Built]:
    """Make the files of a record, the PDF first, and write them unless there is no folder for them.

    Return their content by name, and where they are. What fails is an incident. HTML and data are written even where
    no PDF can be made.
    """
    kind = "draft" if record.cover.status == "draft" else "report"
    names = names_of(record.cover.cycle, edition_of(kind, len(record.cover.redactions)), example=record.example)
    with noted(door, "template", record.cover.cycle, kind):
        pages = _pages(record, names)
    with noted(door, "effect", record.cover.cycle, kind):
        place = None if door.dry_run or published else folder
        printed = Made(_others(record, pages, names), "")
        if with_pdf:
            printed = _printed(record, pages, names, place, write, door.printer)
        if published and hashes_of(printed.files) != published.files:
            raise Broken(
                "published-differs",
                f"The report on {record.cover.cycle} was published by an older version, which kept no copy of its "
                "files. Made now, they would differ from what was published. Put the files back from a copy you saved.",
            )
        if folder is None:
            return printed.files, _paths(printed, Path())
        return printed.files, given_out(door, printed, folder, write)


def given_out(door: Door, made: Made, folder: Path, write: Write) -> Built:
    return _paths(made, folder) if door.dry_run else _written(made, folder, write)


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
    printer: Printer,
) -> Made:
    """Return the three files, with the data in the PDF too. Without a PDF the other two are written nevertheless.

    Raises:
        Broken: no PDF can be made, with the text that is the longest.
    """
    files = _others(record, pages, names)
    attached = {names[2]: files[names[2]]}
    try:
        printed = printer(pages.paper, created=record.anchor.cut_off, attachments=attached)
    except Broken as failed:
        raise Broken(failed.code, f"{failed}{_rest(record, files, folder, write)}") from failed
    return Made({names[0]: printed.pdf, **files}, printed.without_font)


def _others(record: PublicRecord, pages: _Pages, names: tuple[str, str, str]) -> dict[str, bytes]:
    """Return what needs no PDF: the page for a screen, and the data."""
    return {names[1]: pages.screen.encode("utf-8"), names[2]: to_json(record)}


def _rest(record: PublicRecord, files: Mapping[str, bytes], folder: Path | None, write: Write) -> str:
    """Write what can be made without a PDF, and return what is said of it and of the longest text."""
    from evalflow.effects.printable import heaviest

    if folder is None:
        return f" {heaviest(record)}"
    for name, content in files.items():
        write(folder / name, content)
    return f" {heaviest(record)} Written without the PDF: {', '.join(files)}."


def _written(made: Made, folder: Path, write: Write) -> Built:
    if write is write_public:  # a report, not a draft, which is made anew each time
        write_over(folder / PROGRAM, resource("templates", "reports", PROGRAM).read_bytes(), public=True)
    for name, content in reversed(list(made.files.items())):  # the PDF last: where it stands, the others do
        write(folder / name, content)
    return _paths(made, folder)


def write_public(path: Path, content: bytes) -> None:
    """Write a file of a report, which everybody may read; a draft is its owner's alone."""
    write_new(path, content, public=True)


def _paths(made: Made, folder: Path) -> Built:
    return Built(tuple(folder / name for name in made.files), made.without_font)
