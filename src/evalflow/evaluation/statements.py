"""What is said of a fact or an objective: how a source knows it, five kinds never mixed; how far one is met."""

from dataclasses import dataclass
from typing import Literal

Knowledge = Literal["stated", "stated-none", "stated-unknown", "blank", "absent"]
Status = Literal["met", "substantial", "partial", "none", "regressed", "not-assessable", "not-due"]
STATUSES: tuple[Status, ...] = ("met", "substantial", "partial", "none", "regressed", "not-assessable", "not-due")

IN_WORDS: dict[Knowledge, str] = {
    "stated": "",
    "stated-none": "none (stated)",
    "stated-unknown": "not known (the source says that it has no information)",
    "blank": "not known (the source has the heading and nothing under it)",
    "absent": "not known (the source does not mention it)",
}


@dataclass(frozen=True)
class Item:
    """One entry of a listed fact, or one variant of a fact on which sources differ."""

    value: str
    source: str
    date: str = ""
    hedge: str = ""
    comparator: str = ""
    cause: str = ""
    note: str = ""

    def __str__(self) -> str:
        return _in_words(self.value, self.date, self.hedge, self.comparator, self.cause)


@dataclass(frozen=True)
class Statement:
    """One fact about a dialogue. `value` and `items` are empty unless it is `stated`."""

    knowledge: Knowledge
    value: str = ""
    source: str = ""
    date: str = ""
    hedge: str = ""
    comparator: str = ""
    note: str = ""
    items: tuple[Item, ...] = ()
    variants: tuple[Item, ...] = ()

    def __str__(self) -> str:
        if self.knowledge != "stated":
            return IN_WORDS[self.knowledge]
        return _in_words(self.value, self.date, self.hedge, self.comparator, "")


def in_full(statement: Statement) -> str:
    """Return all that a statement says, so that what differs can be seen: items, variants, note and source too."""
    lines = [str(statement)] if str(statement) else []
    lines += [f"• {item} ({item.source})" for item in statement.items]
    lines += [f"Or: {variant} ({variant.source})" for variant in statement.variants]
    lines += [f"Note: {statement.note}"] if statement.note else []
    lines += [f"Source: {statement.source}"] if statement.source else []
    return "\n".join(lines)


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    note: str = ""


def _in_words(value: str, date: str, hedge: str, comparator: str, cause: str) -> str:
    """Return the words with their date, hedge and cause, leaving out what the value already says."""
    lead = [part for part in (hedge, comparator) if part and part.lower() not in value.lower()]
    text = " ".join([*lead, value]).strip()
    if date and date not in value:
        text = f"{text} ({date})" if text else date
    return f"{text}; cause: {cause}" if cause else text
