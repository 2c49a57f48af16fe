"""Findings on the command line: rated with what they rest on, re-rated with a reason, and what is still to rate."""

import json
from collections.abc import Callable

import pytest

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
RATE = ("finding", "rate", "UK-CHINA-2027")
WEAK = ("--status", "partial", "--evidence", "weak", "--contribution", "no-link", "--text", "As reported (example).")


def evidence(here: CommandLine, objective: str, **more: str) -> None:
    """Enter one item of evidence on an objective: by itself it allows the grade weak."""
    said = {
        "objective": objective, "supports": "supports", "type": "report", "group": "Example Union", "party": "no",
        "shown_on": "2026", "says": "As reported (example).", **more,
    }  # fmt: skip
    given = [word for name, value in said.items() for word in ("--set", f"{name}={value}")]
    here.done("record", "add", "evidence", "--dialogue", "uk-china", "--again", *given, "--source", "Example report")


def test_a_rating_is_recorded_with_everything_it_rests_on(at: At) -> None:
    here = at("rating")
    ran = here(*RATE, "uk-06", *WEAK, "--basis", "UK-CHINA-2027/NGO/001", "--part", "a=partial", "--part", "b=none")
    assert (ran.out, ran.err.splitlines()[0]) == ("UK-06\n", "UK-06 is rated partial, on weak evidence.")
    rows = json.loads(here.done("finding", "list", "UK-CHINA-2027", "--format", "json"))["rows"]
    assert [row for row in rows if row["objective"] == "UK-06"] == [
        {"objective": "UK-06", "title": "Rights of prisoners", "status": "partial", "evidence": "weak",
         "allowed": "weak", "contribution": "no-link", "due": True}
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
    code, talk = here.refused(*RATE, "UK-04", *WEAK)
    assert (code, "Say why it changes, with --reason" in talk) == (1, True)
    assert here.done(*RATE, "UK-04", *WEAK, "--reason", "a second source agrees") == "UK-04\n"


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
        (("UK-06", *WEAK[:2], "--evidence", "moderate", *WEAK[4:]), 1, "allows weak, and not moderate"),
        (("UK-05", *WEAK), 1, "No evidence item on record supports a finding."),
        (("UK-06", *WEAK[:4], "--contribution", "plausible", *WEAK[6:]), 1, "give --raised-in"),
        (("UK-06", *WEAK, "--votes", "4:1"), 2, "4:1:0"),
        (("UK-06", *WEAK, "--votes", "1:4:0"), 1, "did not decide for this rating"),
        (("UK-06", *WEAK, "--raised-in", "S009", "--changed-on", "2026"), 1, "There is no session"),
    ],
)
def test_a_rating_that_does_not_fit_is_refused(at: At, words: tuple[str, ...], code: int, says: str) -> None:
    here = at("rating")
    before = here.done("audit", "head")
    ended, talk = here.refused(*RATE, *words)
    assert (ended, says in talk) == (code, True), talk
    assert here.done("audit", "head") == before


def test_without_a_grade_the_record_s_own_is_taken_and_a_lower_one_is_explained(at: At) -> None:
    here = at("rating")
    evidence(here, "UK-06", group="Example court", type="court-record")
    bare = ("--status", "partial", "--contribution", "no-link", "--text", "As reported (example).")
    ran = here(*RATE, "UK-06", *bare)
    assert "UK-06 is rated partial, on strong evidence." in ran.err
    assert "--below-because" in here.refused(*RATE, "UK-06", *WEAK, "--reason", "why")[1]
    lower = here(*RATE, "UK-06", *WEAK, "--reason", "why", "--below-because", "The record is old (example).")
    assert "UK-06 is rated partial, on weak evidence. The record allows strong." in lower.err


def test_a_contradiction_entered_later_asks_for_another_rating(at: At) -> None:
    here = at("adopting")
    evidence(here, "UK-07", supports="contradicts", particulars="yes")
    refusal = here.refused("report", "adopt", "UK-CHINA-2027")[1]
    assert "1 rating is above what the evidence on record allows: UK-07" in refusal


def test_evaluators_propose_and_discuss_and_the_body_decides_with_votes(at: At) -> None:
    here = at("rating")
    proposing = ("finding", "propose", "UK-CHINA-2027", "UK-06")
    assert "1 proposal for UK-06." in here(*proposing, *WEAK, "--as", "Example evaluator 1").err
    other = ("--status", "none", *WEAK[2:])
    assert "They differ: the rating will need --votes." in here(*proposing, *other, "--as", "Example evaluator 2").err
    here.done("finding", "discuss", "UK-CHINA-2027", "UK-06", "--text", "Both sources are one (example).")
    assert "say with --votes how the body decided" in here.refused(*RATE, "UK-06", *WEAK)[1]
    here.done(*RATE, "UK-06", *WEAK, "--votes", "2:1:0")
    said = ("--by", "Example member", "--text", "Nothing has changed (example).")
    assert (
        "stands with the dissent of Example member" in here("finding", "dissent", "UK-CHINA-2027", "UK-06", *said).err
    )
    page = here.done("finding", "show", "UK-CHINA-2027", "UK-06")
    for says in (
        "The evidence on record allows: weak.", "Proposed by Example evaluator 2: none, weak, no link",
        "said: Both sources are one", "Votes: 2 in favour, 1 against, 0 abstained", "Dissent of Example member",
    ):  # fmt: skip
        assert says in page
    told = json.loads(here.done("finding", "show", "UK-CHINA-2027", "UK-06", "--format", "json"))
    assert ([one["by"] for one in told["proposals"]], told["dissents"][0]["by"]) == (
        ["Example evaluator 1", "Example evaluator 2"], "Example member",
    )  # fmt: skip


def test_the_distribution_is_a_table(at: At) -> None:
    told = json.loads(at("checked").done("finding", "summary", "UK-CHINA-2027", "--format", "json"))["rows"]
    assert {row["status"]: row["all"] for row in told} == {"partial": 2, "none": 3, "not assessable": 5, "not due": 1}


def test_a_rating_of_an_older_wording_holds_up_the_adoption_and_says_so(at: At) -> None:
    here = at("adopting")
    here.done("objective", "amend", "UK-06", "--field", "text", "--to", "Some of it (example).", "--reason", "x y")
    told = "1 rating is older than a change of the objective (text): UK-06"
    assert told in here.refused("report", "adopt", "UK-CHINA-2027")[1]
    assert told in here.done("report", "check", "UK-CHINA-2027", "--format", "json")
    assert "To be rated again. The rating is older than a change of the objective (text)." in here.done(
        "finding", "show", "UK-CHINA-2027", "UK-06"
    )
    assert "To be rated again: UK-06." in here("finding", "list", "UK-CHINA-2027").err
