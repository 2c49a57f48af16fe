"""Bytes of a file from outside → its text, unchanged, or a sentence that says why it cannot be read as text.

UTF-8, with or without its mark, and UTF-16 with its mark are read at once. Any other encoding has to be declared,
because a wrong guess changes what somebody wrote. Nothing is normalised: line ends, spaces, the order of accents stay.
"""

import codecs
import re
import unicodedata
from typing import Final

from evalflow.definitions.signs import in_windows, meant_by
from evalflow.errors import InvalidInput, Problem
from evalflow.intake.encodings import ENCODINGS, known_encoding, readings

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMES: Final = {
    0x00: "NUL",
    0x07: "bell",
    0x08: "backspace",
    0x0B: "vertical tab",
    0x0C: "form feed",
    0x1A: "substitute",
    0x1B: "escape",
    0x7F: "delete",
    0x85: "next line",
}
_LISTED: Final = 20
MOST_MARKS: Final = 30
_MARKS_AND_JOINERS: Final = frozenset(("Mn", "Mc", "Me", "Cf"))
_NO_LATIN: Final = re.compile(f"[\u0300-\U0010ffff]{{{MOST_MARKS + 1},}}")  # the only place where such a run can be
_STACKED: Final = f"are more than {MOST_MARKS} combining marks in a row, stacked on one letter"


def read_text(raw: bytes, file: str, encoding: str | None = None) -> str:
    """Return the text of `raw`; a byte order mark is not part of it. `file` is what the problems call it.

    `encoding` is what the person declares, such as `latin-1`; None where nothing was declared.

    Raises:
        InvalidInput: it is in no encoding that was declared or can be told (`encoding-unknown`, `encoding-not-known`,
            `encoding-wrong`, `encoding-contradicted`), or holds what is no text (`control-characters`).
    """
    text = _decoded(raw, file, encoding)
    if (at := stacked_at(text)) is not None:
        line, column = line_and_column(text, at)
        problem = Problem(f"{file}:{line}:{column}", f"There {_STACKED}. Take most of them out.")
        raise InvalidInput("marks-stacked", f"{file} holds what no page can show.", [problem])
    if _NOT_TEXT.search(text):
        problems = [_problem(file, sign, places) for sign, places in _no_text_in(text).items()]
        raise InvalidInput("control-characters", f"{file} holds what is no text.{_hint(text, encoding)}", problems)
    return text


def not_text(text: str) -> str:
    """Return what in `text` is no text, such as "the control character U+0007 (bell)"; "" where all of it is."""
    match = _NOT_TEXT.search(text)
    if not match:
        return "" if stacked_at(text) is None else f"a place where there {_STACKED}"
    return _named(match[0])


def stacked_at(text: str) -> int | None:
    """Return where the first run of more combining marks begins than a page can show; None where there is none.

    The limit is that of UAX #15 for streams: 30, which no language comes near. Joiners that show nothing count too.
    """
    for run in _NO_LATIN.finditer(text):
        length = 0
        for offset, sign in enumerate(run[0]):
            length = length + 1 if unicodedata.category(sign) in _MARKS_AND_JOINERS else 0
            if length > MOST_MARKS:
                return run.start() + offset - MOST_MARKS
    return None


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return where `offset` stands, both counted from 1, columns in characters."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return line, offset - start + 1


def _no_text_in(text: str) -> dict[str, list[str]]:
    """Return every sign that is no text, with each of its places as "line:column"."""
    found: dict[str, list[str]] = {}
    line, start = 1, 0
    for sign in _NOT_TEXT.finditer(text):
        for end in _LINE_END.finditer(text, start, sign.start()):
            line, start = line + 1, end.end()
        found.setdefault(sign[0], []).append(f"{line}:{sign.start() - start + 1}")
    return found


def _problem(file: str, sign: str, places: list[str]) -> Problem:
    first, *others = places
    named = _named(sign)
    more = f", and {len(others) - _LISTED:,} more" if len(others) > _LISTED else ""
    also = f" It is also at {', '.join(others[:_LISTED])}{more}." if others else ""
    what = f"{named[0].upper()}{named[1:]} may not stand in text. {meant_by(sign)}{also}"
    return Problem(f"{file}:{first}", what)


def _named(character: str) -> str:
    point = ord(character)
    if 0xD800 <= point <= 0xDFFF:
        return f"half of a character, U+{point:04X} (a lone surrogate),"
    name = f" ({_NAMES[point]})" if point in _NAMES else ""
    return f"the control character U+{point:04X}{name}" if point < 0xA0 else f"U+{point:04X}, which is no character,"


def _hint(text: str, encoding: str | None) -> str:
    """Return how the whole file can be read in another way, where that would help."""
    if "\0" in text and encoding is None:
        return " Is it a text file? UTF-16 without its mark is read with --encoding utf-16-le or utf-16-be."
    if encoding and known_encoding(encoding) == "latin-1" and re.search("[\x80-\x9f]", text):
        return " It may have been written by Windows: try --encoding windows-1252."
    if any(map(in_windows, text)):
        return " Somebody read it as Latin-1, where Windows had written it. Save the original again as UTF-8, or:"
    return ""


def _decoded(raw: bytes, file: str, encoding: str | None) -> str:
    mark, marked = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", ""))
    if encoding is None:
        return _undeclared(raw[len(mark) :], file, marked, len(mark))
    declared = marked if encoding.lower() in ("utf-16", "utf16") and "16" in marked else known_encoding(encoding)
    if marked and declared != marked:
        raise InvalidInput(
            "encoding-contradicted",
            f"{file} begins with the mark of {marked}, but {encoding} was declared. Leave the declaration out.",
        )
    return _in(raw[len(mark) :], file, declared, len(mark))


def _undeclared(raw: bytes, file: str, marked: str, skipped: int) -> str:
    if marked:
        return _in(raw, file, marked, skipped)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as bad:
        raise _unknown(raw, file, bad.start) from None


def _in(raw: bytes, file: str, name: str, skipped: int) -> str:
    try:
        return raw.decode(ENCODINGS[name])
    except UnicodeDecodeError as bad:
        line, _ = line_and_column(before := raw[: bad.start].decode(ENCODINGS[name], "replace"), len(before))
        raise InvalidInput(
            "encoding-wrong",
            f"{file} is not {name} throughout. It was damaged, or it is written in another encoding.",
            [Problem(f"{file}:{line}", f"Byte {bad.start + skipped + 1} fits no character of {name}.")],
        ) from None


def _unknown(raw: bytes, file: str, bad: int) -> InvalidInput:
    line, _ = line_and_column(before := raw[:bad].decode("utf-8"), len(before))
    problems = [Problem(f"{file}:{line}", f"Byte {bad + 1} is the first that is not UTF-8.")]
    problems += [Problem("", f"With --encoding {name} it would read: {text!r}") for name, text in readings(raw, bad)]
    return InvalidInput(
        "encoding-unknown",
        f"{file} is not written in UTF-8, and a guess could change what it says. Look which line below reads right and "
        "declare that encoding, or save the file as UTF-8.",
        problems,
    )
