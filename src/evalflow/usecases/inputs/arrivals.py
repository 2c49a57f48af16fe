"""A draft that arrives for a cycle → an input with its receipt owed; what was handed in before is found again."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from evalflow.engine.dates import day_in_words
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.attached import attached_text
from evalflow.evaluation.inputs.commands_events import InputReceived, Intake, ReceiveInput
from evalflow.evaluation.inputs.input import KINDS, Attachment, Input, Point
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.evaluation.inputs.receipt_code import ReceiptForm, claim_of, recogniser_of
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.identity import written
from evalflow.intake.drafts import InputDraft, PointDraft, wording
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current
from evalflow.usecases.door.door import Acting
from evalflow.usecases.inputs.doubles import refuse_double
from evalflow.usecases.inputs.presented import recognised
from evalflow.usecases.inputs.receipts import default_form

COMMITMENT = b"evalflow/input/v1"
COMMITMENT_WITH_ATTACHMENTS = b"evalflow/input/v2"


@dataclass(frozen=True)
class Received:
    """An input as it stands. `again` is true when this very submitter had handed it in before: then nothing is new.

    `code` is its receipt code, which is known until the receipt is written and no longer.
    """

    input: Input
    again: bool
    code: str = field(default="", repr=False, compare=False)


@dataclass
class InputDesk:
    """Where the inputs of one command arrive. What a thousand of them need alike is read once."""

    act: Acting
    here: Current
    objectives: Mapping[str, str]  # code in capitals → code
    given: dict[str, int] = field(default_factory=dict)  # "NGO" → how many numbers were given
    again: bool = False  # somebody says that equal words without a name are another submission
    taken: set[str] = field(default_factory=set)  # the ids of what this command has received


def desk_of(act: Acting, current: Current, *, again: bool = False) -> InputDesk:
    return InputDesk(act, current, objective_codes(act.tx, current), again=again)


def take(desk: InputDesk, draft: InputDraft, receipt: ReceiptForm | None, adds_to: Input | None) -> Received:
    """Return the input that a draft becomes, its receipt owed in full or as the code alone.

    Raises:
        Refused: it does not fit this cycle, its window, what it adds to, or an operator who conducts the dialogue; or
            `submitted-before`, without a name, and nobody says that it is another one.
    """
    act, current = desk.act, desk.here
    _refuse_unfit(current, draft, adds_to)
    if draft.receipt:
        recognised(act.tx, draft.receipt, current.cycle.id)
    same = _same_content(act.tx, current, draft)
    own = next((input_ for input_ in same if _is_repeat(input_, draft, adds_to)), None)
    if not (own or desk.again):
        refuse_double(same, draft, desk.taken)
    first = None if own or adds_to else _first_of_campaign(same, draft)
    arrived, code = _input(desk, draft, adds_to)
    events = decide_input(None, ReceiveInput(arrived), _intake(desk, draft, own, first), act.now)
    if own:
        return Received(own, again=True)
    for _, raw in draft.attachments:
        act.tx.put_blob(raw)
    kept = act.record(arrived.id, events)
    desk.taken.add(kept.id)
    act.tx.enqueue(f"receipt:{kept.id}", receipt or default_form(kept), kept.id, act.now)
    return Received(kept, again=False, code=code)


@contextmanager
def placed(draft: InputDraft, number: int, total: int) -> Iterator[None]:
    """Say of a refusal which of many inputs it is about, and that none of them was taken."""
    try:
        yield
    except (Refused, NotFound) as refused:
        if total == 1:
            raise
        which = f"{draft.place}, input {number} of {total}" if draft.place else f"Input {number} of {total}"
        said = f"{which}: {refused} None of the {total} inputs was taken."
        raise type(refused)(refused.code, said, *refused.helps) from None


def random_code(act: Acting, evaluation: Evaluation) -> str:
    """Return a code that tells nothing of its input, not even how many there are."""
    return f"{evaluation.code}/W/{act.new_code()}"


def _refuse_unfit(current: Current, draft: InputDraft, adds_to: Input | None) -> None:
    code = current.evaluation.code
    if draft.cycle and draft.cycle.upper() != code:
        raise Refused("other-cycle", f"It says that it is for the cycle {draft.cycle}, not for {code}.")
    if current.evaluation.operator_conducts and draft.level != "public":
        raise Refused(
            "operator-conducts",
            f"{current.evaluation.operator} operates this record and conducts the dialogue, so it takes public inputs "
            "only. Nothing of this input was kept.",
        )
    if adds_to:
        _refuse_unfit_to_add(current, draft, adds_to)


def _refuse_unfit_to_add(current: Current, draft: InputDraft, adds_to: Input) -> None:
    if adds_to.cycle != current.cycle.id:
        raise Refused("other-cycle", f"{adds_to.code} belongs to another cycle than {current.evaluation.code}.")
    if adds_to.withdrawn_at is not None:
        raise Refused(
            "input-withdrawn", f"{adds_to.code} was withdrawn: hand this in by itself, as an input of its own."
        )
    if adds_to.level != draft.level:
        raise Refused(
            "other-level",
            f"{adds_to.code} is {adds_to.level} and this is {draft.level}: linking the two would tell of the one what "
            "is kept of the other. Hand it in at the same level, or by itself.",
        )


def _same_content(reading: Reading, current: Current, draft: InputDraft) -> list[Input]:
    """Return the inputs whose points say the same, oldest first. What has no points is compared by its attachments."""
    same = reading.all(Input, cycle=current.cycle.id, content_sha256=_content_sha256(draft))
    return sorted(same, key=lambda input_: (input_.received_at, input_.code))


def _content_sha256(draft: InputDraft) -> str:
    return hashlib.sha256(wording(draft.points)).hexdigest()


def _is_repeat(input_: Input, draft: InputDraft, adds_to: Input | None) -> bool:
    """Return whether it is the same input of the same submitter. A withdrawn one may be handed in anew."""
    same_files = sorted(a.sha256 for a in input_.attachments) == sorted(_sha256(raw) for _, raw in draft.attachments)
    same_place = input_.supplements == (adds_to.id if adds_to else "")
    if not (_same_submitter(input_, draft) and same_files and same_place and input_.withdrawn_at is None):
        return False
    if input_.level != draft.level:
        raise Refused(
            "other-level",
            f"This was handed in before as {input_.code}, at the level {input_.level}. To change its level, type: "
            f"evalflow input set-level {input_.code} {draft.level}",
        )
    return True


def _same_submitter(input_: Input, draft: InputDraft) -> bool:
    """Return whether it is the same submitter: by the receipt that is presented or, where both are public, by name."""
    if draft.receipt and recogniser_of(draft.receipt) == input_.recogniser:
        return True
    same_name = written(input_.submitter) == written(draft.submitter)
    return input_.level == draft.level == "public" and input_.kind == draft.kind and same_name


def _first_of_campaign(same: Sequence[Input], draft: InputDraft) -> Input | None:
    """Return the first public input of another submitter that says the same; none brings attachments of its own."""
    if draft.level != "public" or not draft.points:
        return None  # across levels the link would tell what a withheld input says
    brought = {_sha256(raw) for _, raw in draft.attachments}
    public = [known for known in same if known.level == "public" and known.withdrawn_at is None]
    firsts = (input_ for input_ in public if not (input_.copy_of or input_.supplements))
    others = (known for known in firsts if not _same_submitter(known, draft))
    return next((known for known in others if brought <= {a.sha256 for a in known.attachments}), None)


def _input(desk: InputDesk, draft: InputDraft, adds_to: Input | None) -> tuple[Input, str]:
    """Return the input and its receipt code, of which it keeps two one-way values."""
    act, named = desk.act, draft.level == "public"
    salt, id_ = act.new_salt(), act.new_id()
    code = act.mint.receipt_code(id_)
    claim = claim_of(code)
    arrived = Input(
        id=id_,
        cycle=desk.here.cycle.id,
        code="",
        kind=draft.kind,
        level=draft.level,
        submitter=draft.submitter if named else "",
        title=draft.title if named else "",
        received_at=act.now,
        content_sha256=_content_sha256(draft),
        salt=salt,
        commitment=_commitment(draft, bytes.fromhex(salt)),
        points=_points(desk, draft),
        attachments=tuple(Attachment(name, _sha256(raw), len(raw)) for name, raw in draft.attachments),
        supplements=adds_to.id if adds_to else "",
        language=draft.language,
        recogniser=claim.recogniser,
        seal=claim.seal,
    )
    return arrived, code


def _commitment(draft: InputDraft, salt: bytes) -> str:
    """Return what binds an input: its file and attachments or, where a name is withheld, the words that are kept.

    The salt is kept beside the commitment: over a whole file it would let a name in it be found by trying.
    """
    bound = draft.content if draft.level == "public" else wording(draft.points)
    if not draft.attachments:
        return hashlib.sha256(COMMITMENT + salt + bound).hexdigest()
    hashes = (hashlib.sha256(content).digest() for content in (bound, *(raw for _, raw in draft.attachments)))
    return hashlib.sha256(COMMITMENT_WITH_ATTACHMENTS + salt + b"".join(hashes)).hexdigest()


def _points(desk: InputDesk, draft: InputDraft) -> tuple[Point, ...]:
    return tuple(
        Point(number, point.text, objective_code(desk.objectives, desk.here, point.objective))
        for number, point in enumerate(draft.points or _of_attachments(draft), 1)
    )


def _of_attachments(draft: InputDraft) -> tuple[PointDraft, ...]:
    return (PointDraft(attached_text([name for name, _ in draft.attachments])),)


def objective_codes(reading: Reading, current: Current) -> dict[str, str]:
    """Return the codes of the objectives of a cycle's dialogue, by themselves in capitals."""
    return {
        objective.code.upper(): objective.code for objective in reading.all(Objective, dialogue=current.dialogue.id)
    }


def objective_code(codes: Mapping[str, str], current: Current, named: str) -> str:
    """Return the code of an objective as the record writes it; "" where none is named.

    Raises:
        Refused: `no-such-objective`, with those there are.
    """
    if not named or named.upper() in codes:
        return codes.get(named.upper(), "")
    there = ", ".join(codes.values()) or "none"
    raise Refused("no-such-objective", f"{current.dialogue.code} has no objective {named!r}. It has: {there}.")


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _intake(desk: InputDesk, draft: InputDraft, own: Input | None, first: Input | None) -> Intake:
    current = desk.here
    return Intake(
        window=_window(current, draft.kind),
        opens_on=day_in_words(current.cycle.opening),
        adopted=current.evaluation.adoption is not None,
        same_as=own.code if own else "",
        copy_of=first.id if first else "",
        code="" if own else _code(desk, draft),
    )


def _window(current: Current, kind: str) -> Literal["open", "ahead", "closed"]:
    steps = [step.name for step in current.workflow.steps if kind in step.accepts]
    if not steps:
        asked = ", ".join(dict.fromkeys(one for step in current.workflow.steps for one in step.accepts)) or "none"
        raise Refused(
            "kind-not-asked-for",
            f"No window of {current.evaluation.code} asks for inputs of the kind {kind}. Asked for: {asked}.",
        )
    if any(name in current.cycle.open for name in steps):
        return "open"
    if any(name in current.cycle.closed for name in steps) or current.cycle.status in ("ended", "closed-early"):
        return "closed"
    if not any(name in current.cycle.waiting for name in steps):
        raise Refused(
            "window-not-open",
            f"The window for this kind of input is not open yet: {', '.join(current.cycle.open)} comes before it. "
            "Hand it in once it opens; nothing was kept.",
        )
    return "ahead"


def _code(desk: InputDesk, draft: InputDraft) -> str:
    """Return a random code or, of a public input, the next running number of its kind."""
    if draft.level != "public":
        return random_code(desk.act, desk.here.evaluation)
    label = KINDS[draft.kind]
    prefix = f"{desk.here.evaluation.code}/{label}/"
    if label not in desk.given:
        desk.given[label] = _given(desk, label, prefix)
    desk.given[label] += 1
    return f"{prefix}{desk.given[label]:03}"


def _given(desk: InputDesk, label: str, prefix: str) -> int:
    """Return how many numbers were given: one that was is never given again, not even after erasure."""
    reading = desk.act.tx
    alike = [input_ for input_ in reading.all(Input, cycle=desk.here.cycle.id) if KINDS[input_.kind] == label]
    return sum(known.code.startswith(prefix) or _was_public(reading, known) for known in alike)


def _was_public(reading: Reading, input_: Input) -> bool:
    if input_.salt:  # only tightening takes the salt away
        return False
    received = next(reading.journal(subject=input_.id)).event
    return isinstance(received, InputReceived) and received.input.level == "public"
