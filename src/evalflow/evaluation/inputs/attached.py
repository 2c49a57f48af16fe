"""Attachments without a text → the one point that asks for an answer to them: without it, nobody would have to answer.

Older versions received such inputs with no point; they are read as if they had it (`received_whole`).
"""

from collections.abc import Collection
from dataclasses import replace

from evalflow.evaluation.inputs.input import Input, Point


def attached_text(names: Collection[str]) -> str:
    """Return what the point says; without names, as it is kept where these may not be."""
    said = f"What the attached {'file says' if len(names) == 1 else 'files say'}"
    return f"{said}: {', '.join(names)}." if names else f"{said}."


def is_all(input_: Input) -> bool:
    """Return whether the attachments are all that an input says."""
    return bool(input_.attachments) and [point.text for point in input_.points] == [attached_text(_names(input_))]


def received_whole(received: Input) -> Input:
    if received.points or not received.attachments:
        return received
    return replace(received, points=(Point(1, attached_text(_names(received))),))


def _names(input_: Input) -> list[str]:
    return [file.name for file in input_.attachments]
