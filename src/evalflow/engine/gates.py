"""Gates and facts → what still stands in the way of a step, in words, each with what helps. Time passes no gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evalflow.engine.rules import Facts, Verdict, judge, references
from evalflow.engine.words import Choice, Gate, Step, Workflow
from evalflow.errors import Refused


@dataclass(frozen=True)
class Blocker:
    """One gate that is not true: its rule, why, and the command or person that helps."""

    rule: str
    why: str
    remedy: str


def blockers(gates: tuple[Gate, ...], facts: Facts, today: date) -> tuple[Blocker, ...]:
    """Return the gates that are false or unknown on these facts, in the order they are written."""
    judged = [(gate, judge(gate.rule, facts, {}, today, traced=False)) for gate in gates]
    return tuple(_blocker(gate, verdict, facts) for gate, verdict in judged if verdict.truth != "true")


def _blocker(gate: Gate, verdict: Verdict, facts: Facts) -> Blocker:
    read = [facts[name] for name in sorted(references(gate.rule)) if name in facts]
    why = [*(fact.note for fact in read), *(f"not known: {missing.label}" for missing in verdict.missing)]
    remedies = [*(fact.remedy for fact in read), *(missing.remedy for missing in verdict.missing)]
    return Blocker(gate.text, _together(why) or f"{gate.text} does not hold", _together(remedies))


def _together(sentences: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, sentences)))


def gates_of(place: Step | Workflow, choice: Choice | None) -> tuple[Gate, ...]:
    """Return what must be true to complete a step (by a choice), or to close a whole cycle early."""
    own = place.requires if isinstance(place, Step) else place.close_early
    return (*own, *(choice.requires if choice else ()))


def refuse_if_gated(place: Step | Workflow, choice: Choice | None, facts: Facts, today: date) -> None:
    """Refuse unless every gate is true.

    Raises:
        Refused: `gate-closed`, naming for each gate what is missing and the command that supplies it.
    """
    if found := blockers(gates_of(place, choice), facts, today):
        name = f"{place.name} cannot be completed yet" if isinstance(place, Step) else "This cycle cannot be closed yet"
        lines = [f"  - {block.why}" + (f"\n    {block.remedy}" if block.remedy else "") for block in found]
        raise Refused("gate-closed", "\n".join([f"{name}:", *lines]))
