"""The longest way through a workflow, in days."""

from datetime import date

from evalflow.engine.periods import Period
from evalflow.engine.soundness import Way, longest
from evalflow.engine.words import Choice, Join, Step, Timing, Workflow

OPENING = date(2027, 1, 11)


def lasts(name: str, days: int, *leads_to: str, since: str = "", join: Join | None = None) -> Step:
    anchor, closed = ("closed", since) if since not in ("", "opening") else (since or "opened", None)
    timing = Timing("after", anchor, Period(days=days), closed)  # type: ignore[arg-type] # one of the three anchors
    return Step(name, name, "task", "coordinator", timing, next=leads_to, join=join)


def way(*steps: Step, until: str = "z") -> Way:
    return longest(Workflow("w", "1", "w", "Europe/London", "none", "plain", steps), OPENING, {until})


def test_each_step_begins_on_the_day_after_the_one_before_it() -> None:
    assert way(lasts("a", 2, "z"), lasts("z", 3, "end")) == Way(date(2027, 1, 17), ("a", "z"))


def test_of_what_runs_side_by_side_the_longest_counts() -> None:
    steps = (lasts("a", 0, "b", "c"), lasts("b", 9, "z"), lasts("c", 4, "z"), lasts("z", 0, "end", join="all"))
    assert way(*steps) == Way(date(2027, 1, 22), ("a", "b", "z"))


def test_a_longer_way_found_after_a_shorter_one_counts() -> None:
    steps = (lasts("a", 0, "z", "b"), lasts("b", 1, "c"), lasts("c", 1, "z"), lasts("z", 0, "end"))
    assert way(*steps) == Way(date(2027, 1, 16), ("a", "b", "c", "z"))


def test_a_loop_is_gone_once() -> None:
    back = Step("b", "b", "task", "r", no_deadline="none", choices=(Choice("on", ("z",)), Choice("again", ("a",))))
    assert way(lasts("a", 2, "b"), back, lasts("z", 0, "end")) == Way(date(2027, 1, 14), ("a", "b", "z"))


def test_a_step_without_a_deadline_takes_no_time() -> None:
    assert way(Step("z", "z", "task", "r", no_deadline="none", next=("end",))) == Way(date(2027, 1, 10), ("z",))


def test_periods_count_from_the_opening_or_from_what_has_closed() -> None:
    steps = (lasts("a", 3, "b"), lasts("b", 5, "z", since="opening"), lasts("z", 4, "end", since="a"))
    assert way(*steps) == Way(date(2027, 1, 19), ("a", "b", "z"))


def test_a_deadline_that_is_past_when_its_step_opens_takes_no_time() -> None:
    assert way(lasts("a", 9, "z"), lasts("z", 1, "end", since="opening")).on == date(2027, 1, 20)


def test_the_way_ends_where_it_is_asked_to() -> None:
    assert way(lasts("a", 2, "z"), lasts("z", 3, "end"), until="a") == Way(date(2027, 1, 13), ("a",))
