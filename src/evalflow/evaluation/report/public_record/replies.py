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


def replies(everything: Everything, visible: Visible) -> tuple[PrintedReply, ...]:
    """Return what came from each government in each window that was opened for them, in order.

    An input belongs to the window that was opened last before it came, even if it came after that had closed. Where
    not every input is public, only public ones can be told of, and their absence is called so.
    """
    windows = _windows(everything)
    return tuple(reply for n in range(len(windows)) for reply in _told(everything, visible, windows, n))


def _told(everything: Everything, visible: Visible, windows: Sequence[_Window], n: int) -> Iterator[PrintedReply]:
    step = windows[n].step
    sides = {"government": everything.dialogue.partner, "counterpart-government": everything.dialogue.counterpart}
    for kind, side in sides.items():
        if kind in step.accepts:
            came = [
                input_ for input_ in visible.named if input_.kind == kind and _window_of(input_, windows) == windows[n]
            ]
            yield _came(everything, windows[n], side, came) if came else _none(everything, visible, windows[n], side)
    if not any(kind in step.accepts for kind in sides):
        yield PrintedReply(message("window.takes-none", step=step.title), False)


def _came(everything: Everything, window: _Window, side: str, came: Sequence[Input]) -> PrintedReply:
    inputs = tuple(_received(everything, input_) for input_ in came)
    return PrintedReply(message("window.came", step=window.step.title, side=side, inputs=inputs), True)


def _received(everything: Everything, input_: Input) -> Message:
    told = {"input": input_.code, "submitter": input_.submitter}
    on = everything.day(input_.received_at)
    if input_.late in ("", "pending"):
        came = message("window.input-undecided" if input_.late else "window.input", **told, on=on)
    else:
        came = message("window.input-late", **told, on=on, decided=input_.late)
    return (
        message("window.input-withdrawn", came=came, on=everything.day(input_.withdrawn_at))
        if input_.withdrawn_at
        else came
    )


def _none(everything: Everything, visible: Visible, window: _Window, side: str) -> PrintedReply:
    key = f"window.no-{'' if visible.all_public else 'public-'}{window.asks_for}"
    closed = window.closed_at
    until = message("window.by", on=everything.day(closed - _INSTANT)) if closed else message("window.still-open")
    return PrintedReply(message(key, side=side, until=until, step=window.step.title), False)


def _windows(everything: Everything) -> Sequence[_Window]:
    steps = {
        step.name: step for step in everything.workflow.steps if step.kind == "window" and step.role == "government"
    }
    windows: list[_Window] = []
    asks_for = "submission"
    for happened in everything.history:
        match happened.event:
            case ReportDrafted():
                asks_for = "reply"
            case StepOpened(name, opened_at=at) if name in steps:
                windows.append(_Window(steps[name], at, None, asks_for))
            case StepClosed(name, closed_at=at):
                windows = [_closed(window, at) if window.step.name == name else window for window in windows]
            case CycleClosedEarly(at):
                windows = [_closed(one, at) for one in windows]
    return windows


def _closed(window: _Window, at: datetime) -> _Window:
    return replace(window, closed_at=window.closed_at or at)


def _window_of(input_: Input, windows: Sequence[_Window]) -> _Window | None:
    return next(
        (w for w in reversed(windows) if input_.kind in w.step.accepts and w.opened_at <= input_.received_at), None
    )
