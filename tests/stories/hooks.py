"""The name of a hook → what a process then suffers: it is killed, its files may not grow, it waits for no lock."""

import ctypes
import hashlib
import os
import resource
import signal
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from select import select
from threading import Thread
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from evalflow import wiring
from evalflow.effects.disk import files
from evalflow.store.database import database
from tests.support import printed_once, printed_plainly
from tests.support.awaiting import awaited

OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
DECIDED, ASKS = "decided", "asks"  # files by which two processes tell each other how far they are


def kill_at_commit(number: int, moment: str) -> None:
    """Kill this process just before or just after its commit of this number is handed to the database."""
    _at_commit(lambda count, now: _die() if (count, now) == (number, moment) else None)


def kill_after(seconds: float) -> None:
    """Kill this process after so long, wherever it is then."""

    def wait() -> None:
        select([], [], [], seconds)
        _die()

    Thread(target=wait, daemon=True).start()


def count_commits(path: str) -> None:
    """Write how many commits there were into a file, after each."""

    def note(count: int, moment: str) -> None:
        if moment == "after":
            with open(path, "w") as file:
                file.write(str(count))

    _at_commit(note)


def kill_at_new_name(log: str) -> None:
    """Kill this process when a file stands written beside and is to get its name, once for each name: see the log."""
    write = files._write

    def noted(path: Path, content: bytes, place: files.Place, *, public: bool = False) -> None:
        def die_or_place(beside: Path, path: Path, content: bytes) -> None:
            if f"{path.name}\n" not in Path(log).read_text():
                with open(log, "a") as named:
                    named.write(f"{path.name}\n")
                _die()
            place(beside, path, content)

        write(path, content, die_or_place, public=public)

    files._write = noted


def wait_for_no_lock(seconds: float) -> None:
    """Give up on a locked database after this time and not after half a minute."""
    database.open_store = partial(database.open_store, busy_timeout=seconds)
    vars(wiring)["open_store"] = database.open_store


def limit_files(size: int) -> None:
    """Let no file grow over this size in bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def fill_the_disk() -> None:
    """Let SQLite find no room for another page, as on a full disk."""
    event.listen(Engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))


def obey_permissions() -> None:
    """Give up what lets root read and write in spite of permissions. Only on Linux; who is not root needs it not."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        version, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(version, sets) == 0
        sets[0] &= ~OVERRIDES  # the first word of three, twice: effective, permitted, inheritable
        assert libc.capset(version, sets) == 0


def come_later(turns: int) -> None:
    """Do something else first, so that another process is ahead by a little."""
    seen = b""
    for _ in range(turns):
        seen = hashlib.sha256(seen).digest()


def hold_at_commit(folder: str, turns: int) -> None:
    """When all is decided, and before it is there for others, say so; go on some turns after another asks to write."""

    def hold(count: int, moment: str) -> None:
        if (count, moment) == (1, "before"):
            Path(folder, DECIDED).touch()
            awaited(Path(folder, ASKS).exists)
            come_later(turns)

    _at_commit(hold)


def meet_a_held_one(folder: str) -> None:
    """Begin only when another has decided everything, and say when this one asks to write."""
    begin = database._begin_writing

    def told(connection: Any) -> None:
        Path(folder, ASKS).touch()
        begin(connection)

    database._begin_writing = told
    awaited(Path(folder, DECIDED).exists)


def _at_commit(does: Callable[[int, str], None]) -> None:
    count = 0
    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def counted(self: DefaultDialect, connection: Any) -> None:
        nonlocal count
        count += 1
        does(count, "before")
        commit(self, connection)
        does(count, "after")

    DefaultDialect.do_commit = counted  # type: ignore[method-assign]  # in a process that is there for this


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


HOOKS: Final[Mapping[str, Callable[..., None]]] = {
    "kill_at_commit": kill_at_commit,
    "kill_at_new_name": kill_at_new_name,
    "kill_after": kill_after,
    "print_anew": printed_once.print_anew,
    "print_once": printed_once.keep,
    "print_plainly": printed_plainly.be_plain,
    "count_commits": count_commits,
    "wait_for_no_lock": wait_for_no_lock,
    "limit_files": limit_files,
    "fill_the_disk": fill_the_disk,
    "obey_permissions": obey_permissions,
    "come_later": come_later,
    "hold_at_commit": hold_at_commit,
    "meet_a_held_one": meet_a_held_one,
}
