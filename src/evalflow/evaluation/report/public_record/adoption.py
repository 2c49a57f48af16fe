"""A cycle whose report is adopted → the cycle as the adoption leaves it, and what is said of it."""

from dataclasses import replace
from datetime import date

from evalflow.engine.folding import apply
from evalflow.engine.words import Choice, Step, StepClosed
from evalflow.evaluation.evaluation import ADOPT
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.course import cycle_state
from evalflow.evaluation.report.public_record.everything import Everything, Happened


def as_adopted(everything: Everything, on: date) -> tuple[Everything, Message]:
    """Return the record with the adopting step done, and where the cycle stands with that.

    The record is frozen in the very commit that completes the step, so its history does not tell of it yet.
    """
    found = next(
        (
            (step, choice)
            for step in everything.workflow.steps
            for choice in step.choices
            if _adopts(everything, step, choice)
        ),
        None,
    )
    if found is None:
        return everything, cycle_state(everything)
    step, choice = found
    occurrence = everything.cycle.open[step.name].occurrence
    closed = StepClosed(step.name, occurrence, everything.now, everything.now, choice.name)
    history = (*everything.history, Happened(everything.now, everything.cycle.id, closed))
    after = replace(everything, cycle=apply(everything.cycle, closed), history=history)
    return after, _state(after, step, choice, on)


def _adopts(everything: Everything, step: Step, choice: Choice) -> bool:
    return choice.act == ADOPT and step.name in everything.cycle.open


def _state(everything: Everything, step: Step, choice: Choice, on: date) -> Message:
    parts = [message("adoption.step-done", on=on, step=step.title)]
    if titles := tuple(each.title for each in everything.workflow.steps if each.name in choice.next):
        parts.append(message("adoption.follows", steps=titles))
    if everything.cycle.open:
        parts.append(message("adoption.beside", state=cycle_state(everything)))
    return message("sentences", parts=tuple(parts))
