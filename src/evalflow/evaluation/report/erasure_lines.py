"""What the report prints of erased texts and withdrawn inputs, as counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ErasureLine:
    """A row of the table of texts erased and inputs withdrawn: who did it, who confirmed it, for which kind of reason.

    `count` is None where a small count is suppressed; then nobody and no kind of reason is named.
    """

    what: str
    by: str
    decided: str
    reason: str
    count: int | None
