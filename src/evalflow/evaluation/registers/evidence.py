"""Evidence items on an objective → the highest grade that they allow, with the reasons. Evaluators may grade lower.

An item is an entry of the register `evidence`. What comes from one source in the end is one group, however often it is
repeated; what a party to the dialogue says of itself is a claim, however official its paper.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.identity import identity

Evidence = Literal["strong", "moderate", "weak", "claim", "none"]
EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)  # the strongest first
PRIMARY = ("treaty-depositary", "enacted-law", "court-record", "un-mechanism")
_SEVERAL = 2  # independent groups
_BARE = "A denial without particulars, and not moderate itself, lowers nothing:"


@dataclass(frozen=True)
class Ceiling:
    """The highest grade that the evidence on record allows; `reasons` are sentences."""

    grade: Evidence
    reasons: tuple[str, ...]


def ceiling(items: Iterable[Entry]) -> Ceiling:
    """Return what the items on one objective allow, in any order; those that were taken back count for nothing.

    Source: the grades strong, moderate, weak, claim, none; a contradiction that is open holds the grade at weak, if it
    is moderate itself or names particulars that can be checked. A bare denial does not.
    """
    standing = sorted((item for item in items if item.stands), key=lambda item: item.code)
    supporting = [item for item in standing if item.values["supports"] == "supports"]
    against = [item for item in standing if _is_open_contradiction(item)]
    allowed = _graded(supporting)
    weighty = [*_weighty(against)]
    if weighty and allowed.grade in ("strong", "moderate"):
        held = f"An open contradiction holds it at weak: {'; '.join(weighty)}."
        return Ceiling("weak", (*allowed.reasons, held))
    bare = () if weighty or not against else (f"{_BARE} {', '.join(item.code for item in against)}.",)
    return Ceiling(allowed.grade, (*allowed.reasons, *bare))


def evidence_on(objective: str, items: Iterable[Entry]) -> list[Entry]:
    """Return the items, out of a dialogue's, on the objective of this code.

    A source is a party in all of its items where any of them says so: older records may contradict themselves.
    """
    every = list(items)
    parties = {source_of(item) for item in every if item.stands and item.values["party"] == "yes"}
    return [_as_party(item, parties) for item in every if item.values["objective"].upper() == objective.upper()]


def source_of(item: Entry) -> str:
    """Return from whom an item comes in the end, however the name is spelt."""
    return identity(item.values["group"]).replace(" ", "")


def _as_party(item: Entry, parties: Collection[str]) -> Entry:
    if item.values["party"] == "yes" or source_of(item) not in parties:
        return item
    return replace(item, values={**item.values, "party": "yes"})


def stronger(one: Evidence, other: Evidence) -> bool:
    """Return whether the grade `one` is above `other`."""
    return EVIDENCE.index(one) < EVIDENCE.index(other)


def _graded(items: Sequence[Entry]) -> Ceiling:
    if not items:
        return Ceiling("none", ("No evidence item on record supports a finding.",))
    sound = [item for item in items if _is_sound(item)]
    if not sound:
        codes = ", ".join(item.code for item in items)
        return Ceiling("claim", (f"Only a party to the dialogue says so: {codes}.",))
    groups = _groups(sound)
    primary = [item for item in sound if item.values["type"] in PRIMARY]
    many = len(groups) >= _SEVERAL
    reasons = (_groups_in_words(groups), _primary_in_words(primary))
    return Ceiling("strong" if many and primary else "moderate" if many or primary else "weak", reasons)


def _is_sound(item: Entry) -> bool:
    """Return whether it is more than a claim: a primary document is, whoever made it; else it comes from no party."""
    return item.values["type"] in PRIMARY or item.values["party"] == "no"


def _groups(items: Iterable[Entry]) -> dict[str, str]:
    """Return the independence groups, each once as it was first written, by whose name it is."""
    groups: dict[str, str] = {}
    for item in items:
        groups.setdefault(source_of(item), item.values["group"])
    return groups


def _groups_in_words(groups: dict[str, str]) -> str:
    named = "; ".join(groups.values())
    return f"One group: {named}." if len(groups) == 1 else f"{len(groups)} independent groups: {named}."


def _primary_in_words(primary: Sequence[Entry]) -> str:
    told = ", ".join(f"{item.code} ({item.values['type'].replace('-', ' ')})" for item in primary)
    if not primary:
        return "No primary document among them."
    return f"{'A primary document' if len(primary) == 1 else 'Primary documents'}: {told}."


def _is_open_contradiction(item: Entry) -> bool:
    return item.values["supports"] == "contradicts" and "settled_on" not in item.values


def _weighty(against: Sequence[Entry]) -> Iterator[str]:
    """Yield why each contradiction weighs: with others it is moderate or better, or it can be checked itself."""
    together = _graded(against).grade in ("strong", "moderate")
    for item in against:
        if item.values.get("particulars") == "yes":
            yield f"{item.code} names particulars that can be checked"
        elif together and _is_sound(item):
            yield f"{item.code} is itself part of moderate evidence"
