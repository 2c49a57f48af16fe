"""A dialogue and its register of suspensions → whether it was suspended, resumed or ended: one truth, however entered.

The register holds it. What an older record holds in the dialogue alone is read as an entry is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.dialogues.dialogue import Dialogue, Standing, StandingChange
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.identity import identity

REGISTER: Final = "suspension"
BECOMES: Final[Mapping[str, Standing]] = {"suspended": "suspended", "resumed": "active", "terminated": "terminated"}
DECIDED: Final[Mapping[Standing, str]] = {standing: kind for kind, standing in BECOMES.items()}


def standing_changes(dialogue: Dialogue, entries: Iterable[Entry]) -> tuple[StandingChange, ...]:
    """Return every suspension, resumption and end on record, in order of their days, each once.

    `entries` are those of the register that stand. Days that are too imprecise to be ordered keep the order in which
    they were entered. A rule for the resumption is kept with the dialogue alone.
    """
    changes = [_change(entry, dialogue.changes) for entry in entries]
    ordered: list[StandingChange] = []
    for change in (*_without_entry(dialogue, changes), *changes):
        at = len(ordered)
        while at and _before(change.on, ordered[at - 1].on):
            at -= 1
        ordered.insert(at, change)
    return tuple(ordered)


def words_of(change: StandingChange) -> list[str]:
    """Return the conditions for a resumption that are stated in words, one by one: parted by lines or semicolons."""
    return [part.strip() for part in re.split(r"[;\n]", change.conditions) if part.strip()]


def judged(change: StandingChange, entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the last judgement on record of each condition in words, by the condition; `entries` stand."""
    about = [entry for entry in entries if change.entry and entry.values["suspension"] == change.entry]
    about.sort(key=lambda one: (PartialDate.parse(one.values["judged_on"]).latest, one.code))
    return {identity(one.values["condition"]): one for one in about}


def as_entries(dialogue: Dialogue, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of the register, and as such what an older record holds in the dialogue alone."""
    own = [_change(entry, dialogue.changes) for entry in entries]
    older = [_entry(dialogue, number, change) for number, change in enumerate(_without_entry(dialogue, own), 1)]
    return [*older, *entries]


def values_of(change: StandingChange) -> dict[str, str]:
    """Return what the register holds of a suspension, a resumption or an end."""
    said = {"decided_on": change.on, "kind": DECIDED[change.becomes], "by": change.by, "reasons": change.reasons}
    conditions = change.conditions or "; ".join(change.resume_when)
    return {name: value for name, value in {**said, "conditions": conditions}.items() if value}


def _change(entry: Entry, kept: Iterable[StandingChange]) -> StandingChange:
    said = entry.values
    becomes = BECOMES[said["kind"]]
    rules = next((change.resume_when for change in kept if _is_of(change, entry) and change.resume_when), ())
    conditions = said.get("conditions", "")
    return StandingChange(
        becomes,
        said["decided_on"],
        said.get("by", ""),  # type: ignore[arg-type] # the register allows the same words
        said.get("reasons", ""),
        entry.source,
        "" if conditions == "; ".join(rules) else conditions,
        rules,
        entry.code,
        entry.hedge,
    )


def _is_of(change: StandingChange, entry: Entry) -> bool:
    """Return whether a change kept with the dialogue is the one that an entry tells of."""
    if change.entry:
        return change.entry == entry.code
    return change.becomes == BECOMES[entry.values["kind"]] and _overlap(change.on, entry.values["decided_on"])


def _without_entry(dialogue: Dialogue, changes: Iterable[StandingChange]) -> list[StandingChange]:
    told = list(changes)
    return [
        change
        for change in dialogue.changes
        if not change.entry
        and not any(change.becomes == other.becomes and _overlap(change.on, other.on) for other in told)
    ]


def _entry(dialogue: Dialogue, number: int, change: StandingChange) -> Entry:
    code = f"{dialogue.code}/STANDING-{number}".upper()
    return Entry(code, REGISTER, dialogue.id, code, values_of(change), change.source)


def _overlap(one: str, other: str) -> bool:
    first, second = PartialDate.parse(one), PartialDate.parse(other)
    return first.earliest <= second.latest and second.earliest <= first.latest


def _before(one: str, other: str) -> bool:
    return PartialDate.parse(one).latest < PartialDate.parse(other).earliest
