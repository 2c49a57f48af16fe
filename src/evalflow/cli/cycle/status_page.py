"""Where a cycle stands → the page that a coordinator opens each morning, in 80 columns."""

import shlex
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from evalflow.cli.cycle import hands
from evalflow.cli.frame.moments import at_in_words, away, last_day, until
from evalflow.cli.frame.output import Table, Value
from evalflow.engine.dates import day_in_words
from evalflow.engine.gates import Blocker
from evalflow.engine.heart import due_next, step_named
from evalflow.engine.periods import local_day
from evalflow.engine.words import Step
from evalflow.evaluation.evaluation import ADOPT, PUBLISH
from evalflow.usecases.cycles.status import OpenNow, Standing
from evalflow.usecases.door.current import Current

_WIDTH = 79
_ACTS = {ADOPT: "report adopt", PUBLISH: "report publish"}
_FIRM = "\u00a0"  # a space at which no line is broken
STATUS = {"running": "Running", "paused": "Paused", "ended": "Complete", "closed-early": "Closed early"}


def page(standing: Standing) -> str:
    """Return the page: where it stands, what is open, who for, until when, what blocks it and what unblocks it."""
    now = standing.here
    return "\n".join([*_head(now), *_open(standing), *_unconfirmed(standing), *_ahead(now), *_next(now), *_behind(now)])


def told(standing: Standing) -> dict[str, Value | Table]:
    """Return the same for programs."""
    now, due = standing.here, due_next(standing.here.workflow, standing.here.cycle)
    adoption, publication = now.evaluation.adoption, now.evaluation.publication
    return {
        "code": now.evaluation.code, "dialogue": now.dialogue.code, "status": now.cycle.status, "zone": now.cycle.zone,
        "now": now.now, "opening": now.cycle.opening, "next_due_at": due[0] if due else None,
        "next_due": due[1] if due else "", "adopted_on": adoption.adopted_on if adoption else None,
        "published_on": publication.published_on if publication else None,
        "unconfirmed": [unconfirmed.input.code for unconfirmed in standing.unconfirmed],
        "open": Table({name: name for name in COLUMNS}, rows(standing)),
    }  # fmt: skip


COLUMNS = (
    "step", "title", "kind", "role", "opened_at", "until", "due_at", "overdue", "blockers", "commands", *hands.FIELDS,
)  # fmt: skip


def rows(standing: Standing) -> list[list[Value]]:
    """Return every open step for programs, under COLUMNS."""
    return [_row(step, standing.here) for step in standing.open]


def steps(standing: Standing) -> Iterator[str]:
    """Yield every open step as people read it: until when, and what persons have made of it."""
    for step in standing.open:
        yield from _step(step, standing.here)


def _row(step: OpenNow, current: Current) -> list[Value]:
    state, due = step.state, step.state.due
    blocked = [*step.blockers, *(block for _, blockers in step.choices for block in blockers)]
    return [
        step.step.name, step.step.title, step.step.kind, step.step.role, state.opened_at,
        due.on if due else None, due.at if due else None,
        state.overdue, list(dict.fromkeys(block.why for block in blocked)), [c for _, c in _commands(step, current)],
        *hands.fields(step.hands).values(),
    ]  # fmt: skip


def _head(current: Current) -> Iterator[str]:
    evaluation, cycle = current.evaluation, current.cycle
    yield from _wrapped(f"{evaluation.code} · {current.dialogue.title}", "", "  ")
    yield from _wrapped(f"{_status(current)} · {at_in_words(current.now, cycle.zone)}, {cycle.zone}", "", "  ")
    conducts = "conducts" if evaluation.operator_conducts else "does not conduct"
    yield from _wrapped(f"Operated by {evaluation.operator}, which {conducts} the dialogue", "", "  ")
    if body := evaluation.body:
        yield from _wrapped(
            f"Evaluated by {body.name}{body.in_brackets}, accountable to {body.accountable_to}", "", "  "
        )


def _status(current: Current) -> str:
    cycle = current.cycle
    if cycle.status == "paused" and cycle.paused_at:
        return f"Paused since {day_in_words(local_day(cycle.paused_at, cycle.zone))}"
    return STATUS[cycle.status]


def _open(standing: Standing) -> Iterator[str]:
    code = standing.here.evaluation.code
    if standing.here.cycle.status == "paused":
        yield from ("", "Nothing can be completed until the cycle is resumed:")
        yield from _command(f"evalflow cycle resume {code} --reason TEXT --basis TEXT", "  ")
    for step in standing.open:
        yield ""
        yield from _step(step, standing.here)
        yield from _blocked(step.blockers, "  Waits for:")
        for choice, blockers in step.choices:
            if {block.why for block in blockers} - {block.why for block in step.blockers}:
                yield from _blocked(blockers, f"  “{choice}” waits for:")
        for says, command in [] if standing.here.cycle.status == "paused" else _commands(step, standing.here):
            yield from _wrapped(says, "  ", "  ")
            yield from _command(command, "    ")


def _unconfirmed(standing: Standing) -> Iterator[str]:
    """Yield what another person has to confirm before the report can be adopted."""
    if standing.unconfirmed:
        count = len(standing.unconfirmed)
        acts = "1 erasure or withdrawal needs" if count == 1 else f"{count} erasures or withdrawals need"
        yield ""
        yield from _wrapped(f"▸ {acts} to be confirmed by another person", "", "  ")
        yield from _command(f"evalflow input unconfirmed {standing.here.evaluation.code}", "    ")


def _step(step: OpenNow, current: Current) -> Iterator[str]:
    yield from _wrapped(f"{_sign(step)} {step.step.name} · {step.step.title}", "", "  ")
    yield from _wrapped(" · ".join(filter(None, (step.step.role, _until(step, current)))), "  ", "  ")
    for line in hands.lines(step.hands, current.today):
        yield from _wrapped(line, "  ", "    ")


def _sign(step: OpenNow) -> str:
    return "!" if step.state.overdue else {"window": "□", "automatic": "◇"}.get(step.step.kind, "▸")


def _until(step: OpenNow, current: Current) -> str:
    due = step.state.due
    if step.step.kind == "automatic":
        return "goes on by itself as soon as its rules can be decided"
    if due is None:
        return f"no deadline: {step.step.no_deadline}"
    until = due.until if due.is_hour else f"the end of {_kept(due.on)}"
    day = f"{until}{'' if due.is_hour else f', {due.zone}'} ({away(due.on, current.today)})"
    if step.state.overdue:
        return f"OVERDUE since {day}"
    if current.cycle.status == "paused" and step.step.timing and step.step.timing.on_pause != "run":
        return f"its clock stands still; before the pause it ran until {until}"
    closes = "closes by itself at" if step.step.kind == "window" else "until"
    return f"{closes} {day}"


def _blocked(blockers: Sequence[Blocker], title: str) -> Iterator[str]:
    """Yield what is missing, then the commands that supply it; what one command supplies stands together."""
    if blockers:
        yield title
    by_remedy: dict[str, list[str]] = {}
    for block in blockers:
        by_remedy.setdefault(block.remedy, []).extend(block.why.split("; "))
    for remedies, missing in by_remedy.items():
        for why in missing:
            yield from _wrapped(f"· {why}", "    ", "      ")
        for remedy in filter(None, remedies.split("; ")):
            yield from _command(remedy, "      ")


def _commands(one: OpenNow, current: Current) -> Iterator[tuple[str, str]]:
    """Yield what can be typed now to move this step on: what it does, and the command."""
    code, step = current.evaluation.code, one.step
    if step.kind == "window":
        if step.accepts:
            yield "Hand in what has come:", f"evalflow input receive {code} FILE"
    elif step.kind == "automatic":
        yield "What it waits for:", f"evalflow why {code} {step.name}"
    elif one.blockers:
        return
    elif not step.choices:
        yield "Ready:", completing(code, step, "")
    for name, blockers in one.choices:
        if not blockers:
            if step.act_with(name) == ADOPT:
                yield f"“{name}” takes a report that is complete; what it lacks:", f"evalflow report check {code}"
            yield f"“{name}”:", completing(code, step, name)


def completing(code: str, step: Step, choice: str) -> str:
    """Return the command that completes a step by a choice, or by none."""
    if act := step.act_with(choice):
        return f"evalflow {_ACTS[act]} {code}"
    chosen = next((each for each in step.choices if each.name == choice), None)
    reason = " --reason TEXT" if chosen and chosen.requires_reason else ""
    by = f" --choose {shlex.quote(choice)}" if choice else ""
    return f"evalflow cycle complete {code} {step.name}{by}{reason}"


def _ahead(current: Current) -> Iterator[str]:
    for name, at in current.cycle.waiting.items():
        on = local_day(at, current.cycle.zone)
        yield ""
        yield from _wrapped(f"○ {name} · {step_named(current.workflow, name).title}", "", "  ")
        yield from _wrapped(
            f"opens by itself on {day_in_words(on)}, {current.cycle.zone} ({away(on, current.today)})", "  ", "  "
        )


def _next(current: Current) -> Iterator[str]:
    if told := coming(current, due_next(current.workflow, current.cycle)):
        yield ""
        yield from _wrapped(f"Next: {told}", "", "  ")


def coming(current: Current, due: tuple[datetime, str] | None) -> str:
    """Return what time brings next: "ngo_inputs closes at the end of 8 Mar 2027 (in 10 days)"; nothing for nothing."""
    if due is None:
        return ""
    at, name = due
    if name in current.cycle.waiting:
        on = local_day(at, current.cycle.zone)
        return f"{name} opens on {day_in_words(on)} ({away(on, current.today)})"
    on = last_day(at, current.cycle.zone)
    window = step_named(current.workflow, name).kind == "window"
    return (
        f"{name} {'closes at' if window else 'is due by'} {until(at, current.cycle.zone)} ({away(on, current.today)})"
    )


def _behind(current: Current) -> Iterator[str]:
    """Yield what is over, each with its last day, in the order in which it ended."""
    closed = sorted(current.cycle.closed.items(), key=lambda pair: pair[1].closed_at)
    if closed:
        ended = (f"{name}{_FIRM}{_kept(last_day(step.closed_at, current.cycle.zone))}" for name, step in closed)
        yield ""
        yield from _wrapped(f"Done: {' · '.join(ended)}", "", "      ")
    if current.evaluation.publication:
        yield from _wrapped(f"Published: {', '.join(sorted(current.evaluation.publication.files))}", "", "  ")
    elif current.cycle.status == "closed-early":
        yield from _wrapped("Closed early; what is on record can be printed all the same:", "", "  ")
        yield from _command(f"evalflow report build {current.evaluation.code}", "  ")


def happened(rows: Iterable[Sequence[Value]], zone: str) -> Iterator[str]:
    """Yield entries of the journal (number, instant, who, what) as people read them, oldest first."""
    for number, at, who, what in rows:
        when = at_in_words(at, zone) if isinstance(at, datetime) else at
        yield f"{number:>6}  {when} · {who}"
        yield from _wrapped(str(what), "        ", "        ")
    yield f"\nDays and hours in {zone}."


def _kept(on: date) -> str:
    """Return a day whose parts stay on one line."""
    return day_in_words(on).replace(" ", _FIRM)


def _wrapped(text: str, first: str, then: str) -> list[str]:
    lines = textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace(_FIRM, " ") for line in lines]


def _command(command: str, indent: str) -> Iterable[str]:
    """Return a command as it is typed: a line that goes on ends with a backslash, as a shell takes it."""
    lines = textwrap.wrap(
        command, _WIDTH - 2, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return [*(f"{line} \\" for line in lines[:-1]), *lines[-1:]]
