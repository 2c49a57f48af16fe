"""The values of an entry, as text → whether they fit its register, and what a rule may read of them.

Nothing is picked silently: where sources differ, or one says "at least", a rule gets what is sure and no more.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final, Literal, get_args

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.eras import wrong_with_year
from evalflow.engine.reasons import first_unseen, is_blank
from evalflow.engine.rules import Between, Scalar
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.registers.commands_events import FieldKind, Register, RegisterField
from evalflow.evaluation.statements import IN_WORDS, Knowledge

Part = Literal["knowledge", "comparator", "hedge", "source", "variants"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
COMPARATORS: Final[Mapping[FieldKind, tuple[str, ...]]] = {
    "whole": ("at least", "at most", "more than", "fewer than", "about"),
    "date": ("before", "after", "about"),
}
_DAY: Final = timedelta(days=1)
_VARIANT: Final = re.compile(r"(?P<value>\S(?:.*\S)?) \[(?P<source>[^\[\]]*[^\[\]\s][^\[\]]*)\]")
_BETWEEN_VARIANTS: Final = " | "
NOT_KNOWN: Final = "unknown"  # where a vocabulary has this word, it says that nobody knows
_NEVER_NONE: Final = ("yes-no", "whole", "one-of")  # of these a source that says "none" says no, 0 or another word


@dataclass(frozen=True)
class Variant:
    """What another source says of the same."""

    value: str
    source: str


@dataclass(frozen=True)
class FieldStatement:
    """All that sources say of one field. `value` is empty unless it is stated."""

    value: str
    knowledge: Knowledge
    comparator: str = ""
    hedge: str = ""
    source: str = ""  # "": the entry's own
    variants: tuple[Variant, ...] = ()

    def __str__(self) -> str:
        """Return it as a reader should see it: with its reservations, and with what other sources say."""
        if not self.value:
            return IN_WORDS[self.knowledge]
        own = " ".join(part for part in (self.hedge, self.comparator, self.value) if part)
        own = f"{own} [{self.source}]" if self.source else own
        return "; or ".join([own, *(f"{variant.value} [{variant.source}]" for variant in self.variants)])


def said(values: Mapping[str, str], name: str) -> FieldStatement:
    """Return what is said of a field; one that is not mentioned is absent."""
    value, part = values.get(name, ""), {one: values.get(f"{name}.{one}", "") for one in PARTS}
    knowledge: Knowledge = "stated" if value else part["knowledge"] or "absent"  # type: ignore[assignment] # as checked
    variants = tuple(_variants(part["variants"]))
    return FieldStatement(value, knowledge, part["comparator"], part["hedge"], part["source"], variants)


def content_of(register: str, values: Mapping[str, str]) -> str:
    """Return the SHA-256 (hex) of what an entry says: the same from whatever source it comes."""
    told = json.dumps([register, sorted(values.items())], ensure_ascii=False)
    return sha256(told.encode()).hexdigest()


def typed(values: Mapping[str, str], field: RegisterField) -> Scalar:
    """Return what a rule reads: a value, the ends between which it lies, or None where it is not known."""
    statement = said(values, field.name)
    if not statement.value:
        return "" if statement.knowledge == "stated-none" and field.kind == "text" else None
    if field.kind == "one-of" and statement.value == NOT_KNOWN:
        return None
    own = _typed(statement.value, field.kind, statement.comparator)
    others = [_typed(variant.value, field.kind) for variant in statement.variants]
    if any(other != own for other in others):
        return _spanning([own, *others])
    return own


def problems_with(register: Register, values: Mapping[str, str]) -> list[Problem]:
    """Return everything that is wrong with an entry's values, field by field; empty when they fit."""
    problems = [Problem(name, told) for name in values if (told := _unknown(register, name))]
    for declared in register.fields:
        value = values.get(declared.name, "")
        if declared.required and not value:
            problems.append(Problem(declared.name, f"missing: {declared.title}."))
        elif value and (wrong := wrong_value(declared, value)):
            problems.append(Problem(declared.name, wrong))
        problems += [Problem(f"{declared.name}.{part}", told) for part, told in _wrong_parts(declared, values)]
    return problems


def _unknown(register: Register, name: str) -> str:
    field, point, part = name.partition(".")
    if register.field(field) is None:
        return f"“{register.name}” has no such field. It has: {', '.join(f.name for f in register.fields)}."
    return f"no part of a field. There are: {', '.join(PARTS)}." if point and part not in PARTS else ""


def wrong_value(declared: RegisterField, value: str) -> str:
    """Return what is wrong with a value of a field; "" where it fits."""
    match declared.kind:
        case "one-of" if value not in declared.one_of:
            return f"{value!r} is none of: {', '.join(declared.one_of)}."
        case "yes-no" if value not in ("yes", "no"):
            return f"{value!r} is neither yes nor no."
        case "whole" if not (value.isascii() and value.isdigit() and len(value) < 10):
            return f"{value!r} is no whole number."
        case "address" if not re.fullmatch(r"https?://[^\s/]+\S*", value):
            return f"{value!r} is no address. It begins with https://."
        case "date":
            return _wrong_date(value)
        case "text" if is_blank(value):
            return f"it shows nothing: it holds {first_unseen(value) or 'white space alone'}."
    return ""


def _wrong_parts(declared: RegisterField, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    name = declared.name
    value, part = values.get(name, ""), {one: values.get(f"{name}.{one}", "") for one in PARTS}
    if knowledge := part["knowledge"]:
        yield from (("knowledge", told) for told in _wrong_knowledge(declared, value, knowledge))
    if not value:
        bare = [one for one in ("comparator", "hedge", "variants") if part[one]]
        yield from ((one, f"says nothing while {name} has no value.") for one in bare)
        return
    allowed = COMPARATORS.get(declared.kind, ())
    if part["comparator"] and part["comparator"] not in allowed:
        words = f"one of: {', '.join(allowed)}" if allowed else "left out: only numbers and dates are compared"
        yield "comparator", f"{part['comparator']!r} has to be {words}."
    elif part["comparator"] == "fewer than" and value == "0":
        yield "comparator", "fewer than 0 is nothing that can be."
    if part["variants"]:
        yield from (("variants", told) for told in _wrong_variants(declared, part["variants"]))


def _wrong_knowledge(declared: RegisterField, value: str, knowledge: str) -> Iterator[str]:
    if knowledge not in get_args(Knowledge):
        yield f"{knowledge!r} is none of: {', '.join(get_args(Knowledge))}."
    elif (knowledge == "stated") != bool(value):
        yield f"{knowledge} does not go with {'a value' if value else 'no value'}."
    elif knowledge == "stated-none" and declared.kind in _NEVER_NONE:
        yield f"a source that states none states {' or '.join(_no(declared))}: give that as the value."


def _no(declared: RegisterField) -> Sequence[str]:
    return {"yes-no": ("no",), "whole": ("0",)}.get(declared.kind, declared.one_of)


def _wrong_variants(declared: RegisterField, text: str) -> Iterator[str]:
    for one in text.split(_BETWEEN_VARIANTS):
        if not (match := _VARIANT.fullmatch(one)):
            yield f"{one!r} is not VALUE [SOURCE]; several are parted by ' | '."
        elif wrong := wrong_value(declared, match["value"]):
            yield wrong


def _variants(text: str) -> Iterator[Variant]:
    for one in text.split(_BETWEEN_VARIANTS) if text else ():
        if match := _VARIANT.fullmatch(one):
            yield Variant(match["value"], match["source"])


def _wrong_date(value: str) -> str:
    try:
        PartialDate.parse(value)
    except InvalidInput as wrong:
        return str(wrong)
    return wrong_with_year(value)


def _typed(value: str, kind: FieldKind, comparator: str = "") -> Scalar:
    if comparator == "about":
        return None
    match kind:
        case "date":
            return _day(PartialDate.parse(value), comparator)
        case "yes-no":
            return value == "yes"
        case "whole":
            return _number(int(value), comparator)
    return value


def _day(day: PartialDate, comparator: str) -> Scalar:
    if comparator == "before":
        return DayRange(date.min, day.earliest - min(_DAY, day.earliest - date.min))
    return DayRange(day.latest + min(_DAY, date.max - day.latest), date.max) if comparator == "after" else day


def _number(number: int, comparator: str) -> Scalar:
    match comparator:
        case "at least":
            return Between(number)
        case "more than":
            return Between(number + 1)
        case "at most":
            return Between(0, number)
        case "fewer than":
            return Between(0, number - 1)
    return number


def _spanning(values: Sequence[Scalar]) -> Scalar:
    """Return the ends between which all of them lie; None where they have none."""
    days = [(one.earliest, one.latest) for one in values if isinstance(one, PartialDate | DayRange)]
    if len(days) == len(values):
        return DayRange(min(first for first, _ in days), max(last for _, last in days))
    ends = [(one, one) if isinstance(one, int) else (one.low, one.high) for one in values if _is_number(one)]  # type: ignore[union-attr] # as asked
    if len(ends) < len(values):
        return None
    high = [end for _, end in ends]
    return Between(min(low or 0 for low, _ in ends), None if None in high else max(end or 0 for end in high))


def _is_number(value: Scalar) -> bool:
    return isinstance(value, Between) or (isinstance(value, int) and not isinstance(value, bool))
