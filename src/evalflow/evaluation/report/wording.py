"""A message of the public record, or a whole record → its words in English, from the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from functools import cache
from string import Formatter
from typing import Any, Final, get_args, get_type_hints

from evalflow.engine.dates import day_in_words
from evalflow.engine.ends import end_in_words
from evalflow.engine.periods import Period
from evalflow.evaluation.message import AS_DAY, Message, OrElse
from evalflow.evaluation.report.catalogue import ENGLISH
from evalflow.evaluation.report.catalogue.plural import Plural
from evalflow.evaluation.statements import Statement
from evalflow.evaluation.wording import capital, date_words, day_words, ended, instant_words, listed, the

# A record, or a part of one, in which each message is its words and each partial date is written out: what templates,
# tables and counts read by name. No type says so, because it has the fields of the record and other values in them.
Worded = Any


def words(message: Message) -> str:
    """Return what a message says.

    Raises:
        KeyError, ValueError, TypeError: no such key, or values that do not fit it: it was not made by `message()`.
    """
    if compute := _COMPUTED.get(message.key):
        return compute(message.values)
    text = ENGLISH[message.key]
    if isinstance(text, Plural):
        text = text.for_number(message.values[text.by])
    return _PLACES.vformat(text, (), message.values)


def worded(value: Any) -> Worded:
    """Return a record, or a part of one, with the words of each message and of each partial date in their places."""
    match value:
        case Message():
            return words(value)
        case tuple():
            return tuple(map(worded, value))
        case Mapping():
            return {name: worded(held) for name, held in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            hints = _hints(type(value)).items()
            return replace(value, **{name: _held(hint, getattr(value, name)) for name, hint in hints})
    return value


def _held(hint: Any, value: Any) -> Any:
    if value is None and Message in get_args(hint):
        return ""
    marks = getattr(hint, "__metadata__", ())
    if not value and (instead := next((mark for mark in marks if isinstance(mark, OrElse)), None)):
        return ENGLISH[instead.key]
    return date_words(value) if AS_DAY in marks else worded(value)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind, include_extras=True)


class _Places(Formatter):
    """Fills the places of a sentence: `{on:day}` is a day in words, `{codes:listed}` "a, b and c"."""

    def format_field(self, value: Any, form: str) -> str:
        return _FORMS[form](value)


def _plain(value: Any) -> str:
    return words(value) if isinstance(value, Message) else str(value)


def _each(value: Any) -> list[str]:
    return [_plain(one) for one in value]


_PLACES: Final = _Places()
_FORMS: Final[Mapping[str, Callable[[Any], str]]] = {
    "": _plain,
    "day": lambda value: day_words(date.fromisoformat(value)),
    "date": date_words,
    "ended": lambda value: ended(_plain(value)),
    "capital": lambda value: capital(_plain(value)),
    "the": the,
    "code": lambda value: value.replace("-", " "),
    "number": lambda value: str(len(value)),
    "and": lambda value: " and ".join(_each(value)),
    "listed": lambda value: listed(_each(value)),
    "titles": lambda value: listed([f"“{one}”" for one in _each(value)]),
    "semicolons": lambda value: "; ".join(_each(value)),
    "commas": lambda value: ", ".join(_each(value)),
    "either": lambda value: "; or ".join(_each(value)),
    "sentences": lambda value: " ".join(_each(value)),
}


def _statement(values: Mapping[str, Any]) -> str:
    return str(Statement("stated", **values))


def _end(values: Mapping[str, Any], day: Callable[[date], str]) -> str:
    ends_at = datetime.fromisoformat(values["ends_at"]) if "ends_at" in values else None
    return end_in_words(date.fromisoformat(values["on"]), ends_at, values.get("zone", ""), day)


_COMPUTED: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "statement": _statement,
    "end": lambda values: _end(values, day_words),
    "end.short": lambda values: _end(values, day_in_words),
    "instant": lambda values: instant_words(datetime.fromisoformat(values["at"]), values["zone"]),
    "period": lambda values: Period(**values).in_words(),
    "said": lambda values: " ".join(filter(None, (values["hedge"], values["comparator"], _plain(values["value"])))),
}
