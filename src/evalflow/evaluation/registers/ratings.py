"""Ratings that others gave of an objective, side by side, and what a reader should notice. Nothing is smoothed.

Parties rate by scales of their own. Their words stay as they are; that two of them mean the same is never guessed: only
where entries say which status of this record each comes to is one compared with the other, or with what the body found.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.identity import identity
from evalflow.evaluation.wording import capital, date_words, ended, in_order, the

RemarkKind = Literal["differ", "body-differs", "changed", "several", "spelling"]

_SEVERAL = re.compile(r"[/;]")
_FEWEST = 6  # signs of a word: of shorter ones a letter more or less may make another word


@dataclass(frozen=True)
class RatingByOthers:
    """One rating as its source words it. `on`, `criterion` and `comes_to` are "" where nothing is stated."""

    entry: str  # code
    objective: str
    criterion: str
    standing: str
    by: str
    rating: str
    comes_to: str
    on: str
    source: str
    note: str
    hedge: str


@dataclass(frozen=True)
class RatingRemark:
    kind: RemarkKind
    text: str


@dataclass(frozen=True)
class Ratings:
    """What each party said of one objective, or of one criterion of it, in order of time; and what to notice."""

    dialogue: str  # id
    objective: str
    criterion: str
    parties: tuple[tuple[RatingByOthers, ...], ...]
    found: str  # the status that the body found, of the objective as a whole; or ""
    remarks: tuple[RatingRemark, ...]

    @property
    def given(self) -> tuple[RatingByOthers, ...]:
        return tuple(one for said in self.parties for one in said)


def side_by_side(entries: Iterable[Entry], found: Mapping[str, str]) -> list[Ratings]:
    """Return ratings in groups, in the order of objectives; a word is unusual beside all that are given here.

    `entries` are those of the register that stand; `found` gives the status that the body found, by the objective's
    code.
    """
    groups: dict[tuple[str, str, str], list[RatingByOthers]] = {}
    for entry in entries:
        one = _rated(entry)
        groups.setdefault((entry.dialogue, one.objective, _plain(one.criterion)), []).append(one)
    unusual = _unusual(one.rating for group in groups.values() for one in group)
    together = [_together(dialogue, group, found, unusual) for (dialogue, *_), group in groups.items()]
    return sorted(together, key=lambda one: in_order(one.objective))


def said_by(dialogue: Dialogue, ratings: Ratings) -> Iterator[str]:
    """Yield a sentence for each party: who rated, for which side, and in which words, when and where."""
    sides = {"own": the(dialogue.partner), "counterpart": the(dialogue.counterpart), "both": "both sides"}
    for said in ratings.parties:
        by, standing = said[0].by, said[0].standing
        whose = f"for {sides[standing]}" if standing in sides else "independent"
        what = f"{ratings.criterion}, " if ratings.criterion else ""
        runs = (list(run) for _, run in groupby(said, key=_worded_alike))
        yield f"{what}{by} ({whose}): {'; '.join(map(_run, runs))}."


def _worded_alike(one: RatingByOthers) -> tuple[str, str]:
    return _hedged(one), one.comes_to


def _run(run: Sequence[RatingByOthers]) -> str:
    """Return ratings in the same words as one, with each place where they stand."""
    means = f", which comes to {_words(run[0].comes_to)}" if run[0].comes_to else ""
    places = "; ".join(", ".join(filter(None, (date_words(one.on), one.source, one.note))) for one in run)
    return f"{_hedged(run[0])}{means} ({places})"


def _rated(entry: Entry) -> RatingByOthers:
    said = {name: entry.values.get(name, "") for name in ("objective", "criterion", "standing", "by", "rating")}
    more = {name: entry.values.get(name, "") for name in ("comes_to", "note")}
    return RatingByOthers(
        entry.code, **said, **more, on=entry.values.get("rated_on", ""), source=entry.source, hedge=entry.hedge
    )


def _together(
    dialogue: str, group: Sequence[RatingByOthers], found: Mapping[str, str], unusual: Mapping[str, str]
) -> Ratings:
    parties: dict[tuple[str, str], list[RatingByOthers]] = {}
    for one in group:
        parties.setdefault((one.standing, identity(one.by)), []).append(one)
    ordered = [sorted(said, key=_when) for said in parties.values()]
    status = found.get(group[0].objective, "") if not group[0].criterion else ""
    found_ = (*_apart([said[-1] for said in ordered], status), *_changed(ordered), *_worded(group, unusual))
    on = f"On {group[0].criterion}, " if group[0].criterion else ""
    remarks = tuple(RatingRemark(one.kind, capital(f"{on}{one.text}")) for one in found_)
    return Ratings(dialogue, group[0].objective, group[0].criterion, tuple(map(tuple, ordered)), status, remarks)


def _when(one: RatingByOthers) -> tuple[bool, str]:
    """Return what puts ratings of one party in order; one without a date comes first: nothing says that it is newer."""
    return (True, PartialDate.parse(one.on).latest.isoformat()) if one.on else (False, "")


def _apart(last: Sequence[RatingByOthers], found: str) -> Iterator[RatingRemark]:
    statuses = {one.comes_to for one in last}
    same = len(statuses) == 1 and "" not in statuses
    if len({_plain(one.rating) for one in last}) > 1 and not same:
        yield RatingRemark("differ", f"they differ: {_listed(last)}.")
    if others := [one for one in last if found and one.comes_to not in ("", found)]:
        told = "; ".join(f"the rating of {one.by} comes to {_words(one.comes_to)}" for one in others)
        yield RatingRemark("body-differs", f"the body found {_words(found)}; {told}.")


def _changed(parties: Iterable[Sequence[RatingByOthers]]) -> Iterator[RatingRemark]:
    for said in parties:
        for old, new in pairwise(said):
            if _plain(old.rating) != _plain(new.rating):
                why = f"Noted on it: {ended(new.note)}" if new.note else "No reason is on record."
                then = "and" if _when(old) == _when(new) else "then"
                yield RatingRemark("changed", f"{new.by} says {_dated(old)}, {then} {_dated(new)}. {why}")


def _worded(group: Iterable[RatingByOthers], unusual: Mapping[str, str]) -> Iterator[RatingRemark]:
    for rating in dict.fromkeys(one.rating for one in group):
        if _SEVERAL.search(rating):
            yield RatingRemark("several", f"“{rating}” may be more than one rating.")
        if usual := unusual.get(_plain(rating)):
            yield RatingRemark("spelling", f"“{rating}” is spelt almost like {usual}.")


def _unusual(ratings: Iterable[str]) -> dict[str, str]:
    """Return the words that differ by one letter from some that are used more often, and which those are.

    A figure, and a sign that is no letter, is never a slip: “grade 1” is not “grade 2”.
    """
    counts = Counter(word for word in map(_plain, ratings) if len(word) >= _FEWEST)
    often = [word for word in counts if counts[word] > 1]  # few, also where thousands rate in sentences of their own
    return {
        word: f"“{usual}”, which is there {counts[usual]} times"
        for usual in often
        for word in counts
        if counts[word] < counts[usual] and _one_letter_apart(word, usual)
    }


def _one_letter_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    changes = [
        change for change in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if change[0] != "equal"
    ]
    if len(changes) != 1:
        return False
    _, first, last, start, end = changes[0]
    signs = one[first:last] + other[start:end]
    return max(last - first, end - start) == 1 and signs.isalpha()


def _listed(given: Iterable[RatingByOthers]) -> str:
    return "; ".join(f"{one.by} says {_dated(one)}" for one in given)


def _dated(one: RatingByOthers) -> str:
    return f"{_hedged(one)} ({date_words(one.on)})" if one.on else _hedged(one)


def _hedged(one: RatingByOthers) -> str:
    return f"{one.hedge} “{one.rating}”" if one.hedge else f"“{one.rating}”"


def _plain(text: str) -> str:
    """Return a text without what is no difference in wording: white space, and the size of letters."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _words(code: str) -> str:
    return code.replace("-", " ")
