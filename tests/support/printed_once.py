"""A PDF that was made before in this session → the same bytes again: to lay one out is half of what tests cost.

Right while equal arguments give equal bytes. tests/effects/test_pdf.py and the story hold that; they print anew.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from evalflow.effects import pdf
from evalflow.effects.pdf import Limits, Printed

FOLDER: Final = "PRINTED_ONCE"  # the variable that names the folder to processes which this session starts
_PRINT: Final = pdf.to_pdf
_LIMITS: Final = Limits()


def keep(folder: Path) -> None:
    """Have every PDF of this process kept in a folder, which others may share, and be taken from there."""

    def once(html: str, *, created: datetime, attachments: Mapping[str, bytes], limits: Limits = _LIMITS) -> Printed:
        path = folder / _key(html, created, attachments, limits)
        if not path.exists():
            _write(path, _PRINT(html, created=created, attachments=attachments, limits=limits))
        missing, _, content = path.read_bytes().partition(b"\n")
        return Printed(content, json.loads(missing))

    vars(pdf)["to_pdf"] = once


def keep_as_told() -> None:
    """Do so in the folder that whoever started this process names, or not at all."""
    if folder := os.environ.get(FOLDER):
        keep(Path(folder))


def print_anew() -> None:
    """Lay out every PDF of this process again."""
    vars(pdf)["to_pdf"] = _PRINT


def _key(html: str, created: datetime, attachments: Mapping[str, bytes], limits: Limits) -> str:
    parts = [html, created.isoformat(), repr(limits)]
    parts += [f"{name} {hashlib.sha256(attachments[name]).hexdigest()}" for name in sorted(attachments)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, printed: Printed) -> None:
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(json.dumps(printed.without_font).encode() + b"\n" + printed.pdf)
    beside.replace(path)  # whole or not at all: another worker may look for it now
