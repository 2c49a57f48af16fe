"""Version 1 of the public record: its 66 flat fields by the section that holds each now, and words that stood for none.

All of this is fixed for ever: records were published with it.
"""

from collections.abc import Mapping
from typing import Final

FORMAT: Final = "evalflow-record/1"
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "cover": ("edition", "status", "adopted_on", "title", "subtitle", "cycle", "redactions"),
    "mandate": (
        "body", "body_kind", "body_accountable_to", "operator", "operator_conducts", "timetable_url", "criteria_url",
        "terms_published_on",
    ),
    "account": ("texts", "evaluators", "limits", "overridden", "lacking"),
    "background": ("dialogue", "stated_when", "pairs", "coordination", "general", "sources"),
    "course": (
        "opening", "zone", "cycle_state", "closing_note", "opening_state", "report_due", "timetable", "pauses", "turns",
    ),
    "definitions": (
        "workflow", "workflow_title", "workflow_steps", "workflow_proof", "workflow_sha256", "criteria_sha256",
    ),
    "assessment": ("findings", "matrix", "earlier_statuses", "impacts"),
    "amendments": ("changes", "added", "corrections", "editorial", "restated", "slips"),
    "consultation": (
        "inputs_received", "inputs_at_least", "points_total", "points_at_least", "input_counts", "inputs", "replies",
        "erasures",
    ),
    "suspension": ("criteria", "decisions"),
    "advice": ("scorecard", "recommendations", "followed_up"),
    "registers": ("register_entries", "register_spans", "agendas"),
    "anchor": ("head", "cut_off"),
}  # fmt: skip
LATER: Final = frozenset(
    (
        "opening_state", "report_due", "stated_when", "replies", "register_entries", "register_spans", "paraphrase",
        "turns", "workflow_title", "workflow_steps", "workflow_proof", "links", "part_of", "notes", "reactions",
        "grading", "contributed", "regraded", "decided", "dissents", "scorecard", "recommendations",
        "followed_up", "texts", "evaluators", "lacking", "overridden", "impacts", "matrix", "earlier_statuses", "slips",
        "agendas", "rated_elsewhere", "elsewhere_remarks", "corrected", "restated", "language", "erasures",
        "redactions", "before_ends_at", "after_ends_at", "planned_ends_at", "actual_ends_at",
    )
)  # fmt: skip # fields that came while version 1 was written: left out where they hold nothing
INSTEAD: Final[Mapping[str, str]] = {  # of nothing, in a field that is empty now
    "not-known": "not known",
    "body.not-named": "not named yet",
    "input.name-withheld": "name withheld",
    "erasure.not-told": "not told",
}
