"""Inputs of one evaluation → the points that still wait for an answer. A campaign copy is answered with the first."""

from collections.abc import Iterable, Mapping

from evalflow.evaluation.inputs.input import Input, Point


def answered_with(copy: Input, inputs: Mapping[str, Input]) -> Input | None:
    """Return the input, out of `inputs` by id, whose answers serve for a campaign copy; None where it stands by itself.

    It stands by itself as soon as the first of the campaign is withdrawn or declined, or its text is erased.
    """
    first = inputs.get(copy.copy_of)
    return first if first and first.stands and first.keeps_text else None


def open_points(inputs: Iterable[Input]) -> tuple[tuple[Input, tuple[Point, ...]], ...]:
    """Return the inputs that have points without an answer, each with those points, in the order given."""
    by_id = {input_.id: input_ for input_ in inputs}
    waiting = ((one, _open(one, answered_with(one, by_id))) for one in by_id.values())
    return tuple((one, points) for one, points in waiting if points)


def _open(input_: Input, first: Input | None) -> tuple[Point, ...]:
    """Return what has no answer of its own and, in a copy, is not said by the first either: somebody added it.

    Until another person has confirmed what became of an input, all its points are open, whatever the first says.
    """
    said = {text for point in first.points for text in (point.text, point.whole)} if first else set()
    return tuple(point for point in input_.open_points if point.text not in said or input_.unconfirmed)
