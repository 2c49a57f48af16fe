"""The facts that gates and criteria may read: name, type, a title for readers, and who or what supplies each."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from evalflow.engine.rules import Bool, Date, Declared, Int, ListType, Simple, Text, Type
from evalflow.evaluation.criteria.agendas import SESSION_AGENDAS
from evalflow.evaluation.criteria.derived import DERIVED
from evalflow.evaluation.criteria.objective_forms import LINTED_OBJECTIVES
from evalflow.evaluation.evaluation import ADOPT, PUBLISH
from evalflow.evaluation.registers.commands_events import FieldKind, Register
from evalflow.evaluation.registers.kinds import REGISTERS

_RATE: Final = "evalflow finding rate"
_CORRECT: Final = "evalflow dialogue import"
_DISPOSE: Final = "evalflow input dispose"

_TYPES: Final[Mapping[FieldKind, Simple]] = {
    "text": Text, "date": Date, "yes-no": Bool, "whole": Int, "one-of": Text, "address": Text, "entry": Text,
    "objective": Text,
}  # fmt: skip


def _register_type(register: Register) -> ListType:
    """Return what rules may read of an entry: its code, the day on which it lies, and its fields.

    Of a session also `run`: how many sessions in a row, ending with this one, the counterpart called off. What else
    follows from an entry's fields is in derived.py.
    """
    run = {"run": Int} if register.name == "session" else {}
    more = DERIVED.get(register.name, {})
    return ListType(
        {"code": Text, "on": Date, **run, **more, **{field.name: _TYPES[field.kind] for field in register.fields}}
    )


DATED_OBJECTIVES: Final = ListType(
    {"code": Text, "due_on": Date, "overdue": Bool, "responded": Bool, "reminded": Bool, "reminded_on": Date}
)
TRIPPED_BEFORE: Final = ListType({"code": Text, "evaluations": Int})
GRADED_FINDINGS: Final = ListType({"code": Text, "status": Text, "evidence": Text})

_FACTS: Final[tuple[tuple[str, Type, str, str], ...]] = (
    ("terms.timetable_published", Bool, "the timetable is published", "evalflow cycle publish-terms"),
    ("terms.criteria_published", Bool, "the criteria are published", "evalflow cycle publish-terms"),
    ("terms.body_named", Bool, "the evaluating body is named", "evalflow cycle name-body"),
    ("report.drafted", Bool, "the report is drafted", "evalflow report build"),
    ("report.adopted", Bool, "the report is adopted", "evalflow report adopt"),
    ("report.published", Bool, "the report is published", "evalflow report publish"),
    ("report.files_as_adopted", Bool, "what is published has the hash of what was adopted", "evalflow report publish"),
    ("report.sent_to_legislature", Bool, "the report went to the parliament", "evalflow report distribute"),
    ("terms.in_time", Bool, "timetable and criteria were public before the opening", "evalflow cycle publish-terms"),
    ("timetable.milestone_ahead", Bool, "the published timetable names a day to come", "evalflow cycle publish-terms"),
    ("stated.evaluation_programme", Bool, "a formal programme of evaluation is stated", _CORRECT),
    ("stated.suspension_criteria", Bool, "criteria for suspension are stated", _CORRECT),
    ("objectives.changes", Int, "changes of objectives", "evalflow objective amend"),
    ("objectives.changes_unreasoned", Int, "changes of objectives without a stated reason", "evalflow objective amend"),
    ("inputs.window_days", Int, "days of the window in which NGOs hand in inputs", "evalflow cycle open"),
    ("inputs.acknowledged_within", Int, "days until the slowest acknowledgement of an input", "evalflow tick"),
    ("replies.window_days", Int, "days in which the governments are to respond to the report", "evalflow cycle open"),
    ("objectives.public", Bool, "the dialogue's objectives are public", "evalflow record add publication"),
    ("inputs.received", Int, "inputs received", "evalflow input receive"),
    ("inputs.points_open", Int, "points of inputs without a disposition", _DISPOSE),
    (
        "inputs.unconfirmed",
        Int,
        "inputs whose erasure or withdrawal another person has not confirmed",
        "evalflow input confirm",
    ),
    ("inputs.undecided_late", Int, "late inputs neither accepted nor declined", "evalflow input accept-late"),
    ("findings.unrated", Int, "objectives due and not rated", _RATE),
    (
        "recommendations.carried_open",
        Int,
        "recommendations of earlier evaluations of which this cycle does not say what became",
        "evalflow recommendation follow-up",
    ),
    (
        "recommendations.unfollowed",
        Int,
        "recommendations of which nobody has noted yet what became",
        "evalflow recommendation follow-up",
    ),
    ("criteria.unchecked", Int, "suspension criteria not checked", "evalflow criteria check"),
    ("evaluation.due_on", Date, "day by which the report is promised", "evalflow cycle open"),
    (
        "evaluations.without_progress",
        Int,
        "evaluations in a row with nothing due better than none",
        _RATE,
    ),
    ("evaluations.all_met", Int, "evaluations in a row in which every objective was met on sound evidence", _RATE),
    ("evaluations.adopted_before", Int, "evaluations of the dialogue adopted before", "evalflow report adopt"),
    ("evaluation.previous_on", Date, "day on which the evaluation before was adopted", "evalflow report adopt"),
    ("evaluation.opened", Bool, "an evaluation is on record", "evalflow cycle open"),
    (
        "evaluation.independent",
        Bool,
        "the body is accountable and does not conduct the dialogue",
        "evalflow cycle name-body",
    ),
    ("criteria.for_suspension", Int, "criteria for suspension that the cycle has", "evalflow cycle open"),
    ("criteria.for_termination", Int, "criteria for ending the dialogue that the cycle has", "evalflow cycle open"),
    ("criteria.for_closure", Int, "criteria for closing the dialogue, its purpose served", "evalflow cycle open"),
    (
        "resumption.conditions_met",
        Int,
        "conditions for the resumption of a suspended dialogue that are met",
        "evalflow dialogue suspend --resume-when",
    ),
    (
        "tripped_before",
        TRIPPED_BEFORE,
        "criteria that were triggered in adopted evaluations before this one, and in how many in a row",
        "evalflow criteria check",
    ),
    ("criteria.tripped", Int, "tripped criteria", "evalflow criteria check"),
    ("criteria.tripped_undecided", Int, "tripped criteria without a decision", "evalflow criteria decide"),
    ("criteria.elsewhere", Int, "other dialogues of the party that are evaluated", "evalflow cycle open"),
    ("criteria.same_elsewhere", Bool, "they are evaluated by the same criteria", "evalflow cycle open"),
    ("evaluation.adopted_on", Date, "day on which the report was adopted", "evalflow report adopt"),
    ("evaluation.published_on", Date, "day on which the report was published", "evalflow report publish"),
    *(
        (
            register.facts,
            _register_type(register),
            register.title[0].lower() + register.title[1:],
            f"evalflow record add {register.name}",
        )
        for register in REGISTERS.values()
    ),
    (
        "dated_objectives",
        DATED_OBJECTIVES,
        "objectives with a date, and what was asked about them once it had passed",
        "evalflow record add request",
    ),
    (
        "linted_objectives",
        LINTED_OBJECTIVES,
        "objectives of the form",
        "evalflow objective add",
    ),
    (
        "session_agendas",
        SESSION_AGENDAS,
        "agendas of sessions held",
        "evalflow record add agenda-item",
    ),
    ("graded_findings", GRADED_FINDINGS, "the ratings of this cycle with the grade of their evidence", _RATE),
)

_DONE_BY: Final = {"evalflow report adopt": ADOPT, "evalflow report publish": PUBLISH}


def _declared() -> Iterator[tuple[str, Declared]]:
    for name, kind, title, supplied_by in _FACTS:
        yield name, Declared(name, kind, title, supplied_by, _DONE_BY.get(supplied_by, ""))


DECLARED: Final[Mapping[str, Declared]] = MappingProxyType(dict(_declared()))
