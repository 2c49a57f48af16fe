"""The whole family `input`: what stands in input.py, and what input_points.py and input_answers.py add to it."""

from evalflow.cli import input_answers, input_points
from evalflow.cli.input import input_

__all__ = ["input_", "input_answers", "input_points"]
