"""Workflows as lines, as Mermaid and as a picture: every step, what follows it, and where a cycle stands."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pytest

from evalflow.effects.drawing.diagram import mermaid, svg, text
from evalflow.evaluation.message import as_given
from evalflow.evaluation.report.public_record.drawn import drawn
from evalflow.evaluation.report.sections.definitions import DrawnStep, WayLine
from evalflow.usecases.cycles.workflows import sound_workflow
from tests.definitions.shipped import WORKFLOWS

TWO_WEEKS = as_given("2 weeks after its opening")


def step(name: str, title: str, *ways: WayLine, join: Literal["", "all", "any"] = "") -> DrawnStep:
    return DrawnStep(name, title, "task", "coordinator", TWO_WEEKS, join, 0, 0, ways)


def to(*names: str, label: str = "") -> WayLine:
    return WayLine(label, names)


A = replace(
    step("a", 'Ask "everybody" & <wait>', to("b", "c")),
    kind="window", role="ngo", reminders=1, state="done", days=as_given("2 Mar 2027"),
)  # fmt: skip
B = replace(
    step("b", "Read", to("d", label="on"), to("a", label="again")),
    lasts=as_given("no deadline"), state="overdue", days=as_given("since the end of 3 Mar 2027"),
)  # fmt: skip
C = replace(
    step("c", "Count", to("d", label="n > 1"), to("end", label="else")),
    kind="automatic", role="", lasts=as_given("decided by rules"),
)  # fmt: skip
D = replace(step("d", "Decide", to("end"), join="all"), approvals=2, reminders=2, state="waiting")
STEPS = (A, B, C, D)


def test_the_lines_say_what_each_step_is_and_what_follows_it() -> None:
    assert text(STEPS) == (
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
    lines = mermaid(STEPS).splitlines()
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
    root = read(svg("A workflow", STEPS))
    assert (named(root, "title")[0].text, named(root, "desc")[0].text) == ("A workflow", text(STEPS))
    shapes = [len(named(root, shape)) for shape in ("rect", "polygon", "path")]
    assert shapes == [4, 1, 2 * 7]  # the end has a box, what rules decide six sides, an arc a line and a tip
    assert svg("A workflow", STEPS) == svg("A workflow", STEPS)


def test_a_state_is_told_by_word_and_by_the_line_around_a_box() -> None:
    root = read(svg("", (A, B, replace(C, state="open"), D)))
    boxes = sorted(named(root, "rect") + named(root, "polygon"), key=list(root.iter()).index)
    assert [(box.get("stroke-width"), box.get("stroke-dasharray"), box.get("fill")) for box in boxes] == [
        ("1", None, "#eeeeee"), ("3", "6 3", "#ffffff"), ("3", None, "#ffffff"), ("1", "2 3", "#ffffff"),
        ("1", None, "#ffffff"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yaml")), ids=lambda path: path.name)
def test_no_box_of_a_shipped_workflow_lies_on_another_and_no_text_leaves_the_picture(path: Path) -> None:
    root = read(svg("", drawn(sound_workflow(path.read_bytes(), path.name))))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    boxes = [tuple(float(box.attrib[name]) for name in ("x", "y", "width", "height")) for box in named(root, "rect")]
    for at, (x, y, w, h) in enumerate(boxes):
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
        assert all(x + w <= a or a + c <= x or y + h <= b or b + d <= y for a, b, c, d in boxes[:at])
    assert all(len(told.text or "") <= 36 for told in named(root, "text"))


def test_what_leads_past_a_rank_runs_at_the_side_it_is_on() -> None:
    steps = (
        step("s", "S", to("l", "r")),
        *(step(name, name, to("m", "z")) for name in ("l", "r")),
        step("m", "M", to("z")),
        step("z", "Z", to("end"), join="any"),
    )
    paths = [path.get("d") or "" for path in named(read(svg("", steps)), "path")]
    sides = [re.match(r"M([0-9.]+) [0-9.]+ H([0-9.]+)", path) for path in paths]
    assert [float(side[2]) > float(side[1]) for side in sides if side] == [False, True]
