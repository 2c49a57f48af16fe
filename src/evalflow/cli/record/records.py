"""The whole family `record`: what is in record.py, and the commands on files that files.py adds to it."""

from evalflow.cli.record import files
from evalflow.cli.record.record import record

__all__ = ["files", "record"]
