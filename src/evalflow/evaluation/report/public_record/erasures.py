"""What one person did to inputs and another confirmed → how often, by whom, for which kind of reason, as counts.

Of inputs that are not public a count below three is suppressed, and so is one from which what is not listed at all
could be worked out; with it go the names and the kind of reason. Withdrawals of public inputs are listed one by one.
"""

from collections import defaultdict
from collections.abc import Iterator

from evalflow.evaluation.inputs.confirmations import CATEGORY_WORDS, Confirmation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.report.erasure_lines import ErasureLine
from evalflow.evaluation.report.public_record.counts import few
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.wording import capital

WHAT = {
    "erased": "Text erased",
    "withdrawn": "Withdrawn without the submitter's receipt code",
    "replaced": "Text of a point replaced without the submitter's receipt code",
    "detached": "Attachments erased",
}
TOO_FEW = "Too few of one kind to be told apart"
_SILENT = "not told"


def erasure_lines(known: Everything) -> tuple[ErasureLine, ...]:
    """Return the rows: of public inputs exactly, then of the others, then all that are too few to be told apart."""
    deeds: dict[tuple[bool, str, str, str, str], list[Input]] = defaultdict(list)
    for one in known.inputs:
        for deed in one.confirmations:
            deeds[(one.level != "public", *_told(known, deed))].append(one)
    rows, rest = [], []
    for (guarded, what, by, decided, reason), inputs in sorted(deeds.items()):
        if guarded and _small(inputs):
            rest += inputs
        else:
            rows.append(ErasureLine(what, by, decided, reason, len(inputs)))
    return (*rows, *_pooled(rest))


def _told(known: Everything, deed: Confirmation) -> tuple[str, str, str, str]:
    """Return in words what was done, by whom, who decided on it, and the kind of reason."""
    decided = {
        "open": "not confirmed yet",
        "confirmed": f"confirmed by {known.named(deed.decided_by)}",
        "contradicted": f"contradicted by {known.named(deed.decided_by)}",
    }[deed.state]
    reason = capital(CATEGORY_WORDS[deed.category]) if deed.category else ""
    return WHAT[deed.deed], known.named(deed.by), decided, reason


def _small(inputs: list[Input]) -> bool:
    """Return whether so few were meant, or so few of them that are not listed, that one could be found out."""
    unseen = {one.id for one in inputs if one.level in ("confidential", "restricted")}
    return few((len({one.id for one in inputs}), len(unseen)))


def _pooled(rest: list[Input]) -> Iterator[ErasureLine]:
    if rest:
        yield ErasureLine(TOO_FEW, _SILENT, _SILENT, _SILENT, None if _small(rest) else len(rest))
