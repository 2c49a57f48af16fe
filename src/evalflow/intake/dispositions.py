"""A CSV file of answers to points → what each row says, all of them or none."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from evalflow.definitions.problems import nearest, shown
from evalflow.engine.reasons import is_reason
from evalflow.evaluation.inputs.input import DISPOSITIONS, DispositionKind
from evalflow.intake.csv_text import DELIMITERS, DamagedQuotes, rows
from evalflow.intake.faults import Faults
from evalflow.intake.many import refuse_too_large
from evalflow.intake.text import read_text

_NEEDED: Final = ("input", "point", "disposition", "reason")


@dataclass(frozen=True)
class AnswerDraft:
    """One row: the answer to a point. `place` is `file:line`."""

    input: str
    point: int
    kind: DispositionKind
    reason: str
    paragraph: str
    place: str


@dataclass(frozen=True)
class AnswerDrafts:
    """`empty` is how many rows have no disposition yet."""

    answers: tuple[AnswerDraft, ...]
    empty: int


def read_dispositions(raw: bytes, file: str, encoding: str | None, limit: int) -> AnswerDrafts:
    """Return the answers in a file with the columns input, point, disposition, reason and, where wanted, paragraph.

    Raises:
        InvalidInput: `answers-not-taken` with every fault in its place, `file-too-large`, or one of `read_text`.
    """
    refuse_too_large(raw, file, limit)
    faults = Faults(file)
    said = list(_said(read_text(raw, file, encoding), faults))
    drafts = [_draft(words, place, faults) for words, place in said if words["disposition"]]
    if not said and not faults:
        faults.note(file, "It holds no row below its header.")
    faults.refuse("answers-not-taken")
    return AnswerDrafts(tuple(draft for draft in drafts if draft), len(said) - len(drafts))


def _said(text: str, faults: Faults) -> Iterator[tuple[Mapping[str, str], str]]:
    header = text.lstrip("\r\n").partition("\n")[0]
    try:
        read = list(rows(text, max(DELIMITERS, key=header.count)))
    except DamagedQuotes as damaged:
        faults.note(f"{faults.file}:{damaged.line}", str(damaged))
        return
    names = [cell.strip().casefold() for cell in read[0].cells] if read else []
    for name in _NEEDED:
        if name not in names:
            faults.note(f"{faults.file}:1", f"The column {name} is missing. {nearest(name, names)}".strip())
    faults.refuse("answers-not-taken")  # without its columns nothing below can be judged
    for row in read[1:]:
        place = f"{faults.file}:{row.line}"
        if len(row.cells) != len(names):
            faults.note(place, f"Cells in this row: {len(row.cells)}; in the header: {len(names)}.")
            continue
        yield {name: cell.strip() for name, cell in zip(names, row.cells, strict=True)}, place


def _draft(words: Mapping[str, str], place: str, faults: Faults) -> AnswerDraft | None:
    """Return what a row says, or None where something in it is wrong, which is noted."""
    kind = next((one for one in get_args(DispositionKind) if one == words["disposition"].casefold()), None)
    if kind is None:
        near = nearest(words["disposition"], list(DISPOSITIONS))
        told = f"{shown(words['disposition'])} is no disposition. {near}There are: {', '.join(DISPOSITIONS)}."
        faults.note(f"{place}:disposition", told)
    numbered = re.fullmatch("[0-9]{1,5}", words["point"]) is not None
    if not numbered:
        faults.note(f"{place}:point", f"{shown(words['point'])} is no number of a point.")
    reasoned = is_reason(words["reason"])
    if not reasoned:
        faults.note(f"{place}:reason", "Every answer to a point states its reason.")
    if kind is None or not numbered or not reasoned:
        return None
    return AnswerDraft(
        words["input"].upper(), int(words["point"]), kind, words["reason"], words.get("paragraph", ""), place
    )
