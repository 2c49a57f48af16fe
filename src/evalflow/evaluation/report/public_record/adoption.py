"""A cycle whose report is adopted → the cycle as the adoption leaves it, and what is said of it."""

from dataclasses import replace
from datetime import date

from evalflow.engine.folding import apply
from evalflow.engine.words import Choice, Step, StepClosed
from evalflow.evaluation.evaluation import ADOPT
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.course import cycle_state
from evalflow.evaluation.report.public_record.everything import Everything, Happened


def as_adopted(known: Everything, on: date) -> tuple[Everything, Message]:
    """Return the record with the adopting step done, and where the cycle stands with that.

    The record is frozen in the very commit that completes the step, so its history does not tell of it yet.
    """
    found = next(
        ((step, choice) for step in known.workflow.steps for choice in step.choices if _adopts(known, step, choice)),
        None,
    )
    if found is None:
        return known, cycle_state(known)
    step, choice = found
    occurrence = known.cycle.open[step.name].occurrence
    closed = StepClosed(step.name, occurrence, known.now, known.now, choice.name)
    history = (*known.history, Happened(known.now, known.cycle.id, closed))
    after = replace(known, cycle=apply(known.cycle, closed), history=history)
    return after, _state(after, step, choice, on)


def _adopts(known: Everything, step: Step, choice: Choice) -> bool:
    return choice.act == ADOPT and step.name in known.cycle.open


def _state(known: Everything, step: Step, choice: Choice, on: date) -> Message:
    parts = [message("adoption.step-done", on=on, step=step.title)]
    if titles := tuple(each.title for each in known.workflow.steps if each.name in choice.next):
        parts.append(message("adoption.follows", steps=titles))
    if known.cycle.open:
        parts.append(message("adoption.beside", state=cycle_state(known)))
    return message("sentences", parts=tuple(parts))
