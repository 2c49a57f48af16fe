"""Dialogues side by side → the objectives that they hold in common, and the facts that are stated in several ways."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalflow.evaluation.dialogues.dialogue import FIELDS, Dialogue
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import said
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.background import FieldLine
from evalflow.evaluation.report.wording import Worded, worded


@dataclass(frozen=True)
class Differing:
    """One fact that sources, or places in one, state differently: where, and what each says, with its source."""

    dialogue: str
    where: str
    says: tuple[tuple[str, str], ...]


def in_common(objectives: Iterable[Objective]) -> tuple[tuple[Objective, ...], ...]:
    """Return each group of objectives that are held to be the same, by what their `same_as` says; none stands alone."""
    groups: dict[str, list[Objective]] = {}
    every = list(objectives)
    first = {one.code.upper(): one.same_as.upper() for one in every}
    for objective in every:
        groups.setdefault(_root(objective.code.upper(), first), []).append(objective)
    return tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)


def _root(code: str, first: Mapping[str, str]) -> str:
    """Return the code that a chain of `same_as` ends with; of a chain that runs in a circle, its first in order."""
    seen = [code]
    while before := first.get(code, ""):
        if before in seen:
            return min(seen[seen.index(before) :])
        code = before
        seen.append(code)
    return code


def differing(dialogue: Dialogue, entries: Sequence[Entry]) -> list[Differing]:
    """Return each fact of a dialogue that another source, or another place in one, states otherwise.

    Nothing is picked.
    """
    found = []
    for key, label in FIELDS.items():
        fact = dialogue.stated(key)
        if fact.variants:
            own = ((str(fact), fact.source),) if str(fact) else tuple((str(item), item.source) for item in fact.items)
            says = (*own, *((str(one), one.source) for one in fact.variants))
            found.append(Differing(dialogue.code, label, says))
    for entry in entries:
        for name in (key.removesuffix(".variants") for key in entry.values if key.endswith(".variants")):
            statement, field = said(entry.values, name), REGISTERS[entry.register].field(name)
            first = (statement.value or statement.knowledge, statement.source or entry.source)
            says = (first, *((variant.value, variant.source) for variant in statement.variants))
            found.append(Differing(dialogue.code, f"{entry.code}, {field.title if field else name}", says))
    return found


@dataclass(frozen=True)
class Difference:
    """What two records say of the same thing: "" where one of them says nothing."""

    where: str
    ours: str
    theirs: str

    @property
    def kind(self) -> str:
        return "only there" if not self.ours else "only here" if not self.theirs else "differs"


def differences(fields: Sequence[FieldLine], objectives: Sequence[Objective], theirs: PublicRecord) -> list[Difference]:
    """Return where our record of a dialogue and a partner's report on it do not say the same. Neither is preferred.

    `fields` are our facts about the dialogue as a report would print them.
    """
    facts, others = worded(tuple(fields)), worded(theirs.background.dialogue.fields)
    return [
        *_apart({one.label: _told(one) for one in facts}, {one.label: _told(one) for one in others}),
        *_apart(
            {f"{one.code}, wording": one.text for one in objectives},
            {f"{one.code}, wording": one.text for one in theirs.assessment.findings},
        ),
        *_apart(
            {f"{one.code}, withdrawn": "yes" if one.withdrawn_on else "no" for one in objectives},
            {f"{one.code}, withdrawn": "yes" if one.withdrawn else "no" for one in theirs.assessment.findings},
            both=True,
        ),
        *_apart(
            {
                f"{objective.code}, timeframe": "stated" if objective.due or objective.milestones else "none"
                for objective in objectives
            },
            {
                f"{line.code}, timeframe": "none" if line.no_timeframe else "stated"
                for line in theirs.assessment.findings
            },
            both=True,
        ),
    ]


def _apart(ours: Mapping[str, str], theirs: Mapping[str, str], *, both: bool = False) -> list[Difference]:
    names = [*ours, *(one for one in theirs if one not in ours)]
    pairs = [Difference(name, ours.get(name, ""), theirs.get(name, "")) for name in names]
    return [
        difference
        for difference in pairs
        if difference.ours != difference.theirs and (not both or (difference.ours and difference.theirs))
    ]


def _told(fact: Worded) -> str:
    """Return all that is stated of a fact, with its items and variants; of what is not known, its kind."""
    if fact.knowledge != "stated":
        return str(fact.knowledge)
    every: tuple[str, ...] = (
        fact.text,
        *(item.text for item in fact.items),
        *(f"or: {item.text}" for item in fact.variants),
    )
    return "; ".join(filter(None, every))
