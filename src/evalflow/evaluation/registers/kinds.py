"""Every register, declared once: from this follow its commands, files, checks, facts, templates and pages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from evalflow.evaluation.dialogues.dialogue import AUTHORS
from evalflow.evaluation.registers.commands_events import FieldKind, Register, RegisterField
from evalflow.evaluation.registers.evidence import PRIMARY
from evalflow.evaluation.statements import STATUSES

LEVELS: Final = (
    "head-of-state-or-government", "minister", "deputy-minister", "director-general", "director", "ambassador",
    "desk-officer",
)  # fmt: skip
_CALLED_OFF: Final = ("cancelled", "postponed")
_STATUSES: Final = tuple(status for status in STATUSES if status != "not-due")


def _field(
    name: str,
    kind: FieldKind,
    title: str,
    *one_of: str,
    required: bool = False,
    refers: str = "",
    ahead: tuple[str, ...] = (),
) -> RegisterField:
    return RegisterField(name, kind, title, required, one_of, refers, ahead)


def _needed(name: str, kind: FieldKind, title: str, *one_of: str, ahead: tuple[str, ...] = ()) -> RegisterField:
    return _field(name, kind, title, *one_of, required=True, ahead=ahead)


_SESSION: Final = _field("session", "entry", "code of the session", refers="session")
_OF_SESSION: Final = replace(_SESSION, required=True)
_NOTE: Final = _field("note", "text", "anything else")
_SHOWN_BY: Final = _field(
    "shown_by", "one-of", "how it is shown", "official-document", "independent-sources", "one-source"
)
_CONSENT: Final = _field("consent", "yes-no", "whoever it concerns agrees that it is published")

_ALL: Final = (
    Register(
        "session", "Sessions of the dialogue", "sessions", "S", "held_on",
        (
            _needed("held_on", "date", "day held, or planned where it was called off", ahead=_CALLED_OFF),
            _needed("status", "one-of", "what became of it", "held", *_CALLED_OFF),
            _field("ended_on", "date", "last day", ahead=_CALLED_OFF),
            _field("formal", "yes-no", "a formal session of the dialogue"),
            _field("by", "one-of", "who called it off", *AUTHORS),
            _field("called_off_on", "date", "day it was called off"),
            _field("new_date_set", "yes-no", "a new date was set"),
            _field("new_date_set_on", "date", "day the new date was set"),
            _field("place", "text", "where"),
            _field("round", "whole", "number of the round"),
            _NOTE,
        ),
    ),
    Register(
        "agenda-item", "Items on the agenda", "agenda_items", "A", "session",
        (
            _OF_SESSION,
            _needed("title", "text", "what it is about"),
            _field("minutes", "whole", "time given to it, in minutes"),
            _field("theme", "text", "under which theme it falls"),
            _field("minority_issue", "text", "the minority or region that it is about, where it is designated as such"),
            _field("agreed", "yes-no", "it was agreed beforehand"),
            _field("public_before", "yes-no", "it was public before the session"),
            _field("refused", "yes-no", "it was refused, or not taken up when its turn came"),
            _field("refused_by", "one-of", "who refused it", *AUTHORS),
            _field("strategy", "text", "what is done about the issue beside the dialogue"),
            _SHOWN_BY,
            _NOTE,
        ),
    ),
    Register(
        "delegation", "Delegations", "delegations", "D", "session",
        (
            _OF_SESSION,
            _needed("side", "one-of", "whose it is", "own", "counterpart"),
            _field("head", "text", "office of its head"),
            _field("head_level", "one-of", "rank of its head", *LEVELS),
            _field("agreed_level", "one-of", "rank that was agreed", *LEVELS),
            _field("size", "whole", "how many persons"),
            _field("secretariat", "text", "who keeps the dialogue's secretariat on this side"),
            _field("secretariat_level", "one-of", "rank of the head of the secretariat", *LEVELS),
            _NOTE,
        ),
    ),
    Register(
        "participant", "Participants beside the delegations", "participants", "N", "session",
        (
            _OF_SESSION,
            _needed("kind", "one-of", "what they are", "ngo", "academic", "lawyer", "parliament",
                   "national-institution", "un-body", "media", "other"),
            _field("organisation", "text", "of which organisation"),
            _field("side", "one-of", "which side they came with", "own", "counterpart"),
            _field("independent", "yes-no", "independent of both governments"),
            _field("self_selected", "yes-no", "chosen by themselves, and not by a government"),
            _CONSENT,
            _NOTE,
        ),
        consent=True,
    ),
    Register(
        "contact", "Contacts beside the dialogue", "contacts", "C", "held_on",
        (
            _needed("held_on", "date", "day of the visit, meeting or call"),
            _needed("level", "one-of", "rank of the higher side", *LEVELS),
            _field("rights_raised", "yes-no", "human rights were raised"),
            _field("publicly", "yes-no", "that they were raised was made public"),
            _field("place", "text", "where"),
            _NOTE,
        ),
    ),
    Register(
        "un-action", "Action at the United Nations", "un_actions", "U", "taken_on",
        (
            _needed("taken_on", "date", "day of the act"),
            _needed("body", "text", "in which body, such as the Commission on Human Rights"),
            _needed("position", "one-of", "what was done", "sponsored", "co-sponsored", "supported", "abstained",
                   "opposed", "not-tabled", "withdrawn", "statement"),
            _field("title", "text", "resolution, motion or statement"),
            _field("symbol", "text", "its UN document symbol"),
            _field("reasons", "text", "reasons given for the position"),
            _field("dialogue_cited", "yes-no", "the dialogue was given as a reason"),
            _field("threat", "yes-no", "the dialogue was made conditional on the position"),
            _field("threat_by", "one-of", "who made it conditional", *AUTHORS),
            _field("analysed_on", "date", "day of the analysis of the situation that it rests on"),
            _SHOWN_BY,
            _NOTE,
        ),
    ),
    Register(
        "un-visit", "Visits of UN mechanisms", "un_visits", "V", "requested_on",
        (
            _field("requested_on", "date", "day of the request, or of the invitation where none was needed"),
            _needed("mandate", "text", "which mandate or body"),
            _needed("status", "one-of", "how it stands", "requested", "invited", "agreed", "carried-out", "refused",
                   "postponed"),
            _field("answered_on", "date", "day of the answer"),
            _field("began_on", "date", "first day of the visit", ahead=("agreed", "invited", "postponed")),
            _field("standard_terms", "yes-no", "on the standard terms for such visits"),
            _field("symbol", "text", "symbol of the report"),
            _SHOWN_BY,
            _NOTE,
        ),
    ),
    Register(
        "project", "Projects of technical co-operation", "projects", "T", "began_on",
        (
            _field("began_on", "date", "first day"),
            _needed("title", "text", "what it is called"),
            _field("ended_on", "date", "last day", ahead=("always",)),
            _field("objective", "objective", "code of the objective that it serves"),
            _field("ngo_design", "yes-no", "NGOs were consulted on its design"),
            _field("ngo_implementation", "yes-no", "NGOs were consulted while it was carried out"),
            _field("ngo_monitoring", "yes-no", "NGOs were consulted on how it is monitored"),
            _field("ngo_evaluation", "yes-no", "NGOs were consulted on its evaluation"),
            _field("evaluated_on", "date", "day on which its evaluation is or was due", ahead=("always",)),
            _field("un_involved", "yes-no", "a UN body takes part"),
            _field("url", "address", "where it is described"),
            _NOTE,
        ),
    ),
    Register(
        "strategy-action", "Action beyond the dialogue", "strategy_actions", "Y", "taken_on",
        (
            _needed("taken_on", "date", "day of the act", ahead=("always",)),
            _needed("kind", "one-of", "what kind of act", "public-statement", "demarche", "case-intervention",
                   "trial-observation", "visit", "training", "funding", "multilateral", "conditionality",
                   "domestic-dialogue", "other"),
            _needed("title", "text", "what was done, or is to be done"),
            _field("commitment", "yes-no", "it is announced for that day, and not done yet"),
            _field("minority_issue", "text", "the minority or region that it is about"),
            _NOTE,
        ),
    ),
    Register(
        "impact", "Effect of the dialogue on other strategies", "impacts", "I", "published_on",
        (
            _needed("published_on", "date", "day on which the assessment was published"),
            _needed("strategy", "text", "the other strategy"),
            _needed("effect", "one-of", "what the dialogue does to it", "reinforced", "neutral", "displaced",
                   "unknown"),
            _field("reason", "text", "why"),
            _field("answer", "text", "what is done where it is displaced"),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
    Register(
        "incident", "Incidents", "incidents", "E", "happened_on",
        (
            _needed("happened_on", "date", "day of the incident"),
            _needed("kind", "one-of", "what happened", "participant-refused", "participant-removed", "reprisal",
                   "made-conditional", "visit-obstructed", "other"),
            _SESSION,
            _field("by", "one-of", "who did it", *AUTHORS),
            _field("against", "one-of", "against whom", "participant", "submitter", "family", "other"),
            _field("independent", "yes-no", "whoever was refused or removed is independent"),
            _field("evidence", "one-of", "how well it is shown", "none", "claim", "weak", "moderate", "strong"),
            _field("official", "yes-no", "an official document shows it"),
            _field("answered_on", "date", "day of an answer to it"),
            _field("remedied_on", "date", "day on which it was remedied"),
            _field("remedied", "yes-no", "it was remedied"),
            _CONSENT,
            _NOTE,
        ),
        consent=True,
    ),
    Register(
        "case", "Individual cases raised", "cases", "K", "raised_on",
        (
            _needed("raised_on", "date", "day on which it was raised"),
            _needed("reference", "text", "what it is called here; no name where that could harm"),
            _SESSION,
            _field("answered", "yes-no", "there was an answer"),
            _field("substantive", "yes-no", "the answer was substantive"),
            _field("answered_on", "date", "day of the answer"),
            _field("outcome", "text", "what came of it"),
            _CONSENT,
            _NOTE,
        ),
        consent=True,
    ),
    Register(
        "case-figure", "Figures on cases, as stated", "case_figures", "F", "raised_on",
        (
            _field("raised_on", "date", "day or time in which they were raised"),
            _needed("raised", "whole", "how many were raised"),
            _field("answered", "whole", "how many were answered"),
            _field("substantive", "whole", "how many were answered in substance"),
            _NOTE,
        ),
    ),
    Register(
        "measurement", "Measurements of indicators", "measurements", "M", "measured_on",
        (
            _needed("measured_on", "date", "day or time for which it was measured"),
            _needed("objective", "objective", "code of the objective whose indicator it is"),
            _needed("value", "text", "what the indicator read, as the source says it"),
            _field("method", "text", "how it was measured"),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
    Register(
        "evidence", "Evidence on objectives", "evidence_items", "Q", "shown_on",
        (
            _needed("shown_on", "date", "day of the document, or of what it shows"),
            _needed("objective", "objective", "code of the objective that it is evidence on"),
            _needed("supports", "one-of", "what it does to the finding", "supports", "contradicts"),
            _needed("type", "one-of", "what it is; the first four are primary documents", *PRIMARY, "official-paper",
                   "measurement", "first-hand-account", "report", "media", "statement"),
            _needed("group", "text", "from whom it comes in the end: one source is one group, however often repeated"),
            _needed("party", "yes-no", "that source is a party to the dialogue"),
            _needed("says", "text", "what it shows"),
            _field("first_hand", "yes-no", "its author saw or heard it"),
            _field("particulars", "yes-no", "it names particulars that can be checked"),
            _field("cites", "text", "the input or entry, by its code, or the document that it is taken from"),
            _field("settled_on", "date", "day on which a contradiction was settled"),
            _field("settled_by", "text", "by what it was settled"),
            _NOTE,
        ),
    ),
    Register(
        "rating", "Ratings that others gave", "ratings", "L", "rated_on",
        (
            _field("rated_on", "date", "day of the rating, or of the list in which it stands"),
            _needed("objective", "objective", "code of the objective that was rated"),
            _needed("standing", "one-of", "whose rating it is", "own", "counterpart", "both", "independent"),
            _needed("by", "text", "who rated, as the source names them"),
            _field("criterion", "text", "what of it was rated, such as effectiveness; without one, all of it"),
            _needed("rating", "text", "the rating in the words of its source"),
            _field("comes_to", "one-of", "the status of this record that it means, where somebody said so", *_STATUSES),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
    Register(
        "request", "Requests and reminders to the counterpart", "requests", "R", "sent_on",
        (
            _needed("sent_on", "date", "day it was sent"),
            _needed("objective", "objective", "code of the objective that it is about"),
            _field("reminder", "yes-no", "it reminds of an earlier one"),
            _field("answered", "yes-no", "the counterpart responded"),
            _field("answered_on", "date", "day of the response"),
            _field("response", "text", "what was said in response"),
            _NOTE,
        ),
    ),
    Register(
        "un-recommendation", "Recommendations of UN mechanisms on an objective", "un_recommendations", "J", "made_on",
        (
            _needed("made_on", "date", "day of the recommendation"),
            _needed("objective", "objective", "code of the objective that it bears on"),
            _needed("body", "text", "which mechanism or body made it"),
            _needed("symbol", "text", "UN document symbol and paragraph"),
            _field("compared", "one-of", "the objective beside it", "weaker", "as-strong", "stronger"),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
    Register(
        "determination", "Determinations of the situation", "determinations", "G", "made_on",
        (
            _needed("made_on", "date", "day of the determination"),
            _needed("body", "text", "who made it"),
            _needed("kind", "one-of", "what kind of body it is", "un-mechanism", "court", "accountable-body"),
            _needed("text", "text", "what was determined"),
            _field("gross_and_systematic", "yes-no", "it finds gross and systematic violations"),
            _field("objective", "objective", "code of the objective that it bears on"),
            _field("symbol", "text", "its symbol or number"),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
    Register(
        "coordination", "Co-ordination with other dialogues", "coordinations", "B", "held_on",
        (
            _field("held_on", "date", "day of the meeting or statement"),
            _needed("forum", "text", "where dialogues are co-ordinated, such as the Bern process"),
            _needed("status", "one-of", "where this dialogue stands in it", "in", "invited", "excluded", "unknown"),
            _field("shared_on", "date", "day on which its bundle was shared"),
            _field("joint_step", "yes-no", "a step was taken jointly"),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
    Register(
        "suspension", "Suspensions, resumptions and ends of the dialogue", "suspensions", "X", "decided_on",
        (
            _needed("decided_on", "date", "day of the decision"),
            _needed("kind", "one-of", "what was decided", "suspended", "resumed", "terminated"),
            _field("by", "one-of", "who decided", *AUTHORS),
            _field("reasons", "text", "the reasons given"),
            _field("conditions", "text", "what is asked for before it is resumed"),
            _NOTE,
        ),
    ),
    Register(
        "condition", "Conditions for a resumption, as judged", "judged_conditions", "O", "judged_on",
        (
            _needed("judged_on", "date", "day of the judgement"),
            _field("suspension", "entry", "code of the suspension", required=True, refers="suspension"),
            _needed("condition", "text", "the condition, in the words of its source"),
            _needed("met", "yes-no", "it is met"),
            _needed("by", "text", "who judged"),
            _NOTE,
        ),
    ),
    Register(
        "publication", "What was made public about the dialogue", "publications", "P", "published_on",
        (
            _needed("published_on", "date", "day it was made public"),
            _needed("of", "one-of", "what it is", "session-report", "objectives", "terms", "evaluation-report",
                   "call-for-inputs", "list-of-inputs", "objectives-in-common"),
            replace(_SESSION, title="code of the session it reports on", follows=True),
            _field("public", "yes-no", "open to everybody"),
            _field("url", "address", "where it stands"),
            _NOTE,
        ),
    ),
)  # fmt: skip

REGISTERS: Final[Mapping[str, Register]] = {register.name: register for register in _ALL}
