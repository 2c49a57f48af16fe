"""What the record does not hold, or holds only as somebody said it → the sentences that limit what the report shows."""

from collections.abc import Collection, Iterator, Sequence

from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.report.public_record.changes import Changes
from evalflow.evaluation.report.public_record.counts import Counts
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.replies import replies
from evalflow.evaluation.report.public_record.visible import Visible
from evalflow.evaluation.report.record import CriterionLine
from evalflow.evaluation.wording import date_words, in_order, instant_words, listed

HOW_MANY_IS_NOT_STATED = (
    "Some inputs are published without a name, or not at all. How many is not stated, "
    "since a small number could give an author away."
)
_KNOWN = ("stated", "stated-none")


def limits(
    known: Everything, visible: Visible, counted: Counts, changes: Changes, criteria: tuple[CriterionLine, ...]
) -> tuple[str, ...]:
    found = (
        *_silence(known, visible),
        *_share(visible, counted),
        *(reply.text for reply in replies(known, visible) if not reply.received),
        *_facts(known),
        *_untold(criteria),
        *_registers(known),
        *_paraphrased(known),
        *_added(changes),
        _DECLARED,
        f"The record was read on {instant_words(known.now, known.cycle.zone)}: what came later is not in this report.",
    )
    return tuple(found)


_DECLARED = (
    "Who acted is printed as each person declared it, and the grade of the evidence as the evaluators stated it: "
    "both are recorded and not authenticated."
)


def _silence(known: Everything, visible: Visible) -> Iterator[str]:
    """Say on which objectives nothing came in; an objective of an input that is not listed counts for nothing here."""
    heard = {code for one in visible.listed for point in visible.answered(one) for code in point.about}
    standing = [objective.code for objective in known.objectives if not objective.withdrawn_on]
    yield from silence(standing, heard, all_public=visible.all_public)


def silence(standing: Sequence[str], heard: Collection[str], *, all_public: bool) -> Iterator[str]:
    """Yield the sentence on which of the objectives that stand no input is, if there are any."""
    silent = sorted((code for code in standing if code not in heard), key=in_order)
    if silent:
        came = "no input was received" if all_public else "this report lists no input"
        yield f"For {len(silent)} of {len(standing)} objectives {came}: {listed(silent)}."


def _share(visible: Visible, counted: Counts) -> Iterator[str]:
    if visible.all_public:
        return
    if counted.inputs_at_least:
        yield HOW_MANY_IS_NOT_STATED
    else:
        count = counted.inputs - len(visible.named)
        yield f"{count} of {counted.inputs} inputs are published without a name, or not at all."


def _facts(known: Everything) -> Iterator[str]:
    unknown = [label for key, label in FIELDS.items() if known.dialogue.stated(key).knowledge not in _KNOWN]
    if unknown:
        are = "is" if len(unknown) == 1 else "are"
        yield f"{len(unknown)} of {len(FIELDS)} facts about the dialogue {are} not known: {'; '.join(unknown)}."


def _untold(criteria: tuple[CriterionLine, ...]) -> Iterator[str]:
    if untold := [one.code for one in criteria if one.result == "cannot tell"]:
        yield f"The record cannot tell whether {listed(untold)} {'is' if len(untold) == 1 else 'are'} tripped."
    if unchecked := [one.code for one in criteria if one.result == "not checked"]:
        yield f"{listed(unchecked)} {'was' if len(unchecked) == 1 else 'were'} not checked."


def _registers(known: Everything) -> Iterator[str]:
    """Say for which time each register is stated complete: inside it an absence is a no, outside it is not known."""
    never = []
    for name, register in REGISTERS.items():
        spans = [
            f"from {date_words(span.first)} through {date_words(span.through)} (by {span.stated_by}; {span.source})"
            for span in known.completeness
            if span.register == name
        ]
        if spans:
            yield f"The register “{register.title}” is stated complete {listed(spans)}, and for no other time."
        else:
            never.append(f"“{register.title}”")
    if never:
        stated = "Stated complete for no time, so that what is not in them is not known:"
        yield f"{stated} the register{'s' * (len(never) > 1)} {listed(never)}."


def _paraphrased(known: Everything) -> Iterator[str]:
    codes = sorted((one.code for one in known.objectives if one.wording == "paraphrase"), key=in_order)
    if codes:
        are = "is" if len(codes) == 1 else "are"
        yield (
            f"{len(codes)} of {len(known.objectives)} objectives {are} printed in a paraphrase "
            f"and not in the published wording: {listed(codes)}."
        )


def _added(changes: Changes) -> Iterator[str]:
    if codes := [one.objective for one in changes.added]:
        silent = [one.objective for one in changes.added if not one.reason]
        reasons = f" No reason is on record for adding {listed(silent)}." if silent else ""
        yield f"Added to the record after the cycle had been opened: {listed(codes)}.{reasons}"
