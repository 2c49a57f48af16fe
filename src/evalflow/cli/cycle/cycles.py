"""The whole family `cycle`: what is in cycle.py, and the commands that other files add to it."""

from evalflow.cli.cycle import changes, feeds, forecast
from evalflow.cli.cycle.cycle import cycle

__all__ = ["changes", "cycle", "feeds", "forecast"]
