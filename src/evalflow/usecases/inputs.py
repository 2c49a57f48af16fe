"""What happens to inputs at the door: received with a receipt, split into points, answered, withdrawn, protected."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evalflow.errors import NotFound, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs import (
    KINDS,
    LEVELS,
    AddPoint,
    Attachment,
    DecideLate,
    DisposePoint,
    Input,
    InputCommand,
    InputReceived,
    InputTightened,
    Intake,
    Point,
    PointAdded,
    ReceiveInput,
    SetLevel,
    WithdrawInput,
    decide_input,
    refuse_what_needs_encryption,
)
from evalflow.evaluation.objective import Objective
from evalflow.intake import InputDraft
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current, current, read_current
from evalflow.usecases.door import Acting, Door, acting, looking
from evalflow.usecases.receipts import ReceiptForm, default_form

COMMITMENT = b"evalflow/input/v1"
NOWHERE = Intake("open")


@dataclass(frozen=True)
class Received:
    """An input as it stands. `again` is true when this very submitter had handed it in before: then nothing is new."""

    input: Input
    again: bool


def receive(door: Door, code: str, drafts: Sequence[InputDraft], receipt: ReceiptForm | None = None) -> list[Received]:
    """Take in one or many inputs, all or none, each with its receipt to be written: in full, or the code alone.

    Raises:
        Refused: a level that needs encryption, a window that is not open yet, a kind no window asks for.
    """
    for draft in drafts:
        refuse_what_needs_encryption(draft.level)
    with acting(door) as act:
        here = current(act, code)
        return [_receive(act, here, draft, receipt) for draft in drafts]


def work_on(door: Door, code: str, command: InputCommand) -> Input:
    """Carry out one command on the input of this code: add a point, release, dispose, withdraw, decide on lateness."""
    with acting(door) as act:
        here, known = _found(act, code)
        _refuse_unknown_objective(act.tx, here, command)
        if isinstance(command, DisposePoint):
            command = replace(command, by=act.by)
        if not isinstance(command, (WithdrawInput, DecideLate)):
            _refuse_adopted(here, known)
        events = decide_input(known, command, NOWHERE, act.now)
        return act.record(known.id, events) if events else known


def supplement(door: Door, code: str, draft: InputDraft, receipt: ReceiptForm | None = None) -> Received:
    """Take in an input that adds to an earlier one."""
    with acting(door) as act:
        here, known = _found(act, code)
        return _receive(act, here, draft, receipt, supplements=known.id)


def set_level(door: Door, code: str, command: SetLevel) -> Input:
    """Tighten or loosen an input's level. Tightening erases what may no longer be kept, from rows and journal alike."""
    with acting(door) as act:
        _, known = _found(act, code)
        asked = replace(command, by=act.by, code=_random_code(act, known.cycle))
        events = decide_input(known, asked, NOWHERE, act.now)
        if not events:
            return known
        changed: Input = act.record(known.id, events)
        if LEVELS.index(command.level) > LEVELS.index(known.level):
            _erase(act, known, changed)
        return changed


def list_inputs(door: Door, code: str) -> list[Input]:
    with looking(door) as (reading, now):
        return reading.all(Input, cycle=read_current(reading, code, now).cycle.id)


def show_input(door: Door, code: str) -> Input:
    with looking(door) as (reading, _):
        return input_named(reading, code)


def withheld_codes(door: Door) -> list[str]:
    """Return the codes of all inputs whose name is withheld, bytewise in order."""
    with looking(door) as (reading, _):
        return [known.code for known in reading.all(Input) if known.level == "name-withheld"]


def input_named(reading: Reading, code: str) -> Input:
    """Return the input of this code.

    Raises:
        NotFound: `no-such-input`, with the command that lists them.
    """
    if found := reading.find(Input, code=code.upper()):
        return found
    raise NotFound("no-such-input", f"There is no input {code!r}. See `evalflow input list CYCLE`.")


def _receive(
    act: Acting, here: Current, draft: InputDraft, receipt: ReceiptForm | None, supplements: str = ""
) -> Received:
    content = _content_sha256(draft)
    before = [i for i in act.tx.all(Input, cycle=here.cycle.id) if i.content_sha256 == content and not i.supplements]
    own = next((i for i in before if _same_submitter(i, draft)), None)
    intake = _intake(act, here, draft, own, next((i for i in before if not i.copy_of), None), supplements)
    received = _input(act, here, draft, content, supplements)
    events = decide_input(None, ReceiveInput(received), intake, act.now)
    if not events:
        return Received(own or received, again=True)
    for _, raw in draft.attachments:
        act.tx.put_blob(raw)
    kept: Input = act.record(received.id, events)
    act.tx.enqueue(f"receipt:{kept.id}", receipt or default_form(kept), kept.id, act.now)
    return Received(kept, again=False)


def _input(act: Acting, here: Current, draft: InputDraft, content: str, supplements: str) -> Input:
    objectives = {objective.code for objective in act.tx.all(Objective, dialogue=here.dialogue.id)}
    for point in draft.points:
        if point.objective and point.objective not in objectives:
            raise Refused("no-such-objective", f"{here.dialogue.code} has no objective {point.objective!r}.")
    salt = act.new_salt()
    bound = hashlib.sha256(COMMITMENT + bytes.fromhex(salt) + draft.content).hexdigest()
    return Input(
        id=act.new_id(),
        cycle=here.cycle.id,
        code="",
        kind=draft.kind,
        level=draft.level,
        submitter=draft.submitter if draft.level == "public" else "",
        title=draft.title if draft.level == "public" else "",
        received_at=act.now,
        content_sha256=content,
        salt=salt,
        commitment=bound,
        points=tuple(Point(n, point.text, point.objective) for n, point in enumerate(draft.points, 1)),
        attachments=tuple(_attachment(name, raw) for name, raw in draft.attachments),
        supplements=supplements,
    )  # fmt: skip


def _attachment(name: str, raw: bytes) -> Attachment:
    return Attachment(name, hashlib.sha256(raw).hexdigest(), len(raw))


def _intake(
    act: Acting, here: Current, draft: InputDraft, own: Input | None, first: Input | None, supplements: str
) -> Intake:
    if here.evaluation.operator_conducts and draft.level != "public":
        raise Refused(
            "operator-conducts",
            f"{here.evaluation.operator} operates this record and conducts the dialogue, so it takes public inputs "
            "only. Nothing of this input was kept.",
        )
    code = _public_code(act.tx, here, draft.kind) if draft.level == "public" else _random_code(act, here.cycle.id)
    adopted = here.evaluation.adoption is not None
    copy_of = first.id if first and not own and not supplements else ""
    opens_on = f"{here.cycle.opening:%d %b %Y}"
    return Intake(_window(here, draft.kind), opens_on, adopted, own.code if own else "", copy_of, code)


def _window(here: Current, kind: str) -> Literal["open", "ahead", "closed"]:
    steps = [step for step in here.workflow.steps if kind in step.accepts]
    if not steps:
        raise Refused("kind-not-asked-for", f"No window of {here.evaluation.code} asks for inputs of the kind {kind}.")
    if any(step.name in here.cycle.open for step in steps):
        return "open"
    reached = any(step.name in here.cycle.closed for step in steps)
    return "closed" if reached or here.cycle.status in ("ended", "closed-early") else "ahead"


def _same_submitter(known: Input, draft: InputDraft) -> bool:
    """Return whether it is the same submitter: by name where it is public, else by the receipt that is presented."""
    if known.level == "public" and draft.level == "public":
        return known.kind == draft.kind and known.submitter == draft.submitter
    return bool(draft.receipt) and known.code == draft.receipt.upper()


def _public_code(reading: Reading, here: Current, kind: str) -> str:
    label = KINDS[kind]
    prefix = f"{here.evaluation.code}/{label}/"
    taken = [i.code for i in reading.all(Input, cycle=here.cycle.id) if i.code.startswith(prefix)]
    highest = max((int(code.removeprefix(prefix)) for code in taken), default=0)
    return f"{prefix}{highest + 1:03}"


def _random_code(act: Acting, cycle: str) -> str:
    evaluation = act.tx.get(Evaluation, cycle)
    return f"{evaluation.code if evaluation else cycle}/W/{act.new_code()}"


def _content_sha256(draft: InputDraft) -> str:
    return hashlib.sha256("\n\n".join(point.text for point in draft.points).encode()).hexdigest()


def _found(act: Acting, code: str) -> tuple[Current, Input]:
    known = input_named(act.tx, code)
    evaluation = act.tx.get(Evaluation, known.cycle)
    assert evaluation is not None  # noqa: S101 - a foreign key holds it
    return current(act, evaluation.code), known


def _refuse_unknown_objective(reading: Reading, here: Current, command: InputCommand) -> None:
    if isinstance(command, AddPoint) and command.objective:
        codes = [objective.code for objective in reading.all(Objective, dialogue=here.dialogue.id)]
        if command.objective not in codes:
            raise Refused("no-such-objective", f"{here.dialogue.code} has no objective {command.objective!r}.")


def _refuse_adopted(here: Current, known: Input) -> None:
    if here.evaluation.adoption and not known.after_adoption:
        raise Refused("report-adopted", "The report is adopted; what it says of this input stands.")


def _erase(act: Acting, before: Input, after: Input) -> None:
    """Erase the journal's payloads that carry what may no longer be kept, and the files that nothing else refers to."""
    entries = list(act.tx.journal(subject=before.id))
    for entry in entries[:-1]:  # the last one is the tightening itself
        less = _redacted(entry.event, after)
        if less is not None:
            act.tx.erase(entry.seq, act.by, act.now, less)
    others = {a.sha256 for i in act.tx.all(Input) for a in i.attachments}
    for attachment in before.attachments:
        if attachment.sha256 not in others:
            act.tx.drop_blob(attachment.sha256)


def _redacted(event: object, after: Input) -> object | None:
    """Return the event with nothing in it but what the tightened input still holds; None where it holds no more."""
    match event:
        case InputReceived():
            return InputReceived(replace(after, points=()))
        case InputTightened():
            return InputTightened(after)
        case PointAdded(point):
            return PointAdded(Point(point.number, "", point.objective))
    return None
