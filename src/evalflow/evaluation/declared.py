"""The facts that gates and criteria may read: name, type, a title for readers, and who or what supplies each."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from evalflow.engine.rules import Bool, Date, Declared, Int, ListOf, Text, Type

_RATE: Final = "evalflow finding rate"
_DISPOSE: Final = "evalflow input dispose"
_NOT_KEPT: Final = "a register that this version does not keep yet"

SESSIONS: Final = ListOf(
    {
        "code": Text,
        "held_on": Date,  # the day it was held or, where it was called off, planned
        "status": Text,  # held, cancelled or postponed
        "formal": Bool,
        "by": Text,  # who called it off: own, counterpart, mutual, third-party or force-majeure
        "called_off_on": Date,
        "run": Int,  # how many sessions in a row, ending with this one, the counterpart called off
        "new_date_set": Bool,
        "new_date_set_on": Date,
    }
)
PUBLICATIONS: Final = ListOf(
    {
        "of": Text,  # session-report, objectives, terms or evaluation-report
        "session": Text,  # code of the session it reports on
        "published_on": Date,
        "public": Bool,
    }
)
REMINDERS: Final = ListOf({"objective": Text, "sent_on": Date})
DATED_OBJECTIVES: Final = ListOf(
    {"code": Text, "due_on": Date, "overdue": Bool, "responded": Bool, "reminded_on": Date}
)
GRADED_FINDINGS: Final = ListOf({"code": Text, "status": Text, "evidence": Text})
CASES: Final = ListOf({"raised_on": Date, "answered": Bool, "substantive": Bool})

_FACTS: Final[tuple[tuple[str, Type, str, str], ...]] = (
    ("terms.timetable_published", Bool, "the timetable is published", "evalflow cycle publish-terms"),
    ("terms.criteria_published", Bool, "the criteria are published", "evalflow cycle publish-terms"),
    ("terms.body_named", Bool, "the evaluating body is named", "evalflow cycle name-body"),
    ("report.drafted", Bool, "the report is drafted", "evalflow report build"),
    ("report.adopted", Bool, "the report is adopted", "evalflow report adopt"),
    ("report.published", Bool, "the report is published", "evalflow report publish"),
    ("objectives.public", Bool, "the dialogue's objectives are public", "evalflow record add publication"),
    ("inputs.received", Int, "inputs received", "evalflow input receive"),
    ("inputs.points_open", Int, "points of inputs without a disposition", _DISPOSE),
    ("inputs.undecided_late", Int, "late inputs neither accepted nor declined", "evalflow input accept-late"),
    ("findings.unrated", Int, "objectives due and not rated", _RATE),
    ("criteria.unchecked", Int, "suspension criteria not checked", "evalflow criteria check"),
    ("evaluation.due_on", Date, "day by which the report is promised", "evalflow cycle open"),
    ("evaluation.adopted_on", Date, "day on which the report was adopted", "evalflow report adopt"),
    ("evaluation.published_on", Date, "day on which the report was published", "evalflow report publish"),
    ("sessions", SESSIONS, "sessions of the dialogue", "evalflow record add session"),
    ("publications", PUBLICATIONS, "what was made public", "evalflow record add publication"),
    ("reminders_to_counterpart", REMINDERS, "the register of reminders to the counterpart", _NOT_KEPT),
    ("dated_objectives", DATED_OBJECTIVES, "the register of reminders to the counterpart and its answers", _NOT_KEPT),
    ("graded_findings", GRADED_FINDINGS, "the register of evidence items behind the ratings", _NOT_KEPT),
    ("cases", CASES, "the register of individual cases", _NOT_KEPT),
)


def _declared() -> Iterator[tuple[str, Declared]]:
    for name, kind, title, supplied_by in _FACTS:
        yield name, Declared(name, kind, title, supplied_by)


DECLARED: Final[Mapping[str, Declared]] = MappingProxyType(dict(_declared()))
