"""The name of a second person → their id: what one person alone may not decide is confirmed by another, with a reason.

Names are as recorded, not authenticated: two spellings of one name are one person, and whoever acts under two names
leaves both in the journal.
"""

from evalflow.engine.reasons import need_reason
from evalflow.errors import Refused
from evalflow.evaluation.people import Person
from evalflow.evaluation.registers.identity import identity, same_person, written
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Acting, person


def second_person(act: Acting, confirmed_by: str, reason: str) -> str:
    """Return the id of the person who confirms what `act.by` does; a new name is entered into the record.

    Raises:
        Refused: `not-confirmed`, nobody is named; `same-person`, it is who acts, in whatever spelling;
            `reason-missing`, the reason has fewer than two letters.
        InvalidInput: `bad-name`, a name that would mislead a reader.
    """
    if not written(confirmed_by):
        raise Refused(
            "not-confirmed", "This needs a second person. Name who confirms it, with --confirmed-by NAME and --reason."
        )
    _refuse_same(held(act.tx.get(Person, act.by)), confirmed_by)
    need_reason(reason, "Say in words why this is confirmed, with --reason.")
    persons = (one for one in act.tx.all(Person) if identity(one.name) == identity(confirmed_by))
    if (found := next(persons, None)) is not None:
        return found.id
    return person(act, confirmed_by, entered_by=act.by)


def refuse_first_person(act: Acting, first: str) -> None:
    """Refuse a confirmation by the person of the id `first`, who did what is to be confirmed.

    Raises:
        Refused: `same-person`.
    """
    _refuse_same(held(act.tx.get(Person, first)), held(act.tx.get(Person, act.by)).name)


def _refuse_same(first: Person, second: str) -> None:
    if same_person(first.name, second):
        raise Refused(
            "same-person",
            f"{first.name} cannot confirm what {first.name} does: another person has to. Ask a colleague.",
        )
