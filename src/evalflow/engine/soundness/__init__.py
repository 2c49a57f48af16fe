"""A workflow → proved to complete before it runs, or what is wrong with it, each finding with its shortest path.

A definition is read as a Petri net (`net.py`), made smaller by rules that keep every verdict (`reduction.py`), explored
marking by marking (`exploring.py`), and what is found is told in the steps of the original (`telling.py`).
"""

from evalflow.engine.soundness.continuing import goes_wrong_from
from evalflow.engine.soundness.exploring import Kind
from evalflow.engine.soundness.finding import CHECKER, MOST, SoundnessFinding, findings
from evalflow.engine.soundness.length import Way, longest
from evalflow.engine.soundness.reaching import Passes, WayOut, opening_steps, opens_before, opens_without, ways

__all__ = [
    "CHECKER",
    "MOST",
    "Kind",
    "Passes",
    "SoundnessFinding",
    "Way",
    "WayOut",
    "findings",
    "goes_wrong_from",
    "longest",
    "opening_steps",
    "opens_before",
    "opens_without",
    "ways",
]
