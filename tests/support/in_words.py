"""Lines of the public record as they read in words: the same classes, in which a sentence may stand for a message.

What a test expects of `worded(…)` is made of them; `record_of` and `changed` make whole records of them.
"""

import json
from dataclasses import replace
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from evalflow.effects.version_1.layout import SECTIONS
from evalflow.effects.version_1.reader import in_sections, value_of
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections import (
    account,
    advice,
    amendments,
    assessment,
    background,
    consultation,
    course,
    definitions,
    registers,
    suspension,
)

AgendaLine: Any = registers.AgendaLine
CarriedLine: Any = advice.CarriedLine
ChangeLine: Any = amendments.ChangeLine
CheckLine: Any = advice.CheckLine
CriterionLine: Any = suspension.CriterionLine
DecisionLine: Any = suspension.DecisionLine
DialogueLines: Any = background.DialogueLines
DissentLine: Any = assessment.DissentLine
DrawnStep: Any = definitions.DrawnStep
EarlierLine: Any = assessment.EarlierLine
ErasureLine: Any = consultation.ErasureLine
EvaluatorLine: Any = account.EvaluatorLine
FieldLine: Any = background.FieldLine
FindingLine: Any = assessment.FindingLine
ImpactLine: Any = assessment.ImpactLine
InputCount: Any = consultation.InputCount
InputLine: Any = consultation.InputLine
ItemLine: Any = background.ItemLine
MatrixLine: Any = assessment.MatrixLine
Moved: Any = course.Moved
OverrideLine: Any = account.OverrideLine
PairLine: Any = background.PairLine
PartLine: Any = assessment.PartLine
PauseLine: Any = course.PauseLine
PointLine: Any = consultation.PointLine
RecommendationLine: Any = advice.RecommendationLine
RegisterLine: Any = registers.RegisterLine
ReplyLine: Any = advice.ReplyLine
RestatedLine: Any = amendments.RestatedLine
ScorecardLines: Any = advice.ScorecardLines
SlipDay: Any = amendments.SlipDay
SlipLine: Any = amendments.SlipLine
SourceLine: Any = background.SourceLine
SpanLine: Any = registers.SpanLine
StepLine: Any = course.StepLine
TopicLine: Any = advice.TopicLine
TraceLine: Any = suspension.TraceLine
WayLine: Any = definitions.WayLine


def record_of(**flat: Any) -> PublicRecord:
    """Return a record of fields and lines whose sentences are given as words."""
    record = TypeAdapter(PublicRecord).validate_json(json.dumps(in_sections(to_jsonable_python(flat))), strict=True)
    return replace(record, format="evalflow-record/2")


def changed(record: PublicRecord, **flat: Any) -> PublicRecord:
    """Return the record with other values in some of its fields, in whichever section they are."""
    for name, value in flat.items():
        if name in ("format", "example"):
            record = replace(record, **{name: value})
            continue
        section = next(section for section, names in SECTIONS.items() if name in names)
        held = getattr(record, section)
        hint = get_type_hints(type(held), include_extras=True)[name]
        made = TypeAdapter(hint).validate_json(json.dumps(value_of(hint, to_jsonable_python(value))), strict=True)
        record = replace(record, **{section: replace(held, **{name: made})})
    return record
