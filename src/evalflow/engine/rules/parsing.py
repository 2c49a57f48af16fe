"""The text of a rule → its parts, or an error with a caret. Recursive descent: what binds least is read first."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.periods import Period
from evalflow.engine.rules.faults import Fault, RulePlace, invalid, nearest
from evalflow.engine.rules.syntax import (
    ComparedTerms,
    Computed,
    Connected,
    Constant,
    Expression,
    FactRead,
    FieldRead,
    Known,
    Macro,
    MacroName,
    Node,
    Not,
    OneOfConstants,
    Order,
    ParameterRead,
    Size,
    TodayTerm,
    walk,
)
from evalflow.engine.rules.tokens import DEEPEST, Token, tokens, too_deep
from evalflow.engine.rules.values import GREATEST, LEAST
from evalflow.errors import InvalidDefinition, InvalidInput

_ORDERS: Final[dict[str, Order]] = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TOTALS: Final[dict[str, Literal["+", "-"]]] = {"+": "+", "-": "-"}
_MACROS: Final[dict[str, MacroName]] = {"exists": "exists", "all": "all", "filter": "filter"}
_FUNCTIONS: Final = frozenset({"size", "known", "date", "period"})
_RESERVED: Final = frozenset({"true", "false", "today", "params", "in", *_MACROS, *_FUNCTIONS})
_ARGUMENTS: Final = {
    "known": "the name of a fact or of an entry's field",
    "date": "a text in quotes, such as '1997-08'",
    "period": "a text in quotes, such as 'P3M'",
}
_INSTEAD: Final = {"and": " Write && for and.", "or": " Write || for or.", "not": " Write ! for not."}


def parse(text: str) -> Expression:
    """Return the rule that `text` writes. What its names mean is for `check` to say.

    Raises:
        InvalidDefinition: `rule-syntax`, `rule-too-long`, `rule-too-deep`, or the code of a bad date or period.
    """
    root = _Parser(text).whole()
    for node, depth in walk(root):
        if depth > DEEPEST:
            raise invalid(text, [too_deep(node.place)])
    return Expression(text, root)


class _Parser:
    """Stands at one token and reads on; `variables` are the macro variables that may be named where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.variables: tuple[str, ...] = ()

    def whole(self) -> Node:
        root = self.either()
        if self.now.kind != "end":
            raise self.unexpected("an operator or the end of the rule")
        return root

    def either(self) -> Node:
        return self.connected("||", self.both)

    def both(self) -> Node:
        return self.connected("&&", self.comparison)

    def connected(self, sign: Literal["&&", "||"], clause: Callable[[], Node]) -> Node:
        clauses = [clause()]
        while self.took(sign):
            clauses.append(clause())
        return Connected(sign, tuple(clauses), _across(clauses[0], clauses[-1])) if clauses[1:] else clauses[0]

    def comparison(self) -> Node:
        left = self.total()
        if self.took("in"):
            return self.one_of(left)
        if self.now.text not in _ORDERS:
            return left
        sign, right = _ORDERS[self.take().text], self.total()
        if self.now.text in (*_ORDERS, "in"):
            raise self.wrong(self.now.place, "A comparison has two sides. Write two comparisons, joined by &&.")
        return ComparedTerms(left, sign, right, _across(left, right))

    def one_of(self, value: Node) -> Node:
        self.expect("[")
        choices = [self.choice()]
        while self.took(","):
            choices.append(self.choice())
        end = self.expect("]")
        return OneOfConstants(value, tuple(choices), RulePlace(value.place.start, end.place.end))

    def choice(self) -> Constant:
        if isinstance(found := self.factor(), Constant):
            return found
        raise self.wrong(found.place, "A list holds constants alone, such as ['held', 'postponed'].")

    def total(self) -> Node:
        left = self.product()
        while self.now.text in _TOTALS:
            sign, right = _TOTALS[self.take().text], self.product()
            left = Computed(left, sign, right, _across(left, right))
        return left

    def product(self) -> Node:
        left = self.factor()
        while self.took("*"):
            right = self.factor()
            left = Computed(left, "*", right, _across(left, right))
        return left

    def factor(self) -> Node:
        signs: list[Token] = []
        while self.now.text == "!":
            signs.append(self.take())
        node = self.chain()
        for sign in reversed(signs):
            node = Not(node, RulePlace(sign.place.start, node.place.end))
        return node

    def chain(self) -> Node:
        node = self.primary()
        while self.took("."):
            node = self.macro(node)
        return node

    def macro(self, over: Node) -> Node:
        name = self.word("the name of a macro")
        if name.text not in _MACROS:
            raise self.wrong(name.place, f"There is no macro `{name.text}`.{nearest(name.text, _MACROS)}")
        self.expect("(")
        variable = self.new_variable()
        self.expect(",")
        test = self.within(variable)
        end = self.expect(")")
        return Macro(_MACROS[name.text], over, variable, test, RulePlace(over.place.start, end.place.end))

    def new_variable(self) -> str:
        name = self.word("a name for the entry, such as s")
        if name.text in _RESERVED or name.text in self.variables:
            raise self.wrong(name.place, f"`{name.text}` is taken. Give the entry another name.")
        return name.text

    def within(self, variable: str) -> Node:
        outside = self.variables
        self.variables = (*outside, variable)
        test = self.either()
        self.variables = outside
        return test

    def primary(self) -> Node:
        match self.now.kind, self.now.text:
            case ("number", _) | ("sign", "-"):
                return self.number()
            case "text", quoted:
                return Constant(_unquoted(quoted), self.take().place)
            case "sign", "(":
                return self.bracketed(self.take())
            case "word", _:
                return self.named(self.take())
        raise self.unexpected("a value")

    def number(self) -> Constant:
        sign = self.take() if self.now.text == "-" else self.now
        if self.now.kind != "number":
            raise self.wrong(sign.place, "A minus stands before a number or between two values.")
        digits = self.take()
        place, value = RulePlace(sign.place.start, digits.place.end), int(digits.text)
        value = -value if sign is not digits else value
        if not LEAST <= value <= GREATEST:
            raise self.wrong(place, f"An integer lies between {LEAST} and {GREATEST}.")
        return Constant(value, place)

    def bracketed(self, opening: Token) -> Node:
        node = self.either()
        end = self.expect(")")
        return replace(node, place=RulePlace(opening.place.start, end.place.end))

    def named(self, name: Token) -> Node:
        if name.text in ("true", "false"):
            return Constant(name.text == "true", name.place)
        if name.text == "today":
            return TodayTerm(name.place)
        if self.now.text == "(":
            return self.called(name)
        return self.path(name)

    def called(self, name: Token) -> Node:
        if name.text not in _FUNCTIONS:
            raise self.wrong(name.place, f"There is no function `{name.text}`.{nearest(name.text, _FUNCTIONS)}")
        self.expect("(")
        argument = self.either()
        place = RulePlace(name.place.start, self.expect(")").place.end)
        match name.text, argument:
            case "size", _:
                return Size(argument, place)
            case "known", FactRead() | FieldRead():
                return Known(argument, place)
            case "date" | "period", Constant(value=str(text)):
                return Constant(self.extension(name.text, text, argument.place), place)
        raise self.wrong(argument.place, f"{name.text}(…) takes {_ARGUMENTS[name.text]}.")

    def extension(self, name: str, text: str, place: RulePlace) -> DayRange | Period:
        try:
            return PartialDate.parse(text).days if name == "date" else Period.parse(text)
        except InvalidInput as wrong:
            raise invalid(self.text, [Fault(place, wrong.code, str(wrong))]) from wrong

    def path(self, first: Token) -> Node:
        words = [first.text]
        end = first.place.end
        while self.now.text == "." and self.ahead(1).kind == "word" and self.ahead(2).text != "(":
            self.take()
            words.append(self.now.text)
            end = self.take().place.end
        return self.read(words, RulePlace(first.place.start, end))

    def read(self, words: list[str], place: RulePlace) -> Node:
        if words[0] == "params":
            return ParameterRead(self.second(words, place, "params.sessions"), place)
        if words[0] in self.variables:
            return FieldRead(words[0], self.second(words, place, f"{words[0]}.status"), place)
        if words[0] in _RESERVED or words[0] in _INSTEAD:
            raise self.wrong(place, f"`{words[0]}` names no fact.{_INSTEAD.get(words[0], '')}")
        return FactRead(".".join(words), place)

    def second(self, words: list[str], place: RulePlace, example: str) -> str:
        if len(words) != 2:
            raise self.wrong(place, f"After `{words[0]}` comes one name, such as {example}.")
        return words[1]

    # The tokens.

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, count: int) -> Token:
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.now
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def took(self, text: str) -> bool:
        return self.now.text == text and bool(self.take())

    def expect(self, text: str) -> Token:
        if self.now.text != text:
            raise self.unexpected(f"`{text}`")
        return self.take()

    def word(self, what: str) -> Token:
        if self.now.kind != "word":
            raise self.unexpected(what)
        return self.take()

    def unexpected(self, wanted: str) -> InvalidDefinition:
        found = f"`{self.now.text}`" if self.now.text else "the end"
        return self.wrong(self.now.place, f"Expected {wanted}, found {found}.{_INSTEAD.get(self.now.text, '')}")

    def wrong(self, place: RulePlace, sentence: str) -> InvalidDefinition:
        return invalid(self.text, [Fault(place, "rule-syntax", sentence)])


def _across(first: Node, last: Node) -> RulePlace:
    return RulePlace(first.place.start, last.place.end)


def _unquoted(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])
