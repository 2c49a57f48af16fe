"""Random rules of the language over a few declared facts, for tests that must hold for every rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from hypothesis import strategies as st

from evalflow.engine.rules import Bool, Date, Declared, Int, ListType, Simple, Text, Type

T = TypeVar("T")

FIELDS: Final[dict[str, Simple]] = {"n": Int, "w": Text, "b": Bool, "on": Date}
TYPES: Final[dict[str, Type]] = {
    "i": Int,
    "j": Int,
    "t.w": Text,
    "t.b": Bool,
    "day": Date,
    "xs": ListType(FIELDS),
    "ys": ListType(FIELDS),
}
DECLARED: Final = {name: Declared(name, kind, name, "a test") for name, kind in TYPES.items()}
SMALL: Final = st.integers(-3, 3)
WORDS: Final = st.sampled_from(["a", "b", "c"])

ORDERS: Final = ("==", "!=", "<", "<=", ">", ">=")
_PERIODS: Final = ("P0D", "P1M", "P30D", "P1M2D")
_DAYS: Final = ("2026-01-31", "2026-02-28", "2026-03-15")


class Chooser(Protocol):
    """How one of several is chosen: by Hypothesis, which shrinks what fails, or by dice, which are quick."""

    def __call__(self, choices: Sequence[T], /) -> T: ...


@st.composite
def rules(draw: st.DrawFn, *, dates: bool) -> str:
    """Return a rule as text, with or without the extensions for dates and periods; brackets are left out at random."""
    return written(lambda choices: draw(st.sampled_from(choices)), dates=dates)


def written(choose: Chooser, *, dates: bool) -> str:
    return _Writer(choose, dates).truth(choose(range(1, 5)), ())


@dataclass(frozen=True)
class _Writer:
    choose: Chooser
    dates: bool

    def one_of(self, *choices: str) -> str:
        return self.choose(choices)

    def small(self) -> int:
        return self.choose(range(-3, 4))

    def truth(self, depth: int, entries: tuple[str, ...]) -> str:
        kind = self.one_of("compared", "joined", "quantified", "quantified", "turned", "plain") if depth else "compared"
        match kind:
            case "compared":
                return self.compared(depth, entries)
            case "joined":
                return f" {self.one_of('&&', '||')} ".join(self.truth(depth - 1, entries) for _ in range(2))
            case "turned":
                return f"{self.one_of('', '!')}({self.truth(depth - 1, entries)})"
            case "quantified":
                return self.quantified(self.one_of("exists", "all"), self.listed(depth - 1, entries), depth, entries)
        return self.one_of("", "!") + self.one_of("true", "false", "t.b", *_fields(entries, "b"))

    def quantified(self, macro: str, over: str, depth: int, entries: tuple[str, ...]) -> str:
        name = f"e{len(entries)}"
        return f"{over}.{macro}({name}, {self.truth(depth - 1, (*entries, name))})"

    def listed(self, depth: int, entries: tuple[str, ...]) -> str:
        whole = self.one_of("xs", "ys")
        return self.quantified("filter", whole, depth, entries) if depth > 0 and self.choose((False, True)) else whole

    def compared(self, depth: int, entries: tuple[str, ...]) -> str:
        match self.one_of("numbers", "numbers", "words", "truths", "listed", "days" if self.dates else "numbers"):
            case "numbers":
                return f"{self.number(depth, entries)} {self.choose(ORDERS)} {self.number(depth, entries)}"
            case "words":
                return f"{self.word(entries)} {self.choose(ORDERS[:2])} {self.word(entries)}"
            case "truths":
                return f"{self.truths(depth, entries)} {self.choose(ORDERS[:2])} {self.truths(depth, entries)}"
            case "listed":
                return f"{self.number(depth, entries)} in {[self.small() for _ in range(self.choose(range(1, 5)))]}"
        return f"{self.day(entries)} {self.choose(ORDERS)} {self.day(entries)}"

    def truths(self, depth: int, entries: tuple[str, ...]) -> str:
        return f"({self.truth(depth - 1, entries)})" if depth else self.one_of("t.b", "true", *_fields(entries, "b"))

    def number(self, depth: int, entries: tuple[str, ...]) -> str:
        match self.one_of("plain", "size", "size", "computed") if depth else "plain":
            case "size":
                return f"size({self.listed(depth - 1, entries)})"
            case "computed":
                return f" {self.one_of('+', '-', '*')} ".join(self.number(depth - 1, entries) for _ in range(2))
        return self.one_of(str(self.small()), "i", "j", *_fields(entries, "n"))

    def word(self, entries: tuple[str, ...]) -> str:
        return self.one_of(f"'{self.one_of('a', 'b', 'c')}'", "t.w", *_fields(entries, "w"))

    def day(self, entries: tuple[str, ...]) -> str:
        day = self.one_of("today", "day", f"date('{self.choose(_DAYS)}')", *_fields(entries, "on"))
        return day + self.one_of("", f" + period('{self.choose(_PERIODS)}')", f" - period('{self.choose(_PERIODS)}')")


def _fields(entries: tuple[str, ...], name: str) -> list[str]:
    return [f"{entry}.{name}" for entry in entries]
