"""What somebody wrote → what in it a person should look at, without its words: they may be confidential.

Nothing is refused for it: a name in two scripts may be right, and a sign that was lost cannot be put back here.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from evalflow.engine.reasons import is_unseen
from evalflow.evaluation.inputs.input import Input

_WORD: Final = re.compile(r"[^\W\d_]+")
_ALIKE: Final = {  # scripts with letters that are taken for each other
    "Latin": re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "Armenian": re.compile("[\u0531-\u0587]"),
    "Cherokee": re.compile("[\u13a0-\u13fd\uab70-\uabbf]"),
}
# Signs that show nothing where a script, a flag or an emoji needs them.
_JOINING: Final = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc"
_EMOJI: Final = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_FITTING: Final = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    f"|(?<=[{_JOINING}])[\u200c\u200d]"
    f"|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_EMOJI}0-9#*])[\ufe0e\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    "|(?<=[\u1800-\u18af])[\u180b-\u180f]"
)
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f]")
_OTHER_FORM: Final = re.compile("[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_HIGH: Final = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_NEXT: Final = f"[{re.escape(_HIGH)}]"
_TWICE: Final = re.compile(f"[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{_NEXT}|[\u00f0-\u00f4]{_NEXT}{_NEXT}{_NEXT}")


def doubts_of(input_: Input) -> list[str]:
    """Return what to look at in an input, each with the part that it is in: "Point 2 holds U+FFFD, …"."""
    parts = [("The submitter's name", input_.submitter, True), ("The title", input_.title, True)]
    parts += [("The name of an attachment", file.name, True) for file in input_.attachments]
    parts += [(f"Point {point.number}", point.text, False) for point in input_.points]
    return [f"{what} {told}." for what, text, short in parts for told in doubts(text, name=short)]


def doubts(text: str, *, name: bool = False) -> tuple[str, ...]:
    """Return what is doubtful in a text, each as the end of a sentence; in a `name` also signs that nobody sees."""
    if text.isascii():
        return ()
    return (*_mixed(text), *_lost(text), *_read_twice(text), *(_unseen(text) if name else ()))


def _mixed(text: str) -> Iterator[str]:
    if sum(script.search(text) is not None for script in _ALIKE.values()) < 2:
        return
    for word in _WORD.finditer(unicodedata.normalize("NFC", text)):
        scripts = [name for name, script in _ALIKE.items() if script.search(word[0])]
        if len(scripts) > 1:
            yield f"has {' and '.join(scripts)} letters in one word: they look alike"
            return


def _lost(text: str) -> Iterator[str]:
    if "\ufffd" in text:
        yield "holds U+FFFD, which is written where a sign was lost: ask for the original"
    if match := _PRIVATE.search(text):
        yield f"holds U+{ord(match[0]):04X}, a sign for private use: what it shows depends on the font"


def _read_twice(text: str) -> Iterator[str]:
    for match in _TWICE.finditer(text):
        try:
            meant = b"".join(_byte(sign) for sign in match[0]).decode()
        except UnicodeDecodeError:
            continue
        if meant.isprintable():
            yield f"has “{match[0]}” where “{meant}” seems meant: UTF-8 was read as Windows-1252"
            return


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def _unseen(text: str) -> Iterator[str]:
    rest = _FITTING.sub("", text)
    directed = _DIRECTION.sub("", rest)
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in directed):
        rest = directed
    if found := next(filter(is_unseen, rest), ""):
        yield f"holds U+{ord(found):04X} ({unicodedata.name(found, 'no name').lower()}), which nobody sees"
    if form := _OTHER_FORM.search(text):
        yield f"holds U+{ord(form[0]):04X} ({unicodedata.name(form[0]).lower()}), another form of a letter"
