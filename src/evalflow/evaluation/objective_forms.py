"""Objectives → their form, for rules: public, dated, action by the counterpart, measurable, one thing, an instrument.

What is stated decides. Of an objective that the record holds only in a paraphrase, what the paraphrase does not say is
not known: the published text may say it.
"""

from collections.abc import Sequence
from typing import Final

from evalflow.engine.rules import Bool, Fact, Item, Listing, ListOf, Scalar, Text
from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.objective import Objective
from evalflow.evaluation.objective_lint import CHECKS, Checked, Published, lint

LINTED_OBJECTIVES: Final = ListOf({"code": Text, **{name.replace("-", "_"): Bool for name in CHECKS}})
_REMEDY: Final = "evalflow objective add DIALOGUE CODE …"


def linted_objectives(dialogue: Dialogue, objectives: Sequence[Objective]) -> Fact:
    """Return the objectives that stand, each with what `objective lint` finds; where there is none, a gap.

    An evaluation is of the objectives on record, so where there is one the list is taken as whole.
    """
    of_all = Published(dialogue.stated("objectives_published"), dialogue.stated("timeframe"))
    items = tuple(_item(one, of_all) for one in objectives if not one.withdrawn_on)
    gaps = () if items else (Item("the dialogue's objectives"),)
    return Fact(Listing(items, gaps), remedy=_REMEDY)


def _item(one: Objective, of_all: Published) -> Item:
    checks = lint(one, of_all).checks
    form: dict[str, Scalar] = {name.replace("-", "_"): _said(one, checked) for name, checked in checks.items()}
    return Item(one.code, {"code": one.code, **form}, (f"{one.code}: {one.source}",) if one.source else (one.code,))


def _said(one: Objective, checked: Checked) -> bool | None:
    if checked.unsaid and one.wording == "paraphrase":
        return None
    return {"pass": True, "fail": False}.get(checked.result)
