"""Rows of a file → entries of the registers: all of them at once, or batch by batch, each row entered once.

An entry's id is made of the file and the row, so that a file that is read again, after a kill or by mistake, finds what
it has entered before.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Final, Literal

from evalflow.errors import EvalflowError, InvalidInput, NotFound, Refused
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.registers import register_named
from evalflow.intake.register_rows import OWN, EntryRow
from evalflow.usecases.door.current import ticked
from evalflow.usecases.door.days import today_of
from evalflow.usecases.door.door import Acting, Door, acting
from evalflow.usecases.record.registers import EntryDraft, Named, enter, next_code

BATCH: Final = 1_000  # rows in one commit
Fate = Literal["entered", "there", "refused"]


@dataclass(frozen=True)
class RowDefaults:
    """What counts for rows that do not say it themselves."""

    register: str = ""
    dialogue: str = ""
    source: str = ""


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row, and why it was refused."""

    row: EntryRow
    fate: Fate
    why: str = ""
    code: str = ""


@dataclass
class _Desk:
    """What the rows of one transaction share: dialogues brought to now, and the number of the last entry of each."""

    act: Acting
    origin: str  # SHA-256 of the file
    instead: RowDefaults
    dialogues: dict[str, tuple[Dialogue, date]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def dialogue(self, code: str) -> tuple[Dialogue, date]:
        if code not in self.dialogues:
            found = ticked(self.act, code)
            self.dialogues[code] = (found, today_of(self.act.tx, found, self.act.now))
        return self.dialogues[code]

    def next_code(self, dialogue: Dialogue, register: str) -> str:
        """Return a code that is free. It stays the next one until an entry has taken it."""
        last = self.numbers.get((dialogue.id, register))
        code, number = next_code(self.act.tx, dialogue, register, last)
        self.numbers[dialogue.id, register] = number - 1
        return code


class _NoneOfThem(Exception):
    """Some rows were refused, and it is all or nothing."""


def import_entries(
    door: Door,
    rows: Iterable[EntryRow],
    raw: bytes,
    instead: RowDefaults,
    tell: Callable[[RowOutcome], object],
    *,
    whole: bool,
) -> None:
    """Enter what fits of the rows, and `tell` what became of each, once its batch is committed.

    With `whole` all rows are one batch, and if one is refused none is entered: only those are told of. A dry run is one
    batch as well, so that rows may name what stands before them.
    """
    origin = sha256(raw).hexdigest()
    for batch in _batches(rows, None if whole or door.dry_run else BATCH):
        row_outcomes: list[RowOutcome] = []
        try:
            with acting(door) as act:
                row_outcomes += enter_rows(act, batch, origin, instead)
                if whole and any(one.fate == "refused" for one in row_outcomes):
                    raise _NoneOfThem
        except _NoneOfThem:
            row_outcomes = [one for one in row_outcomes if one.fate == "refused"]
        for row_outcome in row_outcomes:
            tell(row_outcome)


def enter_rows(act: Acting, rows: Iterable[EntryRow], origin: str, instead: RowDefaults) -> list[RowOutcome]:
    """Return what became of rows, in the transaction that is open. `origin` is the SHA-256 of their file."""
    desk = _Desk(act, origin, instead)
    return [_fate(desk, row) for row in rows]


def _batches(rows: Iterable[EntryRow], size: int | None) -> Iterator[list[EntryRow]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def _fate(desk: _Desk, row: EntryRow) -> RowOutcome:
    if row.wrong:
        return RowOutcome(row, "refused", row.wrong)
    id_ = sha256(f"{desk.origin}/{row.line}".encode()).hexdigest()[:32]
    if entry := desk.act.tx.get(Entry, id_):
        return RowOutcome(row, "there", code=entry.code)
    try:
        return RowOutcome(row, "entered", code=_entered(desk, row, id_).code)
    except (InvalidInput, Refused, NotFound) as refusal:
        return RowOutcome(row, "refused", _why(refusal))


def _why(refusal: EvalflowError) -> str:
    problems = refusal.problems if isinstance(refusal, InvalidInput) else ()
    return " ".join(f"{problem.where}: {problem.what}" for problem in problems) or str(refusal)


def _entered(desk: _Desk, row: EntryRow, id_: str) -> Entry:
    said = {name: row.words.get(name, "") or getattr(desk.instead, name, "") for name in OWN}
    missing = [name for name in ("register", "dialogue") if not said[name]]
    if missing:
        raise InvalidInput("bad-values", f"It does not say of which {' and '.join(missing)} it is.")
    if said["again"] not in ("", "yes", "no"):
        raise InvalidInput("bad-values", f"again is yes or no, not {said['again']!r}.")
    dialogue, today = desk.dialogue(said["dialogue"])
    values = {name: value for name, value in row.words.items() if name not in OWN}
    draft = EntryDraft(said["register"], values, said["source"], said["hedge"], said["again"] == "yes")
    code = said["code"] or desk.next_code(dialogue, register_named(draft.register).name)
    return enter(desk.act, dialogue, draft, today, Named(id_, code))
