"""Many letters, a server that misbehaves by chance, a sender that is killed at random → what arrived, and how often.

`python -m tests.support.mail_storm 1000 7` prints the counts for a thousand letters and the seed 7.
"""

import os
import random  # noqa: TID251 - a storm of the tests may roll dice
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from evalflow.store.database.backup import put_into_server
from evalflow.wiring import ChanceMint
from tests.support.awaiting import awaited
from tests.support.shared import made_once, shared_folder

ROOT = Path(__file__).resolve().parents[2]
EVALFLOW = [sys.executable, "-c", "import sys; from evalflow.cli.main import main; sys.exit(main())"]
CYCLE = "STORM-2027"
FIRST = datetime(2026, 12, 14, 9, tzinfo=UTC)  # a Monday in working hours
SETTINGS = """\
database = "{database}"
person = "Example Secretariat"

[mail]
transport = "smtp"
sender = "office@example.org"
host = "127.0.0.1"
port = {port}
security = "none"
timeout_seconds = {timeout}
"""


SQLITE = "sqlite:///evalflow.db"
PATIENCE = 600  # seconds, with a server that always answers


@dataclass(frozen=True)
class Storm:
    """What came of it. `twice` counts letters of which more than one copy arrived; `unequal` those that differ."""

    letters: int
    arrived: int
    twice: int
    copies: int
    unequal: int
    kills: int
    states: dict[str, int]

    def __str__(self) -> str:
        return (
            f"{self.letters} letters, {self.kills} kills: {self.arrived} arrived, {self.letters - self.arrived} lost, "
            f"{self.twice} more than once ({self.copies} copies in all), {self.unequal} of them with another content; "
            f"states: {self.states}"
        )


def evalflow(folder: Path, at: datetime, *words: str, **more: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "EVALFLOW_AT": at.isoformat(), "PYTHONPATH": f"{ROOT / 'src'}", **more}
    return subprocess.Popen(
        [*EVALFLOW, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def done(folder: Path, at: datetime, *words: str) -> str:
    process = evalflow(folder, at, *words)
    out, err = process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


@contextmanager
def server(taken: Path, seed: int) -> Iterator[int]:
    """Run the server in a process of its own, and give its port."""
    told = taken.with_suffix(".port")
    command = [sys.executable, "-m", "tests.support.smtp_server", str(taken), str(seed), str(told)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield int(awaited(lambda: told.exists() and told.read_text()) or "")
    finally:
        process.kill()
        process.wait()


def owed(folder: Path, letters: int, port: int, database: str = SQLITE, timeout: int = PATIENCE) -> None:
    """Make a record in which so many letters are due. `timeout` is how long one waits for the server's answer.

    In a session of tests it is made once and copied, or put into the server as a restore does.
    """
    place = folder / "storm"
    if shared_folder():
        made = made_once(f"owed-{letters}", lambda path: _make_owed(path, letters)) / "storm"
        shutil.copytree(made, place)
        if database != SQLITE:
            put_into_server(made / "evalflow.db", database, ChanceMint()).dispose()
            (place / "evalflow.db").unlink()
    else:
        _make_owed(folder, letters, database)
    (place / "evalflow.toml").write_text(SETTINGS.format(port=port, database=database, timeout=timeout))


def _make_owed(folder: Path, letters: int, database: str = SQLITE) -> None:
    folder.mkdir(exist_ok=True)
    done(folder, FIRST, "init", "storm", "--example", "--with-registry", "--database", database, "--person", "Example")
    place = folder / "storm"
    opened = ("--opens", "2027-01-11", "--operator", "Example Secretariat", "--does-not-conduct", "--code", CYCLE)
    done(place, FIRST, "cycle", "open", "norway-china", *opened)
    rows = [f"Office {number},ngo,office{number}@example.org,UTC,example-{number}" for number in range(letters)]
    (place / "circle.csv").write_text("\n".join(["name,role,mail,zone,code", *rows]))
    done(place, FIRST, "circle", "import", CYCLE, "circle.csv")
    done(place, FIRST, "cycle", "name-body", CYCLE, "Example Committee", "--accountable-to", "Example Parliament")
    published = ("--timetable", "https://example.org/t", "--criteria", "https://example.org/c", "--on", "2026-12-14")
    done(place, FIRST, "cycle", "publish-terms", CYCLE, *published)
    done(place, FIRST, "cycle", "complete", CYCLE, "terms")
    done(place, FIRST, "letters", "release", "--cycle", CYCLE)


def storm(folder: Path, letters: int, seed: int, senders: int = 1, database: str = SQLITE) -> Storm:
    """Owe the letters, send them by processes that are killed at random, and count what arrived."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    taken = folder / "taken"
    with server(taken, seed) as port:
        owed(folder, letters, port, database, timeout=1)  # the server hangs now and then
        place, at, kills = folder / "storm", FIRST, 0
        while True:
            at += timedelta(minutes=20)
            sending = [evalflow(place, at, "tick") for _ in range(senders)]
            until = (
                len(list(taken.iterdir())) + dice.randint(1, max(2, letters // 20)) if dice.random() < 0.7 else letters
            )
            while len(list(taken.iterdir())) < until and any(process.poll() is None for process in sending):
                time.sleep(0.002)
            for process in sending:
                if until < letters and process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += process.returncode == -signal.SIGKILL  # one that had just ended was not killed
            states = counted(place, at)
            if not set(states) & {"due", "sending", "unknown"}:
                return arrivals(taken, letters, kills, states)


def counted(place: Path, at: datetime) -> dict[str, int]:
    rows = done(place, at, "letters", "list", "--format", "csv").splitlines()[1:]
    return dict(Counter(row.split(",")[2] for row in rows if row.count(",") > 5))


def arrivals(taken: Path, letters: int, kills: int, states: dict[str, int]) -> Storm:
    copies: dict[str, list[bytes]] = {}
    for path in taken.iterdir():
        raw = path.read_bytes().partition(b"\n")[2]
        found = re.search(rb"^Message-ID: <([0-9a-f]{32})@", raw, re.MULTILINE)
        assert found
        copies.setdefault(found[1].decode(), []).append(raw)
    twice = [raws for raws in copies.values() if len(raws) > 1]
    unequal = sum(len(set(raws)) > 1 for raws in twice)
    return Storm(letters, len(copies), len(twice), sum(map(len, twice)), unequal, kills, states)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="storm-") as made:
        sys.stdout.write(f"{storm(Path(made), int(sys.argv[1]), int(sys.argv[2]), int((*sys.argv, '1')[3]))}\n")
