"""A cycle whose report is adopted → the cycle as the adoption leaves it, and the sentence that says so."""

from dataclasses import replace
from datetime import date

from evalflow.engine.folding import apply
from evalflow.engine.words import Choice, Step, StepClosed
from evalflow.evaluation.evaluation import ADOPT
from evalflow.evaluation.report.public_record.course import cycle_state
from evalflow.evaluation.report.public_record.everything import Everything, Happened
from evalflow.evaluation.wording import day_words, listed


def as_adopted(known: Everything, on: date) -> tuple[Everything, str]:
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


def _state(known: Everything, step: Step, choice: Choice, on: date) -> str:
    titles = [f"“{each.title}”" for each in known.workflow.steps if each.name in choice.next]
    follows = f" {listed(titles)} {'follows' if len(titles) == 1 else 'follow'}." if titles else ""
    beside = f" Beside it: {cycle_state(known)}" if known.cycle.open else ""
    return f"With the adoption of the report on {day_words(on)} the step “{step.title}” is done.{follows}{beside}"
