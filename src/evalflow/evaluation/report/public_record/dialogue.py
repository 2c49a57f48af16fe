"""A dialogue, with what goes with it → its facts, sources, pairs and statements on coordination."""

import re
from collections.abc import Sequence

from evalflow.evaluation.dialogues.dialogue import FIELDS, Author, Decider, Dialogue, StandingChange
from evalflow.evaluation.dialogues.registry import Pair, TopicStatement
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.report.sections.background import DialogueLines, FieldLine, ItemLine, PairLine, SourceLine
from evalflow.evaluation.statements import Item, Source, Statement

_AS_STATED_THERE = "as stated there"


def dialogue_lines(dialogue: Dialogue) -> DialogueLines:
    labels = tuple(_label(source) for source in dialogue.sources if source.note)
    return DialogueLines(
        code=dialogue.code,
        title=dialogue.title,
        partner=dialogue.partner,
        counterpart=dialogue.counterpart,
        standing=_standing(dialogue),
        fields=tuple(_field(key, dialogue.stated(key)) for key in FIELDS),
        label=message("sentences", parts=labels) if labels else None,
    )


def sources(dialogue: Dialogue) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(source.id, source.title, source.note) for source in dialogue.sources)


def stated_when(dialogue: Dialogue) -> Message | None:
    """Return how old the sources are by their titles, "as stated about 2003"; None where no title has a year."""
    found = [years for source in dialogue.sources for years in _YEAR.findall(source.title)[-1:]]
    return message("sources.stated", years=tuple(_year(*years) for years in dict.fromkeys(found))) if found else None


def _year(about: str, year: str, later: str) -> Message:
    return message(f"year.{'about' if about else 'in'}{'-or-later' if later else ''}", year=year)


def pairs(known: Sequence[Pair]) -> tuple[PairLine, ...]:
    return tuple(
        PairLine(
            pair.title,
            _told(pair.outcome),
            pair.outcome.source,
            _told(pair.concern),
            tuple(map(_item, pair.concern.items)),
            pair.concern.source,
        )
        for pair in known
    )


def coordination(statements: Sequence[TopicStatement]) -> tuple[ItemLine, ...]:
    """Return what sources say of how dialogues are coordinated; of which of them is in the registry alone."""
    return tuple(ItemLine(_topic(each), each.statement.source) for each in statements)


def general(statements: Sequence[TopicStatement]) -> tuple[ItemLine, ...]:
    """Return what sources say of dialogues in general, and of which of them: it fills no field of any."""
    return tuple(ItemLine(_topic(each, each.applies_to), each.statement.source) for each in statements)


def _topic(said: TopicStatement, whom: str = "") -> Message:
    topic, statement = said.topic, _told(said.statement)
    if whom:
        return message("topic.stated-of", topic=topic, statement=statement, whom=whom)
    return message("topic.stated", topic=topic, statement=statement)


def stated_of(statement: Statement) -> Message | None:
    """Return what a statement says in one piece, without its items; None where it has words of its own for nothing."""
    if statement.knowledge != "stated":
        return message(f"knowledge.{statement.knowledge}")
    if not (statement.value or statement.date or statement.hedge or statement.comparator):
        return None
    return _statement(statement)


def _told(statement: Statement) -> Message:
    return stated_of(statement) or as_given("")


def _statement(one: Statement | Item) -> Message:
    given = {"value": one.value, "date": one.date, "hedge": one.hedge, "comparator": one.comparator}
    return message("statement", **{name: text for name, text in given.items() if text})


def _item(item: Item) -> Message:
    stated = _statement(item)
    return message("item.with-cause", item=stated, cause=item.cause) if item.cause else stated


def _field(key: str, statement: Statement) -> FieldLine:
    text = stated_of(statement) if statement.knowledge == "stated" else None
    items, variants = _items(statement.items), _items(statement.variants)
    label = message(f"fact.{key}")
    return FieldLine(
        key, label, statement.knowledge, text, items, variants, statement.source, _in_labels(statement.note)
    )


def _in_labels(note: str) -> str:
    """Return a note in which a field is called by its label."""
    return _KEYS.sub(lambda key: f"“{FIELDS[key[0]]}”", note)


_KEYS = re.compile(rf"\b(?:{'|'.join(key for key in FIELDS if '_' in key)})\b")
_YEAR = re.compile(r"(about )?\b((?:19|20)[0-9]{2})\b( or later)?")


def _items(items: Sequence[Item]) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(message("item.with-note", item=_item(item), note=item.note) if item.note else _item(item), item.source)
        for item in items
    )


def _label(source: Source) -> Message:
    """Return how far a source can be trusted, as its note says; "there" is the source itself."""
    if source.note.startswith(_AS_STATED_THERE):
        rest = source.note.removeprefix(_AS_STATED_THERE)
        return message("ended", says=message("source.as-stated-there", title=source.title, rest=rest))
    return message("ended", says=message("begun", says=source.note))


def _standing(dialogue: Dialogue) -> Message:
    if not dialogue.changes:
        return message("standing.none")
    last = dialogue.changes[-1]
    standing, by = message(f"standing.{last.becomes}"), _by(last.by, dialogue)
    reasons: Message | str = last.reasons or message("standing.no-reasons")
    parts = [message("standing.since", standing=standing, when=_when(last), by=by, reasons=reasons)]
    if last.conditions:
        parts.append(message("standing.conditions", conditions=last.conditions))
    if last.resume_when:
        parts.append(message("standing.resume-when", rules=last.resume_when))
    return message("sentences", parts=tuple(parts))


def _when(change: StandingChange) -> Message:
    if change.hedge:
        return message("standing.when-hedged", on=change.on, hedge=change.hedge, source=change.source)
    return message("standing.when", on=change.on, source=change.source)


def _by(author: Decider, dialogue: Dialogue) -> Message:
    return message("standing.by", author=author_of(author, dialogue)) if author else message("standing.by-unknown")


def author_of(author: Author, dialogue: Dialogue) -> Message:
    """Return who suspended a dialogue or called a session off."""
    if author == "own":
        return message("author.own", partner=dialogue.partner)
    if author == "counterpart":
        return message("author.counterpart", counterpart=dialogue.counterpart)
    return message(f"author.{author}")
