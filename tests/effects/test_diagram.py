"""Workflows as lines, as Mermaid and as a picture: every step, what follows it, and where a cycle stands."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evalflow.effects.diagram import Mark, lasts, mermaid, svg, text
from evalflow.engine.periods import Period
from evalflow.engine.rules import parse
from evalflow.engine.words import Approvals, Branch, Choice, Remind, Step, Timing, Workflow
from evalflow.usecases.workflows import sound_workflow
from tests.definitions.shipped import WORKFLOWS

OPENED = Timing("after", "opened", Period(weeks=2))
A = Step(
    "a",
    'Ask "everybody" & <wait>',
    "window",
    "ngo",
    OPENED,
    next=("b", "c"),
    remind=(Remind("before", Period(days=1), "ngo"),),
)
B = Step("b", "Read", "task", "coordinator", None, "x", choices=(Choice("on", ("d",)), Choice("again", ("a",))))
C = Step(
    "c", "Count", "automatic", "", branches=(Branch("n > 1", parse("n > 1"), ("d",)), Branch("else", None, ("end",)))
)
D = Step("d", "Decide", "task", "coordinator", OPENED, next=("end",), join="all", approvals=Approvals(2),
         remind=(Remind("before", Period(days=1), "ngo"), Remind("before", Period(days=2), "ngo")))  # fmt: skip
WORKFLOW = Workflow("w", "1.0.0", "A workflow", "UTC", "none", "plain", (A, B, C, D))
MARKS = {"a": Mark("done", "2 Mar 2027"), "b": Mark("overdue", "since the end of 3 Mar 2027"), "d": Mark("waiting")}


def test_the_lines_say_what_each_step_is_and_what_follows_it() -> None:
    assert text(WORKFLOW, MARKS) == (
        '□ a · Ask "everybody" & <wait>\n'
        "  ngo · 2 weeks after its opening · 1 reminder\n"
        "  DONE 2 Mar 2027\n"
        "    → b, c\n"
        "▸ b · Read\n"
        "  coordinator · no deadline\n"
        "  OVERDUE since the end of 3 Mar 2027\n"
        "    → on: d\n"
        "    → again: a (back)\n"
        "◇ c · Count\n"
        "  decided by rules\n"
        "    → n > 1: d\n"
        "    → else: end\n"
        "▸ d · Decide\n"
        "  coordinator · 2 weeks after its opening · waits for all that leads here · 2\n"
        "  persons · 2 reminders\n"
        "  WAITING\n"
        "    → end"
    )


def test_mermaid_has_a_shape_for_each_kind_an_arc_for_each_way_and_a_class_for_each_state() -> None:
    lines = mermaid(WORKFLOW, MARKS).splitlines()
    assert lines[:2] == [
        "flowchart TD",
        '    a(["Ask #quot;everybody#quot; &amp; &lt;wait&gt;<br/>2 weeks after its opening<br/>done 2 Mar 2027"])',
    ]
    assert '    c{{"Count<br/>decided by rules"}}' in lines
    assert [line.strip() for line in lines if "-->" in line] == [
        "a --> b", "a --> c", 'b -->|"on"| d', 'b -->|"again"| a',
        'c -->|"n &gt; 1"| d', 'c -->|"else"| end_', "d --> end_",
    ]  # fmt: skip
    assert [line.strip() for line in lines if line.startswith("    class ")] == [
        "class a done", "class b overdue", "class d waiting",
    ]  # fmt: skip


def read(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)  # noqa: S314 - the picture is our own


def named(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return root.findall(f".//{{http://www.w3.org/2000/svg}}{tag}")


def test_the_picture_has_a_title_its_text_a_box_for_each_step_and_a_line_for_each_arc() -> None:
    root = read(svg(WORKFLOW, MARKS))
    assert (named(root, "title")[0].text, named(root, "desc")[0].text) == ("A workflow", text(WORKFLOW, MARKS))
    assert (len(named(root, "rect")), len(named(root, "path"))) == (
        5,
        1 + 7,
    )  # the end has a box, an arrow's tip a path
    assert svg(WORKFLOW, MARKS) == svg(WORKFLOW, MARKS)


def test_a_state_is_told_by_word_and_by_the_line_around_a_box() -> None:
    boxes = named(read(svg(WORKFLOW, {**MARKS, "c": Mark("open")})), "rect")
    assert [(box.get("stroke-width"), box.get("stroke-dasharray"), box.get("fill")) for box in boxes] == [
        ("1", None, "#eeeeee"), ("3", "6 3", "#ffffff"), ("3", None, "#ffffff"), ("1", "2 3", "#ffffff"),
        ("1", None, "#ffffff"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yaml")), ids=lambda path: path.name)
def test_no_box_of_a_shipped_workflow_lies_on_another_and_no_text_leaves_the_picture(path: Path) -> None:
    root = read(svg(sound_workflow(path.read_bytes(), path.name), {}))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    boxes = [tuple(float(box.attrib[name]) for name in ("x", "y", "width", "height")) for box in named(root, "rect")]
    for at, (x, y, w, h) in enumerate(boxes):
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
        assert all(x + w <= a or a + c <= x or y + h <= b or b + d <= y for a, b, c, d in boxes[:at])
    assert all(len(told.text or "") <= 36 for told in named(root, "text"))


@pytest.mark.parametrize(
    ("timing", "says"),
    [
        (Timing("before", "opening", Period(weeks=2)), "2 weeks before the opening"),
        (Timing("after", "closed", Period(days=1), "terms"), "1 day after the end of terms"),
        (Timing("after", "due", Period(days=3), "terms"), "3 days after the deadline of terms"),
    ],
)
def test_how_long_a_step_lasts_is_told_by_what_it_counts_from(timing: Timing, says: str) -> None:
    assert lasts(replace(A, timing=timing)) == says


def test_what_leads_past_a_rank_runs_at_the_side_it_is_on() -> None:
    first = Step("s", "S", "task", "r", OPENED, next=("l", "r"))
    left, right = (Step(n, n, "task", "r", OPENED, next=("m", "z")) for n in ("l", "r"))
    middle, last = (
        Step("m", "M", "task", "r", OPENED, next=("z",)),
        Step("z", "Z", "task", "r", OPENED, next=("end",), join="any"),
    )
    paths = [
        path.get("d") or ""
        for path in named(read(svg(replace(WORKFLOW, steps=(first, left, right, middle, last)), {})), "path")
    ]
    sides = [re.match(r"M([0-9.]+) [0-9.]+ H([0-9.]+)", path) for path in paths]
    assert [float(side[2]) > float(side[1]) for side in sides if side] == [False, True]
