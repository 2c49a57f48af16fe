"""The whole family `input`: what is in input.py, and what the other files of inputs add to it."""

from evalflow.cli.inputs import input_answers, input_codes, input_confirmations, input_points
from evalflow.cli.inputs.input import input_

__all__ = ["input_", "input_answers", "input_codes", "input_confirmations", "input_points"]
