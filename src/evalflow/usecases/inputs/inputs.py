"""What happens to inputs at the door: received with a receipt, split into points, answered, withdrawn, protected."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evalflow.definitions.problems import nearest
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.commands_events import (
    AddPoint,
    ConfirmAct,
    CorrectPoint,
    DecideLate,
    DisposePoint,
    InputCommand,
    InputEvent,
    InputTightened,
    LinkPoint,
    SetLevel,
    UnlinkCopy,
    WithdrawInput,
)
from evalflow.evaluation.inputs.input import LEVELS, Input
from evalflow.evaluation.inputs.inputs import decide_input, refuse_what_needs_encryption
from evalflow.evaluation.inputs.receipt_code import NOTHING, Presented, ReceiptForm
from evalflow.intake.drafts import InputDraft, wording
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, current, evaluation_named, held
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.second_person import refuse_first_person
from evalflow.usecases.inputs.arrivals import (
    InputDesk,
    desk_of,
    objective_code,
    objective_codes,
    placed,
    random_code,
    take,
)
from evalflow.usecases.inputs.arrivals import Received as Received
from evalflow.usecases.inputs.bare_receipts import replace_receipts
from evalflow.usecases.inputs.erasure import destroy, erase, told_in
from evalflow.usecases.inputs.presented import confirmed, is_proved
from evalflow.usecases.inputs.recalled import letters_of, recall
from evalflow.usecases.inputs.receipts import NOWHERE as NOWHERE


def receive(
    door: Door,
    code: str,
    drafts: Sequence[InputDraft],
    receipt: ReceiptForm | None = None,
    presented: Presented = NOTHING,
    *,
    again: bool = False,
) -> list[Received]:
    """Receive one or many inputs, all or none, each with its receipt to be written: in full, or the code alone.

    A draft that names the input it supplements adds to that one. That needs the receipt code of that input, in the
    draft or presented, or a second person. One without a name that says what an earlier command has recorded without a
    name is asked about: `again` says that it is another one.

    Raises:
        Refused: a level that needs encryption, a window that is not open yet, a kind no window asks for, or a draft
            that fits neither this cycle nor what it adds to. Of many it says which one.
        NotFound: what it adds to.
    """
    for number, draft in enumerate(drafts, 1):
        with placed(draft, number, len(drafts)):
            refuse_what_needs_encryption(draft.level)
    with acting(door) as act:
        taking = _Taking(desk_of(act, current(act, code), again=again), receipt, presented, len(drafts))
        return [_take(taking, draft, number) for number, draft in enumerate(drafts, 1)]


def supplement(
    door: Door,
    code: str,
    draft: InputDraft,
    receipt: ReceiptForm | None = None,
    presented: Presented = NOTHING,
    *,
    again: bool = False,
) -> Received:
    """Receive an input that adds to an earlier one."""
    with looking(door) as (reading, _):
        cycle = held(reading.get(Evaluation, input_named(reading, code).cycle)).code
    return receive(door, cycle, [replace(draft, supplements=code)], receipt, presented, again=again)[0]


def work_on(door: Door, code: str, command: InputCommand, presented: Presented = NOTHING) -> Input:
    """Carry out one command on the input of this code, or on one of its points.

    Where a name is withheld, what a correction or a withdrawal takes back is erased from rows, journal and folder. A
    correction needs the receipt code of the input or a second person.
    """
    with acting(door) as act:
        here, input_ = found_input(act, code)
        if not isinstance(command, (WithdrawInput, DecideLate)):
            refuse_adopted(here, input_)
        proved, confirms = is_proved(input_, presented), []
        if isinstance(command, CorrectPoint) and (input_.level == "public" or presented.confirmed_by):
            confirms = confirmed(act, input_, presented, "corrected")
        if isinstance(command, (CorrectPoint, WithdrawInput)):
            command = replace(command, proved=proved or bool(confirms))
        events = decide_input(input_, _resolved(act, here, input_, command), NOWHERE, act.now)
        if not events:
            return input_
        changed = act.record(input_.id, [*events, *_recorded(input_, confirms, act)])
        if any(isinstance(event, InputTightened) for event in events):
            _forget(act, door, here, input_, changed)
        return changed


def set_level(door: Door, code: str, command: SetLevel, presented: Presented = NOTHING) -> Input:
    """Tighten or loosen an input's level. Tightening erases what may no longer be kept, from rows and journal alike.

    It gives a new reference; the receipt code stays. What the door's folder holds of it is destroyed: the receipt, for
    which one with the code alone is there before; drafts, an adopted report that is not published. See
    `told_in`. That comes before the commit: killed between the two, the old reference is still recorded, and
    typing the command again ends what was begun. Loosening needs the receipt code of the input or a second person.

    An erased text has to be confirmed by another person; until then its points count as open.

    Raises:
        Refused: no consent to loosen it, or its text is erased already.
        Broken: `not-destroyed`, files could not be destroyed, and the level is as it was.
    """
    with acting(door) as act:
        here, input_ = found_input(act, code)
        asked = replace(command, by=act.by, code=random_code(act, here.evaluation))
        is_proved(input_, presented)
        events = decide_input(input_, asked, NOWHERE, act.now)
        if not events:
            return input_
        looser = LEVELS.index(command.level) < LEVELS.index(input_.level)
        confirms = confirmed(act, input_, presented, "loosened") if looser else []
        changed = act.record(input_.id, [*events, *_recorded(input_, confirms, act)])
        if looser:
            return changed
        for copy in act.tx.all(Input, copy_of=input_.id):
            act.record(copy.id, decide_input(copy, UnlinkCopy(), NOWHERE, act.now))
        _forget(act, door, here, input_, changed)
        return changed


def list_inputs(door: Door, code: str) -> list[Input]:
    with looking(door) as (reading, _):
        return reading.all(Input, cycle=evaluation_named(reading, code).id)


def show_input(door: Door, code: str) -> Input:
    with looking(door) as (reading, _):
        return input_named(reading, code)


def withheld_codes(door: Door) -> list[str]:
    """Return the codes of all inputs whose name is withheld, bytewise in order."""
    with looking(door) as (reading, _):
        return [input_.code for input_ in reading.all(Input) if input_.level == "name-withheld"]


def input_named(reading: Reading, code: str) -> Input:
    """Return the input of this code.

    Raises:
        NotFound: `no-such-input`, with the command that lists them.
    """
    if input_ := reading.find(Input, code=code.upper()):
        return input_
    raise NotFound("no-such-input", f"There is no input {code!r}. See `evalflow input list CYCLE`.")


@dataclass(frozen=True)
class _Taking:
    """How the inputs of one command are received: how many, with which receipts, and what is presented for them."""

    desk: InputDesk
    receipt: ReceiptForm | None
    presented: Presented
    total: int


def _take(taking: _Taking, draft: InputDraft, number: int) -> Received:
    act = taking.desk.act
    with placed(draft, number, taking.total):
        adds_to = input_named(act.tx, draft.supplements) if draft.supplements else None
        received = take(taking.desk, draft, taking.receipt, adds_to)
        if adds_to and not received.again:
            presented = replace(taking.presented, code=draft.receipt or taking.presented.code)
            confirms = confirmed(act, adds_to, presented, "supplemented")
            if confirms:
                act.record(adds_to.id, _recorded(adds_to, confirms, act))
        return received


def _recorded(input_: Input, confirms: Sequence[ConfirmAct], act: Acting) -> list[InputEvent]:
    return [event for confirm_act in confirms for event in decide_input(input_, confirm_act, NOWHERE, act.now)]


def found_input(act: Acting, code: str) -> tuple[Current, Input]:
    """Return the input of this code, and its evaluation as it stands now."""
    input_ = input_named(act.tx, code)
    return current(act, held(act.tx.get(Evaluation, input_.cycle)).code), input_


def subjects(reading: Reading, here: Current) -> list[str]:
    """Return what a point of a cycle's inputs can be about: the codes of its objectives and criteria."""
    return [*objective_codes(reading, here).values(), *(criterion.code for criterion in here.criteria.criteria)]


def paragraph(codes: Sequence[str], here: Current, named: str) -> str:
    """Return where the report takes a point up, as the record writes it: an objective, a criterion or a number.

    Raises:
        Refused: `no-such-paragraph`, with the nearest and all there are.
    """
    if not named or re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", named):
        return named
    return _subject(codes, here, named, "no-such-paragraph", " and no number of a paragraph")


def _subject(codes: Sequence[str], here: Current, named: str, wrong: str, nor: str = "") -> str:
    """Return the code of an objective or a criterion as the record writes it, or refuse with the nearest and all."""
    if found := next((code for code in codes if code.upper() == named.upper()), None):
        return found
    raise Refused(
        wrong,
        f"{named!r} is no objective or criterion of {here.evaluation.code}{nor}. "
        f"{nearest(named.upper(), codes)}There are: {', '.join(codes)}.",
    )


def _resolved(act: Acting, here: Current, input_: Input, command: InputCommand) -> InputCommand:
    """Return the command with the codes that it names as the record writes them."""
    match command:
        case AddPoint(_, objective):
            return replace(command, objective=objective_code(objective_codes(act.tx, here), here, objective))
        case DisposePoint(paragraph=named):
            refuse_who_erased(act, input_)
            return replace(command, by=act.by, paragraph=paragraph(subjects(act.tx, here), here, named))
        case LinkPoint(codes=named_codes):
            there = subjects(act.tx, here)
            return replace(command, codes=tuple(_subject(there, here, code, "no-such-subject") for code in named_codes))
        case CorrectPoint(number, text):
            mended = [replace(point, text=text) if point.number == number else point for point in input_.points]
            return replace(command, content_sha256=hashlib.sha256(wording(mended)).hexdigest(), by=act.by)
        case WithdrawInput():
            return replace(command, by=act.by)
    return command


def _forget(act: Acting, door: Door, here: Current, input_: Input, changed: Input) -> None:
    """Erase what is no longer kept of an input, and destroy the files that tell it. A dry run destroys none.

    Letters that carry a draft or report with it go no more.
    """
    erase(act, input_)
    recall(act, input_.cycle, input_)
    replace_receipts(act, door, here, input_, changed)
    if not door.dry_run:
        destroy([*told_in(act.tx, door.folder, input_), *letters_of(act.tx, input_.cycle, door.folder)])


def refuse_who_erased(act: Acting, input_: Input) -> None:
    """Refuse that whoever erased a text answers its points, where another person has contradicted that.

    Raises:
        Refused: `same-person`.
    """
    for deed in input_.erased_against_objection:
        refuse_first_person(act, deed.by)


def refuse_adopted(here: Current, input_: Input) -> None:
    if here.evaluation.adoption and not input_.after_adoption:
        raise Refused("report-adopted", "The report is adopted; what it says of this input stands.")
