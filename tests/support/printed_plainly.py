"""A page and what is attached to it → a small PDF at once, in which a test finds both as they are.

Where a test is not about the layout, to lay a report out takes longer than all the rest of it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from evalflow.effects.printing import pdf
from evalflow.effects.printing.pdf import PdfLimits, Printed


def print_plainly(
    html: str, *, created: datetime, attachments: Mapping[str, bytes], limits: PdfLimits | None = None
) -> Printed:
    """Return the small PDF."""
    return Printed(b"\n".join((b"%PDF-1.7", created.isoformat().encode(), html.encode(), *attachments.values())), "")


def be_plain() -> None:
    """Have every PDF of this process printed so."""
    vars(pdf)["to_pdf"] = print_plainly


@contextmanager
def printing_plainly() -> Iterator[None]:
    """Have those within the block printed so."""
    before = pdf.to_pdf
    be_plain()
    try:
        yield
    finally:
        vars(pdf)["to_pdf"] = before
