"""The steps of a workflow, and where a cycle stands in it → a picture: Mermaid, SVG, or lines for a terminal.

Each step is a box in the rank of the longest way to it; what leads back, or past a rank, runs at the side. A state is a
word and a shape, never a colour alone.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from evalflow.engine.words import END
from evalflow.evaluation.report.sections.definitions import DrawnStep
from evalflow.evaluation.report.wording import words

SIGNS: Final = {"task": "▸", "window": "□", "automatic": "◇"}
_SIZE, _LINE, _SIGNS = 12.5, 16, 31  # of letters, of lines, and how many letters a line of a box holds
_WIDTH, _GAP, _DOWN = 216, 30, 40
_LABEL: Final = 90  # room for a label at the right side
_BOLD: Final = " font-weight='600'"
_SANS: Final = "font-family='Noto Sans, sans-serif'"

Steps = Sequence[DrawnStep]


def text(steps: Steps) -> str:
    """Return the workflow as lines of at most 79 signs: each step, how long, in what state, and what follows it."""
    return "\n".join(line for step in steps for line in _text_of(steps, step))


def _text_of(steps: Steps, step: DrawnStep) -> Iterator[str]:
    names = [each.name for each in steps]
    yield from _wrapped(f"{SIGNS[step.kind]} {step.name} · {step.title}", "", "  ")
    join = {"all": "waits for all that leads here", "any": "opens on the first that leads here"}.get(step.join, "")
    approvals = f"{step.approvals} persons" if step.approvals else ""
    reminders = f"{step.reminders} reminder{'s' * (step.reminders > 1)}" if step.reminders else ""
    about = (step.role, words(step.lasts), join, approvals, reminders)
    yield from _wrapped(" · ".join(filter(None, about)), "  ", "  ")
    if step.state:
        yield from _wrapped(_standing(step), "  ", "  ")
    for way in step.ways:
        back = [to for to in way.to if to != END and names.index(to) <= names.index(step.name)]
        told = ", ".join(f"{to} (back)" if to in back else to for to in way.to)
        yield from _wrapped(f"→ {way.label + ': ' if way.label else ''}{told}", "    ", "      ")


def _standing(step: DrawnStep) -> str:
    return f"{step.state.upper()} {_days(step)}".rstrip()


def _days(step: DrawnStep) -> str:
    return words(step.days) if step.days else ""


def _wrapped(line: str, first: str, then: str) -> list[str]:
    return textwrap.wrap(line, 79, initial_indent=first, subsequent_indent=then, break_on_hyphens=False)


def mermaid(steps: Steps) -> str:
    """Return the workflow as a Mermaid flow chart."""
    lines = ["flowchart TD"]
    shapes = {"task": ("[", "]"), "window": ("([", "])"), "automatic": ("{{", "}}")}
    for step in steps:
        first, last = shapes[step.kind]
        told = [step.title, words(step.lasts), f"{step.state} {_days(step)}".strip()]
        label = "<br/>".join(_quoted(line) for line in told if line)
        lines.append(f'    {step.name}{first}"{label}"{last}')
    lines.append('    end_(("end"))')
    for step in steps:
        for way in step.ways:
            label = f'|"{_quoted(way.label)}"|' if way.label else ""
            lines += [f"    {step.name} -->{label} {'end_' if to == END else to}" for to in way.to]
    for state in sorted({step.state for step in steps if step.state}):
        lines.append(f"    class {','.join(step.name for step in steps if step.state == state)} {state}")
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


def svg(title: str, steps: Steps) -> str:
    """Return the workflow as an SVG picture with a title and its text beside it, the same bytes for the same values."""
    boxes, side = _placed(steps)
    width = max(box.x for box in boxes.values()) + _WIDTH + side + 12
    height = max(box.y + box.height for box in boxes.values()) + 12
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {width:g} {height:g}' width='{width:g}' "
        f"height='{height:g}' {_SANS} font-size='{_SIZE}'><title>{escape(title)}</title>"
        f"<desc>{escape(text(steps))}</desc>"
    )
    known = {step.name: step for step in steps}
    drawn = [_box(box, known.get(box.name)) for box in boxes.values()]
    return "\n".join([head, *_arcs(steps, boxes), *drawn, "</svg>"])


def _placed(steps: Steps) -> tuple[dict[str, _Box], float]:
    """Return every box in its place, and how much room arcs need at the right side."""
    ranks = _ranks(steps)
    rows: dict[int, list[str]] = {}
    for name, rank in ranks.items():
        rows.setdefault(rank, []).append(name)
    known = {step.name: step for step in steps}
    passing = sum(ranks[to] - ranks[step.name] != 1 for step in steps for to in _targets(step))
    left, widest = 20.0 + 14 * passing, max(map(len, rows.values()))
    boxes: dict[str, _Box] = {}
    y = 12.0
    for rank in sorted(rows):
        indent = (widest - len(rows[rank])) * (_WIDTH + _GAP) / 2
        row = [
            _Box(name, *_lines(known.get(name)), left + indent + at * (_WIDTH + _GAP), y, rank)
            for at, name in enumerate(rows[rank])
        ]
        boxes |= {box.name: box for box in row}
        y += max(box.height for box in row) + _DOWN
    return boxes, 14 * passing + (_LABEL if passing else 0) + 20.0


def _ranks(steps: Steps) -> dict[str, int]:
    """Return the rank of each step, and of the end, by the longest way there that never leads back in the file."""
    order = {step.name: place for place, step in enumerate(steps)}
    ranks = dict.fromkeys(order, 0)
    for step in steps:
        for to in _targets(step):
            if to != END and order[to] > order[step.name]:
                ranks[to] = max(ranks[to], ranks[step.name] + 1)
    return {**ranks, END: max(ranks.values()) + 1}


def _targets(step: DrawnStep) -> tuple[str, ...]:
    return tuple(dict.fromkeys(to for way in step.ways for to in way.to))


def _lines(step: DrawnStep | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a box: what the step is called, and what is to be known of it."""
    if step is None:
        return (END,), ()
    join = {"all": "waits for all", "any": "opens on the first"}.get(step.join, "")
    about = [line for told in (words(step.lasts), join, _standing(step)) for line in textwrap.wrap(told, _SIGNS)]
    return tuple(textwrap.wrap(step.title, _SIGNS - 3)), tuple(about)


def _box(box: _Box, step: DrawnStep | None) -> str:
    state = step.state if step else ""
    line = "3" if state in ("open", "overdue") else "1"
    dash = " stroke-dasharray='6 3'" if state == "overdue" else " stroke-dasharray='2 3'" if state == "waiting" else ""
    fill = "#eeeeee" if state == "done" else "#ffffff"
    lines = "".join(
        f"<text x='{box.middle:g}' y='{box.y + 20 + _LINE * at:g}' text-anchor='middle'"
        f"{_BOLD if at < len(box.title) else ''}>{escape(told)}</text>"
        for at, told in enumerate(box.title + box.about)
    )
    shape = _shape(box, step.kind if step else "end")
    return f"<g><{shape} fill='{fill}' stroke='#444' stroke-width='{line}'{dash}/>{lines}</g>"


def _shape(box: _Box, kind: str) -> str:
    """Return the outline of a box: round for a window and for the end, six-sided for what rules decide."""
    x, y, right, low, middle = box.x, box.y, box.x + _WIDTH, box.y + box.height, box.y + box.height / 2
    if kind == "automatic":
        return (
            f"polygon points='{x + 12:g},{y:g} {right - 12:g},{y:g} {right:g},{middle:g} {right - 12:g},{low:g} "
            f"{x + 12:g},{low:g} {x:g},{middle:g}'"
        )
    round_ = {"window": 14, "end": 22}.get(kind, 0)
    return f"rect x='{x:g}' y='{y:g}' width='{_WIDTH}' height='{box.height}' rx='{round_}'"


def _arcs(steps: Steps, boxes: Mapping[str, _Box]) -> Iterator[str]:
    """Yield a line for every arc, straight down or at the side, with the choice or branch that it stands for."""
    lane = 0
    centre = sum(box.middle for box in boxes.values()) / len(boxes)
    for step in steps:
        aside = 0
        for way in step.ways:
            label = way.label
            for to in way.to:
                here, there = boxes[step.name], boxes[to]
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


def _down(box: _Box, there: _Box, label: str) -> str:
    low, high = box.y + box.height, there.y
    bend = (high - low) / 2
    curve = f"C{box.middle:g} {low + bend:g} {there.middle:g} {high - bend:g} {there.middle:g} {high - 8:g}"
    at = (box.middle + there.middle) / 2 + 6, (low + high) / 2
    tip = f"M{there.middle - 4:g} {high - 8:g} h8 l-4 8 z"
    return _line(f"M{box.middle:g} {low:g} {curve}", tip) + _label(label, *at, "start")


def _at_the_side(box: _Box, there: _Box, edge: float, label: str, lane: int, aside: int, *, right: bool) -> str:
    y, end = box.y + 4 + 11.0 * aside, there.y + 12
    x = edge + (6 + 14 * lane if right else -6 - 14 * lane)
    leaves, arrives, back = (box.x + _WIDTH, there.x + _WIDTH, 8) if right else (box.x, there.x, -8)
    tip = f"M{arrives + back:g} {end - 4:g} v8 l{-back} -4 z"
    at = (x + 5, "start") if right else (x - 5, "end")
    return _line(f"M{leaves:g} {y:g} H{x:g} V{end:g} H{arrives + back:g}", tip) + _label(label, at[0], y, at[1])


def _line(path: str, tip: str) -> str:
    return f"<path d='{path}' fill='none' stroke='#444'/><path d='{tip}' fill='#444'/>"


def _label(label: str, x: float, y: float, anchor: str) -> str:
    if not label:
        return ""
    told = escape(textwrap.shorten(label, 30, placeholder="…"))
    return f"<text x='{x:g}' y='{y:g}' text-anchor='{anchor}' font-size='11' font-style='italic'>{told}</text>"
