"""Cycles on the command line: opened, moved on step by step, refused in words that help, and never half done."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalflow.resources import resource
from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
OPEN = ("cycle", "open", "uk-china", "--opens", "2027-01-11", "--operator", "Office")
WHY = ("--reason", "elections", "--basis", "decision of 2 March")


def test_the_line_of_usage_names_what_must_be_given(evalflow: CommandLine) -> None:
    told = " ".join(evalflow.done("cycle", "open", "--help").split())
    assert "cycle open [OPTIONS] DIALOGUE --opens DAY --operator NAME --conducts|--does-not-conduct " in told
    told = " ".join(evalflow.done("finding", "rate", "--help").split())
    assert "CODE OBJECTIVE --status STATUS --contribution CONTRIBUTION " in told


def test_opening_a_cycle_gives_it_the_code_of_its_dialogue_and_year(at: At) -> None:
    opened = at("empty")(*OPEN, "--does-not-conduct")
    assert opened.out == "UK-CHINA-2027\n"
    assert "its windows open on 11 Jan 2027 (Europe/London)" in opened.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (OPEN, 2, "Missing option: --conducts or --does-not-conduct. Say one"),
        ((*OPEN, "--conducts", "--opens", "2027-02-01"), 2, "--opens is given more than once"),
        (("cycle", "open", "uk-china", "--opens", "11.1.2027", "--operator", "O", "--conducts"), 2, "2027-01-11"),
        (("cycle", "open", "uk-china", "--opens", "2026-01-11", "--operator", "O", "--conducts"), 1, "is past"),
        (("cycle", "open", "uk-chna", "--opens", "2027-01-11", "--operator", "O", "--conducts"), 1, "uk-china"),
        ((*OPEN, "--conducts", "--code", "NO SPACE"), 3, "is no code"),
        ((*OPEN, "--conducts", "--workflow", "none.yaml"), 1, "none.yaml"),
        ((*OPEN, "--conducts", "--workflow", "broken.yaml"), 3, "broken.yaml:2:1"),
        ((*OPEN, "--conducts", "--as", " "), 3, "is empty"),
    ],
)
def test_a_cycle_that_does_not_fit_is_not_opened(at: At, words: tuple[str, ...], code: int, says: str) -> None:
    here = at("empty")
    Path("broken.yaml").write_text("evalflow: 1\nworkfow: x\n", encoding="utf-8")
    before = here.done("audit", "head")
    ended, talk = here.refused(*words)
    assert (ended, says in talk) == (code, True), talk
    assert here.done("audit", "head") == before


def test_a_second_cycle_of_the_year_needs_a_code_of_its_own(at: At) -> None:
    here = at("opened")
    assert "Give another code with --code" in here.refused(*OPEN, "--conducts")[1]
    assert here.done(*OPEN, "--conducts", "--code", "uk-cn-2") == "UK-CN-2\n"
    assert [row["code"] for row in _rows(here, "cycle", "list")] == ["UK-CHINA-2027", "UK-CN-2"]


def test_a_cycle_keeps_the_workflow_it_was_opened_with(at: At) -> None:
    here = at("empty")
    text = resource("workflows", "evaluation-cycle.yaml").read_text(encoding="utf-8")
    own = Path("own.yaml")
    own.write_text(text.replace("Europe/London", "Europe/Berlin"), encoding="utf-8")
    here.done(*OPEN, "--conducts", "--workflow", str(own))
    own.write_text("evalflow: 1\n", encoding="utf-8")
    assert _status(here)["zone"] == "Europe/Berlin"


def test_the_first_page_says_what_is_missing_and_the_commands_that_supply_it(at: At) -> None:
    assert at("opened").done("cycle", "status", "uk-china-2027") == (
        "UK-CHINA-2027 · United Kingdom–China human rights dialogue\n"
        "Running · 16 Dec 2026, 10:00, Europe/London\n"
        "Operated by Example Secretariat, which does not conduct the dialogue\n"
        "\n"
        "▸ terms · Publish timetable, criteria and evaluating body\n"
        "  coordinator · until the end of 28 Dec 2026, Europe/London (in 12 days)\n"
        "  Waits for:\n"
        "    · the timetable is not published\n"
        "    · the criteria are not published\n"
        "      evalflow cycle publish-terms UK-CHINA-2027 --timetable URL --criteria \\\n"
        "        URL --on DATE\n"
        "    · no evaluating body is named\n"
        "      evalflow cycle name-body UK-CHINA-2027 NAME --accountable-to WHOM\n"
        "\n"
        "Next: terms is due by the end of 28 Dec 2026 (in 12 days)\n"
    )


def test_what_lies_ahead_is_shown_before_it_opens(at: At) -> None:
    page = at("waiting", "2027-01-10T12:00Z").done("cycle", "status", CYCLE)
    assert (
        "○ ngo_inputs · Inputs of NGOs, institutions, experts and individuals\n"
        "  opens by itself on 11 Jan 2027, Europe/London (tomorrow)\n"
    ) in page
    assert page.endswith("Next: ngo_inputs opens on 11 Jan 2027 (tomorrow)\n\nDone: terms 18 Dec 2026\n")


def test_windows_open_and_close_by_themselves_on_the_page(at: At) -> None:
    page = at("taking").done("cycle", "status", CYCLE)
    assert (
        "□ parliament_inputs · Inputs of parliaments\n"
        "  parliament · closes by itself at the end of 8 Mar 2027, Europe/London (in 16\n"
        "  days)\n"
        "  Hand in what has come:\n"
        "    evalflow input receive UK-CHINA-2027 FILE\n"
    ) in page


def test_an_overdue_task_is_marked_and_says_since_when(at: At) -> None:
    page = at("opened", "2026-12-30T10:00Z").done("cycle", "status", CYCLE)
    assert "! terms · Publish timetable" in page
    assert "OVERDUE since the end of 28 Dec 2026, Europe/London (2 days\n  ago)" in page


def test_a_task_without_anything_in_its_way_says_how_to_complete_it(at: At) -> None:
    assert "  Ready:\n    evalflow cycle complete UK-CHINA-2027 terms\n" in at("ready").done("cycle", "status", CYCLE)


def test_a_choice_says_what_each_way_out_takes(at: At) -> None:
    here = at("adopting")
    assert (
        "▸ adopt · Adopt the report\n"
        "  evaluating-body · no deadline: the body's own calendar decides\n"
        "  “adopted” takes a report that is complete; what it lacks:\n"
        "    evalflow report check UK-CHINA-2027\n"
        "  “adopted”:\n"
        "    evalflow report adopt UK-CHINA-2027\n"
        "  “returned”:\n"
        "    evalflow cycle complete UK-CHINA-2027 adopt --choose returned --reason \\\n"
        "      TEXT\n"
    ) in here.done("cycle", "status", CYCLE)
    here.done("input", "point", f"{CYCLE}/NGO/001", "--text", "Something more (example).")
    assert (
        "  “adopted” waits for:\n"
        "    · 1 point is without an answer: UK-CHINA-2027/NGO/001 point 6\n"
        "      evalflow input dispose INPUT POINT --as-kind used|partly|not-used|… \\\n"
        "        --reason TEXT\n"
        "  “returned”:\n"
    ) in here.done("cycle", "status", CYCLE)


def test_publishing_is_done_by_its_own_command(at: At) -> None:
    here = at("adopted")
    assert "  Ready:\n    evalflow report publish UK-CHINA-2027\n" in here.done("cycle", "status", CYCLE)
    code, talk = here.refused("cycle", "complete", CYCLE, "publish")
    assert (code, "evalflow report publish UK-CHINA-2027" in talk) == (1, True)


def test_a_paused_cycle_says_how_to_go_on_and_that_its_clocks_stand_still(at: At) -> None:
    here = at("taking")
    here.done("cycle", "pause", CYCLE, *WHY)
    page = here.done("cycle", "status", CYCLE)
    assert "\nPaused since 20 Feb 2027 · 20 Feb 2027, 12:00, Europe/London\n" in page
    assert "  evalflow cycle resume UK-CHINA-2027 --reason TEXT --basis TEXT\n" in page
    assert "  ngo · its clock stands still; before the pause it ran until the end of\n  8 Mar 2027\n" in page
    assert "evalflow input receive" not in page


def test_a_refusal_names_the_command_that_helps_and_so_does_its_explanation(at: At) -> None:
    here = at("opened")
    here.done("cycle", "pause", CYCLE, *WHY)
    says = "This cycle is paused. Resume it with `evalflow cycle resume`."
    assert here.refused("cycle", "complete", CYCLE, "terms") == (1, f"evalflow: {says}\n")
    [answer] = json.loads(here.done("why", CYCLE, "terms", "--format", "json"))["answers"]
    assert answer["says"] == says
    assert f"refused (cycle-paused): {says}" in " ".join(here.done("why", CYCLE, "terms").split())


def test_after_a_pause_what_was_left_of_a_window_is_kept(at: At) -> None:
    here = at("taking")
    here.done("cycle", "pause", CYCLE, *WHY)
    later = CommandLine(here.printed, ("--at", "2027-03-02T12:00Z"))
    assert later("cycle", "resume", CYCLE, *WHY).err.startswith("UK-CHINA-2027 goes on. Open now: ngo_inputs,")
    assert {row["until"] for row in _status(later)["open"]} == {"2027-03-18"}


def test_a_cycle_closed_early_says_so_and_what_can_still_be_printed(at: At) -> None:
    here = at("opened")
    assert here.done("cycle", "close-early", CYCLE, *WHY) == "UK-CHINA-2027\n"
    page = here.done("cycle", "status", CYCLE)
    assert page.endswith(
        "\nClosed early; what is on record can be printed all the same:\n  evalflow report build UK-CHINA-2027\n"
    )
    assert "▸" not in page


def test_a_cycle_is_not_closed_early_over_points_without_an_answer(at: At) -> None:
    code, talk = at("taking").refused("cycle", "close-early", CYCLE, *WHY)
    assert (code, "evalflow input dispose INPUT POINT" in talk) == (1, True)


def test_a_window_that_takes_no_inputs_asks_for_none(at: At) -> None:
    page = at("adopted", "2027-06-11T10:00Z").done("cycle", "status", CYCLE)
    assert "□ embargo · Embargo\n  coordinator · closes by itself at the end of 13 Jun 2027, Europe/London" in page
    assert "Hand in what has come" not in page


def test_at_the_end_the_page_names_the_published_files(at: At) -> None:
    here = at("adopted")
    here.done("report", "publish", CYCLE)
    later = CommandLine(here.printed, ("--at", "2027-09-10T10:00Z"))
    assert "what became of 3 is not noted" in later.refused("cycle", "complete", CYCLE, "follow-up")[1]
    for number in (1, 2, 3):
        code = f"{CYCLE}/REC/0{number}"
        later.done("recommendation", "follow-up", CYCLE, code, "--status", "not-started", "--text", "Nothing is known.")
    assert "follow_up is complete. The cycle is complete." in later("cycle", "complete", CYCLE, "follow-up").err
    page = later.done("cycle", "status", CYCLE)
    assert page.splitlines()[1] == "Complete · 10 Sep 2027, 11:00, Europe/London"
    assert "government_response 14 Aug 2027 · follow_up 10 Sep 2027\nPublished: EXAMPLE-UK-CHINA-2027-report" in page
    assert _status(later)["published_on"] == "2027-06-14"


def test_no_line_of_a_page_is_wider_than_80_columns(at: At) -> None:
    for stage in ("opened", "waiting", "taking", "late", "rating", "adopting", "adopted"):
        page = at(stage).done("cycle", "status", CYCLE)
        assert [line for line in page.splitlines() if len(line) > 80] == []


def test_programs_read_the_same_from_json(at: At) -> None:
    told = _status(at("late"))
    assert (told["code"], told["status"], told["next_due"]) == ("UK-CHINA-2027", "running", "triage")
    assert told["next_due_at"] == "2027-04-06T23:00:00+00:00"
    assert told["example_notice"].startswith("Worked example")
    (triage,) = told["open"]
    assert (triage["step"], triage["until"], triage["overdue"]) == ("triage", "2027-04-06", False)
    assert triage["blockers"] == ["1 late input is neither accepted nor declined: UK-CHINA-2027/PARL/002"]


def test_a_closed_gate_refuses_and_names_the_commands_that_open_it(at: At) -> None:
    code, talk = at("opened").refused("cycle", "complete", CYCLE, "terms")
    assert code == 1
    assert "evalflow cycle publish-terms UK-CHINA-2027 --timetable URL --criteria URL --on DATE" in talk
    assert "evalflow cycle name-body UK-CHINA-2027 NAME --accountable-to WHOM" in talk


def test_completing_a_step_says_what_opens_next(at: At) -> None:
    assert at("ready")("cycle", "complete", "uk-china-2027", "terms").err.startswith(
        "terms is complete. To open: ngo_inputs (11 Jan 2027), parliament_inputs (11 Jan 2027), partner_submissions"
    )


def test_steps_may_be_typed_with_hyphens(at: At) -> None:
    here = at("taking")
    here.done("cycle", "extend", CYCLE, "ngo-inputs", "--until", "2027-03-15", "--reason", "asked for")
    assert {row["step"]: row["until"] for row in _status(here)["open"]}["ngo_inputs"] == "2027-03-15"
    assert "ngo_inputs is a window" in here.refused("cycle", "complete", CYCLE, "ngo-inputs")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("extend", CYCLE, "ngo-inputs", "--until", "2027-03-08", "--reason", "why"), "9 Mar 2027 or beyond"),
        (("extend", CYCLE, "terms", "--until", "2027-05-08", "--reason", "why"), "terms is not open"),
        (("extend", CYCLE, "inputs", "--until", "2027-05-08", "--reason", "why"), "has no step 'inputs'"),
        (("extend", CYCLE, "ngo-inputs", "--until", "2027-05-08", "--reason", " "), "only with a reason"),
        (("resume", CYCLE, *WHY), "not paused"),
        (("status", "UK-CHINA-2028"), "There are: UK-CHINA-2027."),
        (("history", "UK-CHINA-2028"), "There are: UK-CHINA-2027."),
        (("publish-terms", CYCLE, "--timetable", "x", "--criteria", "y", "--on", "2027-01-01"), "https://"),
        (("name-body", CYCLE, "Another", "--accountable-to", "All"), "Example Committee"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(at: At, words: tuple[str, ...], says: str) -> None:
    code, talk = at("taking").refused("cycle", *words)
    assert (code, says in talk) == (1, True), talk


def test_a_dry_run_shows_what_would_happen_and_writes_nothing(at: At) -> None:
    here = at("ready")
    before = here.done("audit", "head")
    ran = here("cycle", "complete", CYCLE, "terms", "--dry-run")
    assert (ran.code, "terms is complete." in ran.err, "Dry run: nothing was written." in ran.err) == (0, True, True)
    assert here.done("audit", "head") == before


def test_the_history_tells_everything_that_happened_by_whom_and_when(at: At) -> None:
    told = at("late").done("cycle", "history", CYCLE)
    assert (
        "16 Dec 2026, 10:00 · Secretariat (example)\n        The evaluating body is Example Committee (parliament)"
        in told
    )
    assert "16 Mar 2027, 09:00 · the clock\n        ngo_inputs ended on 15 Mar 2027.\n" in told
    assert told.endswith("\nDays and hours in Europe/London.\n")
    said = at("opened")("cycle", "history", CYCLE).err
    assert said.startswith("Who acted is as recorded, not authenticated.\n")


def test_the_history_is_the_same_for_programs(at: At) -> None:
    rows = _rows(at("opened"), "cycle", "history", CYCLE)
    assert [row["what"] for row in rows] == [
        "UK-CHINA-2027 was opened. Example Secretariat operates the record and does not conduct the dialogue.",
        "The cycle was opened; its windows open on 11 Jan 2027 (Europe/London).",
        "terms opened, until the end of 28 Dec 2026.",
    ]


def test_the_list_says_what_comes_next_in_each_cycle(at: At) -> None:
    table = at("ready").done("cycle", "list")
    assert "UK-CHINA-2027  uk-china  Running  terms  terms is due by the end of 28 Dec 2026" in table


def test_a_record_without_a_cycle_says_how_to_open_one(at: At) -> None:
    assert "evalflow cycle open DIALOGUE --opens DATE" in at("empty")("cycle", "list").err


def _rows(here: CommandLine, *words: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(here.done(*words, "--format", "json"))["rows"]
    return rows


def _status(here: CommandLine) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(here.done("cycle", "status", CYCLE, "--format", "json"))
    return told
