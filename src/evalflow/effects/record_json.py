"""A public record → canonical JSON bytes, and back without the loss or gain of a character."""

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.record import PublicRecord

NOTICE_KEY = "example_notice"
LATER = frozenset(
    (
        "opening_state", "report_due", "stated_when", "replies", "register_entries", "register_spans", "paraphrase",
        "turns", "workflow_title", "workflow_steps", "workflow_proof", "links", "part_of", "notes", "reactions",
        "grading", "contributed", "regraded", "decided", "dissents", "scorecard", "recommendations",
        "followed_up", "texts", "evaluators", "lacking", "overridden", "impacts", "matrix", "earlier_statuses", "slips",
        "agendas", "rated_elsewhere", "elsewhere_remarks", "corrected", "restated", "language", "erasures",
        "redactions", "before_ends_at", "after_ends_at", "planned_ends_at", "actual_ends_at",
    )
)  # fmt: skip # fields that came later: left out where they hold nothing, so that a record from before keeps its bytes
PROBLEMS_SHOWN = 20

_RECORD = TypeAdapter(PublicRecord)


def to_json(record: PublicRecord) -> bytes:
    """Return the record as UTF-8 JSON: keys sorted, indented by two spaces, one newline at the end.

    An example carries `example_notice` at the top level. Equal records give equal bytes.
    """
    fields: dict[str, Any] = _as_before(_RECORD.dump_python(record, mode="json"))
    if record.example:
        fields[NOTICE_KEY] = EXAMPLE_NOTICE
    return (json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def from_json(raw: bytes) -> PublicRecord:
    """Return the record that `raw` was written from.

    Raises:
        InvalidInput: `raw` is no record, or was altered after `to_json` wrote it.
    """
    try:
        record = _RECORD.validate_json(raw, strict=True)
    except ValidationError as error:
        raise InvalidInput("record-damaged", _DAMAGED, _problems(error)) from None  # its text would repeat the values
    if to_json(record) != raw:
        raise InvalidInput("record-altered", _ALTERED)
    return record


def _as_before(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_before(held) for key, held in value.items() if held or key not in LATER}
    return [_as_before(one) for one in value] if isinstance(value, list) else value


_DAMAGED = (
    "This file is not a whole public record, so nothing was made from it. "
    "Take the JSON file that was published with the report, or the one attached to its PDF."
)
_ALTERED = (
    "This file can be read as a public record, but it is not byte for byte what was written: a field was added, "
    "repeated, reordered or reformatted. Take the JSON file that was published with the report."
)


def _problems(error: ValidationError) -> list[Problem]:
    found = error.errors(include_url=False, include_context=False, include_input=False)[:PROBLEMS_SHOWN]
    return [Problem(".".join(str(part) for part in one["loc"]), one["msg"]) for one in found]
