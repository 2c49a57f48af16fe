"""Files that people write → the words of engine and evaluation: read strictly, every problem at once with its place."""

from evalflow.definitions.calendar import read_calendar, write_calendar
from evalflow.definitions.criteria import read_criteria
from evalflow.definitions.registry import read_coordination, read_dialogue, read_general, read_pairs
from evalflow.definitions.registry_text import write_dialogue
from evalflow.definitions.scorecard import read_scorecard
from evalflow.definitions.story import Story, StoryStep, read_story
from evalflow.definitions.workflow import read_workflow
from evalflow.definitions.yaml_text import DEFINITION, Extent

__all__ = [
    "DEFINITION",
    "Extent",
    "Story",
    "StoryStep",
    "read_calendar",
    "read_coordination",
    "read_criteria",
    "read_dialogue",
    "read_general",
    "read_pairs",
    "read_scorecard",
    "read_story",
    "read_workflow",
    "write_calendar",
    "write_dialogue",
]
