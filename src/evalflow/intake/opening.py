"""A file of inputs, whatever its form → drafts. The form is told by how its name ends."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from evalflow.errors import InvalidInput
from evalflow.intake.cover import NOTHING, Said
from evalflow.intake.drafts import Attachments, InputDraft
from evalflow.intake.many import read_csv, refuse_too_large
from evalflow.intake.many_json import read_json
from evalflow.intake.markdown import read_markdown
from evalflow.intake.yaml_form import read_yaml

_ONE: Final = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_markdown,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}
_BINARY: Final = {  # how the files begin that people write with other programs
    b"PK\x03\x04": "a Word, Excel or OpenDocument file (or another ZIP file)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a Word or Excel file of the older kind",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_MANY: Final = {".csv": read_csv, ".tsv": read_csv, ".json": read_json}


def read_inputs(
    raw: bytes,
    file: str,
    objectives: Collection[str] = (),
    *,
    limit: int,
    encoding: str | None = None,
    attachments: Attachments = (),
    instead: Said = NOTHING,
) -> tuple[InputDraft, ...]:
    """Return every input that `file` holds: one for Markdown or YAML, any number for CSV or JSON.

    `limit` is the most bytes the file may have; `encoding` what the person declares, None where nothing was declared;
    `instead` is as in `checked_cover`.

    Raises:
        InvalidInput: code `file-too-large`, `no-text-file`, `form-unknown` or `attachments-to-many`, or as the reader
            of its form says.
    """
    refuse_too_large(raw, file, limit)
    _refuse_no_text_file(raw, file)
    ending = PurePath(file).suffix.lower()
    if ending in _MANY:
        _refuse_attachments(attachments, file)
        return _MANY[ending](raw, file, objectives, limit=limit, encoding=encoding, instead=instead)
    if ending not in _ONE:
        known = ", ".join([*_ONE, *_MANY])
        raise InvalidInput(
            "form-unknown",
            f"What is in {file} cannot be told from its name. It should end in one of: {known}. Any other file is "
            "handed in as an attachment, with a filled template as its cover.",
        )
    return (_ONE[ending](raw, file, objectives, encoding=encoding, attachments=attachments, instead=instead),)


def _refuse_no_text_file(raw: bytes, file: str) -> None:
    for begins, what in _BINARY.items():
        if raw.startswith(begins):
            raise InvalidInput(
                "no-text-file",
                f"{file} is {what}, not text. Save its text as plain text, Markdown or CSV and hand that in, or hand "
                "the file in with --attach, beside a filled template.",
            )


def _refuse_attachments(attachments: Attachments, file: str) -> None:
    if attachments:
        raise InvalidInput(
            "attachments-to-many",
            f"{file} may hold many inputs, so it cannot be told which of them the attachment belongs to. "
            "Hand that one in by itself, as Markdown or YAML.",
        )
