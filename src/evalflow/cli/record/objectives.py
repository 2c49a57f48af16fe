"""The whole family `objective`: what is in objective.py, and the chart that slips.py adds to it."""

from evalflow.cli.record import slips
from evalflow.cli.record.objective import objective

__all__ = ["objective", "slips"]
