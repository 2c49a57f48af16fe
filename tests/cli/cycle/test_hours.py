"""A cycle whose deadlines end within a day: every answer that names one names its hour and zone."""

import json
import re
from pathlib import Path

from evalflow.resources import resource
from tests.support.command_line import CommandLine

HOUR = "12:00 on 16 Dec 2026 (Europe/London)"
BEFORE, AFTER = ("--at", "2026-12-15T10:00Z"), ("--at", "2026-12-20T10:00Z")


def opened(example: CommandLine) -> None:
    text = resource("workflows", "evaluation-cycle.yaml").read_text(encoding="utf-8")
    text = text.replace("due: {before: opening, period: P2W}", "due: {after: opened, period: PT50H}")
    text = text.replace("closes: {after: opened, period: window}", "closes: {after: opened, period: PT59H}")
    Path("hours.yaml").write_text(re.sub(r" {4}remind:\n( {6}- .*\n)+", "", text))
    words = ("--opens", "2027-01-11", "--operator", "Example Secretariat", "--does-not-conduct")
    example.done("cycle", "open", "uk-china", *words, "--workflow", "hours.yaml", "--at", "2026-12-14T10:00Z")


def one_line(text: str) -> str:
    """Return text without the breaks of a narrow table: words of other columns stay between."""
    return " ".join(text.split())


def test_every_answer_that_names_a_deadline_names_its_hour(example: CommandLine) -> None:
    opened(example)
    [row] = json.loads(example.done("today", "--format", "json", *BEFORE))["rows"]
    assert (row["until"], row["ends_at"]) == ("2026-12-16", "2026-12-16T12:00:00+00:00")
    [late] = json.loads(example.done("overdue", "--format", "json", *AFTER))["rows"]
    assert (late["due"], late["ends_at"], late["days"]) == ("2026-12-16", "2026-12-16T12:00:00+00:00", 4)
    for words, at in ((("today",), BEFORE), (("overdue",), AFTER)):
        assert "12:00 on 16" in example.done(*words, *at)
    code = "UK-CHINA-2027"
    for asked in (("cycle", "status", code), ("cycle", "list"), ("why", code, "terms")):
        assert HOUR in one_line(example.done(*asked, *BEFORE))
    assert f"terms fell overdue: it was due by {HOUR}." in example("tick", *AFTER).err
    window = "11:00 on 13 Jan 2027 (Europe/London)"
    assert f"Hand it in by {window}." in example.done("input", "template", code, "--form", "markdown", *AFTER)
