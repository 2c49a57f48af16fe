"""The whole family `report`: what stands in report.py, and what report_text.py adds to it."""

from evalflow.cli.report import report_text
from evalflow.cli.report.report import report

__all__ = ["report", "report_text"]
