"""The whole family `objective`: what stands in objective.py, and the chart that objective_slips.py adds to it."""

from evalflow.cli.record import objective_slips
from evalflow.cli.record.objective import objective

__all__ = ["objective", "objective_slips"]
