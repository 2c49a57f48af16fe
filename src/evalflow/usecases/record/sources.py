"""An entry about to be kept → refused where the record says otherwise whether its source is a party.

A source has one identity, however it is spelt, in every register in which it speaks: the group behind an evidence item,
whoever gave a rating, an organisation that took part and is independent of both governments.
"""

from collections.abc import Iterable

from evalflow.errors import Refused
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.evidence import source_of
from evalflow.evaluation.registers.identity import identity, nearly
from evalflow.usecases.door.door import Acting

EVIDENCE = "evidence"
_NAMED_IN = {EVIDENCE: "group", "rating": "by", "participant": "organisation"}


def refuse_two_answers(act: Acting, dialogue: Dialogue, item: Entry, *, again: bool) -> None:
    """Refuse an item that contradicts another on whether their common source is a party; other registers pass.

    Raises:
        Refused: `source-contradicts`, with both entries; `source-is-party`, it is a government of the dialogue;
            `source-spelling`, its source is spelt almost like another's, and nobody said that it is (`again`).
    """
    if not party_of(item):
        return
    refuse_government(dialogue, item)
    sources = _first_of_each(act, dialogue)
    source = identity_of(item)
    if not again and source not in sources:
        _refuse_spelling(item, sources.values())
    entry = sources.setdefault(source, item)
    if party_of(entry) != party_of(item):
        raise Refused(
            "source-contradicts",
            f"{entry.code} says that “{name_of(entry)}” {_is(entry)} to the dialogue, and {item.code} that "
            f"“{name_of(item)}” {_is(item)}. They are one source. Enter it as {entry.code} does, or first "
            f"correct what is wrong there{_how(entry, item)}",
        )
    _refuse_other_standing(act, dialogue, item)


def party_of(entry: Entry) -> str:
    """Return "yes" or "no": whether an entry says that its source is a party; "" where it says neither."""
    said = entry.values
    if not name_of(entry):
        return ""
    if entry.register == EVIDENCE:
        return said["party"]
    if entry.register == "rating":
        return "no" if said["standing"] == "independent" else "yes"
    return "no" if said.get("independent") == "yes" else ""


def name_of(entry: Entry) -> str:
    """Return the name of the source that an entry is of; "" where it names none."""
    return entry.values.get(_NAMED_IN.get(entry.register, ""), "")


def identity_of(entry: Entry) -> str:
    return identity(name_of(entry)).replace(" ", "")


def _how(entry: Entry, item: Entry) -> str:
    if entry.register != EVIDENCE:
        return f": evalflow record withdraw {entry.code} --reason TEXT, and enter it anew"
    return (
        f", for all evidence of that source at once: evalflow record correct {entry.code} --field party --to "
        f"{party_of(item)} --reason TEXT"
    )


def _refuse_other_standing(act: Acting, dialogue: Dialogue, item: Entry) -> None:
    """Refuse a rating whose rater has rated for another side: one government is one of the two, or both together."""
    if item.register != "rating":
        return
    standings = act.sources.setdefault(f"{dialogue.id}/rating", {})
    if not standings:
        standings |= {identity_of(one): one for one in reversed(_entries(act, dialogue, "rating"))}
    entry = standings.setdefault(identity_of(item), item)
    if entry.values["standing"] != item.values["standing"]:
        raise Refused(
            "source-contradicts",
            f"In {entry.code} “{name_of(entry)}” rates as {entry.values['standing']}, and in {item.code} as "
            f"{item.values['standing']}. They are one rater: enter it as {entry.code} does, or withdraw that first.",
        )


def same_source(act: Acting, item: Entry) -> list[Entry]:
    """Return the other items that stand and come from the same source in the end."""
    every = act.tx.all(Entry, dialogue=item.dialogue, register=EVIDENCE)
    return [entry for entry in every if entry.stands and entry.id != item.id and source_of(entry) == source_of(item)]


def others_of(act: Acting, dialogue: Dialogue, item: Entry, registers: Iterable[str] = _NAMED_IN) -> list[Entry]:
    """Return the other entries of the source of an item, in every register that names sources."""
    every = (entry for name in registers for entry in _entries(act, dialogue, name))
    return [one for one in every if one.id != item.id and party_of(one) and identity_of(one) == identity_of(item)]


def refuse_other_answer(item: Entry, others: Iterable[Entry]) -> None:
    """Refuse a corrected item that contradicts another of its source. Raises as `refuse_two_answers`."""
    for other in others if party_of(item) else ():
        if party_of(other) != party_of(item):
            raise Refused(
                "source-contradicts",
                f"{other.code} says that “{name_of(other)}” {_is(other)} to the dialogue, and {item.code} that "
                f"it {_is(item)}. They would be one source. Correct first what is wrong{_how(other, item)}",
            )


def _refuse_spelling(item: Entry, others: Iterable[Entry]) -> None:
    own = identity(name_of(item))
    for other in others:
        if nearly(own, identity(name_of(other))):
            raise Refused(
                "source-spelling",
                f"“{name_of(item)}” is spelt almost like “{name_of(other)}”, the source of {other.code}. "
                "If they are one source, write it as there. If they are two, say so with --again (in a file: "
                "again=yes).",
            )


def refuse_government(dialogue: Dialogue, item: Entry) -> None:
    """Refuse an item of a government that conducts the dialogue as one of no party. Raises as `refuse_two_answers`."""
    governments = {identity(one) for one in (dialogue.partner, dialogue.counterpart)}
    whose = identity(name_of(item)).removeprefix("government of ").removeprefix("the ")
    if party_of(item) == "no" and whose in governments:
        put = {EVIDENCE: "party=yes", "rating": "standing=own or counterpart"}.get(item.register, "independent=no")
        raise Refused(
            "source-is-party",
            f"“{name_of(item)}” conducts the dialogue {dialogue.code}, so {item.code} comes from a party to it: "
            f"set {put}.",
        )


def _first_of_each(act: Acting, dialogue: Dialogue) -> dict[str, Entry]:
    """Return one item of each source of a dialogue, read once in a transaction: thousands may be entered in it."""
    if dialogue.id not in act.sources:
        every = [entry for name in reversed(_NAMED_IN) for entry in reversed(_entries(act, dialogue, name))]
        act.sources[dialogue.id] = {identity_of(one): one for one in every if party_of(one)}
    return act.sources[dialogue.id]


def _entries(act: Acting, dialogue: Dialogue, register: str) -> list[Entry]:
    return [entry for entry in act.tx.all(Entry, dialogue=dialogue.id, register=register) if entry.stands]


def _is(item: Entry) -> str:
    return "is a party" if party_of(item) == "yes" else "is no party"
