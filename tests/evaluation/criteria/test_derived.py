"""What follows from an entry's fields: shown well enough or not known, and a rank below the one that was agreed."""

import pytest

from evalflow.engine.rules import Between
from evalflow.evaluation.criteria.derived import DERIVED, derived
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS


def of(register: str, **values: str) -> object:
    return next(iter(derived(Entry("1", register, "d", "X", values, "s"), REGISTERS[register]).values()))


@pytest.mark.parametrize("register", ["agenda-item", "un-action", "un-visit"])
def test_conduct_is_shown_by_an_official_document_or_two_groups_and_else_not_known(register: str) -> None:
    assert of(register, shown_by="official-document") is True
    assert of(register, shown_by="independent-sources") is True
    assert of(register, shown_by="one-source") is None
    assert of(register) is None


def test_an_incident_is_shown_by_a_document_or_by_moderate_evidence() -> None:
    assert of("incident", official="yes") is True
    assert of("incident", evidence="moderate") is True
    assert of("incident", evidence="weak", official="no") is None
    assert of("incident") is None


def test_a_head_below_the_agreed_rank_is_told_where_both_are_known() -> None:
    assert of("delegation", head_level="director", agreed_level="minister") is True
    assert of("delegation", head_level="minister", agreed_level="minister") is False
    assert of("delegation", head_level="minister", agreed_level="director") is False
    assert of("delegation", head_level="minister") is None
    assert of("delegation") is None


def test_ranks_that_cannot_be_compared_are_not_known() -> None:
    assert of("delegation", head_level="director", agreed_level="ambassador") is None
    assert of("delegation", head_level="ambassador", agreed_level="director-general") is None
    assert of("delegation", head_level="ambassador", agreed_level="ambassador") is False
    assert of("delegation", head_level="ambassador", agreed_level="minister") is True
    assert of("delegation", head_level="desk-officer", agreed_level="ambassador") is True
    assert of("delegation", head_level="deputy-minister", agreed_level="ambassador") is False
    said = {"head_level": "director-general", "secretariat_level": "ambassador"}
    found = derived(Entry("1", "delegation", "d", "X", said, "s"), REGISTERS["delegation"])
    assert (found["head_rank"], found["secretariat_rank"]) == (4, Between(3, 5))


def test_what_is_derived_is_declared_and_shadows_no_field() -> None:
    for name, fields in DERIVED.items():
        found = derived(Entry("1", name, "d", "X", {}, "s"), REGISTERS[name])
        assert set(found) == set(fields)
        assert not {field.name for field in REGISTERS[name].fields} & set(fields)
    assert derived(Entry("1", "session", "d", "X", {}, "s"), REGISTERS["session"]) == {}
