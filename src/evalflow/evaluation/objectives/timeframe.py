"""What is stated of an objective's timeframe → the lines in which a record keeps it, and back.

The lines are: the kind of knowledge, the source, the words. The day stands in the objective's `due`.
"""

from typing import get_args

from evalflow.errors import Refused
from evalflow.evaluation.statements import Knowledge, Statement

_KINDS = get_args(Knowledge)


def timeframe_text(stated: Statement, code: str) -> str:
    """Return the lines that keep a statement of the timeframe of the objective with this code.

    Raises:
        Refused: `timeframe-too-rich`, it says what no line is for.
    """
    if stated != Statement(stated.knowledge, stated.value, stated.source, stated.date) or "\n" in stated.source:
        raise Refused(
            "timeframe-too-rich",
            f"Of the timeframe of {code} the record keeps the kind of knowledge, the day, the words and the source, on "
            "one line. Hedge, comparator, note, items and variants cannot be carried over: say them in its `value`.",
        )
    return "\n".join([stated.knowledge, stated.source, stated.value]).rstrip("\n")


def read_timeframe(text: str) -> Statement | None:
    """Return the statement, without its day, that lines keep; None where there are none.

    Raises:
        Refused: `unknown-timeframe`, they do not begin with a kind of knowledge.
    """
    knowledge, source, value = [*text.split("\n", 2), "", ""][:3]
    if not text:
        return None
    for known in _KINDS:
        if known == knowledge:
            return Statement(known, value, source)
    raise Refused(
        "unknown-timeframe",
        f"What is stated of a timeframe begins with one of: {', '.join(_KINDS)}. Its source is the second line.",
    )


def timeframe_words(text: str) -> str:
    """Return what the lines say, as people read it: "none (stated); source: S1, l. 21"; "" where there are none."""
    stated = read_timeframe(text)
    if stated is None:
        return ""
    words = str(stated) or "a day is stated"
    return f"{words}; source: {stated.source}" if stated.source else words


def timeframe_stated(kept: str, due: str, source: str, of_all: Statement) -> Statement:
    """Return what is stated of an objective's timeframe: as `kept`, its day being `due`.

    Where nothing is kept, a day has the objective's own `source`, and its absence is what is said `of_all`.
    """
    own = read_timeframe(kept)
    if due:
        value, where = (own.value, own.source) if own and own.knowledge == "stated" else ("", source)
        return Statement("stated", value, where, due)
    if own and (own.knowledge != "stated" or own.value):
        return own
    return of_all if of_all.knowledge != "stated" else Statement("absent")
