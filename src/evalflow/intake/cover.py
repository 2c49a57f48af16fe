"""The cover of an input, as words somebody wrote → checked words, or what is wrong with each."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, cast

from evalflow.definitions.problems import near, nearest, shown
from evalflow.engine.reasons import first_unseen, is_blank
from evalflow.errors import InvalidInput
from evalflow.evaluation.inputs.input import KINDS, LEVELS, Level
from evalflow.evaluation.inputs.receipt_code import recogniser_of
from evalflow.intake.drafts import Attachments, InputDraft, PointDraft
from evalflow.intake.faults import Faults
from evalflow.intake.names import wrong_with_code, wrong_with_name

COVER: Final = ("cycle", "kind", "level", "submitter", "title", "language", "receipt", "supplements")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
Said = Mapping[str, str]
Places = Mapping[str, str]
NOTHING: Final[Said] = MappingProxyType({})


def checked_cover(said: Said, places: Places, start: str, faults: Faults, instead: Said = NOTHING) -> InputDraft:
    """Return a draft without points. `places` tells where each word stands; `start` where one that is missing belongs.

    What stands in `instead` counts instead of what was said, a level only where it is no looser. What is wrong is noted
    in `faults`, and the draft is then of no use.
    """
    words = {name: (instead.get(name) or said.get(name, "")).strip() for name in COVER}
    if not _protects(words, said.get("level", "").strip().casefold()):
        words["level"] = said.get("level", "").strip()
    wrong = {
        "kind": _kind(words["kind"]),
        "level": _level(words["level"], words["kind"]),
        "submitter": _submitter(words),
        "title": _unless_empty(words["title"], wrong_with_name, "The title"),
        "language": _language(words["language"]),
        **{name: _unless_empty(words[name], wrong_with_code, f"The {name}") for name in ("cycle", "supplements")},
        "receipt": _receipt(words["receipt"]),
    }
    for name in COVER:
        if wrong[name]:
            faults.note(places.get(name, start), wrong[name])
    return _draft(words)


def finished(
    draft: InputDraft, content: bytes, points: Iterable[PointDraft], attachments: Attachments, faults: Faults
) -> InputDraft:
    """Return the draft with all it says.

    Raises:
        InvalidInput: something was wrong, or it says nothing; code `input-not-taken`.
    """
    point_drafts = tuple(points)
    for number, point in enumerate(point_drafts, 1):
        if is_blank(point.text):
            faults.note(faults.file, f"Point {number} shows nothing: it holds {first_unseen(point.text)}. Take it out.")
    if not point_drafts and not attachments and not faults:
        faults.note(faults.file, "It says nothing: no section is filled in, and no file is attached.")
    faults.refuse()
    return replace(draft, content=content, points=point_drafts, attachments=attachments)


def known_objective(said: str, codes: Iterable[str]) -> str | None:
    """Return the code that `said` means, whatever its case; None where it is none of them."""
    folded = said.strip().casefold()
    return next((code for code in codes if code.casefold() == folded), None)


def no_such_objective(said: str, codes: Iterable[str]) -> str:
    known = list(codes)
    listed = f"The objectives are: {', '.join(known)}." if known else "This dialogue has no objectives."
    return f"There is no objective {shown(said)}. {nearest(said.upper(), known)}{listed}"


def _draft(words: Said) -> InputDraft:
    return InputDraft(
        kind=words["kind"].casefold(),
        level=cast(Level, words["level"].casefold() or "name-withheld"),  # where it was noted as wrong, nobody reads it
        submitter=words["submitter"],
        title=words["title"],
        language=words["language"],
        receipt=words["receipt"],
        supplements=words["supplements"],
        cycle=words["cycle"],
    )


def _protects(words: Said, chosen: str) -> bool:
    """Return whether the level in `words` is no looser than what was chosen, or seems to have been meant."""
    unsaid = "name-withheld" if words["kind"].casefold() == "individual" else "public"
    meant = chosen if chosen in LEVELS else near(chosen, LEVELS) if chosen else unsaid
    asked = words["level"].casefold()
    return asked in LEVELS and meant in LEVELS and LEVELS.index(asked) >= LEVELS.index(meant)


def _kind(said: str) -> str:
    if said.casefold() in KINDS:
        return ""
    known = f"The kinds are: {', '.join(KINDS)}."
    if not said:
        return f"The kind is missing: who hands this in. {known}"
    return f"{shown(said)} is no kind of input. {nearest(said.casefold(), list(KINDS))}{known}"


def _level(said: str, kind: str) -> str:
    if said.casefold() in LEVELS or (not said and kind.casefold() == "individual"):
        return ""
    known = f"The levels are: {', '.join(LEVELS)}."
    if not said:
        return f"The level is missing: how much of this may be shown, and to whom. {known}"
    return f"{shown(said)} is no level. {nearest(said.casefold(), list(LEVELS))}{known}"


def _submitter(words: Said) -> str:
    if not words["submitter"] and words["level"].casefold() == "public":
        return "The submitter is missing: a public input is listed by name. Or choose the level name-withheld."
    return _unless_empty(words["submitter"], wrong_with_name, "The submitter's name")


def _language(said: str) -> str:
    if not said or _LANGUAGE.fullmatch(said):
        return ""
    return f"{shown(said)} is no code of a language. Write en, ar, zh-Hant or the like, or leave it out."


def _receipt(said: str) -> str:
    """Return what is wrong with a receipt code. The code itself is a secret and is not repeated."""
    try:
        if said:
            recogniser_of(said)
    except InvalidInput as mistyped:
        return str(mistyped)
    return ""


def _unless_empty(said: str, wrong_with: Callable[[str], str], what: str) -> str:
    wrong = wrong_with(said) if said else ""
    return f"{what} {wrong}." if wrong else ""
