"""Text written by others → text that stays text: paragraphs of bearable length, direction marks closed."""

import re
import unicodedata
from itertools import groupby

PARAGRAPH_LIMIT = 2_000  # characters; layout time grows with the square: 1 MB in one paragraph took 40 s

WRAPPED_FROM = 60  # characters: a shorter line was ended on purpose
_ENTRY = re.compile(r"\s*([-*•–—]|#+|[0-9]{1,3}[.)]|[a-z][.)])\s")

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(\S.*?)[\s#]*")

_OPENS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_ISOLATES = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_CLOSED_BY = _OPENS | _ISOLATES
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST_MARKS = 30  # in a row, as UAX #15 has it for streams
_MARKS_AND_JOINERS = frozenset(("Mn", "Mc", "Me", "Cf"))
_NO_LATIN = re.compile(f"[\u0300-\U0010ffff]{{{_MOST_MARKS + 1},}}")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\u2028\u2029]")


def confined(text: str) -> str:
    """Return `text` with each direction mark that it leaves open closed at its end, so that ours reads on as written.

    Control characters, which no font can show, become the replacement sign.
    """
    text = unstacked(_UNPRINTABLE.sub("\ufffd", text))
    still_open: list[str] = []
    for sign in text:
        if sign in _CLOSED_BY:
            still_open.append(_CLOSED_BY[sign])
        elif still_open and sign == still_open[-1]:
            still_open.pop()
    return text + "".join(reversed(still_open))


def unstacked(text: str) -> str:
    """Return `text` with no more combining marks in a row than a page can show, and how many are left out.

    Such texts are refused today; one that was received before is printed all the same.
    """
    return _NO_LATIN.sub(lambda run: _unstacked(run[0]), text)


def _unstacked(run: str) -> str:
    shown: list[str] = []
    for mark, signs in groupby(run, key=lambda sign: unicodedata.category(sign) in _MARKS_AND_JOINERS):
        some = list(signs)
        shown += some[:_MOST_MARKS] if mark else some
        if mark and len(some) > _MOST_MARKS:
            shown.append(f"\u00a0[{len(some) - _MOST_MARKS:,} more combining marks are not shown]")
    return "".join(shown)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text` in order, each cut into pieces of at most `PARAGRAPH_LIMIT`.

    A line that an editor wrapped runs on into the next one; a short line, a blank one and an entry of a list end there.
    """
    text = unstacked(text)
    found: list[str] = []
    runs_on = False
    for line in _LINE_ENDS.split(text):
        if runs_on and line.strip() and not _ENTRY.match(line):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        elif line.strip():
            found.append(line)
        runs_on = len(line.strip()) >= WRAPPED_FROM and not heading(line)
    return [piece for paragraph in found for piece in pieces(paragraph)]


def heading(line: str) -> str:
    """Return the words of a line that its author marked as a heading ("## On method"), or ""."""
    match = _HEADING.fullmatch(line)
    return match[1] if match else ""


def pieces(line: str) -> list[str]:
    """Return `line` in pieces that end after a space where there is one. Joined, they are `line` again."""
    found: list[str] = []
    start = 0
    while len(line) - start > PARAGRAPH_LIMIT:
        end = _cut(line, start)
        found.append(line[start:end])
        start = end
    return [*found, line[start:]]


def direction(text: str) -> str:
    """Return the HTML `dir` of a paragraph: "rtl" where its first letter is read from the right, else "auto"."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return "rtl" if next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L" else "auto"


def _cut(line: str, start: int) -> int:
    end = start + PARAGRAPH_LIMIT
    space = max(line.rfind(" ", start, end), line.rfind("\t", start, end))
    if space > start:
        return space + 1
    least = end - _MOST_MARKS
    while end > least and unicodedata.combining(line[end]):
        end -= 1
    return end
