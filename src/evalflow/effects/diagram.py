"""A workflow, and where a cycle stands in it → a picture: Mermaid for a page, SVG for a report, lines for a terminal.

Each step is a box in the rank of the longest way to it; what leads back, or past a rank, runs at the side. A state is a
word and a shape, never a colour alone.
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from evalflow.engine.soundness.reaching import ways
from evalflow.engine.words import END, Step, Workflow

SIGNS: Final = {"task": "▸", "window": "□", "automatic": "◇"}
_WIDTH, _GAP, _DOWN, _LINE, _SIGNS = 216, 36, 44, 15, 33
_LABEL: Final = 90  # room for a label at the right side
_BOLD: Final = " font-weight='600'"
_SANS: Final = "font-family='Noto Sans, sans-serif'"


@dataclass(frozen=True)
class Mark:
    """Where a cycle stands at one step: a word such as "open", and its days in words."""

    state: str
    days: str = ""


Marks = Mapping[str, Mark]


def lasts(step: Step) -> str:
    """Return how long a step is open, in words, by what its definition says."""
    if step.kind == "automatic":
        return "decided by rules"
    if step.timing is None:
        return "no deadline"
    timing = step.timing
    since = {"opening": "the opening", "opened": "its opening", "closed": f"the end of {timing.step}"}
    anchor = since.get(timing.anchor, f"the deadline of {timing.step}")
    return f"{timing.period.in_words()} {timing.direction} {anchor}"


def text(workflow: Workflow, marks: Marks) -> str:
    """Return the workflow as lines of at most 79 signs: each step, how long, in what state, and what follows it."""
    return "\n".join(line for step in workflow.steps for line in _text_of(workflow, step, marks))


def _text_of(workflow: Workflow, step: Step, marks: Marks) -> Iterator[str]:
    names = [each.name for each in workflow.steps]
    mark = marks.get(step.name)
    yield from _wrapped(f"{SIGNS[step.kind]} {step.name} · {step.title}", "", "  ")
    join = {"all": "waits for all that leads here", "any": "opens on the first that leads here"}.get(step.join or "")
    facts = [step.role, lasts(step), join, _approvals(step), _reminders(step)]
    yield from _wrapped(" · ".join(filter(None, facts)), "  ", "  ")
    if mark:
        yield from _wrapped(f"{mark.state.upper()} {mark.days}".rstrip(), "  ", "  ")
    for way in ways(step):
        back = [t for t in way.targets if t != END and names.index(t) <= names.index(step.name)]
        told = ", ".join(f"{target} (back)" if target in back else target for target in way.targets)
        yield from _wrapped(f"→ {way.label + ': ' if way.label else ''}{told}", "    ", "      ")


def _approvals(step: Step) -> str:
    return f"{step.approvals.count} persons" if step.approvals else ""


def _reminders(step: Step) -> str:
    count = len(step.remind)
    return f"{count} reminder{'s' * (count > 1)}" if count else ""


def _wrapped(line: str, first: str, then: str) -> list[str]:
    return textwrap.wrap(line, 79, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)


def mermaid(workflow: Workflow, marks: Marks) -> str:
    """Return the workflow as a Mermaid flow chart."""
    lines = ["flowchart TD"]
    shapes = {"task": ("[", "]"), "window": ("([", "])"), "automatic": ("{{", "}}")}
    for step in workflow.steps:
        first, last = shapes[step.kind]
        mark = marks.get(step.name)
        told = [step.title, lasts(step), f"{mark.state} {mark.days}".rstrip() if mark else ""]
        label = "<br/>".join(_quoted(line) for line in told if line)
        lines.append(f'    {step.name}{first}"{label}"{last}')
    lines.append('    end_(("end"))')
    for step in workflow.steps:
        for way in ways(step):
            label = f'|"{_quoted(way.label)}"|' if way.label else ""
            lines += [f"    {step.name} -->{label} {'end_' if target == END else target}" for target in way.targets]
    for state in sorted({mark.state for mark in marks.values()}):
        names = ",".join(step.name for step in workflow.steps if marks.get(step.name, Mark("")).state == state)
        lines.append(f"    class {names} {state.replace(' ', '_')}")
    lines += ["    classDef open stroke-width:4px", "    classDef overdue stroke-width:4px,stroke-dasharray:6 3"]
    return "\n".join([*lines, "    classDef done fill:#eee"])


def _quoted(label: str) -> str:
    """Return text as a label of Mermaid may hold it."""
    return escape(label, quote=False).replace('"', "#quot;")


@dataclass(frozen=True)
class _Box:
    """One step, or the end, in its place. `y` is its upper edge."""

    name: str
    title: tuple[str, ...]
    about: tuple[str, ...]
    x: float
    y: float
    rank: int

    @property
    def height(self) -> int:
        return 14 + _LINE * len(self.title + self.about)

    @property
    def middle(self) -> float:
        return self.x + _WIDTH / 2


def svg(workflow: Workflow, marks: Marks) -> str:
    """Return the workflow as an SVG picture with a title and its text beside it, the same bytes for the same values."""
    boxes, side = _placed(workflow, marks)
    width = max(box.x for box in boxes.values()) + _WIDTH + side + 12
    height = max(box.y + box.height for box in boxes.values()) + 12
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {width:g} {height:g}' width='{width:g}' "
        f"height='{height:g}' {_SANS} font-size='11'><title>{escape(workflow.title)}</title>"
        f"<desc>{escape(text(workflow, marks))}</desc><defs><marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' "
        "markerWidth='7' markerHeight='7' orient='auto'><path d='M0 0 L8 4 L0 8 z' fill='#444'/></marker></defs>"
    )
    kinds = {step.name: step.kind for step in workflow.steps}
    drawn = [_box(box, kinds.get(box.name, "end"), marks.get(box.name)) for box in boxes.values()]
    return "\n".join([head, *_arcs(workflow, boxes), *drawn, "</svg>"])


def _placed(workflow: Workflow, marks: Marks) -> tuple[dict[str, _Box], float]:
    """Return every box in its place, and how much room arcs need at the right side."""
    ranks = _ranks(workflow)
    rows: dict[int, list[str]] = {}
    for name, rank in ranks.items():
        rows.setdefault(rank, []).append(name)
    steps = {step.name: step for step in workflow.steps}
    passing = sum(ranks[target] - ranks[step.name] != 1 for step in workflow.steps for target in _targets(step))
    left, widest = 20.0 + 14 * passing, max(map(len, rows.values()))
    boxes: dict[str, _Box] = {}
    y = 12.0
    for rank in sorted(rows):
        indent = (widest - len(rows[rank])) * (_WIDTH + _GAP) / 2
        row = [
            _Box(name, *_lines(steps.get(name), marks), left + indent + at * (_WIDTH + _GAP), y, rank)
            for at, name in enumerate(rows[rank])
        ]
        boxes |= {box.name: box for box in row}
        y += max(box.height for box in row) + _DOWN
    return boxes, 14 * passing + (_LABEL if passing else 0) + 20.0


def _ranks(workflow: Workflow) -> dict[str, int]:
    """Return the rank of each step, and of the end, by the longest way there that never leads back in the file."""
    order = {step.name: place for place, step in enumerate(workflow.steps)}
    ranks = dict.fromkeys(order, 0)
    for step in workflow.steps:
        for target in _targets(step):
            if target != END and order[target] > order[step.name]:
                ranks[target] = max(ranks[target], ranks[step.name] + 1)
    return {**ranks, END: max(ranks.values()) + 1}


def _targets(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(target for way in ways(step) for target in way.targets))


def _lines(step: Step | None, marks: Marks) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a box: what the step is called, and what is to be known of it."""
    if step is None:
        return (END,), ()
    join = {"all": " · waits for all", "any": " · opens on the first"}.get(step.join or "", "")
    about = textwrap.wrap(lasts(step) + join, _SIGNS)
    if mark := marks.get(step.name):
        about += textwrap.wrap(f"{mark.state.upper()} {mark.days}".rstrip(), _SIGNS)
    return tuple(textwrap.wrap(f"{SIGNS[step.kind]} {step.title}", _SIGNS - 3)), tuple(about)


def _box(box: _Box, kind: str, mark: Mark | None) -> str:
    state = mark.state if mark else ""
    round_ = {"window": 14, "automatic": 0, "end": 22}.get(kind, 4)
    line = "3" if state in ("open", "overdue") else "1"
    dash = " stroke-dasharray='6 3'" if state == "overdue" else " stroke-dasharray='2 3'" if state == "waiting" else ""
    fill = "#eeeeee" if state == "done" else "#ffffff"
    lines = "".join(
        f"<text x='{box.middle:g}' y='{box.y + 19 + _LINE * at:g}' text-anchor='middle'"
        f"{_BOLD if at < len(box.title) else ''}>{escape(told)}</text>"
        for at, told in enumerate(box.title + box.about)
    )
    return (
        f"<g><rect x='{box.x:g}' y='{box.y:g}' width='{_WIDTH}' height='{box.height}' rx='{round_}' fill='{fill}' "
        f"stroke='#444' stroke-width='{line}'{dash}/>{lines}</g>"
    )


def _arcs(workflow: Workflow, boxes: Mapping[str, _Box]) -> Iterator[str]:
    """Yield a line for every arc, straight down or at the side, with the choice or branch that it stands for."""
    lane = 0
    centre = sum(box.middle for box in boxes.values()) / len(boxes)
    for step in workflow.steps:
        aside = 0
        for way in ways(step):
            label = way.label
            for target in way.targets:
                here, there = boxes[step.name], boxes[target]
                if there.rank - here.rank == 1:
                    yield _down(here, there, way.label)
                    continue
                lane, aside = lane + 1, aside + 1
                right = there.rank <= here.rank or here.middle > centre
                first, last = sorted((here.rank, there.rank))
                beside = [box for box in boxes.values() if first <= box.rank <= last]
                edge = max(box.x + _WIDTH for box in beside) if right else min(box.x for box in beside)
                yield _at_the_side(here, there, edge, label, lane, aside, right=right)
                label = ""  # one label for the arcs of one way is enough


def _down(here: _Box, there: _Box, label: str) -> str:
    low, high = here.y + here.height, there.y
    bend = (high - low) / 2
    curve = f"C{here.middle:g} {low + bend:g} {there.middle:g} {high - bend:g} {there.middle:g} {high - 2:g}"
    at = (here.middle + there.middle) / 2, (low + high) / 2 - 4
    return _line(f"M{here.middle:g} {low:g} {curve}") + _label(label, *at, "middle")


def _at_the_side(here: _Box, there: _Box, edge: float, label: str, lane: int, aside: int, *, right: bool) -> str:
    y, end = here.y + 4 + 11.0 * aside, there.y + 12
    x = edge + (6 + 14 * lane if right else -6 - 14 * lane)
    leaves, arrives = (here.x + _WIDTH, there.x + _WIDTH + 2) if right else (here.x, there.x - 2)
    at = (leaves + 4, "start") if right else (leaves - 4, "end")
    return _line(f"M{leaves:g} {y:g} H{x:g} V{end:g} H{arrives:g}") + _label(label, at[0], y - 2, at[1])


def _line(path: str) -> str:
    return f"<path d='{path}' fill='none' stroke='#444' marker-end='url(#tip)'/>"


def _label(label: str, x: float, y: float, anchor: str) -> str:
    if not label:
        return ""
    told = escape(textwrap.shorten(label, 30, placeholder="…"))
    return f"<text x='{x:g}' y='{y:g}' text-anchor='{anchor}' font-size='10' font-style='italic'>{told}</text>"
