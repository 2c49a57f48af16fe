"""What is on record about an objective → what a rating of it can be based on, and whether an earlier one still can."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from evalflow.errors import Refused
from evalflow.evaluation.criteria.grounds import Grounds, is_code
from evalflow.evaluation.criteria.outdated import outdated, stale_proposals
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.findings.findings import ADVANCED, Finding
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.evidence import Ceiling, ceiling, evidence_on
from evalflow.evaluation.registers.raised import SESSIONS
from evalflow.evaluation.statements import Status
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, conduct_of


@dataclass(frozen=True)
class OnObjective:
    """What the record holds now that a rating of one objective is based on."""

    objective: Objective
    items: Sequence[Entry]
    sessions: Sequence[Entry]
    grounds: Grounds

    @property
    def allowed(self) -> Ceiling:
        return ceiling(self.items)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.items if item.stands)

    def again(self, finding: Finding | None) -> tuple[str, ...]:
        """Return why a rating has to be made again; nothing where there is none."""
        if finding is None:
            return ()
        return outdated(finding, self.objective, self.allowed, self.sessions, self.grounds, self.items)

    def stale(self, deliberation: Deliberation | None) -> dict[str, tuple[str, ...]]:
        """Return by whom a proposal has to be made again, and why."""
        return stale_proposals(deliberation, self.objective, self.allowed, self.sessions, self.grounds)


@dataclass(frozen=True)
class OnRecord:
    """Evidence, sessions, entries and inputs of one cycle and its dialogue, read once for all objectives."""

    evidence: Sequence[Entry]
    sessions: Sequence[Entry]
    grounds: Grounds

    @classmethod
    def read(cls, reading: Reading, current: Current) -> "OnRecord":
        return cls(
            reading.all(Entry, dialogue=current.dialogue.id, register="evidence"),
            sessions_of(reading, current),
            grounds_of(reading, current),
        )

    def of(self, objective: Objective) -> OnObjective:
        return OnObjective(objective, evidence_on(objective.code, self.evidence), self.sessions, self.grounds)


def grounds_of(reading: Reading, current: Current) -> Grounds:
    registers = conduct_of(reading, current.dialogue).registers
    return Grounds(registers, lambda code: reading.find(Input, cycle=current.cycle.id, code=code))


def sessions_of(reading: Reading, current: Current) -> list[Entry]:
    """Return the sessions of the dialogue and the items on their agendas that stand."""
    entries = (one for name in SESSIONS for one in reading.all(Entry, dialogue=current.dialogue.id, register=name))
    return [entry for entry in entries if entry.stands]


def basis_named(reading: Reading, current: Current, named: str, grounds: Grounds, status: Status) -> str:
    """Return what a rating is based on. What looks like the code of an input or of a register's entry must be there.

    Raises:
        Refused: `no-such-basis`, with the nearest code; `basis-withdrawn`; `basis-called-off`.
    """
    code, prefixes = named.upper(), (f"{current.evaluation.code}/", f"{current.dialogue.code.upper()}/")
    if not (code.startswith(prefixes) or is_code(code)):
        return named  # a source in words
    inputs = [input_.code for input_ in reading.all(Input, cycle=current.cycle.id)]
    entries = {entry.code: entry for entry in reading.all(Entry, dialogue=current.dialogue.id)}
    if code in inputs or code in entries:
        _refuse_unfit(code, grounds, status)
        return code
    there = [*inputs, *(entry.code for entry in entries.values() if entry.stands)]
    near = [known for known in there if known.endswith(f"/{code}")] or get_close_matches(code, there, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise Refused("no-such-basis", f"There is no input and no entry {named!r}.{hint}")


def _refuse_unfit(code: str, grounds: Grounds, status: Status) -> None:
    ground = grounds.of(code)
    if ground and ground.gone:
        raise Refused("basis-withdrawn", f"{code} {ground.gone}. A rating cannot be based on it: name another.")
    if ground and ground.fault and status in ADVANCED:
        raise Refused(
            "basis-called-off",
            f"Nothing achieved can be based on {code}: {ground.fault}. Name another basis, or say it in --text.",
        )
