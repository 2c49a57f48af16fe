"""A public record → the report as one HTML document: for a screen, and for the printer of the PDF."""

import traceback
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from evalflow.effects import wording
from evalflow.effects.acronyms import acronyms
from evalflow.effects.differences import difference
from evalflow.effects.drawing import diagram
from evalflow.effects.drawing.drawings import drawn
from evalflow.effects.drawing.timeline import timeline
from evalflow.effects.foreign_text import direction, heading, paragraphs, pieces
from evalflow.effects.printable import printable
from evalflow.effects.printing.pdf import RECORD_FILE
from evalflow.engine.zones import zone_named
from evalflow.errors import Broken
from evalflow.evaluation.inputs.confirmations import CATEGORY_WORDS
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.figures import figures
from evalflow.evaluation.report.narrative import PARTS
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.consultation import InputCount
from evalflow.evaluation.report.wording import worded
from evalflow.evaluation.statements import IN_WORDS, STATUSES
from evalflow.evaluation.wording import the
from evalflow.resources import resource


@dataclass(frozen=True)
class Section:
    """One part of the report. `opens` a page where it is a large one."""

    id: str
    number: str
    title: str
    opens: bool = False

    @property
    def template(self) -> str:
        return f"sections/{self.id}.html.j2"


SECTIONS = (
    Section("summary", "1", "Summary"),
    Section("dialogue", "2", "The dialogue", opens=True),
    Section("purpose", "3", "Purpose, scope and questions"),
    Section("method", "4", "Method, independence, ethics and limits"),
    Section("timetable", "5", "Timetable, planned and actual"),
    Section("findings", "6", "Findings, objective by objective", opens=True),
    Section("outcomes", "7", "Stated outcomes and NGO concerns"),
    Section("changes", "8", "Changes to objectives and timeframes"),
    Section("inputs", "9", "Use made of inputs"),
    Section("criteria", "10", "Suspension criteria"),
    Section("scorecard", "11", "The twelve recommendations"),
    Section("effects", "12", "Effect on other strategies"),
    Section("conclusions", "13", "Conclusions"),
    Section("decisions", "14", "Decisions"),
    Section("recommendations", "15", "Recommendations, and replies to them"),
    Section("followup", "16", "Follow-up of earlier recommendations"),
    Section("check", "Annex A", "How to check this report", opens=True),
    Section("sources", "Annex B", "Sources"),
    Section("corrections", "Annex C", "Editorial changes"),
    Section("definitions", "Annex D", "Criteria text and workflow"),
    Section("coordination", "Annex E", "Coordination with other dialogues"),
    Section("registers", "Annex F", "Registers of the dialogue"),
    Section("glossary", "Annex G", "Glossary and scales"),
    Section("terms", "Annex H", "Terms of reference"),
    Section("matrix", "Annex I", "Evaluation matrix"),
    Section("evaluators", "Annex J", "Statements of the evaluators"),
    Section("redaction", "Annex K", "What is not shown"),
    Section("general", "Annex L", "What sources say of dialogues in general"),
)
_WORKFLOW = (
    "The steps of the workflow as boxes, from the first to the end, with arrows to what follows each. The "
    "table below says the same in words."
)
DISPOSITIONS = ("used", "partly", "not-used", "out-of-scope", "already-covered", "held-back-for-safety")


def to_html(record: PublicRecord, attached: str = RECORD_FILE) -> str:
    """Return the report for a screen: one file that fetches nothing, runs nothing and reads well on a phone.

    `attached` is the name of the file, published beside it and attached to the PDF, that holds the record as JSON.

    Raises:
        Broken: `template-failed`, with the template and the line.
    """
    return _rendered(record, attached, styles=("report.css", "screen.css"))


def to_pdf_html(record: PublicRecord, attached: str = RECORD_FILE) -> str:
    """Return the same document with the rules of paper: page margins, running heads, page numbers and fonts."""
    return _rendered(record, attached, styles=("report.css", "print.css"))


def _rendered(record: PublicRecord, attached: str, styles: tuple[str, ...]) -> str:
    folder = resource("templates", "reports")
    css = "\n".join((folder / style).read_text("utf-8") for style in styles)
    script = (folder / "check_receipt.py").read_text("utf-8")
    page = _templates().get_template("report.html.j2")
    values = _values(record)
    try:
        return page.render(**values, css=css, check_receipt=script, data=attached)
    except Exception as failed:
        name, line = _place_in_a_template(failed)
        told = f"The template {name}, line {line}, cannot be filled in: {type(failed).__name__}."
        raise Broken("template-failed", f"{told} Nothing was made. Take back what was changed there last.") from failed


def _place_in_a_template(failed: BaseException) -> tuple[str, int]:
    """Return in which template, and at which of its lines, something failed; Jinja puts them in the traceback."""
    frames = traceback.extract_tb(failed.__traceback__)
    found = [(Path(frame.filename).name, frame.lineno or 0) for frame in frames if frame.filename.endswith(".j2")]
    return found[-1]


def compile_templates() -> int:
    """Return how many templates there are, each of them compiled.

    Raises:
        Broken: `template-damaged`, with the file and line of one that does not compile.
    """
    templates = _templates()
    names = templates.list_templates(extensions=("j2",))
    for name in names:
        try:
            templates.get_template(name)
        except TemplateError as damaged:
            line = getattr(damaged, "lineno", 0)
            raise Broken("template-damaged", f"The template {name} does not compile, line {line}.") from damaged
    return len(names)


def _templates() -> Environment:
    loader = FileSystemLoader(resource("templates", "reports"))
    templates = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=wording.printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(day=wording.day, instant=wording.instant, words=wording.words, capital=wording.capital)
    templates.filters.update(sentence=wording.sentence, full_stop=wording.full_stop, role=wording.role, the=the)
    templates.filters.update(heading=heading, differing=wording.differing)
    templates.filters.update(paragraphs=paragraphs, pieces=pieces, direction=direction)
    templates.globals.update(counted=wording.counted, span=wording.span, end=wording.end, difference=difference)
    return templates


def _values(record: PublicRecord) -> dict[str, Any]:
    """Return all that the templates see: the record in words, what is counted in it, what numbers paragraphs."""
    printed = printable(worded(record))
    counted, day = figures(record), record.anchor.cut_off.astimezone(zone_named(record.course.zone)).date()
    return {
        "record": printed,
        "figures": counted,
        "acronyms": acronyms(printed),
        "drawn": drawn(printed, counted),
        "parts": PARTS,
        "at": {section.id: section.number for section in SECTIONS},
        "timeline": timeline(printed.course.timetable, day),
        "workflow_picture": _workflow_picture(printable(record)),
        "sections": SECTIONS,
        "statuses": STATUSES,
        "dispositions": _dispositions(record.consultation.input_counts),
        "knowledge": IN_WORDS,
        "erasure_reasons": tuple(CATEGORY_WORDS.values()),
        "checked_on": sorted({line.checked_on for line in record.suspension.criteria if line.checked_on}),
        "notice": EXAMPLE_NOTICE if record.example else "",
        "number": count(1).__next__,
        "table": _Numbers(),
        "figure": _Numbers(),
    }


class _Numbers:
    """The numbers of tables or figures: one that is named can be referred to before its caption, and after it."""

    def __init__(self) -> None:
        self._next = count(1).__next__
        self._named: dict[str, int] = {}

    def __call__(self, name: str = "") -> int:
        if not name:
            return self._next()
        if name not in self._named:
            self._named[name] = self._next()
        return self._named[name]


def _workflow_picture(record: PublicRecord) -> Markup:
    """Return the picture as it stands on the page; a record from before there was one has no steps to draw."""
    steps = record.definitions.workflow_steps
    return Markup(diagram.svg(_WORKFLOW, steps)) if steps else Markup()  # noqa: S704 - it escapes every text


def _dispositions(rows: tuple[InputCount, ...]) -> list[str]:
    """Return the words of the table's columns: the known ones in their order, then any other that occurs."""
    others = {word for row in rows for word in row.dispositions} - set(DISPOSITIONS)
    return [*DISPOSITIONS, *sorted(others)]
