"""A cycle → what one person did to its inputs and another has to confirm, each with the name of who did it."""

from collections.abc import Iterator
from dataclasses import dataclass

from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.confirmations import Confirmation
from evalflow.evaluation.inputs.input import Input
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import evaluation_named
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.door.people import names_in


@dataclass(frozen=True)
class Unconfirmed:
    """One deed that waits for another person than `by`, a name."""

    cycle: str
    input: Input
    deed: Confirmation
    by: str


def list_unconfirmed(door: Door, code: str = "") -> list[Unconfirmed]:
    """Return what waits to be confirmed, of one cycle or of all, by the codes of cycles and inputs.

    Raises:
        NotFound: `no-such-cycle`.
    """
    with looking(door) as (reading, _):
        chosen = [evaluation_named(reading, code)] if code else reading.all(Evaluation)
        return [unconfirmed for evaluation in chosen for unconfirmed in unconfirmed_in(reading, evaluation)]


def unconfirmed_in(reading: Reading, evaluation: Evaluation) -> Iterator[Unconfirmed]:
    """Yield what waits to be confirmed in one cycle."""
    for input_ in reading.all(Input, cycle=evaluation.id, unconfirmed=True):
        names = names_in(reading)
        for deed in input_.confirmations:
            if deed.state == "open":
                yield Unconfirmed(evaluation.code, input_, deed, names.get(deed.by, deed.by))
