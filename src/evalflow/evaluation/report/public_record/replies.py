"""What the two governments handed in → for each of them and each window: what came, or that nothing did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from evalflow.engine.words import CycleClosedEarly, Step, StepClosed, StepOpened
from evalflow.evaluation.evaluation import ReportDrafted
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class PrintedReply:
    says: Message
    received: bool


@dataclass(frozen=True)
class _Window:
    """One time that a window of the governments was open. It asks for replies once a draft was made."""

    step: Step
    opened_at: datetime
    closed_at: datetime | None
    asks_for: str


def replies(known: Everything, visible: Visible) -> tuple[PrintedReply, ...]:
    """Return what came from each government in each window that was opened for them, in order.

    An input belongs to the window that was opened last before it came, even if it came after that had closed. Where
    not every input is public, only public ones can be told of, and their absence is called so.
    """
    windows = _windows(known)
    return tuple(reply for n in range(len(windows)) for reply in _told(known, visible, windows, n))


def _told(known: Everything, visible: Visible, windows: Sequence[_Window], n: int) -> Iterator[PrintedReply]:
    step = windows[n].step
    sides = {"government": known.dialogue.partner, "counterpart-government": known.dialogue.counterpart}
    for kind, side in sides.items():
        if kind in step.accepts:
            came = [one for one in visible.named if one.kind == kind and _window_of(one, windows) == windows[n]]
            yield _came(known, windows[n], side, came) if came else _none(known, visible, windows[n], side)
    if not any(kind in step.accepts for kind in sides):
        yield PrintedReply(message("window.takes-none", step=step.title), False)


def _came(known: Everything, window: _Window, side: str, came: Sequence[Input]) -> PrintedReply:
    inputs = tuple(_received(known, one) for one in came)
    return PrintedReply(message("window.came", step=window.step.title, side=side, inputs=inputs), True)


def _received(known: Everything, one: Input) -> Message:
    told = {"input": one.code, "submitter": one.submitter}
    on = known.day(one.received_at)
    if one.late in ("", "pending"):
        came = message("window.input-undecided" if one.late else "window.input", **told, on=on)
    else:
        came = message("window.input-late", **told, on=on, decided=one.late)
    return message("window.input-withdrawn", came=came, on=known.day(one.withdrawn_at)) if one.withdrawn_at else came


def _none(known: Everything, visible: Visible, window: _Window, side: str) -> PrintedReply:
    key = f"window.no-{'' if visible.all_public else 'public-'}{window.asks_for}"
    closed = window.closed_at
    until = message("window.by", on=known.day(closed - _INSTANT)) if closed else message("window.still-open")
    return PrintedReply(message(key, side=side, until=until, step=window.step.title), False)


def _windows(known: Everything) -> Sequence[_Window]:
    steps = {step.name: step for step in known.workflow.steps if step.kind == "window" and step.role == "government"}
    found: list[_Window] = []
    asks_for = "submission"
    for happened in known.history:
        match happened.event:
            case ReportDrafted():
                asks_for = "reply"
            case StepOpened(name, opened_at=at) if name in steps:
                found.append(_Window(steps[name], at, None, asks_for))
            case StepClosed(name, closed_at=at):
                found = [_closed(one, at) if one.step.name == name else one for one in found]
            case CycleClosedEarly(at):
                found = [_closed(one, at) for one in found]
    return found


def _closed(window: _Window, at: datetime) -> _Window:
    return replace(window, closed_at=window.closed_at or at)


def _window_of(one: Input, windows: Sequence[_Window]) -> _Window | None:
    return next((w for w in reversed(windows) if one.kind in w.step.accepts and w.opened_at <= one.received_at), None)
