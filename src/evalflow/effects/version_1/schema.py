"""The JSON Schema of a record of version 1, as it was published with bundles."""

import json
from pathlib import Path
from typing import Any


def schema_of_version_1(place: str) -> dict[str, Any]:
    """Return the schema for a place within another one, such as `#/$defs/version_1`."""
    text = Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.replace('"#/$defs/', f'"{place}/$defs/'))
    return found
