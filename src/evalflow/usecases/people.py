"""The ids in the journal → the names of those who acted, as recorded, not authenticated."""

from evalflow.evaluation.people import Person
from evalflow.usecases.door import CLOCK, Door, looking


def names(door: Door) -> dict[str, str]:
    """Return the name recorded under each id; the clock has one too."""
    with looking(door) as (reading, _):
        return {person.id: person.name for person in reading.all(Person)} | {CLOCK: "the clock"}
