"""Letters to a real server, which misbehaves, by senders that are killed, stopped, or two at once."""

import signal
from pathlib import Path

import pytest

from tests.store.raw import raw
from tests.support.awaiting import awaited
from tests.support.mail_storm import CYCLE, FIRST, Storm, arrivals, counted, done, evalflow, owed, server, storm
from tests.support.postgres import PostgresServer

LETTERS = 10  # in every test, so that their record is made once
ALL_ONCE = Storm(LETTERS, LETTERS, 0, 0, 0, 0, {"sent": LETTERS})


def test_none_is_lost_and_whatever_arrives_twice_is_the_very_same_message(tmp_path: Path) -> None:
    found = storm(tmp_path, LETTERS, seed=11)
    assert (found.arrived, found.unequal, found.states) == (LETTERS, 0, {"sent": LETTERS}), found
    assert found.kills > 0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> object:
    if request.param == "sqlite":
        return "sqlite:///evalflow.db"
    return request.getfixturevalue("database_url_of_postgres")


@pytest.fixture
def database_url_of_postgres(postgres_server: PostgresServer) -> object:
    with postgres_server.fresh_database("letters") as url:
        yield url


def test_two_clocks_on_one_record_send_each_letter_once_and_stop_when_told(tmp_path: Path, database: str) -> None:
    with server(tmp_path / "taken", 0) as port:
        owed(tmp_path, LETTERS, port, database)
        place = tmp_path / "storm"
        clock = evalflow(place, FIRST, "run", "--every", "1")
        for _ in range(LETTERS):  # a second clock beside it: another `run` in this folder would be refused
            if len(list((tmp_path / "taken").iterdir())) < LETTERS:
                done(place, FIRST, "tick")
        awaited(lambda: len(list((tmp_path / "taken").iterdir())) == LETTERS)
        clock.send_signal(signal.SIGTERM)
        said = clock.communicate()[1].decode()
        assert (clock.returncode, "The clock was stopped." in said) == (0, True), said
        assert arrivals(tmp_path / "taken", LETTERS, 0, counted(place, FIRST)) == ALL_ONCE
        done(place, FIRST, "audit", "verify")


def test_put_back_from_a_copy_a_record_sends_no_letter_again(tmp_path: Path, database: str) -> None:
    with server(tmp_path / "taken", 0) as port:
        owed(tmp_path, LETTERS, port, database)
        place = tmp_path / "storm"
        done(place, FIRST, "backup", "copy.db")
        done(place, FIRST, "tick")
        lose(place, database)
        done(place, FIRST, "restore", "copy.db")
        tick = evalflow(place, FIRST, "tick")
        assert ("Until you confirm which letters had gone" in tick.communicate()[1].decode(), tick.returncode) == (
            True,
            1,
        )
        done(place, FIRST, "restore", "confirm", "--others", "gone")
        done(place, FIRST, "tick")
        assert len(list((tmp_path / "taken").iterdir())) == LETTERS
        assert counted(place, FIRST) == {"sent": LETTERS}
        done(place, FIRST, "audit", "verify")


def lose(place: Path, database: str) -> None:
    """Lose the database, and keep the folder."""
    if database.startswith("sqlite"):
        (place / "evalflow.db").rename(place / "lost.db")
        return
    with raw(database) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_a_clock_that_finds_nothing_due_sends_nothing(tmp_path: Path) -> None:
    with server(tmp_path / "taken", 0) as port:
        owed(tmp_path, LETTERS, port)
        place = tmp_path / "storm"
        done(place, FIRST, "tick")
        assert done(place, FIRST, "tick") == ""
        assert len(list((tmp_path / "taken").iterdir())) == LETTERS
        assert CYCLE in done(place, FIRST, "letters", "list", "--format", "csv")
