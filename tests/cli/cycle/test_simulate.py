"""workflow simulate: a whole cycle printed in 80 columns and for programs, without any record and behind a fence."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evalflow.resources import resource
from tests.support.command_line import CommandLine

SIMULATE = ("workflow", "simulate", "evaluation-cycle", "--opens", "2027-01-11")
REVIEW = ("workflow", "simulate", "follow-up-review", "--opens", "2027-01-11")
CYCLE = "UK-CHINA-2027"
At = Callable[..., CommandLine]
FENCED = """
import os, sys
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.utime",
           "shutil.move", "shutil.copyfile", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"}
def fence(event, given):
    if event == "open" and given[0] != os.devnull and (given[2] or 0) & WRITES:
        raise SystemExit(f"wrote {given[0]}")
    if event in CHANGES or event.startswith(("socket.", "smtplib.", "urllib.", "ftplib.")):
        raise SystemExit(f"{event} {given}")
sys.dont_write_bytecode = True
from evalflow.cli.main import run
sys.addaudithook(fence)
raise SystemExit(run(sys.argv[1:]))
"""

FOLLOW_UP = """\
follow-up-review 1.1.0 · Review of what became of the recommendations
A cycle opened on 4 Jan 2027, its opening day 11 Jan 2027; days in
  Europe/London.
Simulated at the planned pace: each task is done just before its deadline ends,
  at once where it has none.

Mon 4 Jan 2027
  · The cycle is opened; its opening day is 11 Jan 2027.
  ▸ terms opens, until the end of 4 Jan 2027: Publish the timetable and who
    reviews.
      1 week before 11 Jan 2027 is Mon 4 Jan 2027
  ✓ terms is done.
      taken to hold: terms.timetable_published (evalflow cycle publish-terms);
      terms.body_named (evalflow cycle name-body)
  ○ accounts waits for the opening day, 11 Jan 2027.

Mon 11 Jan 2027
  □ accounts opens, until the end of 8 Feb 2027: Accounts of what became of the
    recommendations.
      4 weeks after 11 Jan 2027 is Mon 8 Feb 2027

Mon 8 Feb 2027
  ✓ accounts closes.

Tue 9 Feb 2027
  ▸ review opens, until the end of 9 Mar 2027: Review the accounts.
      4 weeks after 9 Feb 2027 is Tue 9 Mar 2027

Tue 9 Mar 2027
  ✓ review is done: reviewed.
      taken to hold: inputs.undecided_late == 0 (evalflow input accept-late);
      inputs.points_open == 0 (evalflow input dispose);
      recommendations.carried_open == 0 (evalflow recommendation follow-up)
  · The cycle ends.

The cycle ends on 9 Mar 2027.
Promised by the end of 5 Apr 2027: 12 weeks after 11 Jan 2027 is Mon 5 Apr
  2027.
At this pace: kept, on 9 Mar 2027, 27 days before.
No letter would go.
"""

EVERY_WORD = """\
evalflow: 1
workflow: every-word
version: 1.0.0
title: Every word there is
timezone: Europe/London
calendar: none
period_rule: plain
steps:
  first:
    title: First
    role: coordinator
    due: {after: opened, period: P10D}
    remind: [{before: P7D, to: coordinator}, {before: P0D, to: coordinator}]
    next: [left, right]
  left:
    title: Left
    role: coordinator
    no_deadline: nobody waits for it.
    next: either
  right:
    title: Right
    kind: window
    role: ngo
    closes: {after: opened, period: P2D}
    next: either
  either:
    title: Either
    role: coordinator
    join: any
    due: {after: opened, period: P5D}
    approvals: {count: 2}
    next: sorting
  sorting:
    title: Sort
    kind: automatic
    when: [{if: "evaluation.due_on < today", next: again}, {else: end}]
  again:
    title: Again
    role: coordinator
    due: {after: opened, period: P5D}
    next: sorting
"""


def test_a_whole_cycle_is_printed_day_by_day(evalflow: CommandLine) -> None:
    ran = evalflow(*REVIEW)
    assert (ran.code, ran.out, ran.err) == (0, FOLLOW_UP, "A simulation: nothing was written and nothing was sent.\n")


def test_every_word_has_its_line(evalflow: CommandLine) -> None:
    Path("own.yaml").write_text(EVERY_WORD)
    told = evalflow.done("workflow", "simulate", "own.yaml", "--opens", "2027-01-11")
    for line in (
        "  ✉ Letter to coordinator: first, 7 days before the last day.",
        "  ✉ Letter to coordinator: first, on the last day.",
        "  ▸ left opens, without a deadline: nobody waits for it: Left.",
        "  · either has opened on the first that led to it; others change nothing.",
        "  · either is approved by one person.",
        "  ◇ sorting opens, to be decided by a rule: Sort.",
        "  · right leads to either too, which has opened before: nothing changes.",
        "  · sorting waits for what is not known: evaluation.due_on.",
        "  ✓ sorting is decided: evaluation.due_on < today.",
        "      assumed, since it is not known: evaluation.due_on",
        "  ◇ sorting opens again, time 2, to be decided by a rule: Sort.",
        "  ✓ sorting is decided: else.",
        "The workflow promises no day.",
        "2 letters would go.",
        "Where it could stay behind:",
        "  ! sorting, 26 Jan 2027: It waits for what is not known: evaluation.due_on.",
    ):
        assert line in told.splitlines(), line


def test_one_letter_is_one(evalflow: CommandLine) -> None:
    Path("own.yaml").write_text(EVERY_WORD.replace(", {before: P0D, to: coordinator}", ""))
    how = ("--assume", "evaluation.due_on=2099-01-01")
    assert "One letter would go." in evalflow.done("workflow", "simulate", "own.yaml", "--opens", "2027-01-11", *how)


def test_it_keeps_to_80_columns(evalflow: CommandLine) -> None:
    assert max(map(len, evalflow.done(*SIMULATE).splitlines())) <= 79


def test_where_it_sticks_is_told_with_the_refusal(evalflow: CommandLine) -> None:
    told = evalflow.done(*SIMULATE, "--assume", "inputs.points_open=3", "--pace", "earliest")
    assert told.endswith(
        "At this pace: it is not kept, since the cycle does not come that far.\n"
        "19 letters would go.\n"
        "Where it could stay behind:\n"
        "  ! adopt, 31 Mar 2027: adopt cannot be completed yet:\n"
        "    - assumed: points of inputs without a disposition = 3\n"
    )
    assert "On these assumptions the cycle does not end." in told


@pytest.mark.parametrize(
    ("promised", "choice", "said"),
    [
        ("P57D", "reviewed", "kept, on 9 Mar 2027, on that very day."),
        ("P58D", "reviewed", "kept, on 9 Mar 2027, 1 day before."),
        ("P113D", "more-accounts", "not kept, on 5 May 2027, 1 day late."),
        ("P12W", "more-accounts", "not kept, on 5 May 2027, 30 days late."),
    ],
)
def test_whether_the_promise_is_kept_is_told_to_the_day(
    evalflow: CommandLine, promised: str, choice: str, said: str
) -> None:
    raw = resource("workflows", "follow-up-review.yaml").read_text()
    Path("own.yaml").write_text(raw.replace("P12W", promised))
    ran = evalflow("workflow", "simulate", "own.yaml", "--opens", "2027-01-11", "--choose", f"review={choice}")
    assert f"At this pace: {said}" in ran.out.splitlines()


def test_programs_get_the_same_as_json_and_csv(evalflow: CommandLine) -> None:
    told = json.loads(evalflow.done(*REVIEW, "--format", "json"))
    rows = told.pop("timeline")
    assert told == {
        "workflow": "follow-up-review", "version": "1.1.0", "zone": "Europe/London",
        "since": "2027-01-04T00:00:00+00:00", "opening": "2027-01-11", "pace": "planned", "paused": False,
        "ends_on": "2027-03-09", "promised_on": "2027-04-05", "kept_on": "2027-03-09", "doubts": [],
    }  # fmt: skip
    assert [(row["on"], row["event"], row["step"]) for row in rows] == [
        ("2027-01-04", "begins", ""), ("2027-01-04", "opens", "terms"), ("2027-01-04", "closes", "terms"),
        ("2027-01-04", "waits", "accounts"), ("2027-01-11", "opens", "accounts"), ("2027-02-08", "closes", "accounts"),
        ("2027-02-09", "opens", "review"), ("2027-03-09", "closes", "review"), ("2027-03-09", "ends", ""),
    ]  # fmt: skip
    assert rows[1]["until"] == "2027-01-04"
    assert rows[1]["reasons"][1] == "until the end of 4 Jan 2027, Europe/London = 5 Jan 2027 00:00 UTC"
    assert rows[7]["assumed"] == [
        "inputs.undecided_late == 0", "inputs.points_open == 0", "recommendations.carried_open == 0",
    ]  # fmt: skip
    listed = list(csv.DictReader(io.StringIO(evalflow.done(*REVIEW, "--format", "csv"))))
    assert [row["step"] for row in listed] == [row["step"] for row in rows]


def test_a_chart_over_time_is_drawn_as_svg_or_mermaid(evalflow: CommandLine) -> None:
    svg = evalflow.done(*REVIEW, "--draw", "svg")
    assert "<title>Review of what became of the recommendations, simulated at the planned pace</title>" in svg
    assert svg.count("<rect ") == 3
    assert evalflow.done(*REVIEW, "--draw", "mermaid").splitlines()[-5:] == [
        "    section review",
        "    Review the accounts :2027-02-09, 2027-03-10",
        "    section Days",
        "    Opening day :milestone, 2027-01-11, 0d",
        "    The report is promised :milestone, 2027-04-05, 0d",
    ]
    Path("own.yaml").write_text(EVERY_WORD)
    own = evalflow.done("workflow", "simulate", "own.yaml", "--opens", "2027-01-11", "--draw", "mermaid")
    assert "    Letter to coordinator :milestone, 2027-01-14, 0d" in own.splitlines()
    assert "promised" not in own


def test_a_step_that_is_never_over_is_drawn_open(evalflow: CommandLine) -> None:
    drawn = evalflow.done(*REVIEW, "--assume", "inputs.points_open=1", "--draw", "svg")
    assert "9 Feb 2027 …</text>" in drawn or "9 Mar 2027 …</text>" in drawn


def test_a_file_is_written_only_where_it_is_asked_for(evalflow: CommandLine) -> None:
    ran = evalflow(*REVIEW, "--draw", "svg", "--out", "review.svg")
    assert (ran.out, ran.err) == ("review.svg\n", "A simulation: nothing else was written and nothing was sent.\n")
    assert Path("review.svg").read_text() == evalflow.done(*REVIEW, "--draw", "svg")
    assert evalflow.done(*REVIEW, "--out", "review.txt") == "review.txt\n"
    assert Path("review.txt").read_text() == FOLLOW_UP
    code, talk = evalflow.refused(*SIMULATE, "--out", "review.txt")
    assert (code, "review.txt" in talk) == (1, True)


@pytest.mark.parametrize("more", [("--draw", "svg"), ("--out", "x")])
def test_a_chart_is_not_asked_for_together_with_a_form_for_programs(
    evalflow: CommandLine, more: tuple[str, ...]
) -> None:
    code, talk = evalflow.refused(*REVIEW, *more, "--format", "json")
    assert (code, "--format is for programs: give it without --draw and --out." in talk) == (2, True)


def test_the_day_on_which_it_is_opened_can_be_named(evalflow: CommandLine) -> None:
    assert "A cycle opened on 1 Dec 2026" in evalflow.done(*SIMULATE, "--from", "2026-12-01")
    assert evalflow.refused(*SIMULATE, "--from", "2027-02-01") == (
        1,
        "evalflow: 11 Jan 2027 comes before 1 Feb 2027: a cycle is opened before its windows, or with them. Give an "
        "earlier day with --from.\n",
    )


def test_a_workflow_there_is_not_is_refused_with_the_nearest(evalflow: CommandLine) -> None:
    assert evalflow.refused("workflow", "simulate", "evaluation-cycel", "--opens", "2027-01-11") == (
        1,
        "evalflow: There is neither a file nor a shipped workflow 'evaluation-cycel'. Did you mean 'evaluation-cycle'? "
        "Name a file, or one of: evaluation-cycle, follow-up-review.\n",
    )


def test_what_does_not_fit_ends_with_3_and_a_day_that_is_none_with_2(evalflow: CommandLine) -> None:
    assert evalflow.refused(*SIMULATE, "--choose", "adopt=no")[0] == 3
    assert evalflow.refused("workflow", "simulate", "follow-up-review", "--opens", "soon")[0] == 2
    assert evalflow.refused("workflow", "simulate", ".", "--opens", "2027-01-11")[0] == 3


@pytest.mark.parametrize(
    "words",
    [
        (*SIMULATE, "--choose", "adopt=returned"),
        ("cycle", "simulate", CYCLE),
        ("cycle", "forecast", CYCLE, "--format", "json"),
        ("why", CYCLE),
        ("why", CYCLE, "terms"),
        ("why", CYCLE, "SC-01"),
    ],
)
def test_all_effects_are_fenced_off(at: At, words: tuple[str, ...]) -> None:
    """Nothing is written into the folder or anywhere, no socket is opened and no program started."""
    here = at("opened")
    before = _contents(Path.cwd())
    last = here.last if words[0] != "workflow" else ()
    ran = subprocess.run(
        [sys.executable, "-c", FENCED, *words, *last],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ.copy(),
    )
    assert (ran.returncode, ran.stdout != "") == (0, True), ran.stderr
    assert _contents(Path.cwd()) == before


def test_the_fence_sees_what_is_written(at: At) -> None:
    here = at("ready")
    ran = subprocess.run([sys.executable, "-c", FENCED, "init", "new"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "os.mkdir ('new', 448, -1)\n")
    before = _contents(Path.cwd())
    here.done("cycle", "complete", CYCLE, "terms")
    assert _contents(Path.cwd()) != before


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
