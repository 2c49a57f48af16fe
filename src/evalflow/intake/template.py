"""A cycle and its objectives → the template that people fill in, as Markdown or YAML, with its instructions inside."""

import json
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from evalflow.evaluation.inputs.input import KINDS

Form = Literal["markdown", "yaml"]
Objectives = Sequence[tuple[str, str]]

SUSPENSION: Final = "Suspension facts"
ANYTHING_ELSE: Final = "Anything else"
_HOW: Final[dict[Form, tuple[str, ...]]] = {
    "markdown": (
        "Write below the headings, in any language. Leave empty what you have nothing to say on.",
        "A section is one point, however many paragraphs it has. A line of --- alone begins a new point.",
        r"A line of your own that begins with ## is written \## so that it is not taken for a heading of the template.",
    ),
    "yaml": (
        "Write below the names, indented by two spaces more, in any language. Leave empty what you do not need.",
        "A text is one point, however many paragraphs it has. For several points write a list, each begun with - |",
    ),
}
_COVER: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("kind", (f"Who hands this in, one of: {', '.join(KINDS)}.",)),
    (
        "level",
        (
            "How far this may be shown, one of four levels.",
            "public: your text and your name are published.",
            "name-withheld: your name is not kept at all, so leave the submitter empty. A part of your text is shown",
            "only once a person has found that it does not give you away. No attachments.",
            "confidential: used, but not published. restricted: read by the evaluating body alone.",
            "SAFETY: if this text could bring anybody into danger, do not send it in a way that others can read,",
            "and do not choose a lower level than you need. A level that cannot be protected yet is refused, and",
            "nothing of the text is kept: then keep it where it is safe. Name nobody who has not agreed to it.",
        ),
    ),
    ("submitter", ("Your organisation or your name. Needed at the level public.",)),
    ("title", ("What this input is called, in one line. Published at the level public. May stay empty.",)),
    ("language", ("The language you write in: en, ar, bo, zh-Hant or the like. May stay empty.",)),
    (
        "receipt",
        ("The receipt code of an earlier input of yours, which is secret and shows that you are the same.",),
    ),
    ("supplements", ("The reference of an earlier input that this one adds to. It needs the receipt code as well.",)),
)
_SUSPENSION_SAYS: Final = (
    "Facts that bear on suspending or ending the dialogue: sessions called off, cases left unanswered, reprisals.",
    "Say when it was, and how it is known.",
)
_ELSE_SAYS: Final = ("What belongs to none of the above.",)


def template(cycle_code: str, dialogue_title: str, objectives: Objectives, closes: str, form: Form) -> str:
    """Return the text of a template to fill in; what it says by itself is passed over when it is read back.

    `objectives` are pairs of code and title, `closes` is until when, such as "the end of 19 March 2027, Europe/London".
    """
    begin = [f"Hand it in by {closes}.", *_HOW[form]]
    titled = [(code, _one_line(title)) for code, title in objectives]
    title = f"# Input to the evaluation {cycle_code}: {_one_line(dialogue_title)}"
    lines = _markdown(cycle_code, titled, begin) if form == "markdown" else _yaml(cycle_code, titled, begin)
    return "\n".join([title, *lines, ""])


def _markdown(cycle_code: str, objectives: Objectives, begin: list[str]) -> list[str]:
    lines = ["", *_guides(begin), "", f"Cycle: {cycle_code}", ""]
    for name, says in _COVER:
        lines += [*_guides(says), f"{name.capitalize()}:", ""]
    for code, title in objectives:
        lines += [f"## {code} · {title}", "", ""]
    lines += [f"## {SUSPENSION}", "", *_guides(_SUSPENSION_SAYS), "", ""]
    return [*lines, f"## {ANYTHING_ELSE}", "", *_guides(_ELSE_SAYS), ""]


def _guides(says: Iterable[str]) -> list[str]:
    return [f"<!-- guide: {said} -->" for said in says]


def _yaml(cycle_code: str, objectives: Objectives, begin: list[str]) -> list[str]:
    lines = [*_remarks(begin), "", f"cycle: {json.dumps(cycle_code)}", ""]
    for name, says in _COVER:
        lines += [*_remarks(says), f"{name}:", ""]
    lines += ["objectives:"]
    for code, title in objectives:
        lines += [f"  # {title}", f"  {code}: |", ""]
    lines += [*_remarks(_SUSPENSION_SAYS), "suspension_facts: |", ""]
    return [*lines, *_remarks(_ELSE_SAYS), "anything_else: |"]


def _remarks(says: Iterable[str]) -> list[str]:
    return [f"# {said}" for said in says]


def _one_line(title: str) -> str:
    return " ".join(title.split())
