"""A kind of letter, a language and plain values → subject, text and HTML, all three from one source in templates/mail/.

The source is Markdown with Jinja in it. It is rendered twice: with the values as they are, for the text; and with every
sign of the values escaped that means something in Markdown, for the HTML. So nothing that a stranger wrote can become a
link, a heading or a picture.
"""

import re
import traceback
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markdown_it import MarkdownIt

from evalflow.effects.foreign_text import confined
from evalflow.engine.ends import end_in_words
from evalflow.engine.zones import zone_named
from evalflow.errors import Broken, NotFound
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.resources import resource

Mode = Literal["text", "markdown"]
ENGLISH: Final = "en"
_ENDING: Final = ".md.j2"
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
_SPACES: Final = re.compile(r"[^\S\u00a0\u202f]+")  # spaces that do not break are kept
# Plain letters alone: a sign that is read from the right, or not seen, could show another address than it leads to.
_LINK: Final = re.compile(r"https://[!#-&(-;=?-~]{1,2000}")
_TURNING: Final = ("R", "AL", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI")  # directions of signs
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,250}")


@dataclass(frozen=True)
class LetterText:
    """What one letter says: `text` for every program, `html` for those that show it."""

    subject: str
    text: str
    html: str


class _Ours(str):
    """Text that is no value from outside: it is printed as it stands."""


def letter(kind: str, language: str, values: Mapping[str, object]) -> LetterText:
    """Return the letter in a language, or in English where there is none in it.

    Raises:
        NotFound: `no-such-letter`, with the nearest.
        Broken: `template-failed`, with the template and its line.
    """
    spoken = language if language in languages(kind) else ENGLISH
    plain, marked = (_rendered(kind, spoken, mode, values) for mode in ("text", "markdown"))
    subject, _, text = plain.partition("\n")
    body = _html(marked.partition("\n")[2], spoken)
    return LetterText(_one_line(subject.removeprefix("Subject: ")), _tidied(text), body)


def kinds() -> tuple[str, ...]:
    """Return the kinds of letters that there are templates for. Whatever begins with a line is part of others."""
    return tuple(sorted({name.partition(".")[0] for name in _sources() if not name.startswith("_")}))


def languages(kind: str) -> tuple[str, ...]:
    """Return the languages in which there is a kind of letter.

    Raises:
        NotFound: `no-such-letter`.
    """
    if kind not in kinds():
        raise NotFound("no-such-letter", f"There is no letter {kind!r}. There are: {', '.join(kinds())}.")
    return tuple(sorted(name.split(".")[1] for name in _sources() if name.partition(".")[0] == kind))


def compile_letters() -> int:
    """Return how many templates of letters there are, each of them compiled.

    Raises:
        Broken: `template-damaged`, with the file and line of one that does not compile.
    """
    templates = _environment("text", ENGLISH)
    for name in _sources():
        try:
            templates.get_template(name)
        except TemplateError as damaged:
            line = getattr(damaged, "lineno", 0)
            raise Broken("template-damaged", f"The template {name} does not compile, line {line}.") from damaged
    return len(_sources())


def _sources() -> list[str]:
    return sorted(path.name for path in resource("templates", "mail").glob(f"*{_ENDING}"))


def _rendered(kind: str, language: str, mode: Mode, values: Mapping[str, object]) -> str:
    name = f"{kind}.{language}{_ENDING}"
    try:
        ours = {"notice": _Ours(EXAMPLE_NOTICE), "language": language}
        return _environment(mode, language).get_template(name).render({**values, **ours})
    except Exception as failed:
        frames = traceback.extract_tb(failed.__traceback__)
        within = [(Path(one.filename).name, one.lineno) for one in frames if one.filename.endswith(_ENDING)]
        at = within[-1] if within else (name, getattr(failed, "lineno", 1))
        told = f"The template {at[0]}, line {at[1]}, cannot be filled in: {type(failed).__name__}."
        raise Broken("template-failed", f"{told} The letter waits.") from failed


@lru_cache(maxsize=8)
def _environment(mode: Mode, language: str) -> Environment:
    made = Environment(  # noqa: S701 - no HTML is made here: values are escaped for Markdown, which takes no HTML
        loader=FileSystemLoader(resource("templates", "mail")),
        undefined=StrictUndefined,
        finalize=_plain if mode == "text" else _marked,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        day=lambda on: _day(on, language),
        instant=lambda at, zone: _instant(at, zone, language),
        deadline=lambda end: _deadline(end, language),
        until=lambda end: _until(end, language),
        link=lambda url: _link(url, mode, _LINK),
        mail=lambda address: _link(address, mode, _ADDRESS),
        role=lambda code: str(code).replace("-", " "),
    )
    return made


def _plain(value: Any) -> str:
    if value is None:
        raise TypeError("A template printed None: say in the template what stands there.")
    return str(value) if isinstance(value, _Ours) else _apart(confined(_one_line(str(value))))


def _apart(text: str) -> str:
    """Return text that may turn the line round between marks that keep its direction its own."""
    turns = any(unicodedata.bidirectional(sign) in _TURNING for sign in text)
    return f"\u2068{text}\u2069" if turns else text


def _marked(value: Any) -> str:
    said = _plain(value)
    return said if isinstance(value, _Ours) else _PUNCTUATION.sub(r"\\\1", said)


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=512)  # the same days stand in a thousand letters
def _day(on: date, language: str) -> _Ours:
    words = format_date(on, "d MMMM y", locale=language)
    return _Ours(words.replace("1 ", "1er ", 1) if language == "fr" and on.day == 1 else words)


def _deadline(end: Mapping[str, Any], language: str) -> _Ours:
    """Return the last day `due`, or where it ends at the instant `ends_at` of that day its hour, with its `zone`."""
    join = "le" if language == "fr" else "on"
    return _Ours(end_in_words(end["due"], end["ends_at"], end["zone"], lambda on: _day(on, language), join))


def _until(end: Mapping[str, Any], language: str) -> _Ours:
    last = _deadline(end, language)
    return last if end["ends_at"] else _Ours(f"{'la fin du' if language == 'fr' else 'the end of'} {last}")


def _instant(at: datetime, zone: str, language: str) -> _Ours:
    local = at.astimezone(zone_named(zone))
    return _Ours(f"{_day(local.date(), language)}, {format_datetime(local, 'HH:mm', locale=language)} ({zone})")


def _link(url: str, mode: Mode, fit: re.Pattern[str]) -> _Ours | str:
    """Return an address that may be followed; one that is none stands there as text."""
    if not fit.fullmatch(url):
        return url
    return _Ours(url if mode == "text" else f"<{url}>")


def _tidied(text: str) -> str:
    """Return the text without the signs that only HTML needs, and with no more than one empty line at a time."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image"])


def _html(source: str, language: str) -> str:
    body = _markdown().render(source)
    return (
        f'<!doctype html>\n<html lang="{language}" dir="ltr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
        '<body style="font:16px/1.5 sans-serif;max-width:40em;margin:1em auto;padding:0 1em">\n'
        f"{body}</body></html>\n"
    )
