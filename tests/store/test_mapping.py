"""An objective with a field that no column is for ↔ the column `details`."""

from dataclasses import asdict, dataclass, replace
from typing import Annotated

import pytest

from evalflow.evaluation.objectives.fields import ObjectiveField
from evalflow.evaluation.objectives.objective import Objective
from evalflow.store.codec import Unreadable
from evalflow.store.schema.mapping import columns_of
from evalflow.store.schema.rows import TABLES
from tests.store.samples import OBJECTIVE


@dataclass(frozen=True)
class LaterObjective(Objective):
    office: Annotated[str, ObjectiveField("details", "office", "which office answers for it")] = ""


COLUMNS = columns_of(LaterObjective, TABLES["objective"], ("changes",))
BARE = LaterObjective(**{**asdict(OBJECTIVE), "changes": ()})
GIVEN = replace(BARE, office="Bureau 7")


@pytest.mark.parametrize(("objective", "details"), [(BARE, "{}"), (GIVEN, '{"office":"Bureau 7"}')])
def test_a_field_without_a_column_is_kept_in_details(objective: LaterObjective, details: str) -> None:
    row = COLUMNS.values(objective)
    assert (row["details"], LaterObjective(**COLUMNS.fields(row))) == (details, objective)


def test_a_row_of_before_the_field_was_declared_reads_with_its_default() -> None:
    older = columns_of(Objective, TABLES["objective"], ("changes",)).values(BARE)
    assert LaterObjective(**COLUMNS.fields(older)) == BARE


def test_only_a_change_of_such_a_field_writes_details() -> None:
    assert COLUMNS.changed(BARE, GIVEN) == {"details": '{"office":"Bureau 7"}'}
    assert COLUMNS.changed(BARE, replace(BARE, title="Other")) == {"title": "Other"}


def test_a_field_that_is_not_declared_is_unreadable() -> None:
    row = columns_of(Objective, TABLES["objective"], ("changes",))
    with pytest.raises(Unreadable, match="another field"):
        row.fields(COLUMNS.values(GIVEN))
