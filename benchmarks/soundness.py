"""Proving a workflow sound, against reading and validating the same file.

Ours is everything that is checked beyond the form: the net, its reduction, what is left explored, facts and periods.
The other side is the reader without it. Beside them, for comparison, the same net explored without reduction, as far as
it gets: beyond the cap it is given up, and its time is that of the cap.
"""

import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.timing import HEADING, in_turns, lines, spent
from evalflow.definitions.proof import prove
from evalflow.definitions.shape import read_sheet
from evalflow.definitions.vocabulary import workflow_shape
from evalflow.definitions.workflow import read_workflow
from evalflow.engine.soundness import MOST
from evalflow.engine.soundness.exploring import explored
from evalflow.engine.soundness.net import net_of
from evalflow.engine.words import Workflow
from evalflow.errors import InvalidDefinition
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.inputs.input import KINDS

TURNS = 10
AIM = 1.0
_ACTS = ("adopt-report", "publish-report")
_HEAD = """evalflow: 1
workflow: made
version: 1.0.0
title: Made for a benchmark
timezone: Europe/London
calendar: none
period_rule: plain
report_due: {after: opening, period: P600W}
steps:
"""


def main(turns: int) -> None:
    print(HEADING)
    for what, steps in (
        ("500 steps in a row", _row(500)),
        ("20 branches of 20 steps side by side", _branches(20, 20)),
        ("200 blocks within each other", _nested(200)),
    ):
        _compare(what, (_HEAD + "".join(steps)).encode(), turns)


def _compare(what: str, raw: bytes, turns: int) -> None:
    workflow = _read(raw)
    sheet = read_sheet(raw, "made.yaml", workflow_shape(KINDS, _ACTS), InvalidDefinition)
    ours = partial(prove, sheet, workflow, DECLARED)
    print(*lines(f"proving {what} / reading them", in_turns([(ours, partial(_read, raw))] * turns), AIM), sep="\n")
    sheet.problems.refuse(InvalidDefinition, "bad-workflow")  # or it was no proof
    seconds = spent(partial(explored, net_of(workflow), MOST)).wall
    verdict = explored(net_of(workflow), MOST)
    got = f"{verdict.markings} markings" if verdict else f"given up after {MOST} markings"
    print(f"{'  without reduction':<56} {seconds * 1e3:9.2f} ms   {got}")


def _read(raw: bytes) -> Workflow:
    return read_workflow(raw, "made.yaml", DECLARED, KINDS, _ACTS, pinned=True)


def _step(name: str, leads_to: str, more: str = "") -> str:
    due = "due: {after: opened, period: P1D}"
    return f"  {name}: {{title: Step {name}, role: coordinator, {due}, {more}{leads_to}}}\n"


def _next(*names: str) -> str:
    return f"next: [{', '.join(names)}]"


def _row(many: int) -> Iterator[str]:
    for number in range(many):
        yield _step(f"s{number}", _next(f"s{number + 1}" if number + 1 < many else "end"))


def _branches(many: int, long: int) -> Iterator[str]:
    yield _step("first", _next(*(f"b{branch}_0" for branch in range(many))))
    for branch in range(many):
        for number in range(long):
            yield _step(f"b{branch}_{number}", _next(f"b{branch}_{number + 1}" if number + 1 < long else "last"))
    yield _step("last", _next("end"), "join: all, ")


def _nested(deep: int) -> Iterator[str]:
    """Yield splits whose one branch is a step and whose other is the next split; every other one is a loop as well."""
    for level in range(deep):
        yield _step(f"split{level}", _next(f"beside{level}", f"split{level + 1}" if level + 1 < deep else "inmost"))
        yield _step(f"beside{level}", _next(f"join{level}"))
        yield _step(f"join{level}", _next(f"again{level}"), "join: all, ")
        back = f", back: {{next: split{level}}}" if level % 2 else ""
        onward = f"join{level - 1}" if level else "end"
        yield _step(f"again{level}", f"choose: {{on: {{next: {onward}}}{back}}}")
    yield _step("inmost", _next(f"join{deep - 1}"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
