"""A filled Markdown template, or a letter with a cover and headings of its own → a draft."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from evalflow.definitions.problems import nearest, shown
from evalflow.intake.cover import (
    COVER,
    NOTHING,
    Said,
    checked_cover,
    finished,
    known_objective,
    no_such_objective,
)
from evalflow.intake.drafts import Attachments, InputDraft, PointDraft
from evalflow.intake.faults import Faults
from evalflow.intake.sections import TextSection, sections
from evalflow.intake.template import ANYTHING_ELSE, SUSPENSION
from evalflow.intake.text import read_text

_OWN: Final = (SUSPENSION.casefold(), ANYTHING_ELSE.casefold())
_COVER_LINE: Final = re.compile(r"[ \t]*([^:：]+?)[ \t]*[:：](.*)", re.DOTALL)
_CODE: Final = re.compile(r"[^\s:·]+")


def read_markdown(
    raw: bytes,
    file: str,
    objectives: Collection[str] = (),
    *,
    encoding: str | None = None,
    attachments: Attachments = (),
    instead: Said = NOTHING,
) -> InputDraft:
    """Return what a filled template says; sections left empty are passed over, `content` is `raw`.

    `objectives` are the codes a heading may begin with; where they come with titles, a title does as well. Any other
    heading begins a point tied to no objective and stays its first line; a note says so. Line ends stay as they are
    written. `instead` is as in `checked_cover`.

    Raises:
        InvalidInput: code `input-not-taken` with every problem and its line, or one of `read_text`.
    """
    faults = Faults(file)
    first, *rest = sections(read_text(raw, file, encoding))
    said, places = _cover(first, faults)
    draft = checked_cover(said, places, f"{file}:1", faults, instead)
    points = [point for section in rest for point in _points(section, objectives, faults)]
    notes = tuple(_note(section, file) for section in rest if _about(section, objectives) is None)
    return replace(finished(draft, raw, points, attachments, faults), notes=notes)


def _cover(first: TextSection, faults: Faults) -> tuple[dict[str, str], dict[str, str]]:
    said: dict[str, str] = {}
    places: dict[str, str] = {}
    for line, text in first.filled_lines:
        where = f"{faults.file}:{line}"
        name, value = _cover_line(text)
        if name in said:
            faults.note(where, f"{shown(name)} is given a second time; the first is at {places[name]}.")
        elif name in COVER:
            said[name], places[name] = value, where
        elif not text.startswith("# "):
            faults.note(where, _no_cover_line(text, name))
    return said, places


def _cover_line(text: str) -> tuple[str, str]:
    match = _COVER_LINE.fullmatch(text)
    return (match[1].casefold(), match[2].strip()) if match else ("", "")


def _no_cover_line(text: str, name: str) -> str:
    known = [word.capitalize() for word in COVER]
    return (
        f"{shown(text.strip())} is no line of the cover. {nearest(name.capitalize(), known) if name else ''}"
        f"Before the first heading stand only: {', '.join(known)}. "
        f"Put other text below a heading, such as '## {ANYTHING_ELSE}'."
    )


def _points(section: TextSection, objectives: Collection[str], faults: Faults) -> Iterator[PointDraft]:
    code, word = _about(section, objectives), _first_word(section)
    if code is None and _looks_like_one(word, objectives):
        faults.note(f"{faults.file}:{section.line}", no_such_objective(word, objectives))
    elif code is not None:
        yield from (PointDraft(text, code) for text in section.texts)
    else:
        yield from (PointDraft(text) for text in section.texts_with_heading)


def _about(section: TextSection, objectives: Collection[str]) -> str | None:
    """Return the objective that a heading names, "" for a free heading of the template, None for one of its own."""
    if section.heading.casefold() in _OWN:
        return ""
    return known_objective(_first_word(section), objectives) or _titled(section.heading, objectives)


def _first_word(section: TextSection) -> str:
    begins = _CODE.match(section.heading)
    return begins[0] if begins else ""


def _titled(heading: str, objectives: Collection[str]) -> str | None:
    """Return the code of the one objective of this title, case and spaces apart."""
    titles = objectives if isinstance(objectives, Mapping) else {}
    found = [code for code, title in titles.items() if _plain(title) == _plain(heading)]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _note(section: TextSection, file: str) -> str:
    """Return what is told of a heading, without its words: they may be confidential."""
    return f"{file}:{section.line}: This is no heading of the template. It is taken as a point of its own."


def _looks_like_one(word: str, objectives: Collection[str]) -> bool:
    """Return whether a heading begins as the codes do, so that a wrong number is not taken for a heading of its own."""
    start = re.match(r"[^\W\d]+-(?=\d)", word)
    return start is not None and any(code.casefold().startswith(start[0].casefold()) for code in objectives)
