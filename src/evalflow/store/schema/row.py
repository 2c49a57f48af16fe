"""What every table is made from: its name, and the columns that are alike on both databases."""

import re
from typing import Any

from sqlalchemy import ForeignKeyConstraint, LargeBinary, MetaData
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from evalflow.store.schema.columns import WORDS, DayColumn, Flag, InstantColumn

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class TableRow(SQLModel):
    """Base of all rows. A table is named after its class: `OpenStepRow` is `open_step`."""

    model_config = {"defer_build": True}  # a table validates nothing, so what would is not built
    metadata = MetaData(naming_convention=CONVENTION)

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy asks the class
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


def words(**how: Any) -> Any:
    return Field(sa_type=WORDS, **how)


def instant(**how: Any) -> Any:
    return Field(sa_type=InstantColumn, **how)


def day(**how: Any) -> Any:
    return Field(sa_type=DayColumn, **how)


def flag(**how: Any) -> Any:
    return Field(sa_type=Flag, **how)


def content(**how: Any) -> Any:
    return Field(sa_type=LargeBinary, **how)


def refers(column: str, table: str) -> ForeignKeyConstraint:
    """Return a foreign key that is checked at the commit, so that rows may come in any order."""
    return ForeignKeyConstraint([column], [f"{table}.id"], deferrable=True, initially="DEFERRED")
