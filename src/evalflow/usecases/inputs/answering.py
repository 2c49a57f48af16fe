"""Many answers to points in one commit, all of them or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evalflow.errors import InvalidInput, Problem, Refused
from evalflow.evaluation.inputs.commands_events import DisposePoint
from evalflow.evaluation.inputs.copies import open_points
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.intake.dispositions import AnswerDraft
from evalflow.usecases.door.current import Current, current
from evalflow.usecases.door.door import Acting, Door, acting
from evalflow.usecases.inputs.inputs import NOWHERE, paragraph, refuse_adopted, refuse_who_erased, subjects


@dataclass(frozen=True)
class Answered:
    """How many points were answered, how many were so before, and how many of the cycle still wait."""

    answered: int
    as_before: int
    waiting: int


def dispose_many(door: Door, code: str, answers: Sequence[AnswerDraft]) -> Answered:
    """Answer many points of a cycle's inputs.

    Raises:
        InvalidInput: `answers-not-taken`, with the place and the reason of every row that does not fit.
    """
    with acting(door) as act:
        here = current(act, code)
        known = {input_.code: input_ for input_ in act.tx.all(Input, cycle=here.cycle.id)}
        wrong, codes = [*_twice(answers)], subjects(act.tx, here)
        counts: Counter[bool] = Counter()
        for answer in answers:
            try:
                counts[_answer(act, here, known, codes, answer)] += 1
            except Refused as refused:
                wrong.append(Problem(answer.place, str(refused)))
        if wrong:
            what = "One row does" if len(wrong) == 1 else f"{len(wrong)} rows do"
            raise InvalidInput("answers-not-taken", f"{what} not fit, and no point was answered.", wrong)
        waiting = sum(len(points) for _, points in open_points(known.values()))
        return Answered(counts[True], counts[False], waiting)


def _answer(act: Acting, here: Current, known: dict[str, Input], codes: Sequence[str], answer: AnswerDraft) -> bool:
    """Return whether the answer is new. `known` is kept as it stands after it."""
    input_ = known.get(answer.input)
    if input_ is None:
        raise Refused("no-such-input", f"{here.evaluation.code} has no input {answer.input!r}.")
    refuse_adopted(here, input_)
    refuse_who_erased(act, input_)
    where = paragraph(codes, here, answer.paragraph)
    command = DisposePoint(answer.point, answer.kind, answer.reason, act.by, where)
    if events := decide_input(input_, command, NOWHERE, act.now):
        known[answer.input] = act.record(input_.id, events)
    return bool(events)


def _twice(answers: Sequence[AnswerDraft]) -> list[Problem]:
    counted = Counter((answer.input, answer.point) for answer in answers)
    told = "This point is answered in another row too: keep one."
    return [Problem(answer.place, told) for answer in answers if counted[answer.input, answer.point] > 1]
