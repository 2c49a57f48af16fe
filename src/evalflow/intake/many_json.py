"""A JSON file with many inputs → drafts: all of them, or every problem of all of them and none.

Nothing is lost between the file and the checks: names given twice are seen, and numbers are refused as they stand.
"""

import json
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any, Final

from evalflow.definitions.problems import nearest, shown
from evalflow.errors import InvalidInput
from evalflow.intake.cover import NOTHING, Said
from evalflow.intake.drafts import InputDraft
from evalflow.intake.faults import Faults
from evalflow.intake.many import refuse_too_large
from evalflow.intake.rows import FIELDS, SaidRow, drafts_of
from evalflow.intake.text import not_text, read_text

_POINT_FIELDS: Final = ("objective", "text")
_INPUT_FIELDS: Final = (*(name for name in FIELDS if name != "ref"), "points")


def read_json(
    raw: bytes,
    file: str,
    objectives: Collection[str] = (),
    *,
    limit: int,
    encoding: str | None = None,
    instead: Said = NOTHING,
) -> tuple[InputDraft, ...]:
    """Return the inputs of a JSON file: a list of objects whose names are the columns of a CSV file, without `ref`.

    An input of several points has `points`, a list of objects with `text` and `objective`, in place of these two.
    `instead` is as in `checked_cover`.

    Raises:
        InvalidInput: code `input-not-taken` with every problem as `file:input N:field`; `bad-json`; `file-too-large`;
            or one of `read_text`.
    """
    refuse_too_large(raw, file, limit)
    read, faults = _json(read_text(raw, file, encoding), file), Faults(file)
    if isinstance(read, _Pairs) or not isinstance(read, list):
        faults.note(file, "A list of inputs belongs here: [ {…}, {…} ].")
        faults.refuse()
    said = (_said_by(item, number, faults) for number, item in enumerate(read, start=1))
    return drafts_of(chain.from_iterable(said), objectives, faults, instead)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object as it was written, names given twice included."""


class _Number:
    """A number, whatever it is: never counted with, so its length does not matter."""

    def __init__(self, written: str) -> None:
        """Forget it: text belongs where it stands."""


def _json(text: str, file: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as bad:
        raise InvalidInput("bad-json", f"{file}:{bad.lineno}:{bad.colno}: This is not JSON: {bad.msg}.") from None
    except ValueError as bad:
        raise InvalidInput("bad-json", f"{file}: {bad}") from None
    except RecursionError:
        raise InvalidInput("bad-json", f"{file}: Lists within lists go deeper than any input needs.") from None


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON. Write text in quotation marks.")


def _said_by(item: Any, number: int, faults: Faults) -> Iterator[SaidRow]:
    start = f"{faults.file}:input {number}"
    fields = _fields(item, start, _INPUT_FIELDS, faults)
    points = fields.pop("points", None)
    cover = _row(fields, start, number, faults)
    if cover is None or points is None:
        yield from [cover] if cover else []
    elif both := [name for name in _POINT_FIELDS if name in fields]:
        faults.note(start, f"Here stand points and also {' and '.join(both)}. Keep the points alone.")
    else:
        yield from _with_points(cover, points, number, faults)


def _with_points(cover: SaidRow, points: Any, number: int, faults: Faults) -> Iterator[SaidRow]:
    if isinstance(points, _Pairs) or not isinstance(points, list) or not points:
        faults.note(f"{cover.start}:points", 'A list of points belongs here: [ { "text": … }, { "text": … } ].')
        return
    for count, point in enumerate(points, start=1):
        start = f"{cover.start}:point {count}"
        if row := _row(_fields(point, start, _POINT_FIELDS, faults), start, number, faults):
            yield SaidRow({**cover.words, **row.words}, {**cover.places, **row.places}, start)


def _fields(item: Any, start: str, known: Collection[str], faults: Faults) -> dict[str, Any]:
    """Return the fields that are known, each once; nothing where `item` is no object."""
    if not isinstance(item, _Pairs) or not item:
        faults.note(start, f"An object belongs here, in braces, with some of: {', '.join(known)}.")
        return {}
    fields: dict[str, Any] = {}
    for name, value in item:
        if name not in known:
            near = nearest(name, list(known))
            faults.note(start, f"{shown(name)} is not known here. {near}Known: {', '.join(known)}.")
        elif name in fields:
            faults.note(f"{start}:{name}", "This is given a second time. Keep one of the two.")
        else:
            fields[name] = value
    return fields


def _row(fields: dict[str, Any], start: str, number: int, faults: Faults) -> SaidRow | None:
    """Return what the fields say, or None where there are none or one is no text: then there is no more to judge."""
    wrong = {name: said for name, value in fields.items() if (said := _wrong_with(value))}
    for name, said in wrong.items():
        faults.note(f"{start}:{name}", said)
    places = {name: f"{start}:{name}" for name in fields}
    return None if wrong or not fields else SaidRow({**fields, "ref": str(number)}, places, start)


def _wrong_with(value: Any) -> str:
    if not isinstance(value, str):
        return "Text belongs here, between quotation marks."
    said = not_text(value).rstrip(",")
    return f"{said[0].upper()}{said[1:]} may not stand in text." if said else ""
