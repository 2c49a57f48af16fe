"""A record of an evaluation and its picture → what the report lacks still, section by section, before it is adopted.

Every section has a check. What others rely on (answers to points, ratings, checks of criteria) no one can set aside;
the rest a named person can, with a reason that the report prints.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Final

from evalflow.engine.rules import Facts
from evalflow.evaluation.criteria.grounds import Grounds, marks_of
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.figures import figures
from evalflow.evaluation.report.figures_in_words import miscounted, numbers_in_words
from evalflow.evaluation.report.narrative import PARTS, Override, words_in
from evalflow.evaluation.report.narrative_lines import OverrideLine
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.visible import Visible
from evalflow.evaluation.report.recommendation_lint import lint_recommendation
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.wording import listed

_NUMBER: Final = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*(?!\w)")


@dataclass(frozen=True)
class ReportCheck:
    """One check. `missing` is "" where it holds, else a sentence; `fixed`: nobody can set it aside."""

    name: str
    section: str
    asks: str
    missing: str
    remedy: str
    fixed: bool = False
    override: Override | None = None

    @property
    def blocks(self) -> bool:
        """Return whether the report cannot be adopted because of it."""
        return bool(self.missing) and (self.fixed or self.override is None)


@dataclass(frozen=True)
class _Asked:
    """A check as it is declared. `finds` returns what is missing; `remedy` takes the code of the cycle."""

    section: str
    asks: str
    finds: Callable[[Everything, PublicRecord], str]
    remedy: str


def report_checks(known: Everything, record: PublicRecord, facts: Facts) -> tuple[ReportCheck, ...]:
    """Return every check of the report in the order of its sections; `facts` are those of the evaluation."""
    overrides = {one.check: one for one in known.narrative.overrides} if known.narrative else {}
    found = []
    for name, asked in CHECKS.items():
        if isinstance(asked, _Asked):
            missing, remedy = asked.finds(known, record), asked.remedy.format(code=record.cycle)
        else:
            fact = facts[asked.fact]
            missing, remedy = fact.note, fact.remedy
        fixed = isinstance(asked, _Fixed)
        override = None if fixed else overrides.get(name)
        found.append(ReportCheck(name, asked.section, asked.asks, missing, remedy, fixed, override))
    return tuple(found)


def with_checks(known: Everything, record: PublicRecord, checks: tuple[ReportCheck, ...]) -> PublicRecord:
    """Return the record with what was set aside; a draft also says what it lacks.

    Of what nobody can set aside no code and no number is told: they may be those of inputs that are not published.
    """
    visible = Visible(known.inputs, known.evaluation.code)
    aside = tuple(
        OverrideLine(
            one.name,
            visible.without_hidden_codes(one.missing),
            known.named(one.override.by),
            known.day(one.override.at),
            visible.without_hidden_codes(one.override.reason),
        )
        for one in checks
        if one.missing and one.override
    )
    lacking = tuple(
        f"{one.section}: {f'missing is {one.asks}.' if one.fixed else visible.without_hidden_codes(one.missing)}"
        for one in checks
        if one.blocks
    )
    return replace(record, overridden=aside, lacking=lacking if record.status == "draft" else ())


@dataclass(frozen=True)
class _Fixed:
    """A check that nobody can set aside: the named fact counts what is open, and says which."""

    section: str
    asks: str
    fact: str


def _written(part: str) -> Callable[[Everything, PublicRecord], str]:
    def finds(_: Everything, record: PublicRecord) -> str:
        return "" if record.texts.get(part) else f"“{PARTS[part].title}” is not written."

    return finds


def _summary(_: Everything, record: PublicRecord) -> str:
    text = record.texts.get("summary", "")
    if not text:
        return f"“{PARTS['summary'].title}” is not written."
    most = PARTS["summary"].most
    if words_in(text) > most:
        return f"The summary has {words_in(text)} words; it may have {most}."
    body = numbers_in_body(record)
    in_words = [word for word, number in numbers_in_words(text) if number > 1 and str(number) not in body]
    strange = [*(number for number in _numbers_in(text) if number not in body), *in_words]
    if strange:
        return f"Figures of the summary stand nowhere else in the report: {listed(list(dict.fromkeys(strange)))}."
    uncounted = ["inputs"] * record.inputs_at_least + ["points"] * record.points_at_least
    wrong = miscounted(text, figures(record), uncounted)
    return f"The summary counts otherwise than the report: {'; '.join(wrong)}." if wrong else ""


def numbers_in_body(record: PublicRecord) -> frozenset[str]:
    """Return every number, in figures or in words, that the report prints beside its summary: as figures."""
    texts = {name: text for name, text in record.texts.items() if name != "summary"}
    return frozenset(_numbers((replace(record, texts=texts), figures(record))))


def _numbers(value: object) -> Iterator[str]:
    """Yield the numbers in everything that a value holds; a date gives its day and its year."""
    match value:
        case str():
            yield from _numbers_in(value)
            yield from (str(number) for _, number in numbers_in_words(value))
        case date():
            yield from (str(value.day), str(value.year))
        case int():
            yield str(value)
        case Mapping():
            yield from _numbers(tuple(value.values()))
        case tuple():
            for one in value:
                yield from _numbers(one)
        case _ if is_dataclass(value):
            for one in fields(value):
                yield from _numbers(getattr(value, one.name))


def _numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers in figures that stand by themselves, without leading zeros: of UK-07 the 7, of a hash none."""
    return (found.lstrip("0") or "0" for found in _NUMBER.findall(text))


def _body(_: Everything, record: PublicRecord) -> str:
    return "" if record.body_accountable_to else "No evaluating body is named, or whom it is accountable to."


def _evaluators(_: Everything, record: PublicRecord) -> str:
    return "" if record.evaluators else "Nobody is named who evaluated, with what they state of their interests."


def _dialogue(_: Everything, record: PublicRecord) -> str:
    known = any(fact.knowledge in ("stated", "stated-none") for fact in record.dialogue.fields)
    return "" if known else "The record states no fact about the dialogue itself."


def _timetable(_: Everything, record: PublicRecord) -> str:
    return "" if record.terms_published_on else "Timetable and criteria were not published before the opening."


def _findings(_: Everything, record: PublicRecord) -> str:
    bare = [one.code for one in record.findings if one.status == "not-assessable" and not one.missing]
    return f"It is not said which evidence was missing to assess {listed(bare)}." if bare else ""


def _outcomes(_: Everything, record: PublicRecord) -> str:
    bare = [one.title for one in record.pairs if not (one.outcome_source and one.concern_source)]
    return f"A source is missing for: {listed(bare)}." if bare else ""


def _changes(_: Everything, record: PublicRecord) -> str:
    silent = [str(one.number) for one in record.changes if not one.reason and one.reasons_asked_on is None]
    return f"No reasons were asked for change {listed(silent)}, which has none." if silent else ""


def _decided(_: Everything, record: PublicRecord) -> str:
    open_ = [one.code for one in record.criteria if one.result == "tripped" and one.decision is None]
    return f"No decision is recorded on what is tripped: {listed(open_)}." if open_ else ""


def _scorecard(_: Everything, record: PublicRecord) -> str:
    return "" if record.scorecard else "The cycle was opened without the checks of the recommendations."


def _effects(_: Everything, record: PublicRecord) -> str:
    if record.impacts or record.texts.get("effects"):
        return ""
    return "No assessment is on record of what the dialogue does to other strategies, and the body says nothing of it."


def _conclusions(_: Everything, record: PublicRecord) -> str:
    text = record.texts.get("conclusions", "")
    if not text:
        return f"“{PARTS['conclusions'].title}” is not written."
    topics = record.scorecard.topics if record.scorecard else ()
    codes = [*(one.code for one in record.findings), *(one.code for one in record.criteria), *(t.code for t in topics)]
    cited = any(re.search(rf"(?<![\w-]){re.escape(code)}(?!\w)", text, re.IGNORECASE) for code in codes)
    return "" if cited else "The conclusions name no objective, criterion or check that they rest on."


def _recommendations(known: Everything, record: PublicRecord) -> str:
    topics = record.scorecard.topics if record.scorecard else ()
    behind = frozenset(
        [one.code for one in record.findings if one.status]
        + [one.code for one in record.criteria if one.result != "not checked"]
        + [one.code for one in topics]
    )
    own = (one for one in known.recommendations if one.cycle == known.cycle.id and one.stands)
    registers: dict[str, list[Entry]] = {}
    for entry in known.entries:
        registers.setdefault(entry.register, []).append(entry)
    grounds = Grounds(registers, {one.code: one for one in known.inputs}.get)

    def now(codes: tuple[str, ...]) -> dict[str, str]:
        return marks_of(codes, grounds, known.objectives, known.findings, known.evaluation)

    failing = {one.code: _failing(lint_recommendation(one, behind, now(one.basis))) for one in own}
    told = [f"{code} ({', '.join(names)})" for code, names in failing.items() if names]
    return f"The form of a recommendation is not good: {listed(told)}." if told else ""


def _failing(checked: Mapping[str, object]) -> list[str]:
    return [name for name, one in checked.items() if getattr(one, "result", "") == "fail"]


def _sources(_: Everything, record: PublicRecord) -> str:
    bare = [one.code for one in record.register_entries if not one.source]
    return f"Entries without a source: {listed(bare)}." if bare else ""


_WRITE: Final = "evalflow report template {code} --out REPORT.md, then evalflow report write {code} REPORT.md"

CHECKS: Final[Mapping[str, _Asked | _Fixed]] = {
    "body": _Asked(
        "Opening", "the evaluating body, and whom it answers to", _body,
        "evalflow cycle name-body {code} NAME --accountable-to WHOM",
    ),
    "commissioned": _Asked("Opening", "who commissioned the evaluation", _written("commissioned"), _WRITE),
    "evaluators": _Asked(
        "Opening", "who evaluated, with their statements", _evaluators,
        "evalflow report evaluator {code} NAME --statement TEXT",
    ),
    "summary": _Asked("Summary", "a summary whose figures stand in the report", _summary, _WRITE),
    "dialogue": _Asked(
        "The dialogue", "facts about the dialogue", _dialogue, "evalflow dialogue import FILE"
    ),
    "purpose": _Asked("Purpose", "what the evaluation is for", _written("purpose"), _WRITE),
    "scope": _Asked("Purpose", "what it looks at", _written("scope"), _WRITE),
    "questions": _Asked("Purpose", "what it is to answer", _written("questions"), _WRITE),
    "criteria-used": _Asked("Purpose", "criteria used and not used", _written("criteria"), _WRITE),
    "method": _Asked("Method", "how evidence was sought and weighed", _written("method"), _WRITE),
    "independence": _Asked("Method", "what keeps it independent", _written("independence"), _WRITE),
    "ethics": _Asked("Method", "how people were protected", _written("ethics"), _WRITE),
    "timetable": _Asked(
        "Timetable", "timetable and criteria published", _timetable,
        "evalflow cycle publish-terms {code} --timetable URL --criteria URL --on DATE",
    ),
    "ratings": _Fixed("Findings", "a rating of each objective that is due", "findings.unrated"),
    "not-assessable": _Asked(
        "Findings", "the evidence that was missing", _findings,
        "evalflow finding rate {code} OBJECTIVE --missing TEXT …",
    ),
    "outcomes": _Asked("Outcomes", "a source for both sides", _outcomes, "evalflow dialogue import FILE"),
    "changes": _Asked(
        "Changes", "reasons, or the day on which they were asked for", _changes, "evalflow objective history OBJECTIVE"
    ),
    "points": _Fixed("Inputs", "an answer to each point", "inputs.points_open"),
    "confirmations": _Fixed(
        "Inputs", "another person's confirmation of each erasure and withdrawal", "inputs.unconfirmed"
    ),
    "late-inputs": _Fixed("Inputs", "a decision on each late input", "inputs.undecided_late"),
    "criteria": _Fixed("Suspension criteria", "a check of each criterion", "criteria.unchecked"),
    "decisions": _Asked(
        "Suspension criteria", "a decision on each that is tripped", _decided,
        "evalflow criteria decide {code} CRITERION DECISION --reasons TEXT --decided-by WHO --on DATE",
    ),
    "scorecard": _Asked(
        "The twelve recommendations", "the checks of the twelve recommendations", _scorecard,
        "evalflow cycle open DIALOGUE --scorecard FILE, for the next cycle",
    ),
    "effects": _Asked(
        "Effect on other strategies", "an assessment, or the body's own words", _effects,
        "evalflow record add impact --dialogue DIALOGUE …, or write it: evalflow report template {code}",
    ),
    "conclusions": _Asked("Conclusions", "conclusions that name what they rest on", _conclusions, _WRITE),
    "recommendations": _Asked(
        "Recommendations", "each of good form", _recommendations, "evalflow recommendation lint {code}"
    ),
    "follow-up": _Fixed("Follow-up", "what became of each that was carried over", "recommendations.carried_open"),
    "terms": _Asked("Annexes", "the terms of reference", _written("terms"), _WRITE),
    "sources": _Asked(
        "Annexes", "a source for each entry", _sources, "evalflow record list REGISTER --dialogue DIALOGUE"
    ),
}  # fmt: skip
