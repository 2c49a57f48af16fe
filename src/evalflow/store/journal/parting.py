"""The plain values of an event ↔ its open part, complete with blanks, and its personal part, by path.

The open part reads as an event by itself: it is what counts once the personal part was erased.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from evalflow.store.codec import Unreadable

_BLANKS: Mapping[type, Any] = {str: "", list: []}


def part(plain: dict[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Return what stands at the paths, by the exact place of each, and leave blanks there in `plain`."""
    personal: dict[str, Any] = {}
    for path in paths:
        _take(plain, path.split("."), "", personal)
    return personal


def joined(plain: dict[str, Any], personal: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Return the plain values with the personal part in its places.

    Raises:
        Unreadable: a place is none of the paths, is not there, or is not blank.
    """
    allowed = frozenset(paths)
    for place, value in personal.items():
        keys = place.split(".")
        if ".".join("*" if key.isdecimal() else key for key in keys) not in allowed:
            raise Unreadable("a personal part has a field that is not personal")
        _put(plain, keys, value)
    return plain


def _take(at: Any, keys: list[str], place: str, personal: dict[str, Any]) -> None:
    key, *rest = keys
    if at is None or (key != "*" and key not in at):
        return  # an optional value that is not there, or a field that an older event does not have
    for one in range(len(at)) if key == "*" else (key,):
        if rest:
            _take(at[one], rest, f"{place}{one}.", personal)
        elif at[one] is not None and at[one] != (blank := _BLANKS[type(at[one])]):
            personal[f"{place}{one}"] = at[one]
            at[one] = blank


def _put(at: Any, keys: list[str], value: Any) -> None:
    *way, last = (int(key) if key.isdecimal() else key for key in keys)
    try:
        for key in way:
            at = at[key]
        if at[last] != _BLANKS[type(value)]:
            raise Unreadable("an open part has no blank where its personal part belongs")
        at[last] = value
    except (LookupError, TypeError) as nowhere:
        raise Unreadable("a personal part does not fit its open part") from nowhere
