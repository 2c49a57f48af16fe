"""Python values ↔ columns, alike on both databases: text that compares by bytes, instants in UTC, days, flags."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import TIMESTAMP, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from evalflow.store.codec import Unreadable, day, instant, instant_text

WORDS = Text().with_variant(Text(collation="C"), "postgresql")


class InstantColumn(TypeDecorator[datetime]):
    """An aware instant: fixed-width UTC text on SQLite, `timestamptz` on PostgreSQL. A naive one is refused."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        text = instant_text(value)
        return value if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the shape SQLAlchemy asks for
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else instant(value)


class DayColumn(TypeDecorator[date]):
    """A local day, as ISO text on both databases."""

    impl = WORDS
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the shape SQLAlchemy asks for
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002 - the shape SQLAlchemy asks for
        return None if value is None else day(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0 on both databases and nothing else."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the shape SQLAlchemy asks for
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ARG002 - the shape SQLAlchemy asks for
        if value not in (None, 0, 1):
            raise Unreadable("a flag is neither 0 nor 1")
        return None if value is None else bool(value)
