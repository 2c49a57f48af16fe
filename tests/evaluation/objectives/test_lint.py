"""The form of an objective under each check: passed, failed, or not to be told, and why."""

from dataclasses import replace

import pytest

from evalflow.engine.rules import Listing
from evalflow.evaluation.criteria.objective_forms import linted_objectives
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.lint import CHECKS, LintResult, Published, lint
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.statements import Statement

GOOD = Objective(
    "1", "d", "EX-01", "Visits", "Experts visit prisons.", "published", actor="China", indicator="visits a year",
    baseline="none", target="four", data_source="reports", due="2028", instrument="ICCPR", article="art. 7",
    published_on="2026-01",
)  # fmt: skip
ABSENT = Published(Statement("absent"), Statement("absent"))
NOT_PUBLIC = Published(Statement("stated-none", source="S1, l. 2"), Statement("absent"))
NO_TIME = Published(Statement("absent"), Statement("stated-none", source="S1, l. 3"))


def test_one_that_has_all_of_it_passes_every_check() -> None:
    found = lint(GOOD, ABSENT)
    assert ({name: checked.result for name, checked in found.checks.items()}, found.failed) == (
        dict.fromkeys(CHECKS, "pass"), (),
    )  # fmt: skip
    assert found.checks["instrument"].why == "ICCPR art. 7."


@pytest.mark.parametrize(
    ("lacks", "of_all", "check", "result", "why"),
    [
        ({"published_on": ""}, ABSENT, "public", "unknown", "No day of publication is on record."),
        ({"published_on": ""}, NOT_PUBLIC, "public", "fail", "stated that the objectives are not public (S1, l. 2)."),
        ({"due": ""}, ABSENT, "timeframe", "fail", "No date is on record."),
        ({"due": ""}, NO_TIME, "timeframe", "fail", "It is stated that it has none (S1, l. 3)."),
        ({"due": "", "timeframe": "stated\nS1\nongoing"}, ABSENT, "timeframe", "fail", "“ongoing” names no day"),
        ({"due": "", "timeframe": "stated-unknown\nS1"}, ABSENT, "timeframe", "unknown", "says that it is not known."),
        ({"due": "", "milestones": "2027-06: a draft"}, NO_TIME, "timeframe", "pass", "It has milestones with dates."),
        ({"kind": "talk"}, ABSENT, "action", "fail", "It asks for talk about an issue, and for no action"),
        ({"kind": "visit"}, ABSENT, "action", "fail", "It asks for a visit"),
        ({"actor": ""}, ABSENT, "action", "unknown", "Who is to act is not on record."),
        ({"baseline": ""}, ABSENT, "measurable", "fail", "No baseline."),
        ({"baseline": "", "indicator": ""}, ABSENT, "measurable", "fail", "No indicator and no baseline."),
        ({"parts": "visits\nlists"}, ABSENT, "one-thing", "fail", "It asks for 2 things at once"),
        ({"text": "Visits; lists."}, ABSENT, "one-thing", "unknown", "it may ask for several things."),
        ({"parts": "Visits; lists."}, ABSENT, "one-thing", "pass", "It asks for one thing."),
        ({"instrument": ""}, ABSENT, "instrument", "fail", "It names no treaty or standard."),
    ],
)
def test_what_it_lacks_is_said(lacks: dict[str, str], of_all: Published, check: str, result: str, why: str) -> None:
    found = lint(replace(GOOD, **lacks), of_all)  # type: ignore[arg-type] # names of its texts
    assert found.checks[check].result == result
    assert why in found.checks[check].why
    assert found.failed == ((check,) if result == "fail" else ())


def test_the_lint_and_the_scorecard_find_the_same_of_every_objective() -> None:
    bare = Objective("1", "d", "UK-01", "T", "Text.", "published")
    for one in (bare, replace(bare, wording="paraphrase"), replace(bare, wording="paraphrase", due="2028"), GOOD):
        form = linted_objectives(Dialogue("d", "uk-china", "T", "A", "B"), [one]).value
        assert isinstance(form, Listing)
        came_to = {name.replace("-", "_"): found.result for name, found in lint(one, ABSENT).checks.items()}
        said = {name: {"pass": True, "fail": False}.get(result) for name, result in came_to.items()}
        assert form.items[0].fields == {"code": one.code, **said}


def test_objectives_are_public_where_that_is_stated_or_entered_of_all() -> None:
    one = Objective("1", "d", "UK-01", "T", "Text.", "published")
    stated = Published(Statement("stated", "made public", "S1, l. 3"), Statement("absent"))
    assert lint(one, stated).checks["public"].result == "pass"
    entered = Published(Statement("absent"), Statement("absent"), "UK/P001")
    assert lint(one, entered).checks["public"] == LintResult(
        "pass", "The record says that the objectives are public (UK/P001)."
    )
