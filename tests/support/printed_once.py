"""A PDF that was made before in this session → the same bytes again: to lay one out is half of what tests cost.

Right while equal arguments give equal bytes. tests/effects/test_pdf.py and the story hold that; they print anew.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from evalflow.effects.printing import pdf
from evalflow.effects.printing.pdf import PdfLimits, Printed
from tests.support.shared import made_once, shared_folder

_PRINT: Final = pdf.to_pdf
_LIMITS: Final = PdfLimits()


def keep() -> None:
    """Have every PDF of this process kept in the folder that this session shares, and be taken from there."""
    if shared_folder():
        vars(pdf)["to_pdf"] = _once


def print_anew() -> None:
    """Lay out every PDF of this process again."""
    vars(pdf)["to_pdf"] = _PRINT


def _once(html: str, *, created: datetime, attachments: Mapping[str, bytes], limits: PdfLimits = _LIMITS) -> Printed:
    def write(path: Path) -> None:
        printed = _PRINT(html, created=created, attachments=attachments, limits=limits)
        path.write_bytes(json.dumps(printed.without_font).encode() + b"\n" + printed.pdf)

    kept = made_once(f"{_key(html, created, attachments, limits)}.pdf", write).read_bytes()
    missing, _, content = kept.partition(b"\n")
    return Printed(content, json.loads(missing))


def _key(html: str, created: datetime, attachments: Mapping[str, bytes], limits: PdfLimits) -> str:
    parts = [html, created.isoformat(), repr(limits)]
    parts += [f"{name} {hashlib.sha256(attachments[name]).hexdigest()}" for name in sorted(attachments)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
