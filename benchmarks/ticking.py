"""A tick over 100,000 open cycles of which 100 are due, against the same over 1,000: it costs what the 100 cost.

So does the list of the reminders that are to come.

Each cycle is a row like those that `cycle open` writes, copied from one that was opened through the door.
"""

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import HEADING, in_turns, lines
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.statements import Source
from evalflow.store.access.reading import DUE
from evalflow.store.database.database import create, open_store
from evalflow.usecases.cycles.cycles import Opening, open_cycle, tick_all
from evalflow.usecases.cycles.reminders import list_reminders
from evalflow.usecases.door.door import Door
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.trust.opening import open_record
from evalflow.wiring import SeededMint, fixed_clock, printer_of

TURNS = 5
_DUE = 100
_MANY, _FEW = 100_000, 1_000
_AIM = 2.0
_MINT = SeededMint("ticking")
_PRINTER = printer_of(None)
_OPENED = datetime(2026, 12, 14, 9, tzinfo=UTC)
_LATE = datetime(2027, 1, 5, 9, tzinfo=UTC)  # the terms of every cycle that is woken are overdue by then
_REMINDED = datetime(2026, 12, 22, 9, tzinfo=UTC)  # of each of them a reminder has fallen due, and nothing else
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
_ASLEEP = "9999-01-01T00:00:00.000000Z"


def main(turns: int) -> None:
    with TemporaryDirectory(prefix="ticking-") as folder:
        many, few = (_filled(Path(folder), count) for count in (_MANY, _FEW))
        print(HEADING)
        for what, at in (("of them due", _LATE), ("reminders of them due", _REMINDED)):
            told = f"tick {_MANY:,} open cycles / {_FEW:,}, {_DUE} {what}"
            pair = in_turns([(_ticked(many, turn, at), _ticked(few, turn, at)) for turn in range(turns)])
            print(*lines(told, pair, _AIM), sep="\n")
        told = f"list {_DUE} reminders of {_MANY:,} open cycles / {_FEW:,}"
        pair = in_turns([(_listed(many), _listed(few))] * turns)
        print(*lines(told, pair, _AIM), sep="\n")
        print(_plan(many))


def _filled(folder: Path, count: int) -> Path:
    """Return a database with so many open cycles, the first hundred of them due."""
    file = folder / f"{count}.db"
    store = create(f"sqlite:///{file}", _MINT)
    door = Door(store, fixed_clock(_OPENED), _MINT, "Ada Example", _PRINTER)
    open_record(door, "Ticking", example=True)
    add_dialogue(door, Dialogue("", "a-b", "A", "A", "B", sources=(Source("S1", "A source"),)))
    open_cycle(door, Opening("a-b", date(2027, 1, 11), "Office", False, "C-0"))
    with store.writing() as tx:
        for table in ("cycle", "evaluation", "open_step", "reminder"):
            _copy(tx.connection.exec_driver_sql, table, count)
    store.dispose()
    return file


def _copy(run: Callable[[str], object], table: str, count: int) -> None:
    columns = [str(row[1]) for row in run(f"PRAGMA table_info({table})")]  # type: ignore[attr-defined] # rows of a pragma
    new = {
        "id": "printf('c%08d', n)",
        "cycle": "printf('c%08d', n)",
        "code": "printf('C-%d', n)",
        **{name: f"CASE WHEN n <= {_DUE} THEN {name} ELSE '{_ASLEEP}' END" for name in ("wakes_at", "at")},
    }
    values = ", ".join(new.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    of_the_first = f"(SELECT * FROM {table} LIMIT 1)"
    run(f"INSERT INTO {table} ({names}) {_NUMBERS.format(count=count)} SELECT {values} FROM {of_the_first}, numbers")


def _ticked(file: Path, turn: int, at: datetime) -> Callable[[], object]:
    """Return the work of one tick, on a copy of the database that is open already."""
    copy = file.with_name(f"{file.stem}-{turn}-{at:%d}.db")
    shutil.copyfile(file, copy)
    store = open_store(f"sqlite:///{copy}", _MINT)
    return lambda: tick_all(Door(store, fixed_clock(at), _MINT, "", _PRINTER))


def _listed(file: Path) -> Callable[[], object]:
    store = open_store(f"sqlite:///{file}", _MINT)
    return lambda: list_reminders(Door(store, fixed_clock(_OPENED), _MINT, "", _PRINTER))


def _plan(file: Path) -> str:
    store = open_store(f"sqlite:///{file}", _MINT)
    with store.reading() as reading:
        asked = f"EXPLAIN QUERY PLAN {DUE.compile(reading.connection)}"
        found = [str(row[-1]) for row in reading.connection.exec_driver_sql(asked, ("2027",))]
    store.dispose()
    return f"how the due ones are found: {'; '.join(found)}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
