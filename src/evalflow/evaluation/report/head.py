"""All entries of the journal → its head, which a report prints and a verification is held against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """The head of the journal at the data cut-off: number of entries and root of their hash tree (hex)."""

    size: int
    root: str
