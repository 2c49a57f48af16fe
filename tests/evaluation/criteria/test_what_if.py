"""What one fact would have to be for a criterion to come to another result; only what does change it is told."""

from datetime import date

import pytest

from evalflow.engine.rules import DayRange, Fact, FactItem, Facts, Listing, Value, parse
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.what_if import WhatIf, what_if

TODAY = date(2027, 5, 1)
GAP = FactItem("incidents up to 1 May 2027", {"on": DayRange(date(1990, 1, 1), TODAY)})
REPRISAL = "incidents.exists(i, i.kind == 'reprisal' && !i.remedied && i.shown)"


def ways(rule: str, **facts: Value) -> list[WhatIf]:
    asked = Criterion("SC-07", "T", "It trips.", "conduct", "review", rule, parse(rule))
    known: Facts = {name.replace("__", "."): Fact(value) for name, value in facts.items()}
    return what_if(asked, known, TODAY)


def incident(**more: bool | None) -> FactItem:
    return FactItem("UK/E001", {"kind": "reprisal", "remedied": False, "shown": True, **more})


@pytest.mark.parametrize(
    ("listing", "told"),
    [
        (Listing((), (GAP,)), [WhatIf("nothing is missing in: incidents up to 1 May 2027", "clear")]),
        (Listing((incident(),)), [WhatIf("without UK/E001", "clear")]),
        (
            Listing((incident(shown=None),)),
            [WhatIf("without UK/E001", "clear"), WhatIf("shown of UK/E001: yes", "tripped"),
             WhatIf("shown of UK/E001: no", "clear")],
        ),
        (Listing((incident(), incident())), []),
        (Listing(()), []),
    ],
)  # fmt: skip
def test_entries_that_decide(listing: Listing, told: list[WhatIf]) -> None:
    assert ways(REPRISAL, incidents=listing) == told


def test_a_yes_for_a_no_and_the_first_number_that_changes_it() -> None:
    assert ways("report.adopted", report__adopted=False) == [WhatIf("the report is adopted: yes", "tripped")]
    told = [WhatIf("evaluations in a row with nothing due better than none: 2", "tripped")]
    assert ways("evaluations.without_progress >= 2", evaluations__without_progress=1) == told
