"""A file of inputs, whatever its form → drafts. The form is told by how its name ends."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from evalflow.errors import InvalidInput
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
_MANY: Final = {".csv": read_csv, ".tsv": read_csv, ".json": read_json}


def read_inputs(
    raw: bytes,
    file: str,
    objectives: Collection[str] = (),
    *,
    limit: int,
    encoding: str | None = None,
    attachments: Attachments = (),
) -> tuple[InputDraft, ...]:
    """Return every input that `file` holds: one for Markdown or YAML, any number for CSV or JSON.

    `limit` is the most bytes the file may have; `encoding` what the person declares, None where nothing was declared.

    Raises:
        InvalidInput: code `file-too-large`, `form-unknown` or `attachments-to-many`, or as the reader of its form says.
    """
    refuse_too_large(raw, file, limit)
    ending = PurePath(file).suffix.lower()
    if ending in _MANY:
        _refuse_attachments(attachments, file)
        return _MANY[ending](raw, file, objectives, limit=limit, encoding=encoding)
    if ending not in _ONE:
        known = ", ".join([*_ONE, *_MANY])
        raise InvalidInput(
            "form-unknown",
            f"What is in {file} cannot be told from its name. It should end in one of: {known}. Any other file is "
            "handed in as an attachment, with a filled template as its cover.",
        )
    return (_ONE[ending](raw, file, objectives, encoding=encoding, attachments=attachments),)


def _refuse_attachments(attachments: Attachments, file: str) -> None:
    if attachments:
        raise InvalidInput(
            "attachments-to-many",
            f"{file} may hold many inputs, so it cannot be told which of them the attachment belongs to. "
            "Hand that one in by itself, as Markdown or YAML.",
        )
