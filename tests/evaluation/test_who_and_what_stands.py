"""The small families: the record itself, who acts, pinned definitions; and one door through which all of them fold."""

from collections import Counter
from dataclasses import is_dataclass
from datetime import UTC, datetime

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.heart import EVENTS, FAMILIES, FAMILY_OF, apply
from evalflow.evaluation.people import (
    ClockConfirmed,
    NamePerson,
    OpenRecord,
    Person,
    PersonNamed,
    Record,
    RecordOpened,
    apply_person,
    apply_record,
    decide_person,
    decide_record,
)
from evalflow.evaluation.pinned import (
    Definition,
    DefinitionPinned,
    PinDefinition,
    apply_definition,
    decide_definition,
)
from evalflow.evaluation.statements import IN_WORDS, Item, Knowledge, Statement

ADA = Person("p", "Ada Example")
WORKFLOW = Definition("sha", "workflow", "evaluation-cycle", "1.0.0", 1, "evalflow: 1")


def test_who_acts_is_named_once() -> None:
    assert decide_person(None, NamePerson("p", "Ada Example")) == [PersonNamed("p", "Ada Example")]
    assert decide_person(ADA, NamePerson("p", "Ada Example")) == []
    assert apply_person(None, PersonNamed("p", "Ada Example")) == ADA


def test_nobody_acts_without_a_name() -> None:
    with pytest.raises(Refused) as refusal:
        decide_person(None, NamePerson("p", " "))
    said = "Say who acts: give a name with --as, or `person` in evalflow.toml."
    assert (refusal.value.code, str(refusal.value)) == ("nobody-named", said)


def test_a_record_is_opened_once_and_is_an_example_for_ever_or_never() -> None:
    opened = RecordOpened("r", "Example", True)
    assert decide_record(None, OpenRecord("r", "Example", True)) == [opened]
    assert apply_record(None, opened) == Record("r", "Example", True)
    with pytest.raises(Refused, match=r"^This database already holds the record “Example”\.$"):
        decide_record(Record("r", "Example", True), OpenRecord("r", "Real", False))


def test_a_definition_is_pinned_once() -> None:
    assert decide_definition(None, PinDefinition(WORKFLOW)) == [DefinitionPinned(WORKFLOW)]
    assert decide_definition(WORKFLOW, PinDefinition(WORKFLOW)) == []
    assert apply_definition(None, DefinitionPinned(WORKFLOW)) == WORKFLOW


def test_every_event_belongs_to_one_family_and_has_a_name_of_its_own() -> None:
    events = [event for family in FAMILIES for event in family.events]
    assert [name for name, times in Counter(event.__name__ for event in events).items() if times > 1] == []
    assert (list(FAMILY_OF), list(EVENTS.values())) == (events, events)
    assert all(is_dataclass(thing) for thing in [*events, *(family.entity for family in FAMILIES)])


def test_any_event_folds_into_the_entity_of_its_family() -> None:
    assert apply(None, DefinitionPinned(WORKFLOW)) == WORKFLOW
    assert apply(None, PersonNamed("p", "Ada Example")) == ADA


@pytest.mark.parametrize("knowledge", ["stated-none", "stated-unknown", "blank", "absent"])
def test_what_is_not_stated_prints_as_the_kind_of_knowledge_it_is(knowledge: Knowledge) -> None:
    assert str(Statement(knowledge)) == IN_WORDS[knowledge]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (Statement("stated", "two rounds"), "two rounds"),
        (Statement("stated", "two rounds", comparator="at least"), "at least two rounds"),
        (Statement("stated", "at least two rounds", comparator="at least"), "at least two rounds"),
        (Statement("stated", "not invited", hedge="Apparently"), "Apparently not invited"),
        (Statement("stated", "begun", date="1997"), "begun (1997)"),
        (Statement("stated", "begun in 1997", date="1997"), "begun in 1997"),
        (Statement("stated", date="1997"), "1997"),
        (Item("postponed", "S1", "2002", cause="a visit"), "postponed (2002); cause: a visit"),
    ],
)
def test_a_statement_keeps_its_hedge_comparator_date_and_cause_and_says_nothing_twice(
    statement: Statement | Item, words: str
) -> None:
    assert str(statement) == words


def test_a_clock_that_was_confirmed_is_kept_with_the_record_and_with_nothing_else() -> None:
    at = datetime(2027, 1, 1, tzinfo=UTC)
    confirmed = ClockConfirmed(at, at)
    assert apply_record(Record("r", "T", False), confirmed).clock_confirmed_at == at
    with pytest.raises(LookupError):
        apply_record(None, confirmed)
