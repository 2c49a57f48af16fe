"""The whole family `input`: what stands in input.py, and what the other files of inputs add to it."""

from evalflow.cli import input_answers, input_confirmations, input_points
from evalflow.cli.input import input_

__all__ = ["input_", "input_answers", "input_confirmations", "input_points"]
