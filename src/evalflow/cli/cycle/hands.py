"""What persons have made of an open step → the lines people read, and the fields programs read."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from evalflow.cli.frame.moments import away
from evalflow.cli.frame.output import Value
from evalflow.engine.dates import day_in_words
from evalflow.usecases.door.hands import Hands


def lines(hands: Hands, today: date) -> Iterator[str]:
    """Yield who has it in hand, who has approved it, when it is looked at again, how much it matters."""
    if hands.holder:
        yield f"in the hands of {holder(hands)}"
    if hands.needed:
        yield approvals(hands)
    if hands.follow_up_on:
        when = f"{day_in_words(hands.follow_up_on)} ({away(hands.follow_up_on, today)})"
        yield f"LOOK AT IT AGAIN: planned for {when}" if hands.follow_up_due else f"to be looked at again on {when}"
    if hands.priority != "normal":
        yield f"{hands.priority} priority"


def holder(hands: Hands) -> str:
    """Return "Ada Example", and of what is lent the end and who has it then."""
    lent = f" until the end of {day_in_words(hands.until)}, then {hands.lent_by}" if hands.until else ""
    return f"{hands.holder}{lent}"


def approvals(hands: Hands) -> str:
    """Return "approved 1 of 2: Ada Example (adopted)": how many want the same, of how many, and who wants what."""
    alike = max(Counter(choice for _, choice in hands.approved).values(), default=0)
    who = ", ".join(f"{name} ({choice})" if choice else name for name, choice in hands.approved)
    return f"approved {alike} of {hands.needed}{f': {who}' if who else ''}"


def fields(hands: Hands) -> dict[str, Value]:
    return {
        "in_hands_of": hands.holder,
        "in_hand_until": hands.until,
        "lent_by": hands.lent_by,
        "approved": [f"{name}: {choice}" if choice else name for name, choice in hands.approved],
        "approvals_needed": hands.needed,
        "follow_up_on": hands.follow_up_on,
        "follow_up_due": hands.follow_up_due,
        "priority": hands.priority,
    }


FIELDS = tuple(fields(Hands()))
