"""Two processes lose nothing, and a killed one leaves nothing half done."""

import signal
import subprocess
import sys
from pathlib import Path

from evalflow.evaluation.people import Person
from evalflow.store.checks.verification import verify
from evalflow.store.database.database import Store

ROOT = Path(__file__).resolve().parents[2]


def started(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.store.programs", *words]
    return subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"})


def test_two_processes_that_append_at_once_lose_nothing(store: Store) -> None:
    names, count = ("a", "b"), 40
    programs = [started("append", store.url, name, str(count)) for name in names]
    assert [program.wait() for program in programs] == [0, 0]
    with store.reading() as reading:
        persons = reading.all(Person)
        assert {person.id for person in persons} == {f"{name}-{n}" for name in names for n in range(count)}
        # Each saw all that was committed before it: nobody decided on what was no longer true.
        assert [person.name for person in persons] == [str(number) for number in range(2 * count)]
        assert verify(reading).problems == ()


def test_a_process_killed_in_mid_transaction_leaves_nothing_of_it(store: Store) -> None:
    assert started("die", store.url).wait() == -signal.SIGKILL
    with store.writing() as transaction:  # and no lock
        assert [person.id for person in transaction.all(Person)] == ["kept"]
        assert transaction.size() == 1
        assert verify(transaction).problems == ()
