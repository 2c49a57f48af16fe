"""Rows of plain words, from CSV or JSON alike → drafts, all of them or none.

A row with no `ref` is an input of its own. Rows with the same `ref` are one input with several points, in their order:
what they say about the submitter has to agree, or to stand in one of them alone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from evalflow.definitions.problems import shown
from evalflow.engine.reasons import first_unseen, is_blank
from evalflow.intake.cover import COVER, NOTHING, Said, checked_cover, known_objective, no_such_objective
from evalflow.intake.drafts import InputDraft, PointDraft, wording
from evalflow.intake.faults import Faults

FIELDS: Final = ("ref", *COVER, "objective", "text")
REQUIRED: Final = ("kind", "text")


@dataclass(frozen=True, slots=True)
class SaidRow:
    """`words` holds fields that are given, as written; `places` where each stands; `start` where the row begins."""

    words: Mapping[str, str]
    places: Mapping[str, str]
    start: str


def drafts_of(
    said_rows: Iterable[SaidRow], objectives: Collection[str], faults: Faults, instead: Said = NOTHING
) -> tuple[InputDraft, ...]:
    """Return one draft for each input, in the order in which they begin. `instead` is as in `checked_cover`.

    Raises:
        InvalidInput: with every fault of every row; code `input-not-taken`.
    """
    drafts = [_draft(group, objectives, faults, instead) for group in _grouped(said_rows)]
    if not drafts and not faults:
        faults.note(faults.file, "It holds no input.")
    faults.refuse()
    return tuple(drafts)


def _grouped(said_rows: Iterable[SaidRow]) -> list[list[SaidRow]]:
    groups: dict[str | int, list[SaidRow]] = {}
    for number, row in enumerate(said_rows):
        groups.setdefault(row.words.get("ref", "").strip() or number, []).append(row)
    return list(groups.values())


def _draft(group: list[SaidRow], objectives: Collection[str], faults: Faults, instead: Said) -> InputDraft:
    words: dict[str, str] = {}
    places: dict[str, str] = {}
    for row in group:
        _merge_cover(row, words, places, faults)
    draft = checked_cover(words, places, group[0].start, faults, instead)
    points = tuple(_point(row, objectives, faults) for row in group)
    return replace(draft, points=points, content=wording(points), place=group[0].start)


def _merge_cover(row: SaidRow, words: dict[str, str], places: dict[str, str], faults: Faults) -> None:
    for name in COVER:
        value = row.words.get(name, "").strip()
        if value and words.setdefault(name, value) != value:
            faults.note(
                row.places[name],
                f"{shown(value)} does not agree with {shown(words[name])} at {places[name]}, although both rows have "
                f"the ref {shown(row.words['ref'].strip())}.",
            )
        if value:
            places.setdefault(name, row.places[name])


def _point(row: SaidRow, objectives: Collection[str], faults: Faults) -> PointDraft:
    text, said = row.words.get("text", ""), row.words.get("objective", "").strip()
    if not text.strip():
        faults.note(row.places.get("text", row.start), "The text is empty: what does this row say?")
    elif is_blank(text):
        told = f"The text shows nothing: it holds {first_unseen(text)}. What does this row say?"
        faults.note(row.places.get("text", row.start), told)
    code = known_objective(said, objectives) if said else ""
    if code is None:
        faults.note(row.places["objective"], no_such_objective(said, objectives))
    return PointDraft(text, code or "")
