"""The whole family `finding`: what is in finding.py, and what body.py adds to it."""

from evalflow.cli.findings import body
from evalflow.cli.findings.finding import finding

__all__ = ["body", "finding"]
