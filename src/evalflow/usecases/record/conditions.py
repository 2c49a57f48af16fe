"""A suspended dialogue → what the conditions for its resumption come to on the record."""

from dataclasses import dataclass
from datetime import date

from evalflow.engine.rules import Truth, judge, parse
from evalflow.evaluation.criteria.facts import JUDGE, facts_of
from evalflow.evaluation.criteria.judgement import missing_in_words
from evalflow.evaluation.criteria.why import why
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.identity import identity
from evalflow.evaluation.registers.standing import judged, words_of
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import conduct_of, dialogue_named, with_standing
from evalflow.usecases.door.days import today_of
from evalflow.usecases.door.door import Door, looking


@dataclass(frozen=True)
class Condition:
    """A condition for the resumption of a dialogue, as a rule, and what it comes to: true, false or unknown."""

    rule: str
    truth: Truth
    why: str
    missing: tuple[str, ...]


def conditions(door: Door, code: str) -> tuple[Dialogue, list[Condition]]:
    """Return a dialogue, and what the conditions for its resumption come to now; none where it is not suspended."""
    with looking(door) as (reading, now):
        dialogue = with_standing(reading, dialogue_named(reading, code))
        return dialogue, watched(reading, dialogue, today_of(reading, dialogue, now))


def watched(reading: Reading, dialogue: Dialogue, today: date) -> list[Condition]:
    """Return what the conditions for the resumption of a dialogue come to on the record of a local day.

    Of `known` the changes are those of the register: see `with_standing`.
    """
    last = dialogue.changes[-1] if dialogue.changes else None
    if last is None or last.becomes != "suspended":
        return []
    conduct = conduct_of(reading, dialogue)
    facts = facts_of(conduct, None, today)
    verdicts = ((text, judge(parse(text), facts, {}, today)) for text in last.resume_when)
    rules = [Condition(text, verdict.truth, why(verdict), missing_in_words(verdict)) for text, verdict in verdicts]
    said = judged(last, conduct.registers["condition"])
    open_ = [text for text in words_of(last) if identity(text) not in said]
    still = open_[: max(len(words_of(last)) - len(said), 0)]
    return [*rules, *map(_judged, said.values()), *(Condition(text, "unknown", "", (JUDGE,)) for text in still)]


def _judged(entry: Entry) -> Condition:
    told = f"Judged by {entry.values['by']} on {entry.values['judged_on']} ({entry.code})."
    return Condition(entry.values["condition"], "true" if entry.values["met"] == "yes" else "false", told, ())
