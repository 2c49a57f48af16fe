"""The shipped criteria for the end of a dialogue: after a long suspension, and after SC-04 again and again."""

import pytest

from evalflow.engine.rules import Between, Listing, Scalar, Truth
from tests.definitions.test_suspension import ago, complete, criteria, verdict

ENDED: dict[str, Scalar] = {"kind": "suspended", "decided_on": ago(800)}


@pytest.mark.parametrize(
    ("suspensions", "met", "truth"),
    [
        (complete(ENDED), 0, "true"),
        (complete(ENDED), 1, "false"),
        (complete(ENDED), Between(0, 1), "unknown"),
        (complete(ENDED), None, "unknown"),
        (complete(ENDED | {"decided_on": ago(700)}), 0, "false"),
        (complete(ENDED, {"kind": "resumed", "decided_on": ago(100)}), 0, "false"),
        (complete(ENDED, {"kind": "terminated", "decided_on": ago(100)}), 0, "false"),
        (complete({"kind": "resumed", "decided_on": ago(900)}, ENDED), 0, "true"),
        (complete(), 0, "false"),
    ],
)
def test_tc_01_asks_for_a_long_suspension_with_no_condition_met(
    suspensions: Listing, met: Scalar, truth: Truth
) -> None:
    assert verdict("TC-01", suspensions=suspensions, resumption__conditions_met=met) == truth


@pytest.mark.parametrize(
    ("number", "before", "truth"),
    [
        (4, 2, "true"),
        (4, 1, "false"),
        (1, 2, "false"),
        (Between(0, 4), 2, "unknown"),
        (4, Between(1, 3), "unknown"),
        (4, None, "false"),
    ],
)
def test_tc_02_asks_for_sc_04_in_three_evaluations_running(number: Scalar, before: Scalar, truth: Truth) -> None:
    rows = complete({"code": "SC-01", "evaluations": 9}, *([{"code": "SC-04", "evaluations": before}] * bool(before)))
    assert verdict("TC-02", evaluations__without_progress=number, tripped_before=rows) == truth


def test_there_are_fifteen_two_for_the_end_and_the_one_closure() -> None:
    codes = [criterion.code for criterion in criteria().criteria]
    assert {code.rstrip("ab") for code in codes} == {*(f"SC-{n:02}" for n in range(1, 16)), "TC-01", "TC-02", "PS-01"}
    assert [one.code for one in criteria().criteria if one.weight == "termination"] == ["TC-01", "TC-02"]
    assert [one.code for one in criteria().criteria if one.weight == "closure"] == ["PS-01"]
