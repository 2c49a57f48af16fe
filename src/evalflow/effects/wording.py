"""Plain values → the words and dates that a reader sees: "12 June 2027", "3 inputs", "not assessable"."""

from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from evalflow.effects.foreign_text import confined
from evalflow.engine.ends import end_in_words
from evalflow.engine.zones import zone_named
from evalflow.evaluation.report.sections.background import FieldLine

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

LONGEST = (
    40_000  # characters in one piece; long texts come in paragraphs, and the program that checks proofs is shorter
)
_BEGINNING = 300

_ROLES = {"ngo": "NGOs and others", "government": "both governments"}


def day(on: date) -> str:
    """Return "12 June 2027". The parts are kept together by spaces that do not break."""
    return f"{on.day}\u00a0{MONTHS[on.month - 1]}\u00a0{on.year}"


def end(on: date, ends_at: datetime | None, zone: str) -> str:
    """Return "12 June 2027", or where it ends at an hour of that day "11:00 on 12 June 2027 (Europe/London)"."""
    return end_in_words(on, ends_at, zone, day)


def span(start: date | None, last: date | None, ends_at: datetime | None = None, zone: str = "") -> str:
    """Return "11 January to 12 June 2027", one day, or an end that is open; an end at an hour as `end` writes it."""
    if last is None:
        return f"from {day(start)}" if start else "no dates"
    if start is None:
        return f"until {end(last, ends_at, zone)}"
    return day(start) if start == last and ends_at is None else f"{day(start)} to {end(last, ends_at, zone)}"


def instant(at: datetime, zone: str) -> str:
    """Return "11 June 2027, 23:59 Europe/London": `at` as clocks in `zone` show it."""
    local = at.astimezone(zone_named(zone))
    return f"{day(local.date())}, {local:%H:%M} {zone}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 input", "3 inputs" or "no input"."""
    return f"{number or 'no'}\u00a0{one if number in (0, 1) else many or one + 's'}"


def words(code: str) -> str:
    """Return a word of the record as a reader writes it: "not-assessable" is "not assessable"."""
    return code.replace("-", " ").replace("_", " ")


def role(code: str) -> str:
    """Return whose a step is: "evaluating body", "both governments"."""
    return _ROLES.get(code, words(code))


def differing(fact: FieldLine) -> bool:
    """Return whether a variant of a fact comes from another source, and not from another place of the same one."""
    return any(_source(line.source) != _source(fact.source) for line in fact.variants)


def capital(text: str) -> str:
    """Return `text` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return `text` with a capital letter first and a full stop last."""
    return full_stop(capital(text.strip()))


def full_stop(text: str) -> str:
    """Return `text` with a full stop last, unless it ends with a sign of its own."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _source(place: str) -> str:
    return place.partition(",")[0]


def printed(value: Any) -> Any:
    """Return what stands on the page for one value; foreign direction marks end with it. `None` is a mistake."""
    if value is None:
        raise TypeError("A template printed None: say in the template what stands there.")
    return confined(brief(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def brief(text: str, longest: int = LONGEST) -> str:
    """Return a text that stands in one piece, such as a title, without what would fill pages; the data file has it."""
    if len(text) <= longest:
        return text
    return f"{text[:_BEGINNING]} … [{len(text) - _BEGINNING:,} more characters: see the data file]"
