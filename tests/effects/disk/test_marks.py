"""Marks outside the database: in several places, never lowered, private, and of use after a kill in any line."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evalflow.effects.disk.marks import BEGUN, HEAD, KnownCopy, Mark, Marks, Protection, forget, higher
from evalflow.errors import Broken
from evalflow.evaluation.report.head import Head

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
ONE, TWO = Mark("r", Head(1, "a" * 64), "b" * 64, NOW), Mark("r", Head(2, "c" * 64), "d" * 64, NOW)
LETTER, ENTRY = "0123456789abcdef" * 2, "7:" + "e" * 64


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks("r", (tmp_path / "folder" / "marks", tmp_path / "state" / "r"))


def test_the_highest_head_is_kept_in_every_place_and_never_lowered_but_on_purpose(marks: Marks) -> None:
    assert marks.heads() == []
    marks.keep_head(TWO)
    marks.keep_head(ONE)
    assert marks.heads() == [TWO, TWO]
    marks.keep_head(ONE, lower=True)
    assert marks.heads() == [ONE, ONE]


def test_a_doubt_stays_until_it_is_cleared(marks: Marks) -> None:
    doubt = Mark("r", ONE.head, ONE.last, NOW, unsure=True)
    marks.keep_head(doubt)
    marks.keep_head(TWO)
    assert [mark.unsure for mark in marks.heads()] == [True, True]
    assert higher([TWO, doubt]) == doubt
    marks.keep_head(TWO, lower=True)
    assert marks.heads() == [TWO, TWO]


def test_folders_and_files_are_private(marks: Marks) -> None:
    marks.keep_head(ONE)
    marks.keep_left([LETTER])
    for place in marks.places:
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}


def test_each_list_is_put_together_from_all_places_and_outlives_half_a_line(marks: Marks) -> None:
    copy = KnownCopy("/safe/ä.db", Head(1, "a" * 64), NOW)
    later = KnownCopy("/safe/b.db", Head(2, "a" * 64), NOW + timedelta(days=1))
    marks.keep_left([LETTER])
    marks.begin([ENTRY], [])
    marks.keep_erased([ENTRY])
    marks.keep_copy(later)
    marks.keep_copy(copy)
    for name in ("letters-handed-over", "erased", "copies"):
        with (marks.places[0] / name).open("a") as file:
            file.write('{"file": "half')
        (marks.places[1] / name).unlink()
    other = "f" * 32
    marks.keep_left([other])
    assert marks.left() == {LETTER, other}
    assert (set(marks.erased()), marks.erased_now) == ({ENTRY}, [ENTRY])
    assert marks.copies() == [copy, later]


def test_what_is_erased_twice_is_kept_once(marks: Marks) -> None:
    marks.keep_erased([ENTRY])
    marks.keep_erased([ENTRY])
    assert (marks.places[0] / "erased").read_text() == f"\n{ENTRY}\n"


def test_what_was_begun_counts_until_it_is_kept_or_never_took_place(marks: Marks) -> None:
    one, two = Protection("tightened", LETTER, ENTRY), Protection("redacted", LETTER, "8:" + "e" * 64)
    marks.begin([ENTRY], [one, two])
    with (marks.places[0] / BEGUN).open("a") as file:
        file.write("tightened half")
    assert marks.begun() == ([ENTRY], [one, two])
    assert (set(marks.erased()), marks.protected()) == ({ENTRY}, [one, two])
    marks.keep_protected([one, one])
    marks.end([ENTRY], [one])
    assert (marks.begun(), marks.erased(), marks.protected()) == (([], [two]), frozenset(), [one, two])
    marks.end([ENTRY], [])
    marks.end([], [two])
    assert (marks.begun(), marks.protected()) == (([], []), [one])
    marks.end([], [two])
    forget(marks.places[0])
    forget(marks.places[1])
    assert marks.protected() == []


def test_one_place_that_is_shut_is_made_up_for_by_the_other(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    marks = Marks("r", (tmp_path / "file" / "marks", tmp_path / "state"))
    marks.keep_head(ONE)
    assert marks.heads() == [ONE]
    with pytest.raises(Broken) as failure:
        Marks("r", (tmp_path / "file" / "marks",)).keep_head(ONE)
    assert failure.value.code == "mark-not-written"


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"v": 1}', b"\xff"])
def test_a_damaged_mark_is_said_and_not_passed_over(marks: Marks, content: bytes) -> None:
    marks.keep_head(ONE)
    (marks.places[1] / HEAD).write_bytes(content)
    with pytest.raises(Broken) as failure:
        marks.heads()
    assert failure.value.code == "mark-unreadable"


def test_the_marks_of_another_record_in_the_same_folder_are_told_apart(marks: Marks) -> None:
    marks.keep_head(TWO)
    other = Marks("other", marks.places[:1])
    assert (other.heads(), [(mark.record, mark.unsure) for mark in other.foreign()]) == ([], [("r", True)])
    other.keep_head(Mark("other", ONE.head, ONE.last, NOW))
    assert [mark.head for mark in other.heads()] == [ONE.head]
    forget(marks.places[0])
    assert other.heads() == []


def test_a_place_that_cannot_be_written_to_is_named(marks: Marks) -> None:
    assert marks.unwritable() == []
