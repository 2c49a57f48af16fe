"""A frozen value ↔ canonical JSON text: keys sorted, no spaces, instants in fixed width, one text for one value.

What a value may look like is read from its type hints, once. Reading is strict: an unknown key, a missing value without
a default or a value of another type is an `Unreadable`. A field added later with a default reads from older texts.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from evalflow.errors import InvalidInput

T = TypeVar("T")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + "T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z")


class Unreadable(ValueError):
    """A stored text is not what was written. Names types and fields, never values."""


@dataclass(frozen=True)
class JsonForm:
    """How one type is written to plain JSON values and read back."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(plain: object) -> str:
    """Return the one JSON text of plain values."""
    return _dumps(plain)


def encode(value: object, kind: Any = None) -> str:
    """Return the canonical text of a value of type `kind` (its own class, unless told).

    Raises:
        InvalidInput: the value holds a NUL, a lone surrogate or a naive instant.
    """
    return _dumps(form_of(kind or type(value)).write(value))


def decode(kind: type[T], text: str) -> T:
    """Return the value of type `kind` that `text` holds. Raises Unreadable."""
    value: T = form_of(kind).read(plain_values(text))
    return value


def plain_values(text: str) -> Any:
    """Return the plain values in a JSON text. Raises Unreadable."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise Unreadable("a text is no JSON") from broken


def storable(text: str) -> str:
    """Return the text as it is.

    Raises:
        InvalidInput: it holds a NUL or a lone surrogate, which not every database can keep.
    """
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as lone:
            raise InvalidInput("not-text", "A text holds half of a character. Save it as UTF-8.") from lone
    if "\0" in text:
        raise InvalidInput("nul-in-text", "A text holds a NUL character, which no record can keep. Remove it.")
    return text


def instant_text(at: datetime) -> str:
    """Return `2027-01-11T00:00:00.000000Z`: 27 characters, so that order of text is order of time.

    Raises:
        InvalidInput: the instant does not say its zone.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise InvalidInput("naive-instant", "An instant does not say in which zone it is. Give it in UTC.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant(text: object) -> datetime:
    """Return the aware UTC instant that `instant_text` wrote. Raises Unreadable."""
    if isinstance(text, str) and _INSTANT.fullmatch(text):
        return _parsed(datetime.fromisoformat, text)
    raise Unreadable("an instant is not written as one")


def day(text: object) -> date:
    """Return the day of an ISO text. Raises Unreadable."""
    if isinstance(text, str) and _DAY.fullmatch(text):
        return _parsed(date.fromisoformat, text)
    raise Unreadable("a day is not written as one")


def form_of(kind: Any) -> JsonForm:
    """Return how values of a type are written and read."""
    if kind not in _FORMS:
        _FORMS[kind] = _form(kind)
    return _FORMS[kind]


def _form(kind: Any) -> JsonForm:
    if is_dataclass(kind):
        return _dataclass(kind)  # type: ignore[arg-type] # a class, as hints name classes alone
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return JsonForm(_exactly(str), _one_of(inner))
    if origin in (Union, UnionType) and len(inner) == 2 and NoneType in inner:
        return _optional(form_of(next(one for one in inner if one is not NoneType)))
    if origin is tuple:
        return _many(inner[0]) if inner[-1] is Ellipsis else _fixed(inner)
    if origin is frozenset:
        return _set(form_of(inner[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping) and inner[0] is str:
        return _mapping(form_of(inner[1]))
    raise TypeError(f"{kind} cannot be kept in the record")


def _exactly(kind: type) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise Unreadable(f"a {kind.__name__} was expected")
        return value

    return same


def _one_of(allowed: tuple[Any, ...]) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        if value not in allowed:
            raise Unreadable("a word is none of those allowed")
        return value

    return same


def _optional(form: JsonForm) -> JsonForm:
    return JsonForm(
        lambda value: None if value is None else form.write(value),
        lambda plain: None if plain is None else form.read(plain),
    )


def _many(inner: Any) -> JsonForm:
    form = form_of(inner)
    return JsonForm(
        lambda value: [form.write(one) for one in value],
        lambda plain: tuple(form.read(one) for one in _exactly(list)(plain)),
    )


def _fixed(inner: tuple[Any, ...]) -> JsonForm:
    forms = [form_of(one) for one in inner]

    def read(plain: Any) -> tuple[Any, ...]:
        if len(_exactly(list)(plain)) != len(forms):
            raise Unreadable("a tuple has another length")
        return tuple(form.read(one) for form, one in zip(forms, plain, strict=True))

    return JsonForm(lambda value: [form.write(one) for form, one in zip(forms, value, strict=True)], read)


def _set(form: JsonForm) -> JsonForm:
    return JsonForm(
        lambda value: sorted(form.write(one) for one in value),
        lambda plain: frozenset(form.read(one) for one in _exactly(list)(plain)),
    )


def _mapping(form: JsonForm) -> JsonForm:
    return JsonForm(
        lambda value: {storable(name): form.write(one) for name, one in value.items()},
        lambda plain: {name: form.read(one) for name, one in _exactly(dict)(plain).items()},
    )


def _dataclass(kind: type) -> JsonForm:
    hints = get_type_hints(kind)
    forms = {field.name: form_of(hints[field.name]) for field in fields(kind)}
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    writers = [(name, form.write) for name, form in forms.items()]

    def read(plain: Any) -> Any:
        names = _exactly(dict)(plain).keys()
        if not needed <= names or not names <= forms.keys():
            raise Unreadable(f"{kind.__name__} has other fields")
        return kind(**{name: forms[name].read(value) for name, value in plain.items()})

    return JsonForm(lambda value: {name: write(getattr(value, name)) for name, write in writers}, read)


def _parsed(parse: Callable[[str], T], text: str) -> T:
    try:
        return parse(text)
    except ValueError as wrong:
        raise Unreadable("a date is not in the calendar") from wrong


def _write_text(value: Any) -> Any:
    return storable(_exactly(str)(value))


_FORMS: dict[Any, JsonForm] = {
    str: JsonForm(_write_text, _exactly(str)),
    int: JsonForm(_exactly(int), _exactly(int)),
    bool: JsonForm(_exactly(bool), _exactly(bool)),
    datetime: JsonForm(instant_text, instant),
    date: JsonForm(date.isoformat, day),
}
