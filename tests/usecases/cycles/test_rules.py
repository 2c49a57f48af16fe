"""A rule that somebody tries, on the facts of a cycle and on what is on record of a dialogue alone."""

import pytest

from evalflow.errors import InvalidDefinition
from evalflow.usecases.cycles.rules import try_on_cycle, try_on_dialogue
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE


def test_a_rule_comes_to_what_the_facts_say_with_every_clause(at: At) -> None:
    office = at("taking")
    tried = try_on_cycle(office.door, "terms.body_named && inputs.received == params.n", CYCLE, {"n": 0})
    assert (tried.truth, tried.missing, str(tried.as_of)) == ("true", (), "2027-01-11")
    assert [clause.truth for clause in tried.trace][:2] == ["true", "true"]


def test_what_an_evaluation_supplies_is_unknown_of_a_dialogue_alone(at: At) -> None:
    office = at("taking")
    tried = try_on_dialogue(office.door, "inputs.received > 0", "ex-sa", {})
    assert (tried.truth, len(tried.missing)) == ("unknown", 1)


def test_a_rule_that_does_not_read_is_refused(at: At) -> None:
    office = at("taking")
    with pytest.raises(InvalidDefinition):
        try_on_cycle(office.door, "inputs.recieved > 0", CYCLE, {})
    with pytest.raises(InvalidDefinition):
        try_on_dialogue(office.door, "inputs.received >", "ex-sa", {})
