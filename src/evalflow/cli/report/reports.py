"""The whole family `report`: what is in report.py, and what text.py adds to it."""

from evalflow.cli.report import text
from evalflow.cli.report.report import report

__all__ = ["report", "text"]
