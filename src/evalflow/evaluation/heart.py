"""The second heart: decide what happens to what is evaluated, then apply it. Of the same shape as engine/heart.py.

Each kind of thing in the record is a family: its entity, its events, and the one function that folds them.
`apply` only copies, so a journal of any age folds to the rows that stand beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from evalflow.engine import heart as engine
from evalflow.engine import incidents, words
from evalflow.evaluation import evaluation, people, pinned
from evalflow.evaluation.dialogues import dialogue
from evalflow.evaluation.findings import deliberation, findings, recommendations
from evalflow.evaluation.inputs import commands_events as input_events
from evalflow.evaluation.inputs import input as input_
from evalflow.evaluation.inputs import inputs
from evalflow.evaluation.letters import commands_events as letter_events
from evalflow.evaluation.letters import contacts, letters
from evalflow.evaluation.objectives import objective
from evalflow.evaluation.registers import commands_events as register_events
from evalflow.evaluation.registers import registers
from evalflow.evaluation.report import narrative, partners


@dataclass(frozen=True)
class Family:
    """One kind of thing: `name` stands in the journal's header before the event's own name."""

    name: str
    entity: type
    events: tuple[type, ...]
    apply: Callable[[Any, Any], Any]


FAMILIES: tuple[Family, ...] = (
    Family("record", people.Record, get_args(people.RecordEvent), people.apply_record),
    Family("person", people.Person, (people.PersonNamed,), people.apply_person),
    Family("definition", pinned.Definition, (pinned.DefinitionPinned,), pinned.apply_definition),
    Family("dialogue", dialogue.Dialogue, get_args(dialogue.DialogueEvent), dialogue.apply_dialogue),
    Family("objective", objective.Objective, get_args(objective.ObjectiveEvent), objective.apply_objective),
    Family("entry", register_events.Entry, get_args(register_events.EntryEvent), registers.apply_entry),
    Family(
        "completeness",
        register_events.Completeness,
        (register_events.RegisterStatedComplete,),
        registers.apply_completeness,
    ),
    Family("cycle", words.Cycle, get_args(words.Event), engine.apply),
    Family("evaluation", evaluation.Evaluation, get_args(evaluation.EvaluationEvent), evaluation.apply_evaluation),
    Family("input", input_.Input, get_args(input_events.InputEvent), inputs.apply_input),
    Family("finding", findings.Finding, get_args(findings.FindingEvent), findings.apply_finding),
    Family(
        "deliberation",
        deliberation.Deliberation,
        get_args(deliberation.DeliberationEvent),
        deliberation.apply_deliberation,
    ),
    Family(
        "recommendation",
        recommendations.Recommendation,
        get_args(recommendations.RecommendationEvent),
        recommendations.apply_recommendation,
    ),
    Family("narrative", narrative.Narrative, get_args(narrative.NarrativeEvent), narrative.apply_narrative),
    Family("partner-report", partners.PartnerReport, (partners.PartnerReportReceived,), partners.apply_partner_report),
    Family("incident", incidents.Incident, get_args(incidents.IncidentEvent), incidents.apply_incident),
    Family("contact", contacts.Contact, get_args(contacts.ContactEvent), contacts.apply_contact),
    Family("seat", contacts.Seat, get_args(contacts.SeatEvent), contacts.apply_seat),
    Family("letter", letter_events.Letter, get_args(letter_events.LetterEvent), letters.apply_letter),
)

FAMILY_OF: Mapping[type, Family] = {event: family for family in FAMILIES for event in family.events}
EVENTS: Mapping[str, type] = {event.__name__: event for event in FAMILY_OF}


def apply(entity: object | None, event: object) -> Any:
    """Return the entity as it stands after `event`, whatever its family."""
    return FAMILY_OF[type(event)].apply(entity, event)
