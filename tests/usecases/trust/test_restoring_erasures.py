"""What was erased after a copy was made, and the copy put back: it is erased again before anybody sees it."""

from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.effects.disk.marks import KnownCopy
from evalflow.effects.mail.other_transports import FolderTransport
from evalflow.errors import NotFound
from evalflow.evaluation.inputs.commands_events import SetLevel
from evalflow.store.database.backup import glance
from evalflow.store.database.database import open_store
from evalflow.usecases.inputs.inputs import receive, set_level
from evalflow.usecases.letters.forgetting import forget_contact
from evalflow.usecases.letters.posting import post
from evalflow.usecases.trust.audit import verify_record
from evalflow.usecases.trust.backups import copies_that_hold
from evalflow.usecases.trust.confirming import SaidOfLetters, confirm
from tests.usecases.letters.test_posting import MAIL, Post
from tests.usecases.office import CYCLE, MINT, Office, draft
from tests.usecases.trust.test_restoring import door, marks_of, put_back, saved


def test_what_was_erased_since_the_copy_is_erased_again_before_it_is_shown(due_office: Office) -> None:
    post(door(due_office), MAIL, FolderTransport(due_office.folder / "letters"))
    copy = saved(due_office)
    assert b"The ngo" in copy.read_bytes()
    erased = door(due_office)
    before = marks_of(due_office).heads()[0]
    forget_contact(erased, "ngo", "Asked for.")
    assert erased.marks is not None
    assert erased.marks.heads()[0].head.size > before.head.size
    erased.marks.keep_head(before, lower=True)  # as an older evalflow had left it
    held = copies_that_hold(erased.marks, erased.marks.erased_now)
    assert [Path(one.file) for one in held] == [copy]
    assert copies_that_hold(erased.marks, []) == []
    done = put_back(due_office, copy)
    assert done.erased_again == len(erased.marks.erased_now) > 0
    assert done.behind is not None
    assert done.behind.unsure  # that it was erased is proof that the record had been further
    due_office.store.dispose()
    assert b"The ngo" not in b"".join(path.read_bytes() for path in due_office.folder.glob("taking.db*"))
    due_office.store = open_store(due_office.store.url, MINT)
    confirm(door(due_office), SaidOfLetters(rest="gone"))
    assert verify_record(door(due_office)).sound


def test_files_that_nobody_else_submitted_go_with_the_input_that_brought_them(due_office: Office) -> None:
    files = [((f"{n}.txt", n.encode()), ("same.txt", b"same")) for n in "12"]
    said = [draft(f"Point {one[0][0]}", who=one[0][0], attachments=one) for one in files]
    first, second = (one.input for one in receive(due_office.door, CYCLE, said))
    copy = saved(due_office)
    set_level(door(due_office), first.code, SetLevel("name-withheld", "", ""))
    put_back(due_office, copy)
    own, shared, other = first.attachments[0].sha256, first.attachments[1].sha256, second.attachments[0].sha256
    with due_office.store.reading() as reading:
        assert [reading.blob(sha256) for sha256 in (shared, other)] == [b"same", b"2"]
        with pytest.raises(NotFound):
            reading.blob(own)
    assert not verify_record(door(due_office)).sound  # it may have lost something, until a person has confirmed
    confirm(door(due_office), SaidOfLetters(rest="gone"))
    assert verify_record(door(due_office)).sound


def test_nothing_goes_to_a_contact_whose_addresses_were_erased_by_the_restore(due_office: Office) -> None:
    copy = saved(due_office)
    forget_contact(door(due_office), "ngo", "Asked for.")
    put_back(due_office, copy)
    confirm(door(due_office), SaidOfLetters(rest="not-gone"))
    way = Post()
    assert post(door(due_office), MAIL, way).states == {"declined": 1, "sent": 1}
    assert [to for _, to, _ in way.taken] == [("parliament@example.org",)]


def test_a_copy_made_after_an_erasure_is_not_named(due_office: Office) -> None:
    erased = door(due_office)
    forget_contact(erased, "ngo", "Asked for.")
    assert erased.marks is not None
    copy = KnownCopy("c.db", glance(due_office.store.url).head, due_office.now)
    assert [int(entry.partition(":")[0]) < copy.head.size for entry in erased.marks.erased_now]
    assert copies_that_hold(erased.marks, ["999999:" + "0" * 64]) == []


def test_an_erasure_that_is_only_tried_is_not_kept(due_office: Office) -> None:
    dry = replace(door(due_office), dry_run=True)
    forget_contact(dry, "ngo", "Asked for.")
    assert marks_of(due_office).erased() == frozenset()
