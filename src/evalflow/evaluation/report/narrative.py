"""What the evaluating body says in its own words: the texts of its report, who evaluated, what it adopts without.

The parts are those that a report needs to be read as an evaluation (UNEG Quality Checklist for Evaluation Reports,
OECD-DAC Quality Standards for Development Evaluation); all else the software prints from the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import is_blank, is_reason, need_reason
from evalflow.errors import Refused
from evalflow.evaluation.registers.identity import written

SUMMARY_WORDS: Final = 1200
SIGNS: Final = 200_000  # that any text may have: some hundred pages


@dataclass(frozen=True)
class Part:
    """One text of the report: its heading, what belongs into it, and how many words it may have; 0 for any number."""

    title: str
    guide: str
    most: int = 0


PARTS: Final[Mapping[str, Part]] = {
    "commissioned": Part(
        "Commissioning body", "Who asked for this evaluation, on what basis, and whom the report goes to."
    ),
    "summary": Part(
        "Summary",
        f"At most {SUMMARY_WORDS} words, for who reads nothing else. Every figure in it also stands in the report.",
        SUMMARY_WORDS,
    ),
    "purpose": Part("Purpose", "What the evaluation is for, who is to use it, and for which decision."),
    "scope": Part("Scope", "Which years and which part of the dialogue are looked at, and what is left out and why."),
    "questions": Part("Questions", "What the evaluation is to answer, one question a line."),
    "criteria": Part(
        "Evaluation criteria",
        "Which of relevance, coherence, effectiveness, efficiency, impact and sustainability (OECD-DAC) are used, and "
        "why the others are not.",
    ),
    "method": Part("Method", "How evidence was sought, from whom, how it was weighed, and what could not be done."),
    "independence": Part(
        "Independence", "What keeps the evaluators free of the governments, who pays, and how disagreement was settled."
    ),
    "ethics": Part(
        "Ethics", "How those who spoke were asked for consent and protected, and what was done to do no harm."
    ),
    "effects": Part(
        "Effect on other strategies",
        "What the dialogue does to other ways of working for the same ends; beside the assessments on record.",
    ),
    "conclusions": Part(
        "Conclusions", "What follows from the findings. Name the objective, criterion or check that each rests on."
    ),
    "terms": Part("Terms of reference", "The terms under which the evaluation was given, or where they stand."),
}


@dataclass(frozen=True)
class Evaluator:
    """One person who evaluates: as recorded, with what they state of their interests. No code or address is kept."""

    name: str
    role: str
    statement: str


@dataclass(frozen=True)
class Override:
    """A check of the report that does not hold, and the report is to be adopted all the same. It is printed."""

    check: str
    reason: str
    by: str  # a person's id
    at: datetime


@dataclass(frozen=True)
class Narrative:
    """Of one cycle, whose id it has too. `texts` holds the parts that are written, by name."""

    id: str
    texts: Mapping[str, str] = field(default_factory=dict)
    evaluators: tuple[Evaluator, ...] = ()
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class WriteTexts:
    """`texts` replace those of the same part; an empty one takes its part away."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class NameEvaluator:
    """One of the same name stands in place of the one before."""

    evaluator: Evaluator


@dataclass(frozen=True)
class OverrideCheck:
    override: Override


@dataclass(frozen=True)
class NarrativeBegun(EventOf[Narrative]):
    id: str


@dataclass(frozen=True)
class TextsWritten(EventOf[Narrative]):
    texts: Mapping[str, str]


@dataclass(frozen=True)
class EvaluatorNamed(EventOf[Narrative]):
    evaluator: Evaluator


@dataclass(frozen=True)
class CheckOverridden(EventOf[Narrative]):
    override: Override


NarrativeEvent = NarrativeBegun | TextsWritten | EvaluatorNamed | CheckOverridden


def decide_narrative(
    known: Narrative | None, command: WriteTexts | NameEvaluator | OverrideCheck, cycle: str
) -> list[NarrativeEvent]:
    """Return what is said anew; nothing where all of it stands already.

    Raises:
        Refused: a text is longer than its part may be, an evaluator states nothing, or an override gives no reason.
    """
    narrative = known or Narrative(cycle)
    found = _said(narrative, command)
    return [NarrativeBegun(cycle), found] if found and known is None else [found] if found else []


def _said(narrative: Narrative, command: WriteTexts | NameEvaluator | OverrideCheck) -> NarrativeEvent | None:
    match command:
        case WriteTexts(texts):
            new = {name: text for name, text in texts.items() if narrative.texts.get(name, "") != text}
            for name, text in new.items():
                _refuse_long(PARTS[name], text)
            return TextsWritten(new) if new else None
        case NameEvaluator(evaluator):
            if is_blank(evaluator.name) or not is_reason(evaluator.statement):
                raise Refused(
                    "statement-missing",
                    "An evaluator is named with what they state of their interests, also that there are none. "
                    "Give it with --statement.",
                )
            return None if evaluator in narrative.evaluators else EvaluatorNamed(evaluator)
        case OverrideCheck(override):
            need_reason(override.reason, "An override is printed with its reason. Give it with --reason.")
            same = (replace(one, at=override.at) == override for one in narrative.overrides)
            return None if any(same) else CheckOverridden(override)


def apply_narrative(narrative: Narrative | None, event: NarrativeEvent) -> Narrative:
    if isinstance(event, NarrativeBegun):
        return Narrative(event.id)
    if narrative is None:
        raise LookupError("a report was written before it was begun")
    match event:
        case TextsWritten(texts):
            return replace(narrative, texts={name: text for name, text in {**narrative.texts, **texts}.items() if text})
        case EvaluatorNamed(evaluator):
            others = tuple(one for one in narrative.evaluators if written(one.name) != written(evaluator.name))
            return replace(narrative, evaluators=(*others, evaluator))
        case _:
            others_ = tuple(override for override in narrative.overrides if override.check != event.override.check)
            return replace(narrative, overrides=(*others_, event.override))


def words_in(text: str) -> int:
    return len(text.split())


def _refuse_long(part: Part, text: str) -> None:
    if len(text) > SIGNS:
        told = f"“{part.title}” has {len(text):,} signs; a text of the report may have {SIGNS:,}."
        raise Refused("text-too-long", f"{told} Publish what is longer beside the report, and say where it stands.")
    if part.most and words_in(text) > part.most:
        raise Refused(
            "text-too-long",
            f"“{part.title}” has {words_in(text)} words; it may have {part.most}. Shorten it by "
            f"{words_in(text) - part.most}.",
        )
