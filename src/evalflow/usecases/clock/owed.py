"""What is owed and not done yet → done: receipts, and reports whose making failed. The clock asks for it."""

from pathlib import Path

from evalflow.usecases.door.door import Door
from evalflow.usecases.inputs.receipts import write_receipts
from evalflow.usecases.report.reports import made_again


def do_what_is_owed(door: Door, folder: Path) -> list[Path]:
    """Return the files that were written.

    Raises:
        DoneBut: a receipt could not be written.
    """
    reports = [built.files[0] for built in made_again(door, folder)]
    return [*sorted(write_receipts(door, folder)), *reports]
