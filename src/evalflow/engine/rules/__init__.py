"""The rule language: text → checked expression → true, false or unknown, with its trace and what is missing.

A strict subset of CEL over declared facts, with three extensions: `date('1997-08')`, `period('P3M')`, `known(fact)`.
"""

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.periods import Period
from evalflow.engine.rules.faults import RuleFailed
from evalflow.engine.rules.judging import judge
from evalflow.engine.rules.parsing import parse
from evalflow.engine.rules.syntax import Expression, references
from evalflow.engine.rules.types import CEL_WORDS, Bool, Date, Declared, Int, ListType, Simple, Span, Text, Type, check
from evalflow.engine.rules.values import (
    Between,
    Clause,
    Fact,
    FactItem,
    Facts,
    Listing,
    Missing,
    Scalar,
    Truth,
    Value,
    Verdict,
)

__all__ = [
    "CEL_WORDS",
    "Between",
    "Bool",
    "Clause",
    "Date",
    "DayRange",
    "Declared",
    "Expression",
    "Fact",
    "FactItem",
    "Facts",
    "Int",
    "ListType",
    "Listing",
    "Missing",
    "PartialDate",
    "Period",
    "RuleFailed",
    "Scalar",
    "Simple",
    "Span",
    "Text",
    "Truth",
    "Type",
    "Value",
    "Verdict",
    "check",
    "judge",
    "parse",
    "references",
]
