"""A declared shape → the JSON Schema by which an editor completes and checks a file while it is written."""

from collections.abc import Mapping
from typing import Any, Final

from evalflow.definitions.shape import Key, ListOfItems, MapOf, OneOfWords, Shape, Word

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(shape: Shape, title: str) -> dict[str, Any]:
    """Return the schema, titled `title`, of a file of this shape.

    An editor sees what YAML makes of a plain `1` or `true`, so numbers and yes/no are taken in both forms.
    """
    return {"$schema": DIALECT, "title": title, **_schema(shape)}


def _schema(shape: Shape) -> dict[str, Any]:
    match shape:
        case Word(says, pattern, _, kinds):
            return {"description": says, "type": list(kinds), "pattern": f"^(?:{pattern})$"}
        case OneOfWords(words):
            return {"enum": [*words, *(int(word) for word in words if word.isdecimal())]}
        case ListOfItems(item, or_one):
            listed = {"type": "array", "items": _schema(item)}
            return {"anyOf": [_schema(item), listed]} if or_one else listed
        case MapOf(name, item):
            return {"type": "object", "propertyNames": _schema(name), "additionalProperties": _schema(item)}
    return _record(shape.keys)


def _record(keys: Mapping[str, Key]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {**_schema(key.shape), "description": key.title} for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
        "additionalProperties": False,
    }
