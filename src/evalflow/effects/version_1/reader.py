"""The JSON of a record of version 1 → the JSON of today's sections, in which its finished words are messages `text`.

So it is printed as it was, whatever the catalogue says today. What does not fit is left for today's reader to find.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from evalflow.effects.version_1.layout import INSTEAD, SECTIONS
from evalflow.evaluation.message import Message, OrElse, as_given
from evalflow.evaluation.report.record import PublicRecord


def in_sections(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record of version 1 holds as today's record has it."""
    hints = get_type_hints(PublicRecord, include_extras=True)
    found: dict[str, Any] = {name: flat[name] for name in ("format", "example") if name in flat}
    for section, names in SECTIONS.items():
        found[section] = _object(hints[section], {name: flat[name] for name in names if name in flat})
    return found


def _object(kind: type, held: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object of a dataclass; a field that is not in it came later, and holds nothing by default."""
    hints = get_type_hints(kind, include_extras=True)
    return {one.name: value_of(hints[one.name], held[one.name]) for one in fields(kind) if one.name in held}


def value_of(hint: Any, held: Any) -> Any:
    """Return what a field with this type holds; words that are a message now are given as they are."""
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if Message in kinds:
        return _message(held, optional=len(kinds) > 1) if isinstance(held, str) else held
    if isinstance(held, str):
        instead = [INSTEAD[mark.key] for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, OrElse)]
        return "" if held in instead else held
    for kind in kinds:
        if is_dataclass(kind) and isinstance(held, Mapping):
            return _object(kind, held)  # type: ignore[arg-type] # a class, since it came from a type hint
        if get_origin(kind) is tuple and isinstance(held, list):
            return [value_of(get_args(kind)[0], one) for one in held]
        if isinstance(held, Mapping):
            return {name: value_of(get_args(kind)[1], one) for name, one in held.items()}
    return held


def _message(text: str, *, optional: bool) -> dict[str, Any] | None:
    if optional and not text:
        return None
    given = as_given(text)
    return {"key": given.key, "values": dict(given.values)}
