"""When each step ahead is over at the earliest, as planned and at the latest, and whether the promise is kept."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from evalflow.engine.forecast import Forecast, forecast
from evalflow.engine.heart import decide
from evalflow.engine.periods import Period
from evalflow.engine.rules import Fact
from evalflow.engine.simulation import Assumptions, continued
from evalflow.engine.words import Choice, CompleteStep, Cycle, OpenCycle, Step, Timing, Workflow
from tests.engine.cycles_at_random import OPENED as AT_RANDOM
from tests.engine.cycles_at_random import opened, workflows
from tests.engine.test_simulation import OPENED, OPENING, apply_all, automatic, gate, task, window, workflow

DAY = timedelta(days=1)


def promising(*steps: Step, weeks: int = 4) -> Workflow:
    return replace(workflow(*steps), report_due=Timing("after", "opening", Period(weeks=weeks)))


def started(flow: Workflow) -> Cycle:
    return apply_all(None, decide(flow, None, OpenCycle("c", "s", OPENING), {}, OPENED))


def ahead(found: Forecast) -> dict[str, tuple[str, str, str, int | None]]:
    return {
        each.step.name: (_day(each.earliest), _day(each.planned), _day(each.latest), each.slack) for each in found.ahead
    }


def _day(on: date | None) -> str:
    return f"{on:%d %b}" if on else ""


TERMS = task("terms", "ngo", "court")
LINE = promising(
    TERMS, window("ngo", "report"), window("court", "report", timing=Timing("after", "opened", Period(days=3))),
    task("report", "after", join="all", act="publish-report"), window("after", "end"),
)  # fmt: skip


def test_each_step_has_its_three_days_and_its_slack_and_what_comes_after_the_promise_has_none() -> None:
    found = forecast(LINE, started(LINE), OPENED, Assumptions())
    assert found.promised is not None
    assert (found.promised.on, found.kept_by) == (date(2027, 2, 8), ("report",))
    assert ahead(found) == {
        "terms": ("04 Jan", "09 Jan", "02 Feb", 29),
        "court": ("07 Jan", "12 Jan", "07 Feb", 31),
        "ngo": ("09 Jan", "14 Jan", "07 Feb", 29),
        "report": ("10 Jan", "20 Jan", "08 Feb", 29),
        "after": ("15 Jan", "25 Jan", "", None),
    }
    assert [each.step.name for each in found.critical] == ["terms", "ngo", "report"]
    assert [each.step.name for each in found.ahead if each.open] == ["terms"]
    assert (found.earliest_keeps, found.planned_keeps) == (date(2027, 1, 10), date(2027, 1, 20))
    assert (found.earliest.ends_on, found.planned.ends_on) == (date(2027, 1, 15), date(2027, 1, 25))
    assert (found.since, found.doubts) == (OPENED, ())


def test_a_promise_that_cannot_be_kept_leaves_no_last_days() -> None:
    flow = replace(LINE, report_due=Timing("after", "opening", Period()))
    late = OPENED + timedelta(days=20)
    found = forecast(flow, started(flow), late, Assumptions())
    assert {each.latest for each in found.ahead} == {None}
    assert (found.critical, found.earliest_keeps) == ((), date(2027, 1, 30))


def test_a_workflow_that_promises_nothing_has_days_without_last_ones() -> None:
    flow = replace(LINE, report_due=None)
    found = forecast(flow, started(flow), OPENED, Assumptions())
    assert (found.promised, {each.latest for each in found.ahead}) == (None, {None})
    assert found.planned_keeps == date(2027, 1, 20)


def test_where_nothing_is_done_with_a_report_the_end_of_the_cycle_keeps_the_promise() -> None:
    flow = promising(task("a", "b"), window("b", "end"))
    found = forecast(flow, started(flow), OPENED, Assumptions())
    assert (found.kept_by, found.earliest_keeps) == ((), date(2027, 1, 9))
    assert ahead(found) == {"a": ("04 Jan", "09 Jan", "03 Feb", 30), "b": ("09 Jan", "14 Jan", "08 Feb", 30)}


def test_a_way_that_passes_by_the_report_keeps_the_promise_with_its_end() -> None:
    decides = Step("b", "b", "task", "r", choices=(Choice("end_it", ("end",)), Choice("go_on", ("c",))))
    flow = promising(task("a", "b"), decides, task("c", "end", act="publish-report"))
    assert forecast(flow, started(flow), OPENED, Assumptions()).earliest_keeps == date(2027, 1, 4)


def test_a_report_that_is_never_reached_keeps_nothing() -> None:
    flow = promising(task("a", "b"), task("b", "c", requires=(gate("x"),)), task("c", "end", act="publish-report"))
    found = forecast(flow, started(flow), OPENED, Assumptions(facts={"x": Fact(False)}))
    assert (found.earliest_keeps, found.planned_keeps) == (None, None)
    assert ahead(found) == {"a": ("04 Jan", "09 Jan", "", None)}
    assert [(doubt.kind, doubt.step) for doubt in found.doubts] == [("gate-closed", "b")]


def test_an_open_step_that_is_never_over_is_listed_without_days() -> None:
    flow = promising(task("a", "end", requires=(gate("x"),)))
    found = forecast(flow, started(flow), OPENED, Assumptions(facts={"x": Fact(False)}))
    assert ahead(found) == {"a": ("", "", "", None)}


def test_a_promise_that_was_kept_before_stays_kept() -> None:
    flow = promising(task("a", "b", act="publish-report"), task("b", "end"))
    done = apply_all(started(flow), decide(flow, started(flow), CompleteStep("a"), {}, OPENED))
    found = forecast(flow, done, OPENED + 90 * DAY, Assumptions())
    assert (found.earliest_keeps, found.planned_keeps) == (OPENED.date(), OPENED.date())
    assert ahead(found)["b"] == ("04 Apr", "04 Apr", "", None)


def test_nobody_keeps_an_automatic_step_open() -> None:
    flow = promising(task("a", "b"), automatic("b", ("x", "end"), ("else", "end")))
    assert ahead(forecast(flow, started(flow), OPENED, Assumptions()))["b"] == ("04 Jan", "09 Jan", "", None)


def test_a_loop_is_over_when_it_is_over_for_the_last_time() -> None:
    flow = promising(
        task("draft", "adopt"),
        Step(
            "adopt", "a", "task", "r", choices=(Choice("yes", ("end",), act="adopt-report"), Choice("no", ("draft",)))
        ),
    )
    found = forecast(flow, started(flow), OPENED, Assumptions(choose={"adopt": "no"}))
    assert ahead(found)["draft"][:2] == ("04 Jan", "14 Jan")


@given(workflows(merging=False), st.integers(-5, 30), st.integers(1, 12))
def test_the_last_day_keeps_the_promise_and_the_day_after_breaks_it(drawn: Workflow, later: int, weeks: int) -> None:
    flow = replace(drawn, report_due=Timing("after", "opening", Period(weeks=weeks)))
    cycle, _ = opened(flow, AT_RANDOM.date() + timedelta(days=later))
    found = forecast(flow, cycle, AT_RANDOM, Assumptions())
    assert found.promised is not None

    def ends(hold: dict[str, date]) -> date:
        on = continued(flow, cycle, AT_RANDOM, Assumptions("earliest", hold=hold)).ends_on
        assert on is not None
        return on

    with_latest = [each for each in found.ahead if each.latest]
    assume(with_latest)
    for each in with_latest:
        assert each.latest is not None
        assert ends({each.step.name: each.latest}) <= found.promised.on
        assert ends({each.step.name: each.latest + DAY}) > found.promised.on


@given(workflows(merging=False), st.integers(-5, 30))
def test_nothing_is_over_later_at_the_earliest_pace_than_as_planned(drawn: Workflow, later: int) -> None:
    cycle, _ = opened(drawn, AT_RANDOM.date() + timedelta(days=later))
    found = forecast(drawn, cycle, AT_RANDOM, Assumptions())
    assert found.earliest.ends_on is not None
    assert found.planned.ends_on is not None
    assert found.earliest.ends_on <= found.planned.ends_on
