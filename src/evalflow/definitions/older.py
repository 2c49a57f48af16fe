"""A workflow of before letters were an act → the same with what such a workflow has always done.

Cycles are pinned to such texts, and people have files of their own. Their first step sends the timetable to everybody.
"""

from dataclasses import replace
from typing import Final

from evalflow.engine.words import Workflow
from evalflow.evaluation.letters.kinds import LetterKind

_FIRST_STEP_SENDS: Final[LetterKind] = "opening"


def with_opening_letters(workflow: Workflow) -> Workflow:
    """Return the workflow as it is where one of its steps or choices sends letters, else with those of its opening."""
    if any(step.sends or any(choice.sends for choice in step.choices) for step in workflow.steps):
        return workflow
    first, *others = workflow.steps
    return replace(workflow, steps=(replace(first, sends=_FIRST_STEP_SENDS), *others))
