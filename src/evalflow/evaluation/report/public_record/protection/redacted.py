"""An adopted record, and inputs that were protected since → the record without them, and where it still names them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Final

from evalflow.evaluation.inputs.input import DISPOSITIONS, KINDS, Input, Point
from evalflow.evaluation.message import TEXT, Message, message
from evalflow.evaluation.report.public_record.counts import ALL, NOT_PUBLISHED
from evalflow.evaluation.report.public_record.limits import HOW_MANY_IS_NOT_STATED, silence
from evalflow.evaluation.report.public_record.protection.visible import NOT_NAMED
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.consultation import InputCount, InputLine, PointLine
from evalflow.evaluation.report.wording import words

_SECTIONS: Final = 2  # fields of the record before its sections
_SHORTEST: Final = 4  # signs of a name: a shorter one stands within too many words
_QUOTED: Final = 12  # signs of a text: a shorter one may be anybody's
_OWN_WORDS: Final = re.compile(r"inputs\..+\.(?:points\.\d+\.text|title)")
_COUNTED: Final = re.compile(  # limits that count inputs
    rf"{re.escape(words(HOW_MANY_IS_NOT_STATED))}|\d+ of \d+ inputs are published without a name,.*"
    r"|For \d+ of \d+ objectives (?:no input was received|this report lists no input): .*"
)

Change = Callable[[str, str], str]  # place, text → text


def protected_since(record: PublicRecord, inputs: Sequence[Input]) -> tuple[InputLine, ...]:
    """Return the lines of inputs of which the record prints what may no longer be published."""
    known = {input_.code: input_ for input_ in inputs}
    return tuple(line for line in record.consultation.inputs if _tells_more(line, known.get(line.code)))


def _tells_more(line: InputLine, input_: Input | None) -> bool:
    if input_ is None:  # a stricter level gave it another code
        return True
    if input_.level == "public":
        return False
    kept = {point.number: point for point in input_.points}
    return any(point.text and not _may_be_printed(kept.get(point.number)) for point in line.points)


def _may_be_printed(point: Point | None) -> bool:
    return point is not None and point.released and bool(point.text)


def redacted(record: PublicRecord, gone: Sequence[InputLine], inputs: Sequence[Input], note: Message) -> PublicRecord:
    """Return the record without these lines: no code and no count leads to them. `note` is printed on its cover.

    Counts from which they could be worked out are suppressed. A campaign whose first input is gone is answered under
    its next copy, in that copy's own words.
    """
    lines = _promoted(tuple(line for line in record.consultation.inputs if line not in gone), gone, inputs)
    consultation = replace(
        record.consultation,
        inputs=lines,
        inputs_received=len(lines),
        points_total=sum(len(one.points) for one in lines),
        inputs_at_least=True,
        points_at_least=True,
        input_counts=_counts(record, gone),
    )
    counted = replace(with_note(record, note), consultation=consultation)
    bare = replace(counted, account=replace(counted.account, limits=_limits(counted)))
    codes = _any_of([one.code for one in gone])
    return with_texts(bare, lambda _, text: codes.sub(NOT_NAMED, text))


@dataclass(frozen=True)
class Names:
    """What finds who wrote inputs and their codes (`named`), and beside it their titles and texts (`anywhere`)."""

    named: re.Pattern[str]
    anywhere: re.Pattern[str]

    def at(self, place: str) -> re.Pattern[str]:
        """Return what is looked for at a place: other submitters may say the same in their own words."""
        return self.named if _OWN_WORDS.fullmatch(place) else self.anywhere


def names_of(gone: Sequence[InputLine]) -> Names:
    """Return what finds who wrote these inputs, their codes, their titles and what they say, in any text."""
    named = [one.code for one in gone]
    named += [line.submitter for line in gone if len(line.submitter) >= _SHORTEST]
    said = [one.title for one in gone if len(one.title) >= _QUOTED]
    said += [point.text for one in gone for point in one.points if len(point.text) >= _QUOTED]
    return Names(_any_of(named), _any_of([*named, *said]))


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in words), re.IGNORECASE)


def places_naming(record: PublicRecord, names: Names) -> tuple[str, ...]:
    """Return the places of the record in which one of the names is, such as `texts.summary`."""
    found: dict[str, None] = {}

    def look(place: str, text: str) -> str:
        if names.at(place).search(text):
            found[place] = None
        return text

    with_texts(record, look)
    return tuple(found)


def with_texts(record: PublicRecord, change: Change) -> PublicRecord:
    """Return the record with each text of it changed, however deep it is; a place names no section."""
    sections = {one.name: _walked(getattr(record, one.name), "", change) for one in fields(record)[_SECTIONS:]}
    return replace(record, **sections)


def _walked(value: Any, place: str, change: Change) -> Any:
    match value:
        case str():
            return change(place, value)
        case Message(key, values):
            places = {name: place if key == TEXT else _within(place, name) for name in values}
            return Message(key, {name: _walked(one, places[name], change) for name, one in values.items()})
        case tuple():
            return tuple(_walked(one, _within(place, _key(one, n)), change) for n, one in enumerate(value, 1))
        case Mapping():
            return {name: _walked(inner, _within(place, name), change) for name, inner in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            parts = {
                one.name: _walked(getattr(value, one.name), _within(place, one.name), change) for one in fields(value)
            }
            return replace(value, **parts)
    return value


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _key(one: object, number: int) -> str:
    code = getattr(one, "code", "")
    return code if isinstance(code, str) and code else str(number)


def _promoted(
    lines: tuple[InputLine, ...], gone: Sequence[InputLine], inputs: Sequence[Input]
) -> tuple[InputLine, ...]:
    own = {input_.code: {point.text for point in input_.points} for input_ in inputs}
    for first in gone:
        same = words(message("input.same-text", input=first.code))
        copies = [line for line in lines if line.note and words(line.note).startswith(same)]
        for copy in copies[:1]:
            points = tuple(_own(point, own.get(copy.code, set())) for point in first.points)
            instead = replace(copy, points=points, note=None, state=message("state.received"), same_as=len(copies) - 1)
            lines = tuple(instead if one is copy else _renamed(one, first, copy) for one in lines)
    return lines


def _own(point: PointLine, texts: set[str]) -> PointLine:
    """Return an answered point as a copy says it: without what only the first said, and its submitter's reactions."""
    return replace(point, text=point.text if point.text in texts else "", notes=())


def _renamed(line: InputLine, first: InputLine, copy: InputLine) -> InputLine:
    """Return the line of another copy: wherever its note names the first input it names its next copy."""
    code = _any_of([first.code])
    return replace(line, note=_walked(line.note, "", lambda _, text: code.sub(lambda _: copy.code, text)))


def _counts(record: PublicRecord, gone: Sequence[InputLine]) -> tuple[InputCount, ...]:
    """Return the table: public kinds exactly, all others in one row that is not told, nor the total over it."""
    rows = []
    public = {words(message(f"inputs.{kind}")): kind for kind in KINDS}
    for row in record.consultation.input_counts:
        kind = public.get(words(row.kind))
        if kind and (left := _less(row, [line for line in gone if line.kind == kind])).inputs:
            rows.append(left)
    silent: dict[str, int | None] = dict.fromkeys(map(str, DISPOSITIONS))
    return (*rows, InputCount(NOT_PUBLISHED, None, None, silent), InputCount(ALL, None, None, silent))


def _less(row: InputCount, gone: Sequence[InputLine]) -> InputCount:
    points = [point for line in gone for point in line.points]
    kinds = [point.disposition for point in points]
    return InputCount(
        row.kind,
        (row.inputs or 0) - len(gone),
        (row.points or 0) - len(points),
        {kind: (count or 0) - kinds.count(kind) for kind, count in row.dispositions.items()},
    )


def _limits(record: PublicRecord) -> tuple[Message, ...]:
    """Return the limits; which of them are to be replaced is known by their words, all that version 1 has."""
    inputs = record.consultation.inputs
    heard = {code for one in inputs for point in one.points for code in (point.objective, *point.links)}
    standing = [line.code for line in record.assessment.findings if not line.withdrawn]
    rest = (one for one in record.account.limits if not _COUNTED.fullmatch(words(one)))
    return (*silence(standing, heard, all_public=False), HOW_MANY_IS_NOT_STATED, *rest)


def with_note(record: PublicRecord, note: Message) -> PublicRecord:
    """Return the record with one more note on its cover of what was taken out of it."""
    return replace(record, cover=replace(record.cover, redactions=(*record.cover.redactions, note)))


def note_of(record: PublicRecord, count: int, on: date, published: bool) -> Message:
    """Return the note on the cover of the new edition."""
    since = message("report.after-publication" if published else "report.after-adoption")
    return message("report.redacted", edition=len(record.cover.redactions) + 2, on=on, count=count, since=since)


def note_of_a_restore(record: PublicRecord, on: date) -> Message:
    """Return the note on the cover of an edition that replaces one which a restored record does not hold."""
    return message("report.made-again", edition=len(record.cover.redactions) + 2, on=on)


def changed_at(record: PublicRecord, names: Names, instead: Mapping[str, str]) -> PublicRecord:
    """Return the record with other words where a name is, at each place for which there are some."""

    def change(place: str, text: str) -> str:
        return names.at(place).sub(lambda _: instead[place], text) if place in instead else text

    return with_texts(record, change)
