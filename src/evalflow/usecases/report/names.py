"""An evaluation and its edition → the names of the files that are made of it, and of the folder in which they lie."""

from typing import Final

FOLDER: Final = "reports"
PROGRAM: Final = "check_receipt.py"  # what readers check a proof with; it lies beside the reports
EXAMPLE: Final = "EXAMPLE-"  # the name of every file made from an example begins with it


def names_of(code: str, kind: str, *, example: bool) -> tuple[str, str, str]:
    """Return the names of the PDF, HTML and JSON of one evaluation; `kind` is draft or report."""
    stem = f"{EXAMPLE if example else ''}{code}-{kind}"
    return f"{stem}.pdf", f"{stem}.html", f"{stem}.json"


def edition_of(kind: str, redactions: int) -> str:
    """Return what the names of an edition's files end with: "report", after a redaction "report-edition-2"."""
    return f"{kind}-edition-{redactions + 1}" if redactions else kind
