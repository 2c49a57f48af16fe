"""Where one cycle stands, and twelve dialogues side by side: with 100,000 entries and 10,000 inputs, and with few.

Entries and inputs lie evenly over fifteen dialogues and their cycles. Twelve of these have an adopted report. The other
three are looked at: one while its windows are open and when its inputs are sorted, two before the report is adopted, of
which one has an answer to every input and the other to none.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import HEADING, in_turns, lines
from evalflow.intake.dispositions import AnswerDraft
from evalflow.store.database.database import Store, open_store
from evalflow.usecases.cycles.cycles import Opening, complete_step, name_body, open_cycle, publish_terms
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.door import Door
from evalflow.usecases.inputs.answering import dispose_many
from evalflow.usecases.inputs.inputs import receive
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.objectives import add_objective
from evalflow.usecases.record.registers import EntryDraft, add_entry
from evalflow.usecases.report.comparisons import over_dialogues
from evalflow.wiring import SeededMint, fixed_clock, printer_of
from tests.usecases.office import (
    BODY,
    CYCLE,
    STAGES,
    TERMS,
    Office,
    adopt,
    dialogue,
    draft,
    new_office,
    objective,
)

TURNS = 9
_MANY, _FEW = (100_000, 10_000), (1_000, 100)
_DIALOGUES = 12
_AIM = 2.0
_MINT = SeededMint("comparing")
_LOOKED_AT, _ANSWERED, _UNANSWERED = "EX-TA-2028", "EX-ANSWERED", "EX-UNANSWERED"
_NOW = datetime(2028, 2, 1, 12, tzinfo=UTC)
_SORTED = datetime(2028, 3, 10, 12, tzinfo=UTC)  # the windows have closed


def main(turns: int) -> None:
    with TemporaryDirectory(prefix="comparing-") as folder:
        many, few = (_filled(Path(folder), *counts) for counts in (_MANY, _FEW))
        print(HEADING.replace("evalflow", f"{_MANY[0]:,}").replace("   bare", f"{_FEW[0]:>7,}"))
        for what, code, at in (
            ("windows open", _LOOKED_AT, _NOW),
            ("inputs sorted", _LOOKED_AT, _SORTED),
            ("adopting, all inputs answered", _ANSWERED, _SORTED),
            ("adopting, no input answered", _UNANSWERED, _SORTED),
        ):
            pair = in_turns([(_status(many, code, at), _status(few, code, at))] * turns)
            print(*lines(f"status of a cycle, {what}; {_MANY[1]:,} inputs / {_FEW[1]:,}", pair, _AIM), sep="\n")
        pair = in_turns([(_compared(many), _compared(few))] * turns)
        print(*lines(f"{_DIALOGUES} dialogues side by side", pair, _AIM), sep="\n")


def _filled(folder: Path, entries: int, inputs: int) -> Door:
    """Return the door to a record with so many entries and inputs, at an instant when windows are open."""
    path = folder / f"{entries}.db"
    office = new_office(f"sqlite:///{path}", folder)
    for stage in ("begun", "waiting", "taking", "unanswered"):
        STAGES[stage][1](office)
    for code in (_ANSWERED, _UNANSWERED):
        _another_cycle(office.store, code)
    answer = AnswerDraft(f"{CYCLE}/NGO/001", 1, "used", "It is so.", "", "here")
    dispose_many(office.door, CYCLE, [answer])
    adopt(office)
    _open_another(office)
    _copy(office.store, entries, inputs)
    office.store.dispose()
    store = open_store(f"sqlite:///{path}", _MINT)
    return Door(store, fixed_clock(_NOW), _MINT, "Ada Example", printer_of(None))


def _open_another(office: Office) -> None:
    """Open the cycle that is looked at, in a dialogue of its own, with an entry and an input."""
    add_dialogue(office.at("2027-12-01T10:00"), dialogue("ex-ta"))
    add_objective(office.door, "ex-ta", objective("TA-01"))
    open_cycle(office.door, Opening("ex-ta", date(2028, 1, 10), "Example Office", False, _LOOKED_AT))
    publish_terms(office.door, _LOOKED_AT, TERMS)
    name_body(office.door, _LOOKED_AT, BODY)
    complete_step(office.door, _LOOKED_AT, "terms")
    values = {"held_on": "2026-06-09", "status": "held", "formal": "yes"}
    add_entry(office.at("2028-01-20T10:00"), "ex-ta", EntryDraft("session", values, "Example note"))
    receive(office.door, _LOOKED_AT, [draft()])


def _another_cycle(store: Store, code: str) -> None:
    """Copy the first dialogue, its objectives with their evidence, and its evaluation with its findings."""
    of = code.lower()
    with store.writing() as tx:
        run = tx.connection.exec_driver_sql
        new = {"id": f"'{of}-' || id", "dialogue": f"'{of}-' || dialogue", "cycle": f"'{of}-' || cycle"}
        new |= {"objective": f"'{of}-' || objective"}
        first = "(SELECT id FROM dialogue WHERE code = 'ex-sa')"
        _rows(run, "dialogue", "code = 'ex-sa'", new | {"code": f"'{of}'"})
        _rows(run, "cycle", f"id = (SELECT id FROM evaluation WHERE code = '{CYCLE}')", new)
        _rows(run, "evaluation", f"code = '{CYCLE}'", new | {"code": f"'{code}'"})
        own = f"SELECT id FROM objective WHERE dialogue = {first}"
        _rows(run, "objective_change", f"objective IN ({own})", new)
        _rows(run, "objective", f"dialogue = {first}", new)
        _rows(run, "register_entry", f"register = 'evidence' AND dialogue = {first}", new)
        _rows(run, "finding", f"objective IN ({own})", new)


def _copy(store: Store, entries: int, inputs: int) -> None:
    """Make eleven more dialogues of the first with their evaluations, then spread entries and inputs over all."""
    for number in range(2, _DIALOGUES + 1):
        _another_cycle(store, f"EX-{number}")
    with store.writing() as tx:
        run = tx.connection.exec_driver_sql
        [[answered]] = run("SELECT input FROM point WHERE disposition IS NOT NULL")
        _many(run, "register_entry", "register = 'session'", "e", "dialogue", entries)
        _many(run, "input", f"id = '{answered}'", "i", "cycle", inputs)
        open_ = f"(SELECT id FROM input WHERE cycle = (SELECT id FROM evaluation WHERE code = '{_UNANSWERED}'))"
        new = {"input": "i.id", "disposition": f"CASE WHEN i.id IN {open_} THEN NULL ELSE p.disposition END"}
        _rows(run, "point p, input i", f"p.input = '{answered}' AND i.code LIKE 'Xi%'", new, into="point")


def _many(run: Callable[[str], object], table: str, where: str, letter: str, spread: str, count: int) -> None:
    """Copy the first row that fits so many times, spread evenly over the rows of another table."""
    found = run(f"SELECT id FROM {spread} ORDER BY id")
    ids = [row[0] for row in found]  # type: ignore[attr-defined] # rows of a query
    cases = " ".join(f"WHEN {at} THEN '{one}'" for at, one in enumerate(ids))
    places = f"CASE n % {len(ids)} {cases} END"
    new = {"id": f"'{letter}' || n", "code": f"'X{letter}' || n", spread: places}
    columns = _columns(run, table)
    values = ", ".join(new.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    first = f"(SELECT * FROM {table} WHERE {where} ORDER BY entered LIMIT 1)"
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
    run(f"INSERT INTO {table} ({names}) {numbers} SELECT {values} FROM {first}, numbers")


def _columns(run: Callable[[str], object], table: str) -> list[str]:
    return [str(row[1]) for row in run(f"PRAGMA table_info({table})")]  # type: ignore[attr-defined] # rows of a pragma


def _rows(run: Callable[[str], object], table: str, where: str, new: dict[str, str], into: str = "") -> None:
    """Copy the rows that fit, with other values in some columns."""
    columns = _columns(run, into or table)
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(new.get(name, f'{"p." * bool(into)}"{name}"') for name in columns)
    run(f"INSERT INTO {into or table} ({names}) SELECT {values} FROM {table} WHERE {where}")


def _status(door: Door, code: str, at: datetime) -> Callable[[], object]:
    """Return the work of looking at a cycle; what time has brought by then is seen and not written."""
    return lambda: cycle_status(replace(door, clock=fixed_clock(at), leap=None), code)


def _compared(door: Door) -> Callable[[], object]:
    def compare() -> None:
        if len(over_dialogues(door).reports) != _DIALOGUES:
            raise RuntimeError("Not every dialogue has its report.")

    return compare


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
