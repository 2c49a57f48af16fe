"""Programs that a test starts in processes of their own, and kills."""

import os
import signal
import sys

from evalflow.evaluation.people import PersonNamed
from evalflow.store.database.database import open_store
from tests.store.samples import MINT, record


def append(url: str, name: str, count: int) -> None:
    """Record `count` persons, each in a transaction of its own."""
    store = open_store(url, MINT)
    for number in range(count):
        with store.writing() as transaction:
            person = f"{name}-{number}"
            record(transaction, person, [PersonNamed(person, str(transaction.size()))])
    store.dispose()


def die_in_the_middle(url: str) -> None:
    """Record a person, commit, record another, and be killed before the commit."""
    store = open_store(url, MINT)
    with store.writing() as transaction:
        record(transaction, "kept", [PersonNamed("kept", "kept")])
    with store.writing() as transaction:
        record(transaction, "lost", [PersonNamed("lost", "lost")])
        transaction.put_blob(bytes(8_000_000))  # more than the cache holds, so that pages reach the log
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["append", url, name, count]:
            append(url, name, int(count))
        case ["die", url]:
            die_in_the_middle(url)
