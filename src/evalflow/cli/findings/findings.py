"""The whole family `finding`: what stands in finding.py, and what finding_body.py adds to it."""

from evalflow.cli.findings import finding_body
from evalflow.cli.findings.finding import finding

__all__ = ["finding", "finding_body"]
