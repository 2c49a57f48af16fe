"""Objectives → their form, for rules: public, dated, action by the counterpart, measurable, one thing, an instrument.

It is what `objective lint` finds, check by check.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from evalflow.engine.dates import PartialDate
from evalflow.engine.rules import Bool, Fact, FactItem, Listing, ListType, Scalar, Text
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.objectives.lint import CHECKS, LintResult, Published, lint
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry

LINTED_OBJECTIVES: Final = ListType({"code": Text, **{name.replace("-", "_"): Bool for name in CHECKS}})
_REMEDY: Final = "evalflow objective add DIALOGUE CODE …"


def publishing(entries: Iterable[Entry], today: date) -> list[Entry]:
    """Return the entries of the register of publications by which the objectives are public on the day `today`."""
    told = (
        entry for entry in entries if entry.values.get("of") == "objectives" and entry.values.get("public") == "yes"
    )
    return [one for one in told if PartialDate.parse(one.values["published_on"]).latest <= today]


def linted_objectives(dialogue: Dialogue, objectives: Sequence[Objective], published_by: str = "") -> Fact:
    """Return the objectives that stand, each with what `objective lint` finds; where there is none, a gap.

    An evaluation is of the objectives on record, so where there is one the list is taken as whole. `published_by` is
    the code of an entry by which all of them were made public.
    """
    of_all = Published(dialogue.stated("objectives_published"), dialogue.stated("timeframe"), published_by)
    items = tuple(_item(objective, of_all) for objective in objectives if not objective.withdrawn_on)
    gaps = () if items else (FactItem("the dialogue's objectives"),)
    return Fact(Listing(items, gaps), remedy=_REMEDY)


def _item(objective: Objective, of_all: Published) -> FactItem:
    checks = lint(objective, of_all).checks
    form: dict[str, Scalar] = {name.replace("-", "_"): _said(checked) for name, checked in checks.items()}
    return FactItem(
        objective.code,
        {"code": objective.code, **form},
        (f"{objective.code}: {objective.source}",) if objective.source else (objective.code,),
    )


def _said(checked: LintResult) -> bool | None:
    return {"pass": True, "fail": False}.get(checked.result)
