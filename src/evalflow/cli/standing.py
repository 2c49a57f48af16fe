"""Where a cycle stands → the page that a coordinator opens each morning, in 80 columns."""

import shlex
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from evalflow.cli.moments import at_in_words, away, last_day
from evalflow.cli.output import Table, Value
from evalflow.engine.dates import day_in_words
from evalflow.engine.gates import Blocker
from evalflow.engine.heart import step_named
from evalflow.engine.periods import local_day
from evalflow.engine.words import Step
from evalflow.usecases.current import ADOPT, PUBLISH, Current
from evalflow.usecases.cycles import OpenNow, Standing

_WIDTH = 79
STATUS = {"running": "Running", "paused": "Paused", "ended": "Complete", "closed-early": "Closed early"}


def page(here: Standing) -> str:
    """Return the page: where it stands, what is open, who for, until when, what blocks it and what unblocks it."""
    now = here.here
    return "\n".join([*_head(now), *_open(here), *_ahead(now), *_next(here), *_behind(now)])


def told(here: Standing) -> dict[str, Value | Table]:
    """Return the same for programs."""
    now, due = here.here, here.next_due
    columns = ("step", "title", "kind", "role", "opened_at", "until", "due_at", "overdue", "blockers", "commands")
    rows = [_row(one, now) for one in here.open]
    return {
        "code": now.evaluation.code, "dialogue": now.dialogue.code, "status": now.cycle.status, "zone": now.cycle.zone,
        "now": now.now, "opening": now.cycle.opening, "next_due_at": due[0] if due else None,  # type: ignore[dict-item]
        "next_due": due[1] if due else "", "adopted_on": now.evaluation.adoption and now.evaluation.adoption.adopted_on,
        "published_on": now.evaluation.publication and now.evaluation.publication.published_on,
        "open": Table({name: name for name in columns}, rows),
    }  # fmt: skip


def _row(one: OpenNow, here: Current) -> list[Value]:
    state, due = one.state, one.state.due
    blocked = [*one.blockers, *(block for _, found in one.choices for block in found)]
    return [
        one.step.name, one.step.title, one.step.kind, one.step.role, state.opened_at, due and due.on, due and due.at,
        state.overdue, list(dict.fromkeys(block.why for block in blocked)), [c for _, c in _commands(one, here)],
    ]  # fmt: skip


def _head(here: Current) -> Iterator[str]:
    evaluation, cycle = here.evaluation, here.cycle
    yield from _wrapped(f"{evaluation.code} · {here.dialogue.title}", "", "  ")
    yield from _wrapped(f"{_status(here)} · {at_in_words(here.now, cycle.zone)}, {cycle.zone}", "", "  ")
    conducts = "conducts" if evaluation.operator_conducts else "does not conduct"
    yield from _wrapped(f"Operated by {evaluation.operator}, which {conducts} the dialogue", "", "  ")
    if body := evaluation.body:
        yield from _wrapped(f"Evaluated by {body.name}, accountable to {body.accountable_to}", "", "  ")


def _status(here: Current) -> str:
    cycle = here.cycle
    if cycle.status == "paused" and cycle.paused_at:
        return f"Paused since {day_in_words(local_day(cycle.paused_at, cycle.zone))}"
    return STATUS[cycle.status]


def _open(here: Standing) -> Iterator[str]:
    code = here.here.evaluation.code
    if here.here.cycle.status == "paused":
        yield from ("", "Nothing moves until the cycle is resumed:")
        yield from _command(f"evalflow cycle resume {code} --reason TEXT --basis TEXT", "  ")
    for one in here.open:
        yield ""
        yield from _wrapped(f"{_sign(one)} {one.step.name} · {one.step.title}", "", "  ")
        yield from _wrapped(f"{one.step.role} · {_until(one, here.here)}", "  ", "  ")
        yield from _blocked(one.blockers, "  Waits for:")
        for choice, found in one.choices:
            if {block.why for block in found} - {block.why for block in one.blockers}:
                yield from _blocked(found, f"  “{choice}” waits for:")
        for says, command in [] if here.here.cycle.status == "paused" else _commands(one, here.here):
            yield from _wrapped(says, "  ", "  ")
            yield from _command(command, "    ")


def _sign(one: OpenNow) -> str:
    return "!" if one.state.overdue else "□" if one.step.kind == "window" else "▸"


def _until(one: OpenNow, here: Current) -> str:
    due = one.state.due
    if due is None:
        return f"no deadline: {one.step.no_deadline}"
    day = f"{day_in_words(due.on)}, {due.zone} ({away(due.on, here.today)})"
    if one.state.overdue:
        return f"OVERDUE since the end of {day}"
    closes = "closes by itself at" if one.step.kind == "window" else "until"
    return f"{closes} the end of {day}"


def _blocked(found: Sequence[Blocker], title: str) -> Iterator[str]:
    if found:
        yield title
    for block in found:
        for why in block.why.split("; "):
            yield from _wrapped(f"· {why}", "    ", "      ")
        for remedy in filter(None, block.remedy.split("; ")):
            yield from _command(remedy, "      ")


def _commands(one: OpenNow, here: Current) -> Iterator[tuple[str, str]]:
    """Yield what can be typed now to move this step on: what it does, and the command."""
    code, step = here.evaluation.code, one.step
    if step.kind == "window":
        if step.accepts:
            yield "Hand in what has come:", f"evalflow input receive {code} FILE"
    elif one.blockers:
        return
    elif step.act == PUBLISH:
        yield "Ready:", f"evalflow report publish {code}"
    elif not step.choices:
        yield "Ready:", f"evalflow cycle complete {code} {step.name}"
    yield from (_choice(code, step, name) for name, found in one.choices if not found)


def _choice(code: str, step: Step, name: str) -> tuple[str, str]:
    chosen = next(choice for choice in step.choices if choice.name == name)
    if chosen.act == ADOPT:
        return f"“{name}”:", f"evalflow report adopt {code}"
    reason = " --reason TEXT" if chosen.requires_reason else ""
    return f"“{name}”:", f"evalflow cycle complete {code} {step.name} --choose {shlex.quote(name)}{reason}"


def _ahead(here: Current) -> Iterator[str]:
    for name, at in here.cycle.waiting.items():
        on = local_day(at, here.cycle.zone)
        yield ""
        yield from _wrapped(f"○ {name} · {step_named(here.workflow, name).title}", "", "  ")
        yield from _wrapped(
            f"opens by itself on {day_in_words(on)}, {here.cycle.zone} ({away(on, here.today)})", "  ", "  "
        )


def _next(here: Standing) -> Iterator[str]:
    if here.next_due is None:
        return
    at, name = here.next_due
    if isinstance(at, datetime) and name not in here.here.cycle.waiting:
        on = last_day(at, here.here.cycle.zone)
        yield ""
        yield from _wrapped(f"Next: {name}, at the end of {day_in_words(on)} ({away(on, here.here.today)})", "", "  ")


def _behind(here: Current) -> Iterator[str]:
    """Yield what is over, each with its last day, in the order in which it ended."""
    closed = sorted(here.cycle.closed.items(), key=lambda pair: pair[1].closed_at)
    if closed:
        ended = (f"{name} {day_in_words(last_day(step.closed_at, here.cycle.zone))}" for name, step in closed)
        yield ""
        yield from _wrapped(f"Done: {' · '.join(ended)}", "", "      ")
    if here.evaluation.publication:
        yield from _wrapped(f"The report: {', '.join(sorted(here.evaluation.publication.files))}", "", "  ")


def _wrapped(text: str, first: str, then: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )


def _command(command: str, indent: str) -> Iterable[str]:
    """Return a command as it is typed: a line that goes on ends with a backslash, as a shell takes it."""
    lines = textwrap.wrap(
        command, _WIDTH - 2, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return [*(f"{line} \\" for line in lines[:-1]), *lines[-1:]]
