"""A received input → the receipt its submitter keeps: code, time, commitment, and what happens next and when."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from evalflow.effects.files import write_new
from evalflow.engine.clocks import counted
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import local_day
from evalflow.engine.words import Cycle
from evalflow.errors import Broken, DoneBut, EvalflowError, NotFound
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.handed_in import Input
from evalflow.evaluation.heart import FAMILY_OF, apply
from evalflow.evaluation.input_words import InputReceived
from evalflow.evaluation.people import EXAMPLE_NOTICE, Record
from evalflow.store.reading import Effect, Reading
from evalflow.usecases.current import Current, held, read_current
from evalflow.usecases.door import Door, looking, passing
from evalflow.usecases.incidents import open_incidents, report_failure, report_success
from evalflow.usecases.leaving import has_left

ReceiptForm = Literal["receipt", "receipt-code-only"]
FORMS: tuple[ReceiptForm, ...] = ("receipt", "receipt-code-only")
FOLDER = "receipts"
ANSWERS = "answers"  # the folder of the letters in which submitters are told what became of their points


def default_form(received: Input) -> ReceiptForm:
    """Return the form of a receipt: above the public level only the code, since a receipt that is found can harm."""
    return "receipt" if received.level == "public" else "receipt-code-only"


def file_name(received: Input, *, example: bool) -> str:
    """Return the name of the file that an input's receipt is written to."""
    return f"{'EXAMPLE-' if example else ''}{received.code.replace('/', '-')}.txt"


def write_receipts(door: Door, folder: Path) -> list[Path]:
    """Write every receipt that is still owed into the folder `receipts` and return their paths.

    A receipt whose writing was interrupted is still owed, and is written again with the same content. One that cannot
    be written keeps none of the others back: it is an open incident until it can. A dry run writes none.

    Raises:
        DoneBut: `file-exists`, other content stands in a receipt's place; or `not-written`. The inputs are recorded.
    """
    if door.dry_run:
        return []
    with looking(door) as (reading, now):
        waiting = {one.subject for one in open_incidents(reading) if one.kind == "effect" and one.next_at > now}
        owed = [effect for effect in reading.pending_effects() if effect.kind in FORMS and effect.key not in waiting]
        texts = sorted((*_receipt(reading, effect), effect.key) for effect in owed)
    written: dict[Path, None] = {}
    failed: list[EvalflowError] = []
    for name, text, key in texts:
        path = folder / FOLDER / name
        try:
            write_new(path, text.encode("utf-8"))
        except EvalflowError as failure:
            failed.append(failure)
            _note_failed(door, key, name, failure)
            continue
        _note_written(door, key, name)
        written[path] = None
    if written:
        has_left(door)
    if failed:
        raise DoneBut(
            failed[0].code,
            f"The record is as you asked, but {_receipts(len(failed))} could not be written. {failed[0]} Do not repeat "
            "the command: once that is corrected, `evalflow tick` writes what is missing.",
        ) from failed[0]
    return list(written)


def _receipts(count: int) -> str:
    return "1 receipt" if count == 1 else f"{count} receipts"


def receipt_text(received: Input, here: Current, *, example: bool, in_full: bool) -> str:
    """Return the receipt as plain text. With `in_full` false it holds the code and nothing that tells of the input."""
    lines = [f"{EXAMPLE_NOTICE}.", ""] if example else []
    lines += ["Receipt", "", f"Code:        {received.code}"]
    if in_full:
        lines += _in_full(received, here)
    lines += ["", "Keep the code: it is how you ask what became of your input, add to it or withdraw it."]
    if received.level != "public":
        lines += ["No name was stored. Only who presents the code is taken to be the same submitter."]
    return "\n".join([*lines, ""])


def _note_written(door: Door, key: str, name: str) -> None:
    with passing(replace(door, key="")) as act:
        try:
            act.tx.effect_done(key, act.now)
        except NotFound:
            return  # another process wrote the very same file a moment ago
        report_success(act, "effect", key, name)


def _note_failed(door: Door, key: str, name: str, failure: EvalflowError) -> None:
    """Open an incident, where the record itself can still be written: a disk that is full may be full for both."""
    with suppress(Broken), passing(replace(door, key="")) as act:
        report_failure(act, "effect", key, name, str(failure))


def _receipt(reading: Reading, owed: Effect) -> tuple[str, str]:
    """Return file name and text. What is said is how things stood on arrival: written again, it is the same."""
    entry = next(reading.journal(subject=owed.subject))
    stands = held(reading.get(Input, owed.subject))
    here = _on_arrival(reading, stands, entry.seq)
    example = reading.all(Record)[0].example
    arrived = stands
    if isinstance(entry.event, InputReceived) and entry.erased_by is None:
        arrived = entry.event.input
    in_full = owed.kind == "receipt" and entry.erased_by is None  # what was erased is told by no receipt either
    return file_name(arrived, example=example), receipt_text(arrived, here, example=example, in_full=in_full)


def _on_arrival(reading: Reading, received: Input, seq: int) -> Current:
    here = read_current(reading, held(reading.get(Evaluation, received.cycle)).code, received.received_at)
    return replace(here, cycle=_cycle_before(reading, received.cycle, seq))


def _cycle_before(reading: Reading, id: str, seq: int) -> Cycle:
    cycle: object = None
    for entry in reading.journal(subject=id):
        if entry.seq < seq and FAMILY_OF[type(entry.event)].entity is Cycle:
            cycle = apply(cycle, entry.event)
    assert isinstance(cycle, Cycle)  # noqa: S101 - no input comes before its cycle
    return cycle


def _in_full(received: Input, here: Current) -> list[str]:
    local = local_day(received.received_at, here.cycle.zone)
    return [
        f"Received:    {received.received_at:%Y-%m-%d %H:%M:%S} UTC ({day_in_words(local)} in {here.cycle.zone})",
        f"Level:       {received.level}",
        f"Points:      {len(received.points)}",
        f"In time:     {'yes' if not received.late else _late(received)}",
        f"Salt:        {received.salt}",
        f"Commitment:  {received.commitment}",
        *(f"             {line}" for line in _bound(received)),
        "",
        "What happens next",
        *(f"  {line}" for line in _next(received, here)),
        f"  To check later that your input stands under the printed head: evalflow audit prove {received.code}",
    ]


def _bound(received: Input) -> tuple[str, str]:
    """Return what the commitment is the hash of."""
    if received.level != "public":
        return (
            "SHA-256 of the text evalflow/input/v1, the salt (as bytes) and the texts of your points with an",
            "empty line between them. Nothing else of what you submitted was kept.",
        )
    if received.attachments:
        return (
            "SHA-256 of the text evalflow/input/v2, the salt (as bytes), the SHA-256 (as bytes) of your file, and",
            f"the SHA-256 (as bytes) of each of your attachments ({len(received.attachments)}), in their order.",
        )
    return (
        "SHA-256 of the text evalflow/input/v1, the salt (as bytes) and what you submitted: your file, or",
        "for one row of a table the texts of its points with an empty line between them.",
    )


def _late(received: Input) -> str:
    if received.after_adoption:
        return "no: it came after the report was adopted"
    return "no: it came late; whether it is accepted will be decided"


def _next(received: Input, here: Current) -> Iterator[str]:
    if received.after_adoption:
        yield "Your input stays in the record and is listed as late. The report that was adopted stands without it."
        return
    yield "Each of your points gets an answer before the report is adopted."
    for step in here.workflow.steps:
        if step.kind == "window" and step.name in here.cycle.open and (due := here.cycle.open[step.name].due):
            yield f"{step.title}: until the end of {day_in_words(due.on)}"
    if timing := here.workflow.report_due:
        promised = counted(here.workflow, here.cycle.opening, timing, here.cycle.zone)
        yield f"The report is due by the end of {day_in_words(promised.on)}."
