"""A public record → canonical JSON bytes, and back without the loss or gain of a character, in the version it has."""

import json
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evalflow.effects.version_1 import layout, reader, writer
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded

NOTICE_KEY = "example_notice"
PROBLEMS_SHOWN = 20

_RECORD = TypeAdapter(PublicRecord)


def to_json(record: PublicRecord) -> bytes:
    """Return the record as UTF-8 JSON: keys sorted, indented by two spaces, one newline at the end.

    An example carries `example_notice` at the top level. Equal records give equal bytes.
    """
    is_first = record.format == layout.FORMAT
    fields: dict[str, Any] = writer.flat(record) if is_first else _RECORD.dump_python(record, mode="json")
    if record.example:
        fields[NOTICE_KEY] = EXAMPLE_NOTICE
    return (json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def from_json(raw: bytes) -> PublicRecord:
    """Return the record that `raw` was written from.

    Raises:
        InvalidInput: `raw` is no record, or was altered after `to_json` wrote it.
    """
    try:
        record = _RECORD.validate_json(_in_sections(raw), strict=True)
    except ValidationError as error:
        raise InvalidInput("record-damaged", _DAMAGED, _problems(error)) from None  # its text would repeat the values
    try:
        worded(record)
    except (LookupError, ValueError, TypeError, AttributeError):  # a message of no known key, or with other values
        raise InvalidInput("record-damaged", _DAMAGED) from None
    if to_json(record) != raw:
        raise InvalidInput("record-altered", _ALTERED)
    return record


def _in_sections(raw: bytes) -> bytes:
    """Return JSON of version 1 in today's sections, and any other as it is."""
    try:
        held = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    if not isinstance(held, dict) or held.get("format") != layout.FORMAT:
        return raw
    return json.dumps(reader.in_sections(held)).encode()


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
