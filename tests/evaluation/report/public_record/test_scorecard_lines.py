"""What the recommendations came to → their lines: nothing of an entry that nobody has agreed to have published."""

from evalflow.evaluation.criteria.scorecard import ScoredCheck
from evalflow.evaluation.evaluation import TracedClause
from evalflow.evaluation.report.public_record.protection.hidden import Hidden
from evalflow.evaluation.report.public_record.scorecard import _line

SHOWN = "EX-SA/E002: a letter; said with: reportedly"
KEPT = "EX-SA/E001: a call; said with: as her brother told"


def scored(*sources: str) -> ScoredCheck:
    trace = (TracedClause("incidents.all(i, i.remedied)", "", "false", sources, 0),)
    return ScoredCheck("no-open-reprisal", "None is open.", "fail", "1 fits (EX-SA/E001).", trace=trace)


def test_neither_code_nor_source_nor_reservation_of_an_unpublished_entry_is_in_a_line() -> None:
    line = _line(Hidden(frozenset({"EX-SA/E001"})), scored(KEPT, SHOWN))
    assert (line.why, line.sources, line.hedge) == ("1 fits (an entry that is not published).", (SHOWN,), "reportedly")
    assert _line(Hidden(frozenset({"EX-SA/E001"})), scored(KEPT)).hedge == ""
