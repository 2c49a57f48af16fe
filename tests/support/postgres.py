"""PostgreSQL's programs on this machine → a private server for one test session, and fresh databases in it.

The server listens on a socket in its own temporary folder and on no network address. It is set up to show what a
developer's machine hides: its text sorts by language, not by bytes, and its zone is not UTC.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ACCOUNT = "postgres"
DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
timezone = 'Asia/Shanghai'
max_connections = 60
shared_buffers = 32MB
fsync = off
full_page_writes = off
"""
# One script holds the server: it stops it and removes the folder as soon as its standard input ends, and that happens
# even when the test session is killed. The second initdb is for a PostgreSQL before 15, or built without ICU.
KEEPER = """
trap '' PIPE
programs=$1 folder=$2 settings=$3
set -- --pgdata="$folder/cluster" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync
{
    "$programs/initdb" "$@" --locale-provider=icu --icu-locale=en || "$programs/initdb" "$@"
    printf '%s' "$settings" >> "$folder/cluster/postgresql.conf"
    "$programs/pg_ctl" --pgdata="$folder/cluster" --log="$folder/server.log" --wait --timeout=3600 start
} > "$folder/start.log" 2>&1 && echo ready
cat > /dev/null
"$programs/pg_ctl" --pgdata="$folder/cluster" --mode=immediate stop > /dev/null 2>&1
rm -rf "$folder"
"""


class Unavailable(Exception):
    """PostgreSQL cannot be started here. The message says why and what helps."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `folder` holds its socket."""

    folder: Path

    def url(self, database: str) -> str:
        """Return the address of a database, as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{ACCOUNT}@/{database}?host={self.folder}"

    @contextmanager
    def fresh_database(self, name: str, template: str = "template0") -> Iterator[str]:
        """Yield the address of a new database, empty or a copy of another one, to which nobody may be connected.

        It is dropped afterwards, whoever is still connected.
        """
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield self.url(name)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self.folder), user=ACCOUNT, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Yield a server that lives no longer than the `with`, and no longer than this process.

    Raises:
        Unavailable: there is no PostgreSQL here, no account it may run under, or it does not start.
    """
    programs, account = find_programs(), unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="evalflow-postgres-", dir="/tmp"))  # a socket's path must be short
    if account:
        shutil.chown(folder, account, account)
    with _keeper(programs, folder, account) as keeper:
        if not keeper.stdout or not keeper.stdout.readline():
            raise Unavailable(f"PostgreSQL did not start:\n{(folder / 'start.log').read_text()}")
        yield PostgresServer(folder)


@contextmanager
def _keeper(programs: Path, folder: Path, account: str | None) -> Iterator[subprocess.Popen[str]]:
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", str(programs), str(folder), SETTINGS.format(folder=folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        user=account,
        group=account,
        extra_groups=[] if account else None,
        env={"PATH": os.defpath, "LC_ALL": "C"},
        start_new_session=True,  # an interrupt from the keyboard is for the tests, which then end the server in order
    )
    with keeper:  # leaving closes its input and waits for it
        yield keeper


def find_programs() -> Path:
    """Return the folder with PostgreSQL's programs: Debian's newest, or else the one on the PATH."""
    if debian := sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])):
        return debian[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise Unavailable("PostgreSQL's initdb was not found. On Debian and Ubuntu: apt-get install postgresql.")


def unprivileged_account() -> str | None:
    """Return the account the server must be started under, or None where the present one will do."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT).pw_name
    except KeyError:
        raise Unavailable(f"PostgreSQL refuses to run as root, and there is no account {ACCOUNT!r} here.") from None
