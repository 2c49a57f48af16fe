"""The whole family `record`: what stands in record.py, and the commands on files that record_files.py adds to it."""

from evalflow.cli.record import record_files
from evalflow.cli.record.record import record

__all__ = ["record", "record_files"]
