"""A dialogue, with what goes with it → its facts, sources, pairs and statements on coordination, in finished words."""

import re
from collections.abc import Sequence

from evalflow.evaluation.dialogues.dialogue import FIELDS, Author, Decider, Dialogue, StandingChange
from evalflow.evaluation.dialogues.registry import Pair, TopicStatement
from evalflow.evaluation.report.record import DialogueLines, FieldLine, ItemLine, PairLine, SourceLine
from evalflow.evaluation.statements import Item, Source, Statement
from evalflow.evaluation.wording import capital, date_words, ended, listed, the

_AS_STATED_THERE = "as stated there"


def dialogue_lines(dialogue: Dialogue) -> DialogueLines:
    return DialogueLines(
        code=dialogue.code,
        title=dialogue.title,
        partner=dialogue.partner,
        counterpart=dialogue.counterpart,
        standing=_standing(dialogue),
        fields=tuple(_field(key, label, dialogue.stated(key)) for key, label in FIELDS.items()),
        label=" ".join(_label(source) for source in dialogue.sources if source.note),
    )


def sources(dialogue: Dialogue) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(source.id, source.title, source.note) for source in dialogue.sources)


def stated_when(dialogue: Dialogue) -> str:
    """Return how old the sources are by their titles, "as stated about 2003"; "" where no title has a year."""
    years = [found for source in dialogue.sources for found in _YEAR.findall(source.title)[-1:]]
    words = dict.fromkeys(f"{about or 'in '}{year}{later}" for about, year, later in years)
    return f"as stated {listed(list(words))}" if words else ""


def pairs(known: Sequence[Pair]) -> tuple[PairLine, ...]:
    return tuple(
        PairLine(
            pair.title,
            str(pair.outcome),
            pair.outcome.source,
            str(pair.concern),
            tuple(map(str, pair.concern.items)),
            pair.concern.source,
        )
        for pair in known
    )


def coordination(known: Sequence[TopicStatement]) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(f"{capital(said.topic)}. {ended(str(said.statement))}", said.statement.source) for said in known
    )


def general(known: Sequence[TopicStatement]) -> tuple[ItemLine, ...]:
    """Return what sources say of dialogues in general, and of which of them: it fills no field of any."""
    return tuple(
        ItemLine(
            f"{capital(said.topic)}. {ended(str(said.statement))}"
            f"{f' (Said of: {said.applies_to}.)' if said.applies_to else ''}",
            said.statement.source,
        )
        for said in known
    )


def _field(key: str, label: str, said: Statement) -> FieldLine:
    text = str(said) if said.knowledge == "stated" else ""
    items, variants = _items(said.items), _items(said.variants)
    return FieldLine(key, label, said.knowledge, text, items, variants, said.source, _in_labels(said.note))


def _in_labels(note: str) -> str:
    """Return a note in which a field is called by its label."""
    return _KEYS.sub(lambda key: f"“{FIELDS[key[0]]}”", note)


_KEYS = re.compile(rf"\b(?:{'|'.join(key for key in FIELDS if '_' in key)})\b")
_YEAR = re.compile(r"(about )?\b((?:19|20)[0-9]{2})\b( or later)?")


def _items(items: Sequence[Item]) -> tuple[ItemLine, ...]:
    return tuple(ItemLine(f"{item} ({item.note})" if item.note else str(item), item.source) for item in items)


def _label(source: Source) -> str:
    """Return how far a source can be trusted, as its note says; "there" is the source itself."""
    if source.note.startswith(_AS_STATED_THERE):
        return ended(f"As stated in “{source.title}”{source.note.removeprefix(_AS_STATED_THERE)}")
    return ended(capital(source.note))


def _standing(dialogue: Dialogue) -> str:
    if not dialogue.changes:
        return "No suspension or termination is on record."
    last = dialogue.changes[-1]
    words = "Active again" if last.becomes == "active" else last.becomes.capitalize()
    reasons = ended(last.reasons) if last.reasons else "none on record."
    until = f" Stated conditions for what follows: {ended(last.conditions)}" if last.conditions else ""
    rules = f" It is to be resumed only when: {'; '.join(last.resume_when)}." if last.resume_when else ""
    return f"{words} since {_when(last)}, {_by(last.by, dialogue)}. Stated reasons: {reasons}{until}{rules}"


def _when(change: StandingChange) -> str:
    hedge = f"{change.hedge}; " if change.hedge else ""
    return f"{date_words(change.on)} ({hedge}source: {change.source})"


def _by(author: Decider, dialogue: Dialogue) -> str:
    return f"by {author_words(author, dialogue)}" if author else "by whom is not on record"


def author_words(author: Author, dialogue: Dialogue) -> str:
    """Return who suspended a dialogue or called a session off."""
    who: dict[Author, str] = {
        "own": the(dialogue.partner),
        "counterpart": the(dialogue.counterpart),
        "mutual": "both sides",
        "third-party": "a third party",
        "force-majeure": "force majeure",
    }
    return who[author]
