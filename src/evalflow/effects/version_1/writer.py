"""A record that was read from version 1 → the same flat fields, with the same words, as they were saved."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic_core import to_jsonable_python

from evalflow.effects.version_1.layout import INSTEAD, LATER, SECTIONS
from evalflow.evaluation.message import AS_DAY, Message, OrElse
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import words
from evalflow.evaluation.wording import date_words


def flat(record: PublicRecord) -> dict[str, Any]:
    """Return the fields of version 1 for JSON; a message that a redaction put in is written in English."""
    found: dict[str, Any] = {"format": record.format, "example": record.example}
    for section in SECTIONS:
        found |= _plain(getattr(record, section))
    written: dict[str, Any] = _as_before(to_jsonable_python(found))
    return written


def _plain(value: Any) -> Any:
    match value:
        case Message():
            return words(value)
        case tuple():
            return [_plain(one) for one in value]
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            hints = get_type_hints(type(value), include_extras=True)
            return {one.name: _field(hints[one.name], getattr(value, one.name)) for one in fields(value)}
    return value


def _field(hint: Any, value: Any) -> Any:
    if value is None and Message in get_args(hint):
        return ""
    marks = getattr(hint, "__metadata__", ())
    if not value and (instead := next((mark for mark in marks if isinstance(mark, OrElse)), None)):
        return INSTEAD[instead.key]
    return date_words(value) if AS_DAY in marks else _plain(value)


def _as_before(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_before(held) for key, held in value.items() if held or key not in LATER}
    return [_as_before(one) for one in value] if isinstance(value, list) else value
