"""The whole family `cycle`: what stands in cycle.py, and the commands that other files add to it."""

from evalflow.cli.cycle import cycle_changes, feeds, forecast
from evalflow.cli.cycle.cycle import cycle

__all__ = ["cycle", "cycle_changes", "feeds", "forecast"]
