"""Random rules of the language over a few declared facts, for tests that must hold for every rule."""

from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from evalflow.engine.rules import Bool, Date, Declared, Int, ListOf, Simple, Text, Type

FIELDS: Final[dict[str, Simple]] = {"n": Int, "w": Text, "b": Bool, "on": Date}
TYPES: Final[dict[str, Type]] = {
    "i": Int,
    "j": Int,
    "t.w": Text,
    "t.b": Bool,
    "day": Date,
    "xs": ListOf(FIELDS),
    "ys": ListOf(FIELDS),
}
DECLARED: Final = {name: Declared(name, kind, name, "a test") for name, kind in TYPES.items()}
SMALL: Final = st.integers(-3, 3)
WORDS: Final = st.sampled_from(["a", "b", "c"])

ORDERS: Final = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_EQUAL: Final = st.sampled_from(["==", "!="])
_PERIODS: Final = st.sampled_from(["P0D", "P1M", "P30D", "P1M2D"])
_DAYS: Final = st.sampled_from(["2026-01-31", "2026-02-28", "2026-03-15"])


@st.composite
def rules(draw: st.DrawFn, *, dates: bool) -> str:
    """Return a rule as text, with or without the extensions for dates and periods; brackets are left out at random."""
    return _Writer(draw, dates).truth(draw(st.integers(1, 4)), ())


@dataclass(frozen=True)
class _Writer:
    draw: st.DrawFn
    dates: bool

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

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
        return self.quantified("filter", whole, depth, entries) if depth > 0 and self.draw(st.booleans()) else whole

    def compared(self, depth: int, entries: tuple[str, ...]) -> str:
        match self.one_of("numbers", "numbers", "words", "truths", "listed", "days" if self.dates else "numbers"):
            case "numbers":
                return f"{self.number(depth, entries)} {self.draw(ORDERS)} {self.number(depth, entries)}"
            case "words":
                return f"{self.word(entries)} {self.draw(_EQUAL)} {self.word(entries)}"
            case "truths":
                return f"{self.truths(depth, entries)} {self.draw(_EQUAL)} {self.truths(depth, entries)}"
            case "listed":
                return f"{self.number(depth, entries)} in {self.draw(st.lists(SMALL, min_size=1, max_size=4))}"
        return f"{self.day(entries)} {self.draw(ORDERS)} {self.day(entries)}"

    def truths(self, depth: int, entries: tuple[str, ...]) -> str:
        return f"({self.truth(depth - 1, entries)})" if depth else self.one_of("t.b", "true", *_fields(entries, "b"))

    def number(self, depth: int, entries: tuple[str, ...]) -> str:
        match self.one_of("plain", "size", "size", "computed") if depth else "plain":
            case "size":
                return f"size({self.listed(depth - 1, entries)})"
            case "computed":
                return f" {self.one_of('+', '-', '*')} ".join(self.number(depth - 1, entries) for _ in range(2))
        return self.one_of(str(self.draw(SMALL)), "i", "j", *_fields(entries, "n"))

    def word(self, entries: tuple[str, ...]) -> str:
        return self.one_of(f"'{self.draw(WORDS)}'", "t.w", *_fields(entries, "w"))

    def day(self, entries: tuple[str, ...]) -> str:
        day = self.one_of("today", "day", f"date('{self.draw(_DAYS)}')", *_fields(entries, "on"))
        return day + self.one_of("", f" + period('{self.draw(_PERIODS)}')", f" - period('{self.draw(_PERIODS)}')")


def _fields(entries: tuple[str, ...], name: str) -> list[str]:
    return [f"{entry}.{name}" for entry in entries]
