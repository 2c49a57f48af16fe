"""A received input → the receipt its submitter keeps: code, time, commitment, and what happens next and when."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from evalflow.effects.files import write_new
from evalflow.engine.periods import add, local_day
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs import Input
from evalflow.evaluation.people import Record
from evalflow.evaluation.record import EXAMPLE_NOTICE
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current, read_current
from evalflow.usecases.door import Door, acting, looking

ReceiptForm = Literal["receipt", "receipt-code-only"]
FOLDER = "receipts"


def default_form(received: Input) -> ReceiptForm:
    """Return the form of a receipt: above the public level only the code, since a receipt that is found can harm."""
    return "receipt" if received.level == "public" else "receipt-code-only"


def write_receipts(door: Door, folder: Path) -> list[Path]:
    """Write every receipt that is still owed into the folder `receipts` and return their paths.

    A receipt whose writing was interrupted is still owed, and is written again with the same content.
    """
    with looking(door) as (reading, _):
        owed = [effect for effect in reading.pending_effects() if effect.kind in ("receipt", "receipt-code-only")]
        texts = [(effect.key, *_receipt(reading, effect.subject, effect.kind)) for effect in owed]
    written = []
    for key, name, text in texts:
        path = folder / FOLDER / name
        write_new(path, text.encode("utf-8"))
        with acting(replace(door, key="")) as act:
            act.tx.effect_done(key, act.now)
        written.append(path)
    return written


def _receipt(reading: Reading, subject: str, form: str) -> tuple[str, str]:
    received = reading.get(Input, subject)
    evaluation = reading.get(Evaluation, received.cycle) if received else None
    if received is None or evaluation is None:
        raise LookupError("an owed receipt refers to an input that is not there: run `evalflow audit verify`")
    example = reading.all(Record)[0].example
    name = f"{'EXAMPLE-' if example else ''}{received.code.replace('/', '-')}.txt"
    here = read_current(reading, evaluation.code, received.received_at)
    return name, receipt_text(received, here, example=example, in_full=form == "receipt")


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


def _in_full(received: Input, here: Current) -> list[str]:
    local = local_day(received.received_at, here.cycle.zone)
    next_days = [f"  {step}: until the end of {until}" for step, until in _next(here)]
    return [
        f"Received:    {received.received_at:%Y-%m-%d %H:%M:%S} UTC ({local:%d %b %Y} in {here.cycle.zone})",
        f"Level:       {received.level}",
        f"Points:      {len(received.points)}",
        f"In time:     {'yes' if not received.late else 'no: it came late; whether it is accepted will be decided'}",
        f"Salt:        {received.salt}",
        f"Commitment:  {received.commitment}",
        "             SHA-256 of the text evalflow/input/v1, the salt (as bytes) and the file as you handed it in.",
        "",
        "What happens next",
        "  Each of your points gets an answer before the report is adopted.",
        *next_days,
        f"  To check later that your input stands under the printed head: evalflow audit prove {received.code}",
    ]


def _next(here: Current) -> list[tuple[str, str]]:
    found = [
        (f"{step.title}", f"{here.cycle.open[step.name].due.on:%d %b %Y}")  # type: ignore[union-attr] # windows have one
        for step in here.workflow.steps
        if step.name in here.cycle.open and step.kind == "window"
    ]
    if due := here.workflow.report_due:
        found.append(("The report is due", f"{add(here.cycle.opening, due.period):%d %b %Y}"))
    return found
