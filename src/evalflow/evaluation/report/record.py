"""One frozen, complete, public picture of an evaluation: what the report, its HTML twin and its JSON are made from.

Everything here may be published. The renderer accepts this type alone, so nothing confidential can reach a page:
names withheld, texts not released and internal ids have no field to stand in. Dates are local days (ISO 8601),
instants are UTC; sentences are finished sentences. `None` means "does not apply"; *not known* is a `Known` of its kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from evalflow.evaluation.report.erasure_lines import ErasureLine
from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.narrative_lines import (
    AgendaLine,
    EarlierLine,
    EvaluatorLine,
    ImpactLine,
    MatrixLine,
    OverrideLine,
    SlipLine,
)
from evalflow.evaluation.report.recommendation_lines import CarriedLine, RecommendationLine
from evalflow.evaluation.report.scored_lines import ScorecardLines
from evalflow.evaluation.report.step_lines import StepLine
from evalflow.evaluation.statements import Knowledge

NAME_WITHHELD: Final = "name withheld"  # the submitter of an input above the public level


@dataclass(frozen=True)
class SourceLine:
    id: str
    title: str
    note: str


@dataclass(frozen=True)
class ItemLine:
    """One entry of a listed fact, in finished words, with hedge and comparator already in the text."""

    text: str
    source: str


@dataclass(frozen=True)
class FieldLine:
    """One fact about the dialogue. `text` is empty and `items` too unless `knowledge` is `stated`."""

    key: str
    label: str
    knowledge: Knowledge
    text: str
    items: tuple[ItemLine, ...]
    variants: tuple[ItemLine, ...]
    source: str
    note: str


@dataclass(frozen=True)
class DialogueLines:
    code: str
    title: str
    partner: str
    counterpart: str
    standing: str  # a sentence: "No suspension or termination is on record." or who suspended it, when, why
    fields: tuple[FieldLine, ...]
    label: str  # how far the registry can be trusted


@dataclass(frozen=True)
class WayLine:
    """One way out of a step: by which choice or branch ("" where there is one alone), and to which steps, or "end"."""

    label: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class DrawnStep:
    """One step of the workflow as it is drawn, and where the cycle stands at it: "" where it has not come to it."""

    name: str
    title: str
    kind: Literal["task", "window", "automatic"]
    role: str
    lasts: str  # "8 weeks after its opening"
    join: Literal["", "all", "any"]
    approvals: int  # persons, where several must approve, else 0
    reminders: int
    ways: tuple[WayLine, ...]
    state: Literal["", "done", "waiting", "open", "overdue"] = ""
    days: str = ""


@dataclass(frozen=True)
class PauseLine:
    paused_on: date
    resumed_on: date | None
    reason: str
    basis: str


@dataclass(frozen=True)
class PartLine:
    label: str  # "UK-03a"
    text: str
    status: str  # a finding status or "" when not rated apart


@dataclass(frozen=True)
class DissentLine:
    by: str
    text: str


@dataclass(frozen=True)
class FindingLine:
    """One objective and what was found. `status` is "" until it is rated (a draft)."""

    code: str
    title: str
    text: str
    wording: Literal["published", "paraphrase"]
    same_as: str
    published: str  # "January 2001" or "not known"
    instrument: str
    due: str  # "31 December 2028", or ""
    no_timeframe: bool
    withdrawn: str
    status: str
    evidence: str
    contribution: str
    cooperation: str
    paragraphs: tuple[str, ...]
    missing: str
    basis: tuple[str, ...]  # codes of inputs and sources it rests on
    parts: tuple[PartLine, ...]
    rated_by: str
    rated_on: date | None
    grading: tuple[str, ...] = ()  # sentences: what the evidence on record allowed and why; why it is graded lower
    contributed: tuple[str, ...] = ()  # sentences: what was raised when, what changed when, how, and what else may be
    regraded: tuple[str, ...] = ()  # sentences: how it was rated before, here or in the last cycle, and why it changed
    decided: str = ""  # a sentence: with which votes
    rated_elsewhere: tuple[str, ...] = ()  # sentences: what others rated, each by itself
    elsewhere_remarks: tuple[str, ...] = ()  # sentences: where these differ, changed, or may be misspelt
    dissents: tuple[DissentLine, ...] = ()
    quoted_from: str = ""  # the source of a wording that is quoted as published


@dataclass(frozen=True)
class PairLine:
    title: str
    outcome: str
    outcome_source: str
    concern: str
    concern_items: tuple[str, ...]
    concern_source: str


@dataclass(frozen=True)
class ChangeLine:
    """One change of an objective. `reason` is "" exactly when no reason was stated."""

    number: int
    objective: str
    kind: str  # text, due, indicator, details, added, withdrawn, correction, editorial
    field: str
    old: str  # "" where there was nothing
    new: str
    reason_category: str
    reason: str
    reasons_asked_on: date | None
    proposed_by: str
    decided_by: str
    decided_on: str
    source: str
    recorded_on: date
    recorded_by: str
    paraphrase: bool = False  # the words compared are this record's paraphrase, not the published text


@dataclass(frozen=True)
class RegisterLine:
    """One entry of a register of the dialogue; `on` is its day in words, `what` all else that it holds."""

    register: str  # "Sessions of the dialogue"
    code: str
    on: str
    what: str
    by: str  # "" where nobody is named
    source: str
    note: str


@dataclass(frozen=True)
class SpanLine:
    """A time for which a register is stated complete: in it an absence is a no, outside it is not known."""

    register: str
    first: str
    through: str
    stated_by: str
    source: str


@dataclass(frozen=True)
class PointLine:
    number: int
    text: str  # "" when it is not released
    objective: str
    disposition: str
    reason: str
    paragraph: str
    links: tuple[str, ...] = ()  # objectives and criteria that it was found to be about, beside `objective`
    part_of: int = 0  # the number of the point that it was split from
    notes: tuple[str, ...] = ()  # sentences: that its submitter mended it, or disputes the answer


@dataclass(frozen=True)
class InputLine:
    """One published input. `submitter` is "name withheld" above the public level."""

    code: str
    kind: str
    submitter: str
    title: str
    received_on: date | None  # None where the name is withheld: the day could give the submitter away
    late: str  # "", "accepted: …", "declined: …"
    state: str
    same_as: int  # how many campaign copies are answered with it
    attachments: tuple[str, ...]
    points: tuple[PointLine, ...]
    note: str = ""  # sentences: why there are no points (withdrawn, answered with another), what it adds to
    reactions: tuple[str, ...] = ()  # sentences: what the submitter said to all the answers
    language: str = ""  # of its texts: "ar", "zh-Hant"; "" where nobody said


@dataclass(frozen=True)
class RestatedLine:
    """Another statement took the place of one about the dialogue itself."""

    what: str  # "Criteria for suspension"
    old: str
    new: str
    reason: str
    recorded_on: date
    recorded_by: str


@dataclass(frozen=True)
class InputCount:
    """A row of the table of inputs: counts, or None where a small count is suppressed."""

    kind: str
    inputs: int | None
    points: int | None
    dispositions: Mapping[str, int | None]


@dataclass(frozen=True)
class TraceLine:
    clause: str
    value: str
    truth: Literal["true", "false", "unknown"]
    source: str
    depth: int


@dataclass(frozen=True)
class DecisionLine:
    decision: str
    reasons: str
    decided_on: date
    decided_by: str
    review_on: date | None


@dataclass(frozen=True)
class CriterionLine:
    code: str
    title: str
    trips_when: str
    kind: str  # class of evidence: calendar, conduct, situation, evaluation
    weight: str
    rule: str
    parameters: Mapping[str, str]
    result: Literal["tripped", "clear", "cannot tell", "not checked"]
    why: str
    missing: tuple[str, ...]
    trace: tuple[TraceLine, ...]
    checked_on: date | None
    decision: DecisionLine | None
    notes: tuple[str, ...] = ()  # sentences: for how long it could not be told, which review was missed


@dataclass(frozen=True)
class PublicRecord:
    """The whole report as plain values. Source: usecases/report/reports.py; saved as JSON beside the PDF."""

    format: Literal["evalflow-record/1"]
    example: bool
    edition: Literal["public"]
    status: Literal["draft", "adopted"]
    adopted_on: date | None
    title: str
    subtitle: str
    cycle: str  # code, "UK-CN-2027"
    opening: date
    zone: str
    cut_off: datetime
    head: Head
    body: str
    body_accountable_to: str
    operator: str
    operator_conducts: bool
    workflow: str  # "evaluation-cycle 1.0.0"
    workflow_sha256: str
    criteria_sha256: str
    timetable_url: str
    criteria_url: str
    terms_published_on: date | None
    cycle_state: str  # a sentence
    closing_note: str  # reason and basis of an early closing, else ""
    dialogue: DialogueLines
    timetable: tuple[StepLine, ...]
    pauses: tuple[PauseLine, ...]
    findings: tuple[FindingLine, ...]
    pairs: tuple[PairLine, ...]
    changes: tuple[ChangeLine, ...]  # those that need a reason, in the cycle's period, in order
    corrections: tuple[ChangeLine, ...]
    editorial: tuple[ChangeLine, ...]
    inputs_received: int
    points_total: int
    input_counts: tuple[InputCount, ...]
    inputs: tuple[InputLine, ...]
    criteria: tuple[CriterionLine, ...]
    decisions: tuple[str, ...]
    limits: tuple[str, ...]
    coordination: tuple[ItemLine, ...]
    sources: tuple[SourceLine, ...]
    added: tuple[ChangeLine, ...] = ()  # objectives added since the cycle was opened: an addition needs no reason
    inputs_at_least: bool = False  # more were received, too few to be counted: say "at least"
    points_at_least: bool = False
    opening_state: str = ""  # a sentence: when the cycle was opened, and when its windows
    report_due: str = ""  # a sentence: the day by which the workflow promises the report
    stated_when: str = ""  # "as stated about 2003": how old the sources on the dialogue are
    replies: tuple[str, ...] = ()  # sentences: what came from each government, window by window
    register_entries: tuple[RegisterLine, ...] = ()
    register_spans: tuple[SpanLine, ...] = ()
    turns: tuple[str, ...] = ()  # sentences: another opening day, another definition, a completion taken back
    workflow_title: str = ""
    workflow_steps: tuple[DrawnStep, ...] = ()
    workflow_proof: str = ""  # a sentence: what the checker finds in the definition
    scorecard: ScorecardLines | None = None
    recommendations: tuple[RecommendationLine, ...] = ()
    followed_up: tuple[CarriedLine, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)  # the body's own words, by part (narrative.PARTS)
    evaluators: tuple[EvaluatorLine, ...] = ()
    lacking: tuple[str, ...] = ()  # of a draft: what `report check` finds missing still
    overridden: tuple[OverrideLine, ...] = ()
    impacts: tuple[ImpactLine, ...] = ()
    matrix: tuple[MatrixLine, ...] = ()
    earlier_statuses: tuple[EarlierLine, ...] = ()  # the oldest first
    restated: tuple[RestatedLine, ...] = ()  # what the record states of the dialogue itself, in the cycle's period
    slips: tuple[SlipLine, ...] = ()
    agendas: tuple[AgendaLine, ...] = ()
    erasures: tuple[ErasureLine, ...] = ()
    general: tuple[ItemLine, ...] = ()  # what sources say of dialogues in general
    body_kind: str = ""  # what kind of body evaluates, in words; "" where nobody said
    redactions: tuple[str, ...] = ()  # of a redacted edition: one sentence for each time it was redacted
