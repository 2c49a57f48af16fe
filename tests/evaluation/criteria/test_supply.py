"""Facts are computed family by family, when a rule asks for one of them, and once."""

from collections.abc import Mapping

import pytest

from evalflow.engine.rules import Fact
from evalflow.evaluation.criteria.supply import Supply


def test_a_family_is_computed_when_one_of_its_facts_is_asked_for_and_once() -> None:
    asked: list[str] = []

    def inputs() -> Mapping[str, Fact]:
        asked.append("inputs")
        return {"inputs.received": Fact(3), "inputs.points_open": Fact(0)}

    def sessions() -> Mapping[str, Fact]:
        asked.append("sessions")
        return {"sessions": Fact(1)}

    supply = Supply({"inputs": inputs, "sessions": sessions})
    assert asked == []
    assert (supply["inputs.received"], supply["inputs.points_open"]) == (Fact(3), Fact(0))
    assert asked == ["inputs"]
    assert dict(supply) == {"inputs.received": Fact(3), "inputs.points_open": Fact(0), "sessions": Fact(1)}
    assert len(supply) == 3
    assert asked == ["inputs", "sessions"]


@pytest.mark.parametrize("name", ["cases", "inputs.unread"])
def test_what_nobody_supplies_is_not_there(name: str) -> None:
    supply = Supply({"inputs": lambda: {"inputs.received": Fact(3)}})
    assert name not in supply
    assert supply.get(name) is None
