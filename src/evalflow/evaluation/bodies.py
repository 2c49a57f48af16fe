"""The evaluating body: its name, to whom it is accountable, and which kind of body it is, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

BodyKind = Literal[
    "", "parliament", "independent-institution", "government", "other-government", "ngo-coalition",
    "international-organisation", "academic", "other",
]  # fmt: skip
BODY_KINDS: tuple[BodyKind, ...] = get_args(BodyKind)[1:]
KIND_WORDS: Mapping[BodyKind, str] = {
    "parliament": "parliament",
    "independent-institution": "independent institution",
    "government": "government of a party to the dialogue",
    "other-government": "government of no party to the dialogue",
    "ngo-coalition": "coalition of NGOs",
    "international-organisation": "international organisation",
    "academic": "academic body",
    "other": "other body",
}
SELF: BodyKind = "government"  # of a party to the dialogue, which then evaluates itself


@dataclass(frozen=True)
class Body:
    """Who evaluates. `kind` is "" in older records, where nobody said what kind of body it is."""

    name: str
    accountable_to: str
    source: str
    kind: BodyKind = ""

    @property
    def in_brackets(self) -> str:
        """Return what kind of body it is, to follow its name; "" where nobody said."""
        return f" ({KIND_WORDS[self.kind]})" if self.kind else ""
