"""What the record does not hold, or holds only as somebody said it → what limits the report."""

from collections.abc import Collection, Iterator, Sequence

from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.report.public_record.changes import Changes
from evalflow.evaluation.report.public_record.counts import Counts
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.public_record.replies import replies
from evalflow.evaluation.report.sections.suspension import CriterionLine
from evalflow.evaluation.wording import in_order

HOW_MANY_IS_NOT_STATED = message("limit.how-many-is-not-stated")
_KNOWN = ("stated", "stated-none")


def limits(
    everything: Everything, visible: Visible, counted: Counts, changes: Changes, criteria: tuple[CriterionLine, ...]
) -> tuple[Message, ...]:
    return (
        *_silence(everything, visible),
        *_share(visible, counted),
        *(reply.says for reply in replies(everything, visible) if not reply.received),
        *_facts(everything),
        *_untold(criteria),
        *_registers(everything),
        *_paraphrased(everything),
        *_added(changes),
        message("limit.declared"),
        message("limit.cut-off", at=message("instant", at=everything.now, zone=everything.cycle.zone)),
    )


def _silence(everything: Everything, visible: Visible) -> Iterator[Message]:
    """Say on which objectives nothing came in; an objective of an input that is not listed counts for nothing here."""
    heard = {code for input_ in visible.listed for point in visible.answered(input_) for code in point.about}
    standing = [objective.code for objective in everything.objectives if not objective.withdrawn_on]
    yield from silence(standing, heard, all_public=visible.all_public)


def silence(standing: Sequence[str], heard: Collection[str], *, all_public: bool) -> Iterator[Message]:
    """Yield on which of the objectives that stand no input is, if there are any."""
    silent = tuple(sorted((code for code in standing if code not in heard), key=in_order))
    if silent:
        yield message("limit.not-heard" if all_public else "limit.not-listed", objectives=silent, of=len(standing))


def _share(visible: Visible, counted: Counts) -> Iterator[Message]:
    if visible.all_public:
        return
    if counted.inputs_at_least:
        yield HOW_MANY_IS_NOT_STATED
    else:
        yield message("limit.not-public", count=counted.inputs - len(visible.named), of=counted.inputs)


def _facts(everything: Everything) -> Iterator[Message]:
    unknown = tuple(message(f"fact.{key}") for key in FIELDS if everything.dialogue.stated(key).knowledge not in _KNOWN)
    if unknown:
        yield message("limit.facts-unknown", facts=unknown, of=len(FIELDS))


def _untold(criteria: tuple[CriterionLine, ...]) -> Iterator[Message]:
    if untold := tuple(line.code for line in criteria if line.result == "cannot tell"):
        yield message("limit.untold", criteria=untold)
    if unchecked := tuple(one.code for one in criteria if one.result == "not checked"):
        yield message("limit.not-checked", criteria=unchecked)


def _registers(everything: Everything) -> Iterator[Message]:
    """Say for which time each register is stated complete: inside it an absence is a no, outside it is not known."""
    never = []
    for name in REGISTERS:
        register = message(f"register.{name}")
        spans = tuple(
            message("limit.span", first=span.first, through=span.through, by=span.stated_by, source=span.source)
            for span in everything.completeness
            if span.register == name
        )
        if spans:
            yield message("limit.complete", register=register, spans=spans)
        else:
            never.append(register)
    if never:
        yield message("limit.never-complete", registers=tuple(never))


def _paraphrased(everything: Everything) -> Iterator[Message]:
    codes = sorted(
        (objective.code for objective in everything.objectives if objective.wording == "paraphrase"), key=in_order
    )
    if codes:
        yield message("limit.paraphrased", objectives=tuple(codes), of=len(everything.objectives))


def _added(changes: Changes) -> Iterator[Message]:
    if codes := tuple(one.objective for one in changes.added):
        parts = [message("limit.added", objectives=codes)]
        if silent := tuple(line.objective for line in changes.added if not line.reason):
            parts.append(message("limit.added-unreasoned", objectives=silent))
        yield message("sentences", parts=tuple(parts))
