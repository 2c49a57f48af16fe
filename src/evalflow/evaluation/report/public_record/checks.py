"""A record of an evaluation and its picture → what the report lacks still, section by section, before it is adopted.

Every section has a check. What others rely on (answers to points, ratings, checks of criteria) no one can set aside;
the rest a named person can, with a reason that the report prints.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Final

from evalflow.engine.rules import Facts
from evalflow.evaluation.criteria.grounds import Grounds, marks_of
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.figures import figures
from evalflow.evaluation.report.figures_in_words import miscounted, numbers_in_words
from evalflow.evaluation.report.narrative import PARTS, Override, words_in
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.recommendation_lint import lint_recommendation
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.account import OverrideLine
from evalflow.evaluation.report.sections.advice import TopicLine
from evalflow.evaluation.report.wording import worded, words

_NUMBER: Final = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*(?!\w)")


@dataclass(frozen=True)
class ReportCheck:
    """One check. `lack` is what is missing, None where it holds; `fixed`: nobody can set it aside."""

    name: str
    lack: Message | None
    remedy: str
    fixed: bool = False
    override: Override | None = None

    @property
    def section(self) -> str:
        return words(message(f"check.{self.name}.section"))

    @property
    def asks(self) -> str:
        return words(message(f"check.{self.name}.asks"))

    @property
    def missing(self) -> str:
        return words(self.lack) if self.lack else ""

    @property
    def blocks(self) -> bool:
        """Return whether the report cannot be adopted because of it."""
        return self.lack is not None and (self.fixed or self.override is None)


@dataclass(frozen=True)
class _Asked:
    """A check as it is declared. `finds` returns what is missing; `remedy` takes the code of the cycle."""

    finds: Callable[[Everything, PublicRecord], Message | None]
    remedy: str


def report_checks(everything: Everything, record: PublicRecord, facts: Facts) -> tuple[ReportCheck, ...]:
    """Return every check of the report in the order of its sections; `facts` are those of the evaluation."""
    overrides = {one.check: one for one in everything.narrative.overrides} if everything.narrative else {}
    checks = []
    for name, asked in CHECKS.items():
        if isinstance(asked, _Asked):
            lack, remedy = asked.finds(everything, record), asked.remedy.format(code=record.cover.cycle)
        else:
            fact = facts[asked.fact]
            lack, remedy = as_given(fact.note) if fact.note else None, fact.remedy
        fixed = isinstance(asked, _Fixed)
        override = None if fixed else overrides.get(name)
        checks.append(ReportCheck(name, lack, remedy, fixed, override))
    return tuple(checks)


def with_checks(everything: Everything, record: PublicRecord, checks: tuple[ReportCheck, ...]) -> PublicRecord:
    """Return the record with what was set aside; a draft also says what it lacks.

    Of what nobody can set aside no code and no number is told: they may be those of inputs that are not published.
    """
    visible = Visible(everything.inputs, everything.evaluation.code)
    aside = tuple(
        OverrideLine(
            one.name,
            visible.everywhere(one.lack),
            everything.named(one.override.by),
            everything.day(one.override.at),
            visible.without_hidden_codes(one.override.reason),
        )
        for one in checks
        if one.lack and one.override
    )
    lacking = tuple(visible.everywhere(_lacking(check, check.lack)) for check in checks if check.blocks and check.lack)
    account = replace(record.account, overridden=aside, lacking=lacking if record.cover.status == "draft" else ())
    return replace(record, account=account)


def _lacking(check: ReportCheck, lack: Message) -> Message:
    section = message(f"check.{check.name}.section")
    if check.fixed:
        return message("report.lacks-all", section=section, asks=message(f"check.{check.name}.asks"))
    return message("report.lacks", section=section, missing=lack)


@dataclass(frozen=True)
class _Fixed:
    """A check that nobody can set aside: the named fact counts what is open, and says which."""

    fact: str


def _written(part: str) -> Callable[[Everything, PublicRecord], Message | None]:
    def finds(_: Everything, record: PublicRecord) -> Message | None:
        return None if record.account.texts.get(part) else message("missing.text", part=message(f"part.{part}"))

    return finds


def _summary(_: Everything, record: PublicRecord) -> Message | None:
    text = record.account.texts.get("summary", "")
    if not text:
        return message("missing.text", part=message("part.summary"))
    most = PARTS["summary"].most
    if words_in(text) > most:
        return message("missing.shorter-summary", count=words_in(text), most=most)
    body = numbers_in_body(record)
    in_words = [word for word, number in numbers_in_words(text) if number > 1 and str(number) not in body]
    strange = [*(number for number in _numbers_in(text) if number not in body), *in_words]
    if strange:
        return message("missing.figures", figures=tuple(dict.fromkeys(strange)))
    came = record.consultation
    uncounted = ["inputs"] * came.inputs_at_least + ["points"] * came.points_at_least
    wrong = miscounted(text, figures(record), uncounted)
    return message("missing.counts", wrong=tuple(wrong)) if wrong else None


def numbers_in_body(record: PublicRecord) -> frozenset[str]:
    """Return every number, in figures or in words, that the report prints beside its summary: as figures."""
    texts = {name: text for name, text in record.account.texts.items() if name != "summary"}
    body = worded(replace(record, account=replace(record.account, texts=texts)))
    return frozenset(_numbers((*(getattr(body, one.name) for one in fields(body)), figures(record))))


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


def _body(_: Everything, record: PublicRecord) -> Message | None:
    return None if record.mandate.body_accountable_to else message("missing.body")


def _evaluators(_: Everything, record: PublicRecord) -> Message | None:
    return None if record.account.evaluators else message("missing.evaluators")


def _dialogue(_: Everything, record: PublicRecord) -> Message | None:
    known = any(fact.knowledge in ("stated", "stated-none") for fact in record.background.dialogue.fields)
    return None if known else message("missing.facts")


def _timetable(_: Everything, record: PublicRecord) -> Message | None:
    return None if record.mandate.terms_published_on else message("missing.terms")


def _findings(_: Everything, record: PublicRecord) -> Message | None:
    unsaid = (line.code for line in record.assessment.findings if line.status == "not-assessable" and not line.missing)
    return _naming("missing.evidence", "objectives", unsaid)


def _outcomes(_: Everything, record: PublicRecord) -> Message | None:
    unsourced = (line.title for line in record.background.pairs if not (line.outcome_source and line.concern_source))
    return _naming("missing.sources-of-outcomes", "outcomes", unsourced)


def _changes(_: Everything, record: PublicRecord) -> Message | None:
    changes = record.amendments.changes
    silent = (str(line.number) for line in changes if not line.reason and line.reasons_asked_on is None)
    return _naming("missing.reasons", "changes", silent)


def _decided(_: Everything, record: PublicRecord) -> Message | None:
    open_ = (line.code for line in record.suspension.criteria if line.result == "tripped" and line.decision is None)
    return _naming("missing.decisions", "criteria", open_)


def _scorecard(_: Everything, record: PublicRecord) -> Message | None:
    return None if record.advice.scorecard else message("missing.scorecard")


def _effects(_: Everything, record: PublicRecord) -> Message | None:
    said = record.assessment.impacts or record.account.texts.get("effects")
    return None if said else message("missing.effects")


def _conclusions(_: Everything, record: PublicRecord) -> Message | None:
    text = record.account.texts.get("conclusions", "")
    if not text:
        return message("missing.text", part=message("part.conclusions"))
    findings, criteria = record.assessment.findings, record.suspension.criteria
    codes = [*(line.code for line in findings), *(one.code for one in criteria), *(t.code for t in _topics(record))]
    cited = any(re.search(rf"(?<![\w-]){re.escape(code)}(?!\w)", text, re.IGNORECASE) for code in codes)
    return None if cited else message("missing.grounds")


def _topics(record: PublicRecord) -> tuple[TopicLine, ...]:
    return record.advice.scorecard.topics if record.advice.scorecard else ()


def _naming(key: str, name: str, codes: Iterable[str]) -> Message | None:
    """Return a message that names what it is about; None where it is about nothing."""
    return message(key, **{name: named}) if (named := tuple(codes)) else None


def _recommendations(everything: Everything, record: PublicRecord) -> Message | None:
    behind = frozenset(
        [one.code for one in record.assessment.findings if one.status]
        + [one.code for one in record.suspension.criteria if one.result != "not checked"]
        + [line.code for line in _topics(record)]
    )
    own = (one for one in everything.recommendations if one.cycle == everything.cycle.id and one.stands)
    registers: dict[str, list[Entry]] = {}
    for entry in everything.entries:
        registers.setdefault(entry.register, []).append(entry)
    grounds = Grounds(registers, {input_.code: input_ for input_ in everything.inputs}.get)

    def now(codes: tuple[str, ...]) -> dict[str, str]:
        return marks_of(codes, grounds, everything.objectives, everything.findings, everything.evaluation)

    failing = {
        recommendation.code: _failing(lint_recommendation(recommendation, behind, now(recommendation.basis)))
        for recommendation in own
    }
    told = (f"{code} ({', '.join(names)})" for code, names in failing.items() if names)
    return _naming("missing.form", "recommendations", told)


def _failing(checked: Mapping[str, object]) -> list[str]:
    return [name for name, one in checked.items() if getattr(one, "result", "") == "fail"]


def _sources(_: Everything, record: PublicRecord) -> Message | None:
    unsourced = (line.code for line in record.registers.register_entries if not line.source)
    return _naming("missing.sources", "entries", unsourced)


_WRITE: Final = "evalflow report template {code} --out REPORT.md, then evalflow report write {code} REPORT.md"

CHECKS: Final[Mapping[str, _Asked | _Fixed]] = {
    "body": _Asked(_body,
        "evalflow cycle name-body {code} NAME --accountable-to WHOM",
    ),
    "commissioned": _Asked(_written("commissioned"), _WRITE),
    "evaluators": _Asked(_evaluators,
        "evalflow report evaluator {code} NAME --statement TEXT",
    ),
    "summary": _Asked(_summary, _WRITE),
    "dialogue": _Asked(_dialogue, "evalflow dialogue import FILE"
    ),
    "purpose": _Asked(_written("purpose"), _WRITE),
    "scope": _Asked(_written("scope"), _WRITE),
    "questions": _Asked(_written("questions"), _WRITE),
    "criteria-used": _Asked(_written("criteria"), _WRITE),
    "method": _Asked(_written("method"), _WRITE),
    "independence": _Asked(_written("independence"), _WRITE),
    "ethics": _Asked(_written("ethics"), _WRITE),
    "timetable": _Asked(_timetable,
        "evalflow cycle publish-terms {code} --timetable URL --criteria URL --on DATE",
    ),
    "ratings": _Fixed("findings.unrated"),
    "not-assessable": _Asked(_findings,
        "evalflow finding rate {code} OBJECTIVE --missing TEXT …",
    ),
    "outcomes": _Asked(_outcomes, "evalflow dialogue import FILE"),
    "changes": _Asked(_changes, "evalflow objective history OBJECTIVE"
    ),
    "points": _Fixed("inputs.points_open"),
    "confirmations": _Fixed("inputs.unconfirmed"
    ),
    "late-inputs": _Fixed("inputs.undecided_late"),
    "criteria": _Fixed("criteria.unchecked"),
    "decisions": _Asked(_decided,
        "evalflow criteria decide {code} CRITERION DECISION --reasons TEXT --decided-by WHO --on DATE",
    ),
    "scorecard": _Asked(_scorecard,
        "evalflow cycle open DIALOGUE --scorecard FILE, for the next cycle",
    ),
    "effects": _Asked(_effects,
        "evalflow record add impact --dialogue DIALOGUE …, or write it: evalflow report template {code}",
    ),
    "conclusions": _Asked(_conclusions, _WRITE),
    "recommendations": _Asked(_recommendations, "evalflow recommendation lint {code}"
    ),
    "follow-up": _Fixed("recommendations.carried_open"),
    "terms": _Asked(_written("terms"), _WRITE),
    "sources": _Asked(_sources, "evalflow record list REGISTER --dialogue DIALOGUE"
    ),
}  # fmt: skip
