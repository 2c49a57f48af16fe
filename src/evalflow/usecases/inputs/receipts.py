"""A received input → the receipt its submitter keeps: reference, secret code, commitment, and what happens next."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from evalflow.effects.disk.files import write_new, write_over
from evalflow.engine.clocks import counted
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import local_day
from evalflow.engine.words import Cycle
from evalflow.errors import Broken, DoneBut, EvalflowError, InvalidInput
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.heart import FAMILY_OF, apply
from evalflow.evaluation.inputs.commands_events import GiveReceiptCode, InputReceived, Intake
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.evaluation.inputs.receipt_code import FORMS, ReceiptForm, claim_of, recogniser_of
from evalflow.evaluation.people import EXAMPLE_NOTICE, Record
from evalflow.store.access.reading import Effect, Reading
from evalflow.usecases.door.current import Current, held, read_current
from evalflow.usecases.door.door import Door, looking, passing
from evalflow.usecases.door.incidents import open_incidents, report_failure, report_success
from evalflow.usecases.door.leaving import has_left

FOLDER = "receipts"
NO_CODES: Final[Mapping[str, str]] = MappingProxyType({})
NOWHERE: Final = Intake("open")  # for what does not arrive: an input that is there already
ANSWERS = "answers"  # the folder of the letters in which submitters are told what became of their points


def default_form(received: Input) -> ReceiptForm:
    """Return the form of a receipt: above the public level only the code, since a receipt that is found can harm."""
    return "receipt" if received.level == "public" else "receipt-code-only"


def file_stem(received: Input, *, example: bool) -> str:
    """Return how the names of an input's receipts begin. Above the public level the name does not give its reference:

    a receipt that is found must not show which printed text its owner wrote.
    """
    named = received.code.replace("/", "-") if received.level == "public" else _unnamed(received)
    return f"{'EXAMPLE-' if example else ''}{named}"


def _unnamed(received: Input) -> str:
    return f"receipt-{received.id[:16]}"


def receipts_in(folder: Path, received: Input, *, example: bool) -> list[Path]:
    """Return the paths of an input's receipts, also as they were once named, and of those that came later."""
    begins = "EXAMPLE-" if example else ""
    named, unnamed = received.code.replace("/", "-"), _unnamed(received)
    stems = dict.fromkeys((file_stem(received, example=example), f"{begins}{named}", f"{begins}{unnamed}"))
    return [
        path for stem in stems for path in (folder / FOLDER / f"{stem}.txt", *(folder / FOLDER).glob(f"{stem}-*.txt"))
    ]


def code_in(folder: Path, received: Input, *, example: bool) -> str:
    """Return the receipt code that counts and that a receipt in the folder shows; "" where none does."""
    texts = (_found(path) or "" for path in receipts_in(folder, received, example=example))
    return next((code for code in map(_code_shown, texts) if _counts(received, code)), "")


def receipts_that_tell(folder: Path | None, received: Input, *, example: bool) -> list[Path]:
    """Return the receipts in the folder that tell more of an input than its code, in their text or by their name."""
    paths = receipts_in(folder, received, example=example) if folder else []
    return [path for path in paths if path.is_file() and not _tells_nothing(path, received)]


def tells_nothing(folder: Path, received: Input, *, example: bool) -> bool:
    """Return whether a receipt in the folder shows the code that counts and nothing else."""
    return any(_tells_nothing(path, received) for path in receipts_in(folder, received, example=example))


def _tells_nothing(path: Path, received: Input) -> bool:
    text = _found(path) or ""
    named = path.name.removeprefix("EXAMPLE-").startswith(_unnamed(received))
    return named and _REFERENCE not in text and _counts(received, _code_shown(text))


def write_receipts(door: Door, folder: Path, codes: Mapping[str, str] = NO_CODES) -> list[Path]:
    """Write every receipt that is still due into the folder `receipts` and return their paths.

    `codes` are the receipt codes that are known at this moment, by the ids of inputs. The record does not keep them: a
    receipt whose writing was interrupted is written with a new code, and the old code ends. One that cannot be written
    keeps none of the others back: it is an open incident until it can. A dry run writes none.

    Raises:
        DoneBut: `file-exists`, something else is in a receipt's place; or `not-written`. The inputs are recorded.
    """
    if door.dry_run:
        return []
    with looking(door) as (reading, now):
        waiting = {
            incident.subject
            for incident in open_incidents(reading)
            if incident.kind == "effect" and incident.next_at > now
        }
        due = [effect for effect in reading.pending_effects() if effect.kind in FORMS and effect.key not in waiting]
        named = sorted((_name(reading, effect), effect) for effect in due)
    written: dict[Path, None] = {}
    failed: list[EvalflowError] = []
    for name, effect in named:
        path = folder / FOLDER / name
        try:
            _write(door, path, effect, codes.get(effect.subject, ""))
        except EvalflowError as failure:
            failed.append(failure)
            _note_failed(door, effect.key, name, failure)
            continue
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


def receipt_text(received: Input, current: Current, code: str, *, example: bool, in_full: bool) -> str:
    """Return the receipt as plain text. With `in_full` false it holds the code and nothing that tells of the input."""
    lines = [f"{EXAMPLE_NOTICE}.", ""] if example else []
    lines += ["Receipt", ""]
    lines += [f"{_REFERENCE}{received.code}"] if in_full else []
    lines += [f"{_CODE}{code}"]
    if in_full:
        lines += _in_full(received, current)
    lines += ["", *_KEEP]
    if received.level != "public":
        lines += ["No name was stored."]
    return "\n".join([*lines, ""])


_CODE = "Receipt code: "
_REFERENCE = "Reference:   "
_KEEP = (
    "Keep the receipt code secret. It is recorded nowhere and cannot be given a second time. Whoever presents it is",
    "taken to be the submitter: with it you can ask what became of your input, add to it, correct it, withdraw it,",
    "change its level and contest an answer.",
)


def _write(door: Door, path: Path, effect: Effect, code: str) -> None:
    """Write one receipt and note in the same commit that it is written; with a new code where `code` has ended.

    The lock of the transaction keeps any other process from writing the same one. Killed before the commit, the file is
    found by the next writer, who keeps it if its code counts and replaces it if not.
    """
    with passing(replace(door, key="")) as act:
        if next(one for one in act.tx.effects(effect.key) if one.key == effect.key).done_at:
            return  # another process wrote it a moment ago
        input_ = held(act.tx.get(Input, effect.subject))
        forms = _forms(act.tx, effect)
        found = _found(path)
        ours = _code_shown(found or "")
        replaceable = bool(ours) and found in [form(ours) for form in forms.values()]
        if not (replaceable and _counts(input_, ours)):
            if not _counts(input_, code):
                code = act.mint.receipt_code(input_.id)
                if not _counts(input_, code):
                    act.record(input_.id, decide_input(input_, GiveReceiptCode(claim_of(code)), NOWHERE, act.now))
            content = forms[effect.kind](code).encode("utf-8")
            (write_over if replaceable else write_new)(path, content)
        act.tx.effect_done(effect.key, act.now)
        report_success(act, "effect", effect.key, path.name)


def _code_shown(text: str) -> str:
    return text.partition(_CODE)[2].partition("\n")[0]


def _counts(input_: Input, code: str) -> bool:
    """Return whether a code is the one that counts for an input now; a text that is none is not."""
    try:
        return recogniser_of(code) == input_.recogniser
    except InvalidInput:
        return False


def _found(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError):
        return ""


def _note_failed(door: Door, key: str, name: str, failure: EvalflowError) -> None:
    """Open an incident, where the record itself can still be written: a disk that is full may be full for both."""
    with suppress(Broken), passing(replace(door, key="")) as act:
        report_failure(act, "effect", key, name, str(failure))


def _name(reading: Reading, effect: Effect) -> str:
    """Return the name of a receipt's file; one that came later has a number more in its key and its name."""
    arrived, _ = _as_arrived(reading, effect)
    later = "".join(f"-{number}" for number in effect.key.split(":")[2:])
    return f"{file_stem(arrived, example=reading.all(Record)[0].example)}{later}.txt"


def _as_arrived(reading: Reading, effect: Effect) -> tuple[Input, bool]:
    """Return the input as it was on arrival, and whether a receipt may say so: what was erased no receipt tells."""
    entry = next(reading.journal(subject=effect.subject))
    if isinstance(entry.event, InputReceived) and entry.erased_by is None:
        return entry.event.input, True
    return held(reading.get(Input, effect.subject)), False


def _forms(reading: Reading, effect: Effect) -> Mapping[str, Callable[[str], str]]:
    """Return the receipt in each form, as a text of its code: how things were on arrival, so it is the same later."""
    entry = next(reading.journal(subject=effect.subject))
    arrived, whole = _as_arrived(reading, effect)
    current = _on_arrival(reading, held(reading.get(Input, effect.subject)), entry.seq)
    text = partial(receipt_text, arrived, current, example=reading.all(Record)[0].example)
    return {form: partial(text, in_full=form == "receipt" and whole) for form in FORMS}


def _on_arrival(reading: Reading, received: Input, seq: int) -> Current:
    current = read_current(reading, held(reading.get(Evaluation, received.cycle)).code, received.received_at)
    return replace(current, cycle=_cycle_before(reading, received.cycle, seq))


def _cycle_before(reading: Reading, id: str, seq: int) -> Cycle:
    cycle: object = None
    for entry in reading.journal(subject=id):
        if entry.seq < seq and FAMILY_OF[type(entry.event)].entity is Cycle:
            cycle = apply(cycle, entry.event)
    assert isinstance(cycle, Cycle)  # noqa: S101 - no input comes before its cycle
    return cycle


def _in_full(received: Input, current: Current) -> list[str]:
    local = local_day(received.received_at, current.cycle.zone)
    return [
        f"Received:    {received.received_at:%Y-%m-%d %H:%M:%S} UTC ({day_in_words(local)} in {current.cycle.zone})",
        f"Level:       {received.level}",
        f"Points:      {len(received.points)}",
        f"In time:     {'yes' if not received.late else _late(received)}",
        f"Salt:        {received.salt}",
        f"Commitment:  {received.commitment}",
        *(f"             {line}" for line in _bound(received)),
        "",
        "What happens next",
        *(f"  {line}" for line in _next(received, current)),
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


def _next(received: Input, current: Current) -> Iterator[str]:
    if received.after_adoption:
        yield "Your input stays in the record and is listed as late. The report that was adopted stands without it."
        return
    yield "Each of your points gets an answer before the report is adopted."
    for step in current.workflow.steps:
        if step.kind == "window" and step.name in current.cycle.open and (due := current.cycle.open[step.name].due):
            yield f"{step.title}: until {due.until}"
    if timing := current.workflow.report_due:
        promised = counted(current.workflow, current.cycle.opening, timing, current.cycle.zone)
        yield f"The report is due by {promised.until}."
