"""A workflow → nothing, if it is sound, or each finding with its shortest path in the steps of the original."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evalflow.engine.soundness.exploring import Exploration, Kind, explored
from evalflow.engine.soundness.net import Net, net_of
from evalflow.engine.soundness.reaching import opening_steps
from evalflow.engine.soundness.reduction import reduced
from evalflow.engine.soundness.telling import ToldFinding, never_reached, told
from evalflow.engine.words import Workflow

CHECKER: Final = "1.3.0"  # raised whenever a definition could be judged otherwise than before
MOST: Final = 50_000  # markings of what is left after reduction; some seconds
_TOLD: Final = 20_000  # markings of the original that are looked through for the shortest path


@dataclass(frozen=True)
class SoundnessFinding:
    """What goes wrong, at which step, in a sentence, and which steps close on the shortest way there."""

    kind: Kind
    step: str
    says: str
    path: tuple[str, ...] = ()


def findings(workflow: Workflow, most: int = MOST) -> tuple[SoundnessFinding, ...]:
    """Return what keeps the workflow from being sound, or nothing. Every step named under `next` has to exist.

    A net that reduces to little is judged in time linear in its size. Beyond `most` markings of what cannot be reduced
    the one finding is `not-judged`.
    """
    net = net_of(workflow)
    verdict = explored(reduced(net), most)
    if verdict is None:
        return (SoundnessFinding("not-judged", workflow.steps[0].name, _NOT_JUDGED.format(most=most)),)
    if verdict.witnesses:  # the original tells a path without the detours of what was fused, where it is small enough
        verdict = explored(net, _TOLD) or verdict
    return (*_witnessed(workflow, net, verdict), *_never_reached(workflow, verdict))


_NOT_JUDGED: Final = (
    "more than {most} combinations of open steps would have to be looked through, so nobody can tell whether this "
    "workflow comes to an end. Let branches that open side by side meet in one step with 'join: all', each with its "
    "own steps alone."
)


def _witnessed(workflow: Workflow, net: Net, verdict: Exploration) -> Iterator[SoundnessFinding]:
    """Yield what was found; of steps that run twice not those that do because another one did."""
    twice: set[str] = set()
    for witness in verdict.witnesses:
        what: ToldFinding = told(workflow, net, witness)
        if witness.kind != "runs-twice" or not twice & {what.step, *what.closed}:
            yield SoundnessFinding(witness.kind, what.step, what.says, what.path)
            twice.add(what.step)


def _never_reached(workflow: Workflow, verdict: Exploration) -> Iterator[SoundnessFinding]:
    opening = opening_steps(workflow)
    for number, step in enumerate(workflow.steps):
        if step.name not in opening or (verdict.safe and not verdict.opens >> number & 1):
            yield SoundnessFinding("never-reached", step.name, never_reached(workflow, step))
