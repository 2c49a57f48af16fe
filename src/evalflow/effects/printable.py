"""A public record → the same record with titles that fit a page; and which text of a record is the heaviest.

Texts come from many hands, and one of them must not keep the report from being printed. The data file has all of them
whole; on the page a title that would fill pages is cut, with a word on how much is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from evalflow.effects.wording import brief
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import Worded, worded

T = TypeVar("T")
_TITLE = 500  # characters; a name or title that is received today has fewer
_NAMES = ("title", "workflow_title")


def printable(value: T) -> T:
    """Return the value with every title in it cut to what a page bears."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: _of(name, held) for name, held in found.items()}
        new = {name: held for name, held in changed.items() if held is not found[name]}
        return replace(value, **new) if new else value
    if isinstance(value, tuple):
        each = tuple(printable(one) for one in value)
        return each if any(a is not b for a, b in zip(each, value, strict=True)) else value  # type: ignore[return-value] # a tuple too
    return value


def _of(name: str, held: Any) -> Any:
    return brief(held, _TITLE) if name in _NAMES and isinstance(held, str) else printable(held)


def heaviest(record: PublicRecord) -> str:
    """Return what is the longest of all that the report lists: "inputs, UK-CHINA-2027/NGO/003: 120,000 characters"."""
    sizes = {_size(one): (name, one) for name, one in _listed(worded(record))}
    if not sizes:
        return ""
    size = max(sizes)
    name, one = sizes[size]
    called = next((str(known) for key in ("code", "name") if (known := getattr(one, key, ""))), "")
    where = f"{name.replace('_', ' ')}{f', {called}' if called else ''}"
    return f"The longest text of the report is in {where}: {size:,} characters."


def _listed(record: Worded) -> Iterator[tuple[str, Any]]:
    """Yield what the lists of the record hold, section by section, with the name of the list."""
    for section in fields(record):
        held = getattr(record, section.name)
        for field in fields(held) if is_dataclass(held) else ():
            yield from ((field.name, one) for one in _each(getattr(held, field.name)))


def _each(held: Any) -> Iterable[Any]:
    if isinstance(held, Mapping):
        return held.values()
    return held if isinstance(held, tuple) else ()


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if is_dataclass(value):
        return sum(_size(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, tuple) else 0
