"""The session or agenda item that a contribution names → its day, or why nothing can have been raised there."""

from collections.abc import Iterable, Mapping

from evalflow.evaluation.registers.causes import Raised
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.registers import day_of

SESSIONS = ("session", "agenda-item")  # the registers in which a contribution finds what it is based on


def raised_in(code: str, entries: Iterable[Entry]) -> Raised:
    """Return when something was raised in the session or item of this code; `entries` are those that stand."""
    known = {entry.code: entry for entry in entries}
    if (named := known.get(code)) is None or named.register not in SESSIONS:
        return Raised(fault=f"{code} is no session and no item of an agenda on record")
    return Raised(day_of(named, known), fault_of(named, known))


def fault_of(named: Entry, known: Mapping[str, Entry]) -> str:
    """Return why nothing can have been raised in a session or item; "" where it can. `known` holds the sessions."""
    if named.register == "agenda-item":
        if named.values.get("refused") == "yes":
            return f"the item {named.code} was refused or not taken up"
        if named.values.get("minutes") == "0":
            return f"no time was given to the item {named.code}"
        return fault_of(known[named.values["session"]], known)
    status = named.values["status"]
    return "" if status == "held" else f"the session {named.code} was {status}"
