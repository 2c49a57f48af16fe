"""Published reports → one file that a partner can take in: public data alone, its schema and its hash inside."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from evalflow.effects.record_json import from_json, to_json
from evalflow.effects.version_1 import layout
from evalflow.effects.version_1.schema import schema_of_version_1
from evalflow.errors import InvalidInput
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.record import PublicRecord

FORMAT: Final = "evalflow-exchange/1"
_KEYS: Final = frozenset(("format", "schema", "title", "made_at", "head", "reports", "sha256"))
_NOTICE: Final = "example_notice"


def to_bundle(records: Sequence[PublicRecord], title: str, head: Head, made_at: datetime) -> bytes:
    """Return the bundle as UTF-8 JSON; equal contents give equal bytes. `title` says whose record it comes from.

    `sha256` at its end is that of the same JSON without it: whoever changes a letter has to change it too.
    """
    reports = [_report(record) for record in records]
    content: dict[str, Any] = {
        "format": FORMAT,
        "title": title,
        "made_at": made_at.isoformat(),
        "head": {"size": head.size, "root": head.root},
        "reports": reports,
        "schema": _schema(),
    }
    if any(record.example for record in records):
        content[_NOTICE] = EXAMPLE_NOTICE
    return _written({**content, "sha256": _hash(content)})


def _report(record: PublicRecord) -> dict[str, Any]:
    raw = to_json(record)
    return {"cycle": record.cover.cycle, "sha256": hashlib.sha256(raw).hexdigest(), "record": json.loads(raw)}


def _schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the bundle, for partners that read it with tools of their own."""
    record = TypeAdapter(PublicRecord).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": sorted(_KEYS),
        "properties": {
            "format": {"const": FORMAT},
            "reports": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["cycle", "record", "sha256"],
                    "properties": {"record": _record(record)},
                },
            },
        },
        "$defs": {**record["$defs"], "version_1": schema_of_version_1("#/$defs/version_1")},
    }


def _record(today: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a record by its format; a record that was published in version 1 stays in it."""
    return {
        "if": {"properties": {"format": {"const": layout.FORMAT}}},
        "then": {"$ref": "#/$defs/version_1"},
        "else": {key: value for key, value in today.items() if key != "$defs"},
    }


def from_bundle(raw: bytes, file: str) -> tuple[str, tuple[tuple[str, bytes, PublicRecord], ...]]:
    """Return the bundle's title, and of each report its SHA-256, its bytes as published and what they hold.

    Raises:
        InvalidInput: `bundle-damaged`, it is no bundle or not whole; `bundle-altered`, its hash or that of a report
            does not fit; or one of `from_json`.
    """
    content = _content(raw, file)
    given = content.pop("sha256")
    if given != _hash(content):
        raise InvalidInput("bundle-altered", f"{file} was changed after it was made: its hash does not fit. {_AGAIN}")
    found = []
    for number, report in enumerate(content["reports"], start=1):
        written = _written(report["record"])
        if hashlib.sha256(written).hexdigest() != report["sha256"]:
            told = f"{file}: report {number} is not what its hash says."
            raise InvalidInput("bundle-altered", f"{told} {_AGAIN}")
        found.append((report["sha256"], written, from_json(written)))
    return content["title"], tuple(found)


_AGAIN: Final = "Nothing was taken in. Ask whoever shared it to send it again."


def _content(raw: bytes, file: str) -> dict[str, Any]:
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        line = f", line {wrong.lineno}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise InvalidInput("bundle-damaged", f"{file}{line}: this is no JSON in UTF-8. {_AGAIN}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InvalidInput(
            "bundle-damaged", f"{file} is no bundle of this kind: “format” has to be {FORMAT!r}. {_AGAIN}"
        )
    if missing := sorted(_KEYS - content.keys()):
        raise InvalidInput("bundle-damaged", f"{file} is not whole: {', '.join(missing)} missing. {_AGAIN}")
    if not isinstance(content["title"], str) or not _are_reports(content["reports"]):
        raise InvalidInput("bundle-damaged", f"{file}: “title” or “reports” is not what a bundle has. {_AGAIN}")
    return content


def _are_reports(reports: object) -> bool:
    return isinstance(reports, list) and all(
        isinstance(one, dict) and isinstance(one.get("record"), dict) and isinstance(one.get("sha256"), str)
        for one in reports
    )


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(_written(content)).hexdigest()


def _written(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
