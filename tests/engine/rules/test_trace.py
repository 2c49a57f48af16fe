"""What a reader of the report sees of a rule: clause, what it came to, truth, sources, and the entries that decided."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.engine.rules import (
    Between,
    Bool,
    Clause,
    Date,
    DayRange,
    Declared,
    Fact,
    FactItem,
    Listing,
    ListType,
    Missing,
    PartialDate,
    Period,
    Scalar,
    Text,
    Verdict,
    check,
    judge,
    parse,
)

TODAY = date(2027, 5, 1)
COUNTED = (
    "size(sessions.filter(s, s.status == 'held' && s.held_on + params.report_within < today"
    " && s.held_on > today - params.considered"
    " && !publications.exists(p, p.of == 'session-report' && p.session == s.code"
    " && p.published_on >= s.held_on && p.published_on <= s.held_on + params.report_within))) >= params.sessions"
)
RULE = f"{COUNTED} || !objectives.public"
PARAMS: dict[str, int | str | Period] = {
    "report_within": Period.parse("P90D"),
    "considered": Period.parse("P10Y"),
    "sessions": 2,
}
SESSION = ListType({"code": Text, "status": Text, "held_on": Date})
PUBLICATION = ListType({"of": Text, "session": Text, "published_on": Date})


def session(code: str, held_on: str | None, status: str = "held") -> FactItem:
    on = PartialDate.parse(held_on) if held_on else None
    return FactItem(f"session {code}", {"code": code, "status": status, "held_on": on}, (f"{code}, record",))


def report(code: str, on: date) -> FactItem:
    fields: dict[str, Scalar] = {"of": "session-report", "session": code, "published_on": on}
    return FactItem(f"report on {code}", fields, (f"{code}, report",))


SESSIONS = Fact(
    Listing((session("S1", "2024-05"), session("S2", "2025-06-30"), session("S3", "2026-01-10", "cancelled"))),
    ("register of sessions",),
    "Type `record add session`.",
)
PUBLICATIONS = Fact(
    Listing((report("S1", date(2025, 2, 1)),)), ("register of publications",), "Type `record add publication`."
)
OBJECTIVES = Fact(True, ("EU–China, l. 21",))
FACTS = {"sessions": SESSIONS, "publications": PUBLICATIONS, "objectives.public": OBJECTIVES}
S1 = Clause("session S1", "status 'held', held on May 2024, code 'S1'", "true", ("S1, record",), 2)
S2 = Clause("session S2", "status 'held', held on 30 Jun 2025, code 'S2'", "true", ("S2, record",), 2)


def test_the_rule_on_session_reports_holds_together() -> None:
    declared = [
        Declared("sessions", SESSION, "Sessions", "record add session"),
        Declared("publications", PUBLICATION, "Publications", "record add publication"),
        Declared("objectives.public", Bool, "Objectives are public", "objective add"),
    ]
    assert [check(parse(RULE), {fact.name: fact for fact in declared}, PARAMS)] == [None]  # type: ignore[func-returns-value]  # it returns


def test_two_sessions_without_a_report_in_time_trip_and_the_trace_names_them() -> None:
    sources = ("register of sessions", "S1, record", "register of publications", "S2, record")
    found = judge(parse(RULE), FACTS, PARAMS, TODAY)
    assert found == Verdict(
        "true",
        TODAY,
        (
            Clause(RULE, "of 2 parts 1 holds, 1 does not", "true", found.trace[0].sources, 0),
            Clause(COUNTED, "2 (asked for: at least 2)", "true", found.trace[1].sources, 1),
            S1,
            S2,
            Clause("!objectives.public", "objectives.public: yes", "false", ("EU–China, l. 21",), 1),
        ),
    )
    assert found.trace[0].sources == found.trace[1].sources == sources


def test_a_report_that_may_have_come_in_time_leaves_the_verdict_open() -> None:
    in_time = Fact(Listing((report("S1", date(2024, 8, 10)),)), PUBLICATIONS.sources, PUBLICATIONS.remedy)
    found = judge(parse(RULE), {**FACTS, "publications": in_time}, PARAMS, TODAY)
    undecided = replace(S1, truth="unknown")
    assert [(line.value_in_words, line.truth) for line in found.trace] == [
        ("of 2 parts 1 does not hold, 1 is not known", "unknown"),
        ("1 to 2 (asked for: at least 2)", "unknown"),
        (undecided.value_in_words, "unknown"),
        (S2.value_in_words, "true"),
        ("objectives.public: yes", "false"),
    ]
    assert found.missing == (
        Missing("sessions", "held_on of session S1, known only as May 2024", "Type `record add session`."),
    )


def test_reports_in_time_clear_a_complete_register_but_not_one_with_a_gap() -> None:
    reports = Fact(Listing((report("S1", date(2024, 6, 1)), report("S2", date(2025, 7, 1)))))
    complete = Fact(Listing((session("S1", "2024-05-02"), session("S2", "2025-06-30"))))
    gap = FactItem("sessions between 1 Jul 2025 and 1 May 2027", {"held_on": DayRange(date(2025, 7, 1), TODAY)})
    open_ = Fact(Listing(complete.value.items if isinstance(complete.value, Listing) else (), (gap,)))
    clear = judge(parse(COUNTED), {"sessions": complete, "publications": reports}, PARAMS, TODAY)
    cannot_tell = judge(parse(COUNTED), {"sessions": open_, "publications": reports}, PARAMS, TODAY)
    assert (clear.truth, clear.trace, clear.missing) == (
        "false",
        (Clause(COUNTED, "0 (asked for: at least 2)", "false"),),
        (),
    )
    assert cannot_tell == Verdict(
        "unknown",
        TODAY,
        (
            Clause(COUNTED, "not known (asked for: at least 2)", "unknown"),
            Clause(gap.label, "the register is not stated complete", "unknown", depth=1),
        ),
        (Missing("sessions", f"{gap.label}: the register is not stated complete"),),
    )


RANKS_KNOWN = (FactItem("a", {"n": 1}, ("A",)), FactItem("b", {"n": 5}, ("B",)))
RANKS = Fact(Listing((*RANKS_KNOWN, FactItem("c", {"n": None}, ("C",)))), ("R",))


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (
            "xs.exists(x, x.n > 3)",
            [("1 of the 3 entries listed fits; of 1 it is not known", "true", "R B"), ("n 5", "true", "B")],
        ),
        (
            "xs.exists(x, x.n > 9)",
            [
                ("none of the 3 entries listed fits; of 1 it is not known", "unknown", "R C"),
                ("n not known", "unknown", "C"),
            ],
        ),
        (
            "!xs.exists(x, x.n > 3)",
            [("1 of the 3 entries listed fits; of 1 it is not known", "false", "R B"), ("n 5", "true", "B")],
        ),
        (
            "xs.all(x, x.n > 3)",
            [("1 of the 3 entries listed fits; of 1 it is not known", "false", "R A"), ("n 1", "false", "A")],
        ),
        (
            "xs.all(x, x.n > 0)",
            [
                ("2 of the 3 entries listed fit; of 1 it is not known", "unknown", "R C"),
                ("n not known", "unknown", "C"),
            ],
        ),
        ("xs.exists(x, false)", [("none of the 3 entries listed fits", "false", "R")]),
        ("xs.all(x, true)", [("3 of the 3 entries listed fit", "true", "R")]),
        (
            "xs.filter(x, x.n > 3).all(y, y.n > 4)",
            [
                ("2 of the 3 entries listed fit; of 1 it is not known", "unknown", "R C"),
                ("n not known", "unknown", "C"),
            ],
        ),
        (
            "1 + size(xs.filter(x, x.n > 3)) in [2, 3]",
            [("2 to 3 (asked for: one of 2, 3)", "true", "R B"), ("n 5", "true", "B"), ("n not known", "unknown", "C")],
        ),
        ("xs.exists(x, x.n == 1) == true", [("yes (asked for: yes)", "true", "R A")]),
        (
            "size(xs) < 3",
            [("3 (asked for: less than 3)", "false", "R"), ("", "true", "A"), ("", "true", "B"), ("", "true", "C")],
        ),
        ("size(zs) > 0", [("not known (asked for: more than 0)", "unknown", ""), ("not known", "unknown", "")]),
        (
            "size(noted) > 0",
            [("not known (asked for: more than 0)", "unknown", ""), ("nobody was asked", "unknown", "")],
        ),
        ("known(n)", [("known", "true", "N")]),
        ("!known(zz)", [("zz: not known", "true", "")]),
        ("n * 2 > 6", [("at most 8 (asked for: more than 6)", "unknown", "N")]),
        ("on == today", [("1997 (asked for: 1 May 2027)", "false", "D")]),
        ("on - period('P1996Y1D') < today", [("until 30 Dec 1 (asked for: before 1 May 2027)", "true", "D")]),
        ("any.day + period('P1D') > today", [("not known (asked for: after 1 May 2027)", "unknown", "")]),
        ("n > zz", [("at most 4 (asked for: more than what is not known)", "unknown", "N")]),
        ("2 < n", [("2 (asked for: less than a number of at most 4)", "unknown", "N")]),
        (
            "!(2 > 3 && !no)",
            [
                ("of 2 parts 1 holds, 1 does not", "true", ""),
                ("2 (asked for: more than 3)", "false", ""),
                ("no: no", "true", "F"),
            ],
        ),
        ("!(2 >= 3)", [("2 (asked for: not at least 3)", "true", "")]),
        (
            "zs.exists(z, z.n > 1)",
            [("no entry is listed, and some may be missing", "unknown", ""), ("not known", "unknown", "")],
        ),
        (
            "size(xs.filter(x, x.n > 3)) * 2 != 3",
            [
                ("2 to 4 (asked for: other than 3)", "unknown", "R B"),
                ("n 5", "true", "B"),
                ("n not known", "unknown", "C"),
            ],
        ),
        (
            "open.exists(x, x.n > 3)",
            [("1 of the 2 entries listed fits; others may be missing", "true", "B"), ("n 5", "true", "B")],
        ),
        ("none.exists(x, x.n > 3)", [("no entry is listed", "false", "")]),
        ("w in ['a', 'b']", [("not known (asked for: one of 'a', 'b')", "unknown", "")]),
        (
            "yes && (no || nothing)",
            [
                ("of 2 parts 1 holds, 1 is not known", "unknown", ""),
                ("yes", "true", "Y"),
                ("of 2 parts 1 does not hold, 1 is not known", "unknown", ""),
                ("no", "false", "F"),
                ("not known", "unknown", ""),
            ],
        ),
    ],
)
def test_a_clause_tells_what_its_sides_came_to(rule: str, lines: list[tuple[str, str, str]]) -> None:
    facts = {
        "xs": RANKS,
        "n": Fact(Between(None, 4), ("N",)),
        "on": Fact(PartialDate.parse("1997"), ("D",)),
        "yes": Fact(True, ("Y",)),
        "none": Fact(Listing(())),
        "open": Fact(Listing(RANKS_KNOWN, (FactItem("later"),))),
        "no": Fact(False, ("F",)),
        "noted": Fact(None, note="nobody was asked"),
    }
    found = judge(parse(rule), facts, {}, TODAY).trace
    assert [(line.value_in_words, line.truth, " ".join(line.sources)) for line in found] == lines


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "yes"),
        (2, "2"),
        ("held", "'held'"),
        (None, "not known"),
        (Between(2), "at least 2"),
        (Between(2, 4), "2 to 4"),
        (Between(None, None), "not known"),
        (DayRange(date.min, date.max), "not known"),
        (DayRange(date(2027, 1, 1), date.max), "from 1 Jan 2027"),
        (date(2027, 3, 2), "2 Mar 2027"),
    ],
)
def test_a_value_is_told_in_words(value: Scalar, said: str) -> None:
    item = FactItem("entry", {"v": value})
    entry = judge(parse("size(xs.filter(x, known(x.v) || true)) > 0"), {"xs": Fact(Listing((item,)))}, {}, TODAY).trace[
        1
    ]
    assert entry.value_in_words == f"v {said}"
