"""Findings on the command line: rated with what they rest on, re-rated with a reason, and what is still to rate."""

import json
from collections.abc import Callable

import pytest

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
RATE = ("finding", "rate", "UK-CHINA-2027")
WEAK = ("--status", "partial", "--evidence", "weak", "--contribution", "plausible", "--text", "As reported (example).")


def test_a_rating_is_recorded_with_everything_it_rests_on(at: At) -> None:
    here = at("rating")
    ran = here(*RATE, "uk-06", *WEAK, "--basis", "UK-CHINA-2027/NGO/001", "--part", "a=partial", "--part", "b=none")
    assert (ran.out, ran.err.splitlines()[0]) == ("UK-06\n", "UK-06 is rated partial, on weak evidence.")
    rows = json.loads(here.done("finding", "list", "UK-CHINA-2027", "--format", "json"))["rows"]
    assert [row for row in rows if row["objective"] == "UK-06"] == [
        {"objective": "UK-06", "title": "Rights of prisoners", "status": "partial", "evidence": "weak",
         "contribution": "plausible", "due": True}
    ]  # fmt: skip


def test_the_list_says_what_is_still_to_rate(at: At) -> None:
    here = at("rating")
    here.done(*RATE, "UK-01", *WEAK)
    ran = here("finding", "list", "uk-china-2027")
    assert [line.split()[-1] for line in ran.out.splitlines() if line.startswith("UK-02")] == ["2028-12-31"]
    assert ran.err.startswith("Still to rate: UK-03, UK-04,")
    assert "Type: evalflow finding rate UK-CHINA-2027 UK-03 …" in ran.err


def test_when_everything_due_is_rated_the_list_says_so(at: At) -> None:
    assert at("unchecked")("finding", "list", "UK-CHINA-2027").err.startswith("Every objective that is due is rated.")


def test_where_there_is_no_objective_it_says_that_there_is_none_to_rate(at: At) -> None:
    here = at("empty")
    here.done("cycle", "open", "us-china", "--opens", "2027-01-11", "--operator", "O", "--does-not-conduct")
    assert here("finding", "list", "US-CHINA-2027").err.startswith(
        "The dialogue has no objective on record: there are none to rate.\n"
    )


def test_another_rating_needs_a_reason(at: At) -> None:
    here = at("unchecked")
    code, talk = here.refused(*RATE, "UK-06", *WEAK)
    assert (code, "Say why it changes, with --reason" in talk) == (1, True)
    assert here.done(*RATE, "UK-06", *WEAK, "--reason", "a second source agrees") == "UK-06\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("UK-99", *WEAK), 1, "UK-99"),
        (("EU-01", *WEAK), 1, "another dialogue"),
        (("UK-06", *WEAK, "--part", "a"), 3, "'a' is not LETTER=STATUS"),
        (("UK-06", *WEAK, "--part", "a=met", "--part", "a=none"), 3, "a is rated twice"),
        (("UK-06", *WEAK, "--part", "z=met"), 1, "has the parts a to"),
        (("UK-06", *WEAK, "--part", "a=good"), 1, "A status is one of: met,"),
        (("UK-06", *WEAK, "--cooperation", "good"), 2, "none-after-reminder"),
        (("UK-06", *WEAK[:-2], "--text", " "), 1, "--text"),
        (("UK-06", "--status", "not-assessable", *WEAK[2:]), 1, "--missing"),
        (("UK-06", "--status", "not-due", *WEAK[2:]), 1, "is due"),
        (("UK-06", "--status", "good", *WEAK[2:]), 2, "substantial"),
    ],
)
def test_a_rating_that_does_not_fit_is_refused(at: At, words: tuple[str, ...], code: int, says: str) -> None:
    here = at("rating")
    before = here.done("audit", "head")
    ended, talk = here.refused(*RATE, *words)
    assert (ended, says in talk) == (code, True), talk
    assert here.done("audit", "head") == before
