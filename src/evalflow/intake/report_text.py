"""The texts of a report as one Markdown file: the template that the body fills in, and what is read back from it."""

from collections.abc import Iterator, Mapping

from evalflow.definitions.problems import nearest, shown
from evalflow.evaluation.report.narrative import PARTS
from evalflow.intake.faults import Faults
from evalflow.intake.sections import escaped, sections
from evalflow.intake.text import read_text

_TITLES: Mapping[str, str] = {part.title.casefold(): name for name, part in PARTS.items()}
_HOW = (
    "Write below the headings; an empty line begins a new paragraph, which is numbered in the report.",
    "What stays empty is left as it is on record. Lines like this one are passed over.",
)


def report_template(cycle: str, texts: Mapping[str, str]) -> str:
    """Return the file to fill in, with what is written already under its headings."""
    return "\n".join([f"# The report on {cycle}, in the body's own words", "", *_guides(_HOW), "", *_parts(texts)])


def _parts(texts: Mapping[str, str]) -> Iterator[str]:
    for name, part in PARTS.items():
        yield from (f"## {part.title}", "", *_guides((part.guide,)), "", escaped(texts.get(name, "")), "")


def _guides(says: tuple[str, ...]) -> Iterator[str]:
    return (f"<!-- guide: {said} -->" for said in says)


def read_report_text(raw: bytes, file: str) -> dict[str, str]:
    """Return the texts that a filled file holds, by the names of their parts; those left empty are not among them.

    Raises:
        InvalidInput: `report-not-taken`, a heading is none of the template or comes twice, text stands before the
            first, or nothing is written; or one of `read_text`.
    """
    faults, found, places = Faults(file), dict[str, str](), dict[str, int]()
    first, *rest = sections(read_text(raw, file))
    for line, text in first.filled_lines:
        if not text.startswith("# "):
            faults.note(f"{file}:{line}", f"{shown(text.strip())} stands below no heading of the template.")
    for section in rest:
        name = _TITLES.get(section.heading.casefold(), "")
        where = f"{file}:{section.line}"
        if not name:
            titles = [part.title for part in PARTS.values()]
            hint = nearest(section.heading, titles)
            faults.note(where, f"{shown(section.heading)} is no part of a report. {hint}It has: {', '.join(titles)}.")
        elif name in places:
            faults.note(where, f"{shown(section.heading)} comes a second time; the first is at line {places[name]}.")
        elif text := "\n\n".join(section.texts):
            found[name] = text
        places.setdefault(name, section.line)
    if not found and not faults:
        faults.note(file, "Nothing is written below any heading.")
    faults.refuse("report-not-taken")
    return found
