"""One late tick ends as many punctual ones would."""

from collections.abc import Callable
from datetime import date, timedelta
from operator import itemgetter

from tests.stories.kept import kept
from tests.stories.places import CYCLE, Place
from tests.stories.processes import CommandsToRun

OPENS, LAST = date(2027, 1, 11), date(2027, 4, 20)  # windows open; windows are closed and a task has fallen overdue


def ticked(place: Place, days: list[date]) -> None:
    ticks = [["tick", "--at", f"{day}T12:00Z"] for day in days]
    ran = place.together(CommandsToRun(ticks, str(place.folder), place.environment))[0]
    assert ran.code == 0, ran.err


def two(at: Callable[[str], Place]) -> tuple[Place, Place]:
    """Return two records that are alike, on the day before the windows open."""
    return at("waiting"), at("waiting")


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_one_late_tick_ends_as_one_on_each_day(at: Callable[[str], Place]) -> None:
    punctual, late = two(at)
    ticked(punctual, days_from(OPENS, LAST))
    ticked(late, [LAST])
    told, told_late = kept(punctual.url), kept(late.url)
    assert told.folded == told_late.folded
    assert told.without("noticed_at") == told_late.without("noticed_at")
    assert told.payloads != told_late.payloads  # the instants of noticing do differ, or nothing was late
    assert {kind for kind, _, _ in told.payloads} >= {
        "cycle.StepOpened", "cycle.StepClosed", "cycle.StepFellOverdue", "cycle.ReminderFellDue",
    }  # fmt: skip


WITH_EVERYTHING = """\
evalflow: 1
workflow: calls
version: 1.0.0
title: Calls (example)
timezone: Asia/Kathmandu
calendar: none
period_rule: plain
steps:
  prepare:
    title: Prepare
    role: coordinator
    no_deadline: whoever can
    next: [calls, notes]
  notes:
    title: Keep notes
    role: coordinator
    due: {after: opened, period: P2M}
    remind: [{before: P20D, to: coordinator}, {before: P0D, to: coordinator}]
    next: over
  calls:
    title: Take calls
    kind: window
    role: ngo
    opens: {not_before: opening}
    closes: {after: opened, period: P2W}
    remind: [{before: P7D, to: ngo}, {before: P1D, to: ngo}]
    next: sort
  sort:
    title: Was it over before the tenth of February?
    kind: automatic
    when: [{if: "today >= date('2027-02-10')", next: late}, {else: early}]
  early:
    title: Early
    role: coordinator
    due: {after: opened, period: P10D}
    next: over
  late:
    title: Late
    role: coordinator
    due: {after: opened, period: P10D}
    next: over
  over:
    title: Over
    join: any
    role: coordinator
    no_deadline: whoever can
    next: end
"""


def test_reminders_delegations_and_what_rules_decide_are_those_of_their_own_day(at: Callable[[str], Place]) -> None:
    punctual, late = two(at)
    for place in (punctual, late):
        (place.folder / "calls.yaml").write_text(WITH_EVERYTHING)
        opened = ("cycle", "open", "norway-china", "--opens", "2027-01-25", "--operator", "O", "--does-not-conduct")
        place.done(*opened, "--code", "CALLS", "--workflow", "calls.yaml")
        place.done("cycle", "complete", "CALLS", "prepare")
        place.done("step", "claim", "CALLS", "notes")
        place.done("step", "delegate", "CALLS", "notes", "--to", "Second officer", "--until", "2027-02-20")
    ticked(punctual, days_from(OPENS, LAST))
    ticked(late, [LAST, LAST])
    told, told_late = kept(punctual.url), kept(late.url)
    assert told.folded == told_late.folded
    each, each_late = (sorted(one.without("noticed_at"), key=itemgetter(1)) for one in (told, told_late))
    assert each == each_late  # cycle by cycle: one that is late catches up before the next one does
    assert "cycle.DelegationEnded" in {kind for kind, _, _ in told.payloads}
    status = late.done("cycle", "status", "CALLS", at=f"{LAST}T12:00Z")
    assert "early" in status
    assert "late · Late" not in status


def test_a_record_that_was_late_prints_the_same_page_of_the_cycle(at: Callable[[str], Place]) -> None:
    punctual, late = two(at)
    ticked(punctual, days_from(OPENS, LAST))
    page = punctual.done("cycle", "status", CYCLE, at=f"{LAST}T12:00Z")
    assert late.done("cycle", "status", CYCLE, at=f"{LAST}T12:00Z") == page  # looking ticks in memory alone
    ticked(late, [LAST])
    assert late.done("cycle", "status", CYCLE, at=f"{LAST}T12:00Z") == page


def test_a_tick_that_is_repeated_writes_nothing(at: Callable[[str], Place]) -> None:
    place = at("waiting")
    ticked(place, [LAST])
    before = kept(place.url)
    ticked(place, [LAST, LAST])
    assert kept(place.url) == before


def test_a_time_before_the_last_entry_is_refused_and_the_record_never_goes_back(at: Callable[[str], Place]) -> None:
    place = at("waiting")
    ticked(place, [LAST])
    before = kept(place.url)
    ran = place("tick", at=f"{OPENS}T12:00Z")
    assert ran.code == 1, ran.err
    assert "lies before the last entry" in ran.err
    assert kept(place.url) == before


def test_a_command_after_a_long_silence_ticks_its_cycle_first(at: Callable[[str], Place]) -> None:
    punctual, late = two(at)
    ticked(punctual, days_from(OPENS, LAST))
    for place in (punctual, late):
        place.done("cycle", "complete", CYCLE, "triage", at=f"{LAST}T13:00Z")
    assert kept(punctual.url).without("noticed_at") == kept(late.url).without("noticed_at")
