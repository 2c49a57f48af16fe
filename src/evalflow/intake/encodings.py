"""Bytes in an encoding nobody declared → what they would read as, so that a person can confirm the right one."""

import codecs
from functools import cache
from typing import Final

from evalflow.definitions.problems import nearest
from evalflow.errors import InvalidInput

ENCODINGS: Final[dict[str, str]] = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "latin-1": "iso8859-1",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-1258": "cp1258",
    "windows-874": "cp874",
    "iso-8859-2": "iso8859-2",
    "iso-8859-5": "iso8859-5",
    "iso-8859-6": "iso8859-6",
    "iso-8859-7": "iso8859-7",
    "iso-8859-8": "iso8859-8",
    "iso-8859-9": "iso8859-9",
    "iso-8859-15": "iso8859-15",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "mac-roman",
    "gb18030": "gb18030",
    "gbk": "gbk",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "shift-jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
}
"""The encodings that may be declared: the name shown to people → Python's codec. A closed list: no codec that
unpacks, decodes escapes or keeps a state between letters."""

_SAMPLE: Final = 24  # characters on each side of the first doubtful one
_WINDOW: Final = 16 * 1024  # bytes looked at on each side of it
_OFFERED: Final = 3


@cache
def _names() -> dict[str, str]:
    """Return the name of each codec, as Python calls it. Asked for when one is declared: it loads every codec."""
    return {codecs.lookup(codec).name: name for name, codec in ENCODINGS.items()}


def known_encoding(name: str) -> str:
    """Return the name in ENCODINGS that `name` means, such as `latin-1` for `ISO-8859-1`.

    Raises:
        InvalidInput: it is none of them; code `encoding-not-known`.
    """
    try:
        found = _names().get(codecs.lookup(name).name, "")
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        found = ""
    if name.strip().lower() in ("shift_jis", "shift-jis", "sjis"):  # what people call so is Microsoft's superset of it
        found = "shift-jis"
    if not found:
        raise InvalidInput(
            "encoding-not-known",
            f"{name!r} is no encoding that can be read. {nearest(name.lower(), list(ENCODINGS))}"
            f"Known: {', '.join(ENCODINGS)}.",
        )
    return found


def readings(raw: bytes, bad: int) -> list[tuple[str, str]]:
    """Return up to three likely encodings, the likeliest first, each with how the text at byte `bad` would read."""
    start, end = max(0, bad - _WINDOW), bad + _WINDOW
    line_start = raw.rfind(b"\n", start, bad) + 1 or start
    line_end = next((at for at in (raw.find(b"\n", bad, end), raw.find(b"\r", bad, end)) if at >= 0), end)
    different: dict[str, list[str]] = {}  # what it would read → the encodings that read it so
    whole_lines = raw[line_start : raw.rfind(b"\n", bad, end) + 1 or end]  # half a character at the end misleads
    for name in _likely(whole_lines):
        if text := _sample(raw[line_start:bad], raw[bad:line_end], ENCODINGS[name]):
            different.setdefault(text, []).append(name)
    return [(" or ".join(dict.fromkeys(names)), text) for text, names in different.items()]


def _likely(piece: bytes) -> list[str]:
    from charset_normalizer import from_bytes  # here, because only a file that fails needs it

    isolated = [codec for name, codec in ENCODINGS.items() if not name.startswith("utf")]
    telling = b"\n".join(line for line in piece.split(b"\n") if not line.isascii())
    guessed = [_names()[codecs.lookup(match.encoding).name] for match in from_bytes(telling, cp_isolation=isolated)]
    # Short western text is often taken for a neighbour of windows-1252, so that one is always shown as well.
    return [*guessed[: _OFFERED - 1], "windows-1252"]


def _sample(before: bytes, after: bytes, codec: str) -> str:
    """Return the line that the two make, cut to what is near the place between them; "" where it cannot be read."""
    start = before.decode(codec, "replace")[-_SAMPLE:]
    text = start + after.decode(codec, "replace")[:_SAMPLE]
    return "" if "\ufffd" in text else text
