"""Persons: the ids in the journal → the names of those who act or have something in hand, as recorded."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from evalflow.engine.holding import HeldByAnother
from evalflow.errors import Refused
from evalflow.evaluation.people import Person
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import CLOCK, Door, looking


def names(door: Door) -> dict[str, str]:
    """Return the name recorded under each id; the clock has one too."""
    with looking(door) as (reading, _):
        return names_in(reading)


def names_in(reading: Reading) -> dict[str, str]:
    return {person.id: person.name for person in reading.all(Person)} | {CLOCK: "the clock"}


def named_in(reading: Reading) -> Callable[[str], str]:
    """Return the way from an id to a name that reads only what is asked for."""
    return lambda person: held(reading.get(Person, person)).name


@contextmanager
def by_name(reading: Reading, by: str, code: str) -> Iterator[None]:
    """Within it, a refusal that knows who has a step in hand only by id says the name, and what helps whom it refuses.

    Raises:
        Refused: `held-by-another`.
    """
    try:
        yield
    except HeldByAnother as refusal:
        named, step = named_in(reading), refusal.step
        raise Refused(
            refusal.code,
            f"{step} is in the hands of {named(refusal.person)}, who can release it: evalflow step release {code} "
            f"{step}. To take it over: evalflow step assign {code} {step} --to {shlex.quote(named(by))}",
        ) from None
