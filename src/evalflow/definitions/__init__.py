"""Files that people write → the words of engine and evaluation: read strictly, every problem at once with its place."""

from evalflow.definitions.criteria import read_criteria
from evalflow.definitions.registry import read_coordination, read_dialogue, read_general, read_pairs
from evalflow.definitions.workflow import read_workflow

__all__ = ["read_coordination", "read_criteria", "read_dialogue", "read_general", "read_pairs", "read_workflow"]
