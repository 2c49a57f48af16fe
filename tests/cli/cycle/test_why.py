"""evalflow why: a date, a refusal, a block, a rule's result, explained in 80 columns and for programs."""

import json
from collections.abc import Callable

import pytest

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"

TERMS = """\
terms · Publish timetable, criteria and evaluating body
  Open since 15 Dec 2026, for coordinator.
  The day: 28 Dec 2026, because
    · 2 weeks before 11 Jan 2027 is Mon 28 Dec 2026
    · until the end of 28 Dec 2026, Europe/London = 29 Dec 2026 00:00 UTC
  ✗ terms.timetable_published: does not hold
    the timetable is not published
    helps: evalflow cycle publish-terms UK-CHINA-2027 --timetable URL
      --criteria URL --on DATE
  ✗ terms.criteria_published: does not hold
    the criteria are not published
    helps: evalflow cycle publish-terms UK-CHINA-2027 --timetable URL
      --criteria URL --on DATE
  ✓ terms.body_named: holds
  Completing it now is refused (gate-closed): terms cannot be completed yet:
    - the timetable is not published
      evalflow cycle publish-terms UK-CHINA-2027 --timetable URL --criteria URL
        --on DATE
    - the criteria are not published
      evalflow cycle publish-terms UK-CHINA-2027 --timetable URL --criteria URL
        --on DATE
"""


def test_a_step_is_explained_on_one_page(at: At) -> None:
    assert at("named").done("why", CYCLE, "terms") == TERMS


def test_without_a_name_what_is_open_is_told_in_short_with_what_to_ask_next(at: At) -> None:
    ran = at("named")("why", CYCLE)
    assert ran.out == "".join(line for line in TERMS[: TERMS.index("  ✓ terms.body_named")].splitlines(keepends=True))
    assert "More on one of them: evalflow why UK-CHINA-2027 terms" in ran.err


def test_where_nothing_is_open_it_says_so(at: At) -> None:
    here = at("opened")
    here.done("cycle", "close-early", CYCLE, "--reason", "it ended", "--basis", "note of 3 June")
    ran = here("why", CYCLE)
    assert (ran.code, ran.out) == (0, "")
    assert "In UK-CHINA-2027 nothing is open and nothing waits (it is closed-early)." in ran.err


def test_what_would_happen_is_told_where_nothing_stands_in_the_way(at: At) -> None:
    told = at("adopting").done("why", CYCLE, "adopt")
    assert "  Choosing “adopted” now is possible: evalflow report adopt UK-CHINA-2027\n" in told
    assert "Choosing “returned” now is possible: evalflow cycle complete UK-CHINA-2027" in told
    assert "    · embargo opened, until the end of " in told
    assert "  ✓ “adopted” asks for inputs.points_open == 0: holds\n" in told
    assert "      → 0 (asked for: 0); holds\n" in told


def test_a_criterion_is_explained_with_its_trace_and_what_is_missing(at: At) -> None:
    told = at("checked").done("why", CYCLE, "sc-14")
    assert told.startswith("SC-14 · Cases without a substantive answer\n  It trips when: Of five or more")
    assert "◐ SC-14 cannot tell\n" in told
    assert "  Recorded on 22 Apr 2027: cannot tell.\n" in told
    assert "evalflow record complete case" in " ".join(told.split())


def test_the_promise_and_the_opening_are_explained(at: At) -> None:
    here = at("opened")
    assert "    · 26 weeks after 11 Jan 2027 is Mon 12 Jul 2027\n" in here.done("why", CYCLE, "report")
    assert here.done("why", CYCLE, "opening").splitlines()[:4] == [
        "opening · The opening day of the cycle",
        "  It lies ahead.",
        "  Not before it open: ngo_inputs, parliament_inputs, partner_submissions.",
        "  The day: 11 Jan 2027, because",
    ]


@pytest.mark.parametrize("what", ["", "terms", "adopt", "SC-01", "opening", "report"])
def test_it_keeps_to_80_columns_and_programs_get_the_same_tables(at: At, what: str) -> None:
    here = at("opened")
    words = ("why", CYCLE, *([what] if what else []))
    assert max(map(len, here.done(*words).splitlines())) <= 79
    told = json.loads(here.done(*words, "--format", "json"))
    assert [row["what"] for row in told["explained"]] == [what or "terms"]
    assert set(told) == {
        "example_notice", "code", "now", "status", "zone", "explained", "gates", "answers", "trace",
    }  # fmt: skip


def test_programs_get_gates_answers_and_traces(at: At) -> None:
    here = at("unanswered")
    told = json.loads(here.done("why", CYCLE, "adopt:adopted", "--format", "json"))
    assert [(row["choice"], row["refused"], row["happens"]) for row in told["answers"]] == [
        ("adopted", "step-not-open", [])
    ]
    assert (told["gates"][0]["rule"], told["gates"][0]["truth"]) == ("inputs.points_open == 0", "false")
    assert told["trace"][0]["value"].endswith("(asked for: 0)")
    told = json.loads(here.done("why", CYCLE, "SC-01", "--format", "json"))
    assert (told["explained"][0]["result"], told["trace"][0]["rule"]) == ("clear", "SC-01")


def test_a_name_there_is_not_is_refused_with_the_nearest(at: At) -> None:
    code, talk = at("opened").refused("why", CYCLE, "adpt")
    assert (code, "has nothing called 'adpt'. Did you mean 'adopt'? Ask for a step (terms, " in talk) == (1, True)
