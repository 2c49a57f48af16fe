"""Dates, lists and names → the words of a public sentence: "12 June 2027", "a, b and c", "the European Union"."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from evalflow.engine.dates import PartialDate
from evalflow.engine.zones import zone_named

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WITH_ARTICLE: Final = ("European Union", "United Kingdom", "United States")


def day_words(on: date) -> str:
    """Return "12 June 2027"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def instant_words(at: datetime, zone: str) -> str:
    """Return "11 June 2027, 23:59 (Europe/London)": the instant as clocks in `zone` show it."""
    local = at.astimezone(zone_named(zone))
    return f"{day_words(local.date())}, {local:%H:%M} ({zone})"


def date_words(text: str) -> str:
    """Return a partial date in words, as precise as it is: "12 June 2027", "January 2001", "spring 1996", ""."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text) is None:
        return text
    partial_date = PartialDate.parse(text)
    return (
        day_words(partial_date.earliest)
        if partial_date.exact
        else f"{MONTHS[partial_date.earliest.month - 1]} {partial_date.earliest.year}"
    )


def last_day(text: str) -> date | None:
    """Return the last day that a partial date may mean, which of a day is itself; None of no date."""
    return PartialDate.parse(text).latest if text else None


def listed(words: Sequence[str]) -> str:
    """Return "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def ended(text: str) -> str:
    """Return words that somebody gave, unchanged, with a full stop where they end without a sign."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…", "。")) else f"{text}."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def the(name: str) -> str:
    """Return a partner's name as it stands within a sentence."""
    return f"the {name}" if name in _WITH_ARTICLE else name


def in_order(code: str) -> tuple[object, ...]:
    """Return the key by which codes are put in order: UK-2 before UK-10."""
    return tuple(int(part) if n % 2 else part for n, part in enumerate(re.split(r"([0-9]+)", code)))
