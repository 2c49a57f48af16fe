"""The recommendations as checks: of one dialogue, and of all of them side by side. Records nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from evalflow.definitions.scorecard import read_scorecard
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.facts import facts_of
from evalflow.evaluation.criteria.scorecard import Scorecard, ScoredTopic, score
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.pinned import Definition
from evalflow.resources import resource
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import (
    Current,
    conduct_of,
    dialogue_named,
    facts_about,
    held,
    read_current,
    with_counterpart,
)
from evalflow.usecases.door.days import today_of
from evalflow.usecases.door.door import Door, looking

RECOMMENDATIONS = ("workflows", "criteria", "recommendations.yaml")


@dataclass(frozen=True)
class Scored:
    """What the recommendations come to for one dialogue; `cycle` is the code of the evaluation looked at, or ""."""

    dialogue: Dialogue
    cycle: str
    on: date
    card: Scorecard
    topics: tuple[ScoredTopic, ...]


def scorecard_of(door: Door, code: str) -> Scored:
    """Return the scorecard of a dialogue with its last evaluation, or of the cycle that has this code.

    Raises:
        NotFound: `no-such-dialogue`, neither has it.
    """
    with looking(door) as (reading, now):
        if evaluation := reading.find(Evaluation, code=code.upper()):
            return _of_cycle(reading, read_current(reading, evaluation.code, now))
        return _of_dialogue(reading, dialogue_named(reading, code), now)


def compared(door: Door, counterpart: str = "") -> list[Scored]:
    """Return the scorecards of all dialogues, or of those with one counterpart, by the names of the partners.

    Raises:
        NotFound: `no-such-counterpart`, with those there are.
    """
    with looking(door) as (reading, now):
        return [
            _of_dialogue(reading, dialogue, now, traced=False)
            for dialogue in with_counterpart(reading.all(Dialogue), counterpart)
        ]


def scored_topics(reading: Reading, current: Current, *, traced: bool = True) -> tuple[ScoredTopic, ...]:
    """Return what the recommendations pinned with an evaluation come to."""
    return score(card_of(reading, current), facts_about(reading, current), current.today, traced=traced)


def card_of(reading: Reading, current: Current) -> Scorecard:
    """Return the recommendations that an evaluation was opened with; an older one was opened with none of its own."""
    if not (sha256 := current.evaluation.scorecard):
        return shipped_scorecard()
    return _pinned(sha256, held(reading.get(Definition, sha256)).text)


@lru_cache(maxsize=1)
def shipped_scorecard() -> Scorecard:
    path = resource(*RECOMMENDATIONS)
    return read_scorecard(path.read_bytes(), path.name, DECLARED)


@lru_cache(maxsize=16)
def _pinned(sha256: str, text: str) -> Scorecard:
    return read_scorecard(text.encode(), f"scorecard {sha256[:12]}", DECLARED, pinned=True)


def _of_dialogue(reading: Reading, dialogue: Dialogue, now: datetime, *, traced: bool = True) -> Scored:
    if evaluations := reading.all(Evaluation, dialogue=dialogue.id):
        return _of_cycle(reading, read_current(reading, evaluations[-1].code, now), traced=traced)
    today, card = today_of(reading, dialogue, now), shipped_scorecard()
    facts = facts_of(conduct_of(reading, dialogue), None, today)
    return Scored(dialogue, "", today, card, score(card, facts, today, traced=traced))


def _of_cycle(reading: Reading, current: Current, *, traced: bool = True) -> Scored:
    topics = scored_topics(reading, current, traced=traced)
    return Scored(current.dialogue, current.evaluation.code, current.today, card_of(reading, current), topics)
