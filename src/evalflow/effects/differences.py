"""An old and a new wording → the same two wordings in runs, each marked as kept, deleted or inserted."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from evalflow.effects.foreign_text import PARAGRAPH_LIMIT, pieces

COMPARED_AT_MOST = 1_000_000  # word pairs; above it both wordings are marked whole, which is true and costs nothing

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Run:
    """Some words in a row with one fate."""

    fate: Literal["kept", "deleted", "inserted"]
    text: str


Paragraph = tuple[Run, ...]


@dataclass(frozen=True)
class WordingDifference:
    """The old wording with its deletions and the new with its insertions, in paragraphs of bearable length."""

    old: tuple[Paragraph, ...]
    new: tuple[Paragraph, ...]


def difference(old: str, new: str) -> WordingDifference:
    """Return both wordings, compared word by word; white space and punctuation count as words of their own."""
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    old_runs: list[Run] = []
    new_runs: list[Run] = []
    for same, i1, i2, j1, j2 in _steps(old_words, new_words):
        old_runs.append(Run("kept" if same else "deleted", "".join(old_words[i1:i2])))
        new_runs.append(Run("kept" if same else "inserted", "".join(new_words[j1:j2])))
    return WordingDifference(_in_paragraphs(old_runs), _in_paragraphs(new_runs))


def _steps(old: list[str], new: list[str]) -> list[tuple[bool, int, int, int, int]]:
    if len(old) * len(new) > COMPARED_AT_MOST:
        return [(old == new, 0, len(old), 0, len(new))]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    steps: list[tuple[bool, int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in found:
        same = tag == "equal" and not _only_a_gap(old[i1:i2], between=i1 > 0 and i2 < len(old) and j1 > 0)
        if steps and steps[-1][0] == same:
            _, before_i, _, before_j, _ = steps.pop()
            i1, j1 = before_i, before_j
        steps.append((same, i1, i2, j1, j2))
    return steps


def _only_a_gap(words: list[str], between: bool) -> bool:
    """Return whether a space alone was kept between two changes: then they read better as one."""
    return between and "".join(words).isspace()


def _in_paragraphs(runs: list[Run]) -> tuple[Paragraph, ...]:
    done: list[Paragraph] = []
    current: list[Run] = []
    length = 0
    for run in [Run(whole.fate, piece) for whole in runs for piece in pieces(whole.text) if piece]:
        if length + len(run.text) > PARAGRAPH_LIMIT and current:
            done.append(tuple(current))
            current, length = [], 0
        current.append(run)
        length += len(run.text)
    return (*done, tuple(current)) if current else tuple(done)
