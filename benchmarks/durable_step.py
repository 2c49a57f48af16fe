"""A durable step of a cycle through the door, against raw sqlite3 writing the very same rows with the same durability.

A step is what `evalflow cycle complete` does on an open connection: begin, read the cycle and every fact about it,
judge the gate, decide, write rows and journal, commit. The raw side is handed the finished statements of that step and
writes them in one transaction, on tables without triggers: no reading, no deciding, no guard. Both commit to a file in
WAL mode with synchronous=FULL. At the end the two journals must be equal, or nothing was compared.
"""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from benchmarks.timing import HEADING, Pair, in_turns, lines, spent
from evalflow.store.database.database import create, open_store
from evalflow.usecases.cycles.cycles import Opening, complete_step, open_cycle
from evalflow.usecases.door.door import Door
from evalflow.usecases.record.imports import Answers, import_dialogues, paper
from evalflow.usecases.trust.opening import open_record
from evalflow.wiring import EXAMPLE_SEED, SeededMint, fixed_clock, printer_of

CYCLES = 60
STEPS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
AIM = 3.0
_NOW = datetime(2026, 12, 14, 9, tzinfo=UTC)
_WORKFLOW = Path(__file__).with_name("eight-steps.yaml")
_CHANGES = ("INSERT", "UPDATE", "DELETE")

Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Work:
    """One step to take: of which cycle, which step."""

    cycle: str
    step: str


def main(cycles: int) -> None:
    work = [Work(f"CYCLE-{number}", step) for number in range(cycles) for step in STEPS]
    # Beside this file, because a temporary folder is often in memory, where nothing is durable.
    with TemporaryDirectory(dir=Path(__file__).parent, prefix="durable-step-") as folder:
        noted, ours, theirs = (Path(folder, name) for name in ("noted.db", "ours.db", "theirs.db"))
        opening = _begin(noted, cycles)
        shutil.copy(noted, ours)
        shutil.copy(noted, theirs)
        statements = _noted(noted, work)
        pair = _compared(ours, theirs, work, statements)
        _refuse_unlike(ours, theirs)
    print(HEADING)
    print(*lines(f"a durable step ({len(work)} of them)", pair, AIM), sep="\n")
    print(_cycles_a_second(pair))
    print(f"opening a cycle, its two files read anew and pinned: {opening * 1e3:.1f} ms")


def _begin(path: Path, cycles: int) -> float:
    """Make a record with the twelve dialogues and open cycles in it; return the median seconds of an opening."""
    create(_url(path), SeededMint(EXAMPLE_SEED)).dispose()
    with _door(path) as door:
        open_record(door, "Benchmark", example=True)
        import_dialogues(door, paper(), Answers({}))
        asked = [
            Opening("uk-china", date(2027, 1, 11), "Benchmark", True, f"CYCLE-{number}", _WORKFLOW)
            for number in range(cycles)
        ]
        return median(spent(partial(open_cycle, door, opening)).wall for opening in asked)


def _noted(path: Path, work: Iterable[Work]) -> list[list[Statement]]:
    """Take every step once and return what it handed to the driver to be written, step by step."""
    notes: list[Statement] = []
    noted = []
    with patch.object(sqlite3, "connect", partial(sqlite3.connect, factory=_noting(notes))), _door(path) as door:
        for one in work:
            notes.clear()
            complete_step(door, one.cycle, one.step)
            noted.append(list(notes))
    return noted


def _compared(ours: Path, theirs: Path, work: Sequence[Work], statements: Sequence[list[Statement]]) -> Pair:
    with _door(ours) as door, _raw(theirs) as raw:
        return in_turns(
            [
                (partial(complete_step, door, one.cycle, one.step), partial(_written, raw, step))
                for one, step in zip(work, statements, strict=True)
            ]
        )


def _written(raw: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in statements:
        raw.executemany(statement, rows)
    raw.execute("COMMIT")


@contextmanager
def _door(path: Path) -> Iterator[Door]:
    mint = SeededMint(EXAMPLE_SEED)  # the same ids, codes and nonces each time the same is done
    store = open_store(_url(path), mint)
    try:
        yield Door(store, fixed_clock(_NOW), mint, "Benchmark", printer_of(None))
    finally:
        store.dispose()


@contextmanager
def _raw(path: Path) -> Iterator[sqlite3.Connection]:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous = FULL")
    triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        raw.execute(f'DROP TRIGGER "{name}"')
    try:
        yield raw
    finally:
        raw.close()


def _noting(notes: list[Statement]) -> Callable[..., sqlite3.Connection]:
    """Return a class of connections whose cursors note what changes rows, and do it."""

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, values: Any = ()) -> "Cursor":
            if statement.lstrip().startswith(_CHANGES):
                notes.append((statement, [values]))
            super().execute(statement, values)
            return self

        def executemany(self, statement: str, rows: Iterable[Any]) -> "Cursor":
            notes.append((statement, list(rows)))
            super().executemany(statement, notes[-1][1])
            return self

    class Connection(sqlite3.Connection):
        def cursor(self, *_: Any) -> Cursor:  # type: ignore[override] # there is one kind of cursor here
            return super().cursor(Cursor)

    return Connection


def _refuse_unlike(ours: Path, theirs: Path) -> None:
    """Stop unless both databases hold the same rows in every table."""
    with sqlite3.connect(ours) as one, sqlite3.connect(theirs) as other:
        tables = [name for (name,) in one.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        unlike = [name for name in tables if _rows(one, name) != _rows(other, name)]
    if unlike:
        sys.exit(f"The two sides did not write the same rows: {', '.join(unlike)}.")


def _rows(connection: sqlite3.Connection, table: str) -> list[Any]:
    return sorted(connection.execute(f'SELECT * FROM "{table}"'), key=repr)


def _cycles_a_second(pair: Pair) -> str:
    ours, theirs = (1 / (len(STEPS) * seconds) for seconds in pair.wall())
    return f"cycles of {len(STEPS)} steps a second: evalflow {ours:.0f}, raw sqlite3 {theirs:.0f}"


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CYCLES)
