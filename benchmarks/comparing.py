"""Where one cycle stands, and twelve dialogues side by side: with 100,000 entries and 10,000 inputs, and with few.

Entries and inputs lie evenly over thirteen dialogues and their cycles; twelve of these have an adopted report, and the
thirteenth is the one whose cycle is looked at, while its windows are open.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import HEADING, in_turns, lines
from evalflow.store.database import Store, open_store
from evalflow.usecases.comparisons import over_dialogues
from evalflow.usecases.cycles import Opening, complete_step, cycle_status, name_body, open_cycle, publish_terms
from evalflow.usecases.dialogues import add_dialogue
from evalflow.usecases.door import Door
from evalflow.usecases.inputs import receive
from evalflow.usecases.objectives import add_objective
from evalflow.usecases.registers import Draft, add_entry
from evalflow.wiring import SeededMint, fixed_clock
from tests.usecases.office import (
    BODY,
    CYCLE,
    STAGES,
    TERMS,
    Office,
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
_LOOKED_AT = "EX-TA-2028"
_NOW = datetime(2028, 2, 1, 12, tzinfo=UTC)
_SORTED = datetime(2028, 3, 10, 12, tzinfo=UTC)  # the windows have closed


def main(turns: int) -> None:
    with TemporaryDirectory(prefix="comparing-") as folder:
        many, few = (_filled(Path(folder), *counts) for counts in (_MANY, _FEW))
        print(HEADING.replace("evalflow", f"{_MANY[0]:,}").replace("   bare", f"{_FEW[0]:>7,}"))
        for what, at in (("windows open", _NOW), ("inputs sorted", _SORTED)):
            pair = in_turns([(_status(many, at), _status(few, at))] * turns)
            print(*lines(f"status of a cycle, {what}; {_MANY[1]:,} inputs / {_FEW[1]:,}", pair, _AIM), sep="\n")
        pair = in_turns([(_compared(many), _compared(few))] * turns)
        print(*lines(f"{_DIALOGUES} dialogues side by side", pair, _AIM), sep="\n")


def _filled(folder: Path, entries: int, inputs: int) -> Door:
    """Return the door to a record with so many entries and inputs, at an instant when windows are open."""
    path = folder / f"{entries}.db"
    office = new_office(f"sqlite:///{path}", folder)
    for stage in ("begun", "waiting", "taking", "adopting", "adopted"):
        STAGES[stage][1](office)
    _open_another(office)
    _copy(office.store, entries, inputs)
    office.store.dispose()
    store = open_store(f"sqlite:///{path}", _MINT)
    return Door(store, fixed_clock(_NOW), _MINT, "Ada Example")


def _open_another(office: Office) -> None:
    """Open the cycle that is looked at, in a dialogue of its own, with an entry and an input."""
    add_dialogue(office.at("2027-12-01T10:00"), dialogue("ex-ta"))
    add_objective(office.door, "ex-ta", objective("TA-01"))
    open_cycle(office.door, Opening("ex-ta", date(2028, 1, 10), "Example Office", False, _LOOKED_AT))
    publish_terms(office.door, _LOOKED_AT, TERMS)
    name_body(office.door, _LOOKED_AT, BODY)
    complete_step(office.door, _LOOKED_AT, "terms")
    values = {"held_on": "2026-06-09", "status": "held", "formal": "yes"}
    add_entry(office.at("2028-01-20T10:00"), "ex-ta", Draft("session", values, "Example note"))
    receive(office.door, _LOOKED_AT, [draft()])


def _copy(store: Store, entries: int, inputs: int) -> None:
    """Make eleven more dialogues of the first with their evaluations, then spread entries and inputs over all."""
    with store.writing() as tx:
        run = tx.connection.exec_driver_sql
        for number in range(2, _DIALOGUES + 1):
            [[first]] = run("SELECT id FROM dialogue WHERE code = 'ex-sa'")
            [[cycle]] = run(f"SELECT id FROM evaluation WHERE code = '{CYCLE}'")
            _row(run, "dialogue", f"id = '{first}'", {"id": f"d{number}", "code": f"ex-s{number}"})
            _row(run, "cycle", f"id = '{cycle}'", {"id": f"c{number}"})
            new = {"id": f"c{number}", "code": f"EX-{number}", "dialogue": f"d{number}"}
            _row(run, "evaluation", f"id = '{cycle}'", new)
        _many(run, "register_entry", "register = 'session'", "e", "dialogue", entries)
        _many(run, "input", "level = 'public'", "i", "cycle", inputs)


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


def _row(run: Callable[[str], object], table: str, where: str, new: dict[str, str]) -> None:
    """Copy the first row that fits, with other values in some columns."""
    values = ", ".join(f"'{new[name]}'" if name in new else f'"{name}"' for name in _columns(run, table))
    run(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {where} ORDER BY entered LIMIT 1")


def _status(door: Door, at: datetime) -> Callable[[], object]:
    """Return the work of looking at a cycle; what time has brought by then is seen and not written."""
    return lambda: cycle_status(replace(door, clock=fixed_clock(at), leap=None), _LOOKED_AT)


def _compared(door: Door) -> Callable[[], object]:
    def compare() -> None:
        if len(over_dialogues(door).reports) != _DIALOGUES:
            raise RuntimeError("Not every dialogue has its report.")

    return compare


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
