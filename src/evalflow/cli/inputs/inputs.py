"""The whole family `input`: what is in input.py, and what the other files of inputs add to it."""

from evalflow.cli.inputs import answers, codes, confirmations, points
from evalflow.cli.inputs.input import input_

__all__ = ["answers", "codes", "confirmations", "input_", "points"]
