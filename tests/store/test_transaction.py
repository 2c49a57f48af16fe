"""What is recorded can be read again, one transaction at a time."""

from datetime import datetime
from typing import Any

import pytest

from evalflow.engine.words import Cycle
from evalflow.errors import Broken, InvalidInput, NotFound
from evalflow.evaluation.dialogues.dialogue import Dialogue, DialogueAdded
from evalflow.evaluation.heart import FAMILY_OF, apply
from evalflow.evaluation.inputs.commands_events import InputReceived
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective, ObjectiveAdded
from evalflow.evaluation.people import Person, PersonNamed
from evalflow.store.access.reading import Effect
from evalflow.store.database.database import Store
from tests.store.samples import DAY, DIALOGUE, NAME, NOW, OBJECTIVE, amended, histories, record


def folded(events: Any) -> Any:
    entity = None
    for event in events:
        entity = apply(entity, event)
    return entity


@pytest.mark.parametrize("number", range(len(histories())))
def test_an_entity_of_every_family_reads_back_as_its_events_fold(filled: Store, number: int) -> None:
    subject, events = histories()[number]
    with filled.reading() as reading:
        assert reading.get(FAMILY_OF[type(events[0])].entity, subject) == folded(events)


def test_recording_returns_the_entity_as_it_stands(filled: Store) -> None:
    with filled.writing() as transaction:
        after = record(transaction, "o1", [amended(folded(histories()[4][1]), "title", "Freedom")])
    with filled.reading() as reading:
        assert reading.get(Objective, "o1") == after
        assert (after.title, after.revision) == ("Freedom", 3)


def test_several_changes_of_an_objective_go_in_one_record(store: Store) -> None:
    with store.writing() as transaction:
        record(transaction, "d1", [DialogueAdded(DIALOGUE)])
        one = amended(OBJECTIVE, "title", "Freedom")
        two = amended(apply(OBJECTIVE, one), "title", "Liberty")
        record(transaction, "o1", [ObjectiveAdded(OBJECTIVE), one, two])
    with store.reading() as reading:
        objective = reading.get(Objective, "o1")
        assert objective is not None
        assert [change.new for change in objective.changes] == ["Release all prisoners.", "Freedom", "Liberty"]


def test_the_journal_holds_the_events_in_order(filled: Store) -> None:
    told = [event for _, events in histories() for event in events]
    with filled.reading() as reading:
        entries = list(reading.journal())
        assert [entry.event for entry in entries] == told
        assert [entry.seq for entry in entries] == list(range(1, len(told) + 1))
        assert {(entry.at, entry.by) for entry in entries} == {(NOW, "p1")}
        assert entries[0].kind == "record.RecordOpened"
        assert reading.size() == len(told)
        assert reading.last_instant() == NOW


def test_the_journal_of_one_subject_and_from_a_number_on(filled: Store) -> None:
    with filled.reading() as reading:
        assert [entry.seq for entry in reading.journal(subject="o1")] == [6, 7]
        assert [entry.seq for entry in reading.journal(subject="o1", first=7)] == [7]


def test_an_empty_record_says_so(store: Store) -> None:
    with store.reading() as reading:
        assert (reading.size(), reading.last_instant(), list(reading.journal())) == (0, None, [])
        assert reading.get(Person, "nobody") is None
        assert reading.find(Person, name="nobody") is None
        assert reading.due(NOW) == []


def test_entities_come_by_code_compared_by_bytes(store: Store) -> None:
    codes = ["b", "B", "a", "ä", "Z", "a-1"]
    with store.writing() as transaction:
        for number, code in enumerate(codes):
            record(transaction, f"d{number}", [DialogueAdded(Dialogue(f"d{number}", code, "", "", ""))])
    with store.reading() as reading:
        assert [one.code for one in reading.all(Dialogue)] == sorted(codes, key=str.encode)


def test_entities_without_a_code_come_as_they_were_entered(store: Store) -> None:
    with store.writing() as transaction:
        for name in ("z", "a", "m"):
            record(transaction, name, [PersonNamed(name, "the same")])
    with store.reading() as reading:
        assert [person.id for person in reading.all(Person, name="the same")] == ["z", "a", "m"]
        assert reading.count(Person) == 3
        assert reading.count(Person, name="other") == 0
        with pytest.raises(Broken, match="3 rows in person where there can be one only"):
            reading.find(Person, name="the same")


def test_all_brings_the_parts_of_each(filled: Store) -> None:
    with filled.reading() as reading:
        assert [len(one.points) for one in reading.all(Input, cycle="c1")] == [2]
        assert reading.all(Input, cycle="other") == []


def test_a_transaction_sees_what_it_wrote_and_a_failed_one_leaves_nothing(store: Store) -> None:
    def fail_late() -> None:
        with store.writing() as transaction:
            record(transaction, "p1", [PersonNamed("p1", NAME)])
            assert transaction.find(Person, name=NAME) == Person("p1", NAME)
            assert transaction.put_blob(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    with store.reading() as reading:
        assert (reading.size(), reading.count(Person)) == (0, 0)


def test_a_dry_run_leaves_nothing(store: Store) -> None:
    with store.writing(dry_run=True) as transaction:
        assert record(transaction, "p1", [PersonNamed("p1", NAME)]) == Person("p1", NAME)
    with store.reading() as reading:
        assert (reading.size(), reading.count(Person)) == (0, 0)


def test_a_reader_keeps_its_snapshot_while_a_writer_commits(filled: Store) -> None:
    with filled.reading() as reading:
        before = reading.size()
        with filled.writing() as transaction:
            record(transaction, "p2", [PersonNamed("p2", "Second")])
        assert (reading.size(), reading.get(Person, "p2")) == (before, None)
    with filled.reading() as reading:
        assert reading.size() == before + 1


def test_events_of_one_record_belong_to_one_family(store: Store) -> None:
    with pytest.raises(ValueError, match="one family"), store.writing() as transaction:
        record(transaction, "p1", [PersonNamed("p1", "x"), DialogueAdded(DIALOGUE)])
    with pytest.raises(ValueError, match="one family"), store.writing() as transaction:
        record(transaction, "p1", [])


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_not_every_database_keeps_is_refused_at_the_door(store: Store, text: str) -> None:
    with pytest.raises(InvalidInput) as refusal, store.writing() as transaction:
        record(transaction, "p1", [PersonNamed("p1", text)])
    assert refusal.value.code in ("nul-in-text", "not-text")
    with store.reading() as reading, pytest.raises(InvalidInput):
        reading.find(Person, name=text)


def test_a_naive_instant_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInput, match="zone"), store.writing() as transaction:
        transaction.record("p1", "p1", datetime(2027, 1, 1), [PersonNamed("p1", "x")])  # noqa: DTZ001 - the point
    with pytest.raises(InvalidInput, match="zone"), store.reading() as reading:
        reading.due(datetime(2027, 1, 1))  # noqa: DTZ001 - the point
    with pytest.raises(InvalidInput, match="zone"), store.writing() as transaction:
        transaction.enqueue("a", "receipt", "i1", datetime(2027, 1, 1))  # noqa: DTZ001 - the point


def test_a_row_that_refers_to_nothing_is_refused_at_the_commit(store: Store) -> None:
    with pytest.raises(Broken) as refusal, store.writing() as transaction:
        record(transaction, "o1", [ObjectiveAdded(OBJECTIVE)])
    assert refusal.value.code == "record-contradicts"
    with store.reading() as reading:
        assert reading.size() == 0


def test_the_same_code_twice_is_refused_without_repeating_it(filled: Store) -> None:
    twin = InputReceived(Input("i2", "c1", "UK-CN-2027/NGO/001", "ngo", "public", NAME, "", NOW, "", "", ""))
    with pytest.raises(Broken) as refusal, filled.writing() as transaction:
        record(transaction, "i2", [twin])
    assert refusal.value.code == "record-contradicts"
    assert "NGO/001" not in f"{refusal.value}{refusal.value.__cause__}"


def test_a_key_is_new_once_and_only_if_committed(store: Store) -> None:
    with store.writing(dry_run=True) as transaction:
        assert transaction.once("demo/1") is True
    with store.writing() as transaction:
        assert (transaction.once("demo/1"), transaction.once("demo/1")) == (True, False)
    with store.writing() as transaction:
        assert transaction.once("demo/1") is False


def test_an_effect_is_owed_once_until_it_is_done(store: Store) -> None:
    with store.writing() as transaction:
        transaction.enqueue("b", "receipt", "i1", NOW)
        transaction.enqueue("a", "receipt", "i2", NOW)
        transaction.enqueue("z", "letter", "i2", NOW - DAY)
        transaction.enqueue("b", "receipt", "i1", NOW)
        assert [effect.key for effect in transaction.pending_effects()] == ["z", "a", "b"]
        transaction.effect_done("a", NOW)
    with store.reading() as reading:
        assert reading.pending_effects() == [Effect("z", "letter", "i2", NOW - DAY), Effect("b", "receipt", "i1", NOW)]
    with pytest.raises(NotFound, match="No effect 'a' is owed"), store.writing() as transaction:
        transaction.effect_done("a", NOW)


def test_content_is_kept_once_under_its_hash(store: Store) -> None:
    with store.writing() as transaction:
        hashed = transaction.put_blob(b"\x00\xff")
        assert transaction.put_blob(b"\x00\xff") == hashed
    with store.reading() as reading:
        assert reading.blob(hashed) == b"\x00\xff"
    with store.writing() as transaction:
        transaction.drop_blob(hashed)
    with store.reading() as reading, pytest.raises(NotFound, match="holds no file"):
        reading.blob(hashed)


def test_a_cycle_is_due_when_a_step_is_and_not_before(filled: Store) -> None:
    with filled.reading() as reading:
        assert reading.get(Cycle, "c1") is not None
        assert reading.due(NOW + DAY - DAY / 86400) == []  # "terms" is overdue already; "ngo_inputs" opens in a day
        assert reading.due(NOW + DAY) == ["c1"]
