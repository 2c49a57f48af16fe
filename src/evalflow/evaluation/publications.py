"""A report that is published, in words: its files, and the PDF that may come later.

A published file is never made anew. Where no PDF could be made, a person may publish the report without it; then the
record says why, no hash is given for a PDF, and the PDF is added once, beside files that stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from evalflow.engine.event_of import EventOf


@dataclass(frozen=True)
class Publication:
    published_at: datetime
    published_on: date
    files: Mapping[str, str]  # file name → SHA-256
    kept: bool = False  # whether the record keeps the content of the files; older records do not
    without_pdf: str = ""  # why it was published without its PDF, which may be added later; "" where it was not

    @property
    def pdf(self) -> str:
        """The name of its PDF; "" while there is none."""
        return next((name for name in self.files if name.endswith(".pdf")), "")

    def with_file(self, name: str, sha256: str) -> "Publication":
        """Return the publication with one file more; the others stay as they are."""
        return replace(self, files={**self.files, name: sha256})


@dataclass(frozen=True)
class PublishReport:
    publication: Publication


@dataclass(frozen=True)
class AddPdf:
    """Add the PDF that a published report lacks; its other files stay as they are."""

    file: str
    sha256: str


@dataclass(frozen=True)
class ReportPublished(EventOf[Any]):  # of an Evaluation, which is made of what stands here
    publication: Publication


@dataclass(frozen=True)
class PdfAdded(EventOf[Any]):
    """A report that was published without its PDF has one from now on."""

    added_at: datetime
    file: str
    sha256: str
