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
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.identity import identity
from evalflow.evaluation.wording import in_order

Unusual = Mapping[str, tuple[str, int]]  # a word → the one like it that is used more often, and how often
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
    says: Message


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
        return tuple(rating for said in self.parties for rating in said)


def side_by_side(entries: Iterable[Entry], found: Mapping[str, str]) -> list[Ratings]:
    """Return ratings in groups, in the order of objectives; a word is unusual beside all that are given here.

    `entries` are those of the register that stand; `found` gives the status that the body found, by the objective's
    code.
    """
    groups: dict[tuple[str, str, str], list[RatingByOthers]] = {}
    for entry in entries:
        rating = _rated(entry)
        groups.setdefault((entry.dialogue, rating.objective, _plain(rating.criterion)), []).append(rating)
    unusual = _unusual(one.rating for group in groups.values() for one in group)
    together = [_together(dialogue, group, found, unusual) for (dialogue, *_), group in groups.items()]
    return sorted(together, key=lambda ratings: in_order(ratings.objective))


def said_by(dialogue: Dialogue, ratings: Ratings) -> Iterator[Message]:
    """Yield for each party who rated, for which side, and in which words, when and where."""
    sides = {"own": dialogue.partner, "counterpart": dialogue.counterpart}
    for given in ratings.parties:
        by, standing = given[0].by, given[0].standing
        whose = message("rating.for-both" if standing == "both" else "rating.independent")
        if standing in sides:
            whose = message("rating.for", side=sides[standing])
        runs = tuple(_run(list(run)) for _, run in groupby(given, key=_worded_alike))
        if ratings.criterion:
            yield message("rating.party-on", criterion=ratings.criterion, by=by, whose=whose, runs=runs)
        else:
            yield message("rating.party", by=by, whose=whose, runs=runs)


def _worded_alike(rating: RatingByOthers) -> tuple[str, str, str]:
    return rating.hedge, rating.rating, rating.comes_to


def _run(run: Sequence[RatingByOthers]) -> Message:
    """Return ratings in the same words as one, with each place where they stand."""
    word, places = _hedged(run[0]), tuple(map(_place, run))
    if run[0].comes_to:
        return message("rating.run-meaning", word=word, status=run[0].comes_to, places=places)
    return message("rating.run", word=word, places=places)


def _place(rating: RatingByOthers) -> Message:
    on = [message("date", on=rating.on)] if rating.on else []
    return message("rating.place", parts=(*on, *(as_given(text) for text in (rating.source, rating.note) if text)))


def _rated(entry: Entry) -> RatingByOthers:
    said = {name: entry.values.get(name, "") for name in ("objective", "criterion", "standing", "by", "rating")}
    more = {name: entry.values.get(name, "") for name in ("comes_to", "note")}
    return RatingByOthers(
        entry.code, **said, **more, on=entry.values.get("rated_on", ""), source=entry.source, hedge=entry.hedge
    )


def _together(dialogue: str, group: Sequence[RatingByOthers], found: Mapping[str, str], unusual: Unusual) -> Ratings:
    parties: dict[tuple[str, str], list[RatingByOthers]] = {}
    for rating in group:
        parties.setdefault((rating.standing, identity(rating.by)), []).append(rating)
    ordered = [sorted(said, key=_when) for said in parties.values()]
    status = found.get(group[0].objective, "") if not group[0].criterion else ""
    found_ = (*_apart([said[-1] for said in ordered], status), *_changed(ordered), *_worded(group, unusual))
    remarks = tuple(_remark(rating_remark, group[0].criterion) for rating_remark in found_)
    return Ratings(dialogue, group[0].objective, group[0].criterion, tuple(map(tuple, ordered)), status, remarks)


def _when(rating: RatingByOthers) -> tuple[bool, str]:
    """Return what puts ratings of one party in order; one without a date comes first: nothing says that it is newer."""
    return (True, PartialDate.parse(rating.on).latest.isoformat()) if rating.on else (False, "")


def _remark(remark: RatingRemark, criterion: str) -> RatingRemark:
    """Return a remark as a sentence of its own, with the criterion that it is on."""
    if criterion:
        return RatingRemark(remark.kind, message("remark.on-criterion", criterion=criterion, says=remark.says))
    return RatingRemark(remark.kind, message("begun", says=remark.says))


def _apart(last: Sequence[RatingByOthers], found: str) -> Iterator[RatingRemark]:
    statuses = {one.comes_to for one in last}
    same = len(statuses) == 1 and "" not in statuses
    if len({_plain(one.rating) for one in last}) > 1 and not same:
        given = tuple(message("rating.says", by=one.by, word=_dated(one)) for one in last)
        yield RatingRemark("differ", message("remark.differ", given=given))
    if others := [rating for rating in last if found and rating.comes_to not in ("", found)]:
        messages = tuple(message("rating.comes-to", by=one.by, status=one.comes_to) for one in others)
        yield RatingRemark("body-differs", message("remark.body-differs", status=found, others=messages))


def _changed(parties: Iterable[Sequence[RatingByOthers]]) -> Iterator[RatingRemark]:
    for given in parties:
        for old, new in pairwise(given):
            if _plain(old.rating) != _plain(new.rating):
                why = message("rating.noted", note=new.note) if new.note else message("rating.no-reason")
                key = "remark.undated" if _when(old) == _when(new) else "remark.changed"
                yield RatingRemark("changed", message(key, by=new.by, old=_dated(old), new=_dated(new), why=why))


def _worded(group: Iterable[RatingByOthers], unusual: Unusual) -> Iterator[RatingRemark]:
    for rating in dict.fromkeys(one.rating for one in group):
        if _SEVERAL.search(rating):
            yield RatingRemark("several", message("remark.several", rating=rating))
        if _plain(rating) in unusual:
            usual, times = unusual[_plain(rating)]
            yield RatingRemark("spelling", message("remark.spelling", rating=rating, usual=usual, times=times))


def _unusual(ratings: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return the words that differ by one letter from some that are used more often, to which and how often.

    A figure, and a sign that is no letter, is never a slip: “grade 1” is not “grade 2”.
    """
    counts = Counter(word for word in map(_plain, ratings) if len(word) >= _FEWEST)
    often = [word for word in counts if counts[word] > 1]  # few, also where thousands rate in sentences of their own
    return {
        word: (usual, counts[usual])
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


def _dated(rating: RatingByOthers) -> Message:
    return message("rating.word-dated", word=_hedged(rating), on=rating.on) if rating.on else _hedged(rating)


def _hedged(rating: RatingByOthers) -> Message:
    if rating.hedge:
        return message("rating.word-hedged", hedge=rating.hedge, rating=rating.rating)
    return message("rating.word", rating=rating.rating)


def _plain(text: str) -> str:
    """Return a text without what is no difference in wording: white space, and the size of letters."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()
