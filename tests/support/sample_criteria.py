"""Nothing → the criteria and the scorecard of the sample record, each with every result."""

from datetime import date
from typing import Any

from tests.support.in_words import (
    CheckLine,
    CriterionLine,
    DecisionLine,
    ScorecardLines,
    TopicLine,
    TraceLine,
)


def sample_scorecard() -> Any:
    public = CheckLine("public", "The objectives are public.", "pass", "They are: yes.", (), ("EX-SA/P001: S2",), "")
    dated = CheckLine(
        "timeframe",
        "Every objective has a timeframe.",
        "unknown",
        "1 thing is not on record.",
        ("timeframe of EX-02",),
        (),
        "",
    )
    shared = CheckLine(
        "none-excluded",
        "The dialogue takes part.",
        "fail",
        "1 entry fits (EX-SA/B001).",
        (),
        ("EX-SA/B001: S1; said with: apparently",),
        "apparently",
    )
    bundle = CheckLine("bundle-shared", "Its data were shared.", "n-a", "The report is not published yet.", (), (), "")
    return ScorecardLines("recommendations 1.0.0", "3e" * 32, (
        TopicLine("R05", "Objectives", "That they are public and dated.", "unknown", (public, dated)),
        TopicLine("R12", "Co-ordination", "That dialogues are co-ordinated.", "fail", (shared, bundle)),
    ))  # fmt: skip


def sample_criteria() -> tuple[Any, ...]:
    rule = "size(sessions.filter(s, !s.reported)) >= params.sessions || !objectives.public"
    decision = DecisionLine(
        "continue-with-reasons", "Reports on both sessions have been promised by 31 July 2027.",
        date(2027, 6, 12), "Example Committee, by six votes to one", date(2027, 9, 1),
    )  # fmt: skip
    return (
        CriterionLine(
            "SC-01", "No session held", "no formal session for 24 months, force majeure apart.", "calendar",
            "suspension-review", "sessions.exists(s, s.held_on + params.without > today)", {"without": "24 months"},
            "clear", "The last session was held on 9 February 2027.", (),
            (TraceLine("sessions.exists(s, s.held_on + params.without > today)", "9 February 2027: yes", "true",
                       "S2; register complete", 0),),
            date(2027, 6, 11), None,
        ),
        CriterionLine(
            "SC-05", "Objectives regressed", "2 objectives regressed on moderate or better evidence", "evaluation",
            "suspension-review", "findings.regressed >= params.objectives", {"objectives": "2"}, "cannot tell",
            "One objective regressed; one more could not be assessed.", ("a rating of objective EX-01",),
            (TraceLine("findings.regressed >= params.objectives", "1, or 2", "unknown", "findings of this cycle", 0),),
            date(2027, 6, 11), None,
        ),
        CriterionLine(
            "SC-10", "Secrecy", "2 sessions without a public report within 90 days, or objectives not public",
            "calendar", "review", rule, {"sessions": "2", "report within": "90 days"}, "tripped",
            "For the sessions of June 2026 and February 2027 no report was found.", (),
            (TraceLine("either of", "true", "true", "", 0),
             TraceLine("size(sessions.filter(s, !s.reported)) >= params.sessions", "2 ≥ 2", "true",
                       "S2; register complete", 1),
             TraceLine("!objectives.public", "the objectives are public", "false", "S1, l. 21", 1)),
            date(2027, 6, 11), decision,
        ),
        CriterionLine(
            "SC-14", "Cases unanswered", "fewer than half of 5 or more cases got an answer in 12 months", "calendar",
            "review", "cases.answered_share >= params.share", {"share": "one half"}, "tripped",
            "Two of seven cases were answered.", (), (), date(2027, 6, 11), None,
        ),
    )  # fmt: skip
