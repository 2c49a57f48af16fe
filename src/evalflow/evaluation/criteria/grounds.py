"""The codes that a judgement names → how each is recorded now, so that what changed of it afterwards can be seen."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.inputs.input import KINDS, Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.raised import SESSIONS, fault_of

_ENTRY: Final = re.compile(r"[^/]+/([A-Z])[0-9]{3,9}")
_INPUT: Final = re.compile(rf"(?:[A-Z0-9-]+/)*(?:(?:{'|'.join(sorted({*KINDS.values()}))})/[0-9]+|W/[0-9A-Z]{{8}})")
_REGISTER_OF: Final = {register.prefix: name for name, register in REGISTERS.items()}
_WITHDRAWN: Final = "was withdrawn"


@dataclass(frozen=True)
class Ground:
    """An input or an entry as it is recorded now. `mark` is another one once it was corrected.

    `gone` says why it counts no more, `fault` why nothing took place there; both are "" where it can be a basis.
    """

    mark: str
    gone: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Grounds:
    """What a judgement can be based on: entries by the name of their register, and the inputs of its cycle by code.

    Registers and inputs are read one by one, as they are named.
    """

    registers: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    input_named: Callable[[str], Input | None] = lambda _: None
    _by_code: dict[str, dict[str, Entry]] = field(default_factory=dict, compare=False)

    def of(self, code: str) -> Ground | None:
        """Return how what a code names is recorded; None for a source in words."""
        if (named := _ENTRY.fullmatch(code)) and (name := _REGISTER_OF.get(named[1])):
            return self._entry(name, code)
        input_ = self.input_named(code) if _INPUT.fullmatch(code) else None
        return _input(input_) if input_ else None

    def marks(self, codes: Iterable[str]) -> dict[str, str]:
        """Return the mark of each code that names something, to be kept with a judgement."""
        found = {code: self.of(code) for code in codes}
        return {code: ground.mark for code, ground in found.items() if ground}

    def _entry(self, name: str, code: str) -> Ground | None:
        entry = self._standing(name).get(code)
        if entry is None:
            return Ground("", gone=_WITHDRAWN)
        sessions = {**self._standing(SESSIONS[0]), code: entry} if name in SESSIONS else {}
        return Ground(str(len(entry.corrections)), fault=fault_of(entry, sessions) if sessions else "")

    def _standing(self, name: str) -> dict[str, Entry]:
        if name not in self._by_code:
            self._by_code[name] = {entry.code: entry for entry in self.registers.get(name, ()) if entry.stands}
        return self._by_code[name]


def is_code(text: str) -> bool:
    """Return whether a text looks like the code of an input or of an entry, with or without what stands before it."""
    return bool(_INPUT.fullmatch(text) or re.fullmatch(r"(?:[A-Z0-9-]+/)*[SPV][0-9]{3}", text))


def _input(input_: Input) -> Ground:
    corrected = sum(len(point.corrections) for point in input_.points)
    declined = "was declined as late" if input_.late == "declined" else ""
    return Ground(str(corrected), gone=_WITHDRAWN if input_.withdrawn_at else declined)


def marks_of(
    codes: Iterable[str],
    grounds: Grounds,
    objectives: Iterable[Objective],
    findings: Iterable[Finding],
    evaluation: Evaluation,
) -> dict[str, str]:
    """Return how each code that a recommendation names is recorded: a rating, a result, an entry or an input."""
    rated = {finding.objective: f"{finding.status}, {finding.evidence}, {finding.contribution}" for finding in findings}
    ratings = {objective.code: rated.get(objective.id, "") for objective in objectives}
    results: dict[str, str] = {checked.code: checked.result for checked in evaluation.checked}
    named = list(codes)
    return {**grounds.marks(named), **{code: said for code, said in {**ratings, **results}.items() if code in named}}


def changed(seen: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the codes that are recorded otherwise than they were seen; what was not there then is left out."""
    return [code for code, mark in seen.items() if mark != now.get(code, "")]
