"""What one person did to inputs and another confirmed → how often, by whom, for which kind of reason, as counts.

Of inputs that are not public a count below three is suppressed, and so is one from which what is not listed at all
could be worked out; with it go the names and the kind of reason. Withdrawals of public inputs are listed one by one.
"""

from collections import defaultdict
from collections.abc import Iterator

from evalflow.evaluation.inputs.confirmations import Confirmation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.message import message
from evalflow.evaluation.report.public_record.counts import few
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.sections.consultation import ErasureLine
from evalflow.evaluation.report.wording import words

TOO_FEW = message("erasure.too-few")
_NOT_TOLD = message("erasure.not-told")


def erasure_lines(everything: Everything) -> tuple[ErasureLine, ...]:
    """Return the rows: of public inputs exactly, then of the others, then all that are too few to be told apart."""
    done: dict[tuple[object, ...], list[tuple[Input, Confirmation]]] = defaultdict(list)
    for input_ in everything.inputs:
        for deed in input_.confirmations:
            same = (input_.level != "public", deed.deed, deed.by, deed.state, deed.decided_by, deed.category)
            done[same].append((input_, deed))
    listed, rest = [], []
    for (guarded, *_), made in done.items():
        inputs = [one for one, _ in made]
        if guarded and _small(inputs):
            rest += inputs
        else:
            listed.append((guarded, _line(everything, made[0][1], len(inputs))))
    return (*(line for _, line in sorted(listed, key=_in_words)), *_pooled(rest))


def _line(everything: Everything, deed: Confirmation, count: int) -> ErasureLine:
    """Return what was done, by whom, who decided on it, and the kind of reason."""
    decided = message("erasure.open")
    if deed.state != "open":
        decided = message(f"erasure.{deed.state}", by=everything.named(deed.decided_by))
    reason = message(f"erasure.reason.{deed.category}") if deed.category else None
    return ErasureLine(message(f"erasure.{deed.deed}"), everything.named(deed.by), decided, reason, count)


def _in_words(guarded_line: tuple[object, ErasureLine]) -> tuple[object, ...]:
    guarded, line = guarded_line
    return (guarded, words(line.what), line.by, words(line.decided), words(line.reason) if line.reason else "")


def _small(inputs: list[Input]) -> bool:
    """Return whether so few were meant, or so few of them that are not listed, that one could be found out."""
    unseen = {input_.id for input_ in inputs if input_.level in ("confidential", "restricted")}
    return few((len({one.id for one in inputs}), len(unseen)))


def _pooled(rest: list[Input]) -> Iterator[ErasureLine]:
    if rest:
        yield ErasureLine(TOO_FEW, "", _NOT_TOLD, _NOT_TOLD, None if _small(rest) else len(rest))
