"""An evidence item about to be kept → refused where the record says otherwise whether its source is a party."""

from collections.abc import Iterable

from evalflow.errors import Refused
from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.evidence import source_of
from evalflow.evaluation.identity import identity, nearly
from evalflow.evaluation.register_words import Entry
from evalflow.usecases.door import Acting

EVIDENCE = "evidence"


def refuse_two_answers(act: Acting, dialogue: Dialogue, item: Entry, *, again: bool) -> None:
    """Refuse an item that contradicts another on whether their common source is a party; other registers pass.

    Raises:
        Refused: `source-contradicts`, with both entries; `source-is-party`, it is a government of the dialogue;
            `source-spelling`, its source is spelt almost like another's, and nobody said that it is (`again`).
    """
    if item.register != EVIDENCE:
        return
    refuse_government(dialogue, item)
    sources = _first_of_each(act, dialogue)
    if not again and source_of(item) not in sources:
        _refuse_spelling(item, sources.values())
    known = sources.setdefault(source_of(item), item)
    if known.values["party"] != item.values["party"]:
        raise Refused(
            "source-contradicts",
            f"{known.code} says that “{known.values['group']}” {_is(known)} to the dialogue, and {item.code} that "
            f"“{item.values['group']}” {_is(item)}. They are one source. Enter it as {known.code} does, or first "
            f"correct what is wrong there, for all entries of that source at once: evalflow record correct "
            f"{known.code} --field party --to {item.values['party']} --reason TEXT",
        )


def same_source(act: Acting, item: Entry) -> list[Entry]:
    """Return the other items that stand and come from the same source in the end."""
    every = act.tx.all(Entry, dialogue=item.dialogue, register=EVIDENCE)
    return [one for one in every if one.stands and one.id != item.id and source_of(one) == source_of(item)]


def refuse_other_answer(item: Entry, others: Iterable[Entry]) -> None:
    """Refuse a corrected item that contradicts another of its source. Raises as `refuse_two_answers`."""
    for other in others:
        if other.values["party"] != item.values["party"]:
            raise Refused(
                "source-contradicts",
                f"{other.code} says that “{other.values['group']}” {_is(other)} to the dialogue, and {item.code} that "
                f"it {_is(item)}. They would be one source. Correct first what is wrong: evalflow record correct "
                f"{item.code} --field party --to {other.values['party']} --reason TEXT",
            )


def _refuse_spelling(item: Entry, others: Iterable[Entry]) -> None:
    own = identity(item.values["group"])
    for other in others:
        if nearly(own, identity(other.values["group"])):
            raise Refused(
                "source-spelling",
                f"“{item.values['group']}” is spelt almost like “{other.values['group']}”, the source of {other.code}. "
                "If they are one source, write it as there. If they are two, say so with --again (in a file: "
                "again=yes).",
            )


def refuse_government(dialogue: Dialogue, item: Entry) -> None:
    """Refuse an item of a government that conducts the dialogue as one of no party. Raises as `refuse_two_answers`."""
    governments = {identity(one) for one in (dialogue.partner, dialogue.counterpart)}
    whose = identity(item.values["group"]).removeprefix("government of ").removeprefix("the ")
    if item.values["party"] == "no" and whose in governments:
        raise Refused(
            "source-is-party",
            f"“{item.values['group']}” conducts the dialogue {dialogue.code}, so {item.code} comes from a party to it: "
            "set party=yes.",
        )


def _first_of_each(act: Acting, dialogue: Dialogue) -> dict[str, Entry]:
    """Return one item of each source of a dialogue, read once in a transaction: thousands may be entered in it."""
    if dialogue.id not in act.sources:
        every = act.tx.all(Entry, dialogue=dialogue.id, register=EVIDENCE)
        act.sources[dialogue.id] = {source_of(one): one for one in reversed(every) if one.stands}
    return act.sources[dialogue.id]


def _is(item: Entry) -> str:
    return "is a party" if item.values["party"] == "yes" else "is no party"
