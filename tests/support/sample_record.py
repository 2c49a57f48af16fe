"""Nothing → a public record with every kind of line in it, invented from end to end and marked as an example."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.narrative import PARTS
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.statements import Knowledge
from tests.support.in_words import (
    AgendaLine,
    CarriedLine,
    ChangeLine,
    DialogueLines,
    DrawnStep,
    EarlierLine,
    EvaluatorLine,
    FieldLine,
    FindingLine,
    ImpactLine,
    InputCount,
    InputLine,
    ItemLine,
    MatrixLine,
    Moved,
    OverrideLine,
    PairLine,
    PartLine,
    PauseLine,
    PointLine,
    RecommendationLine,
    RegisterLine,
    ReplyLine,
    SlipDay,
    SlipLine,
    SourceLine,
    SpanLine,
    StepLine,
    WayLine,
    changed,
    record_of,
)
from tests.support.sample_criteria import sample_criteria, sample_scorecard

_SESSIONS = "Sessions of the dialogue"
ROOT = "9f2c71ab03de55c18e071f4ab2d96c309f2c71ab03de55c18e071f4ab2d96c30"


def sample_record() -> PublicRecord:
    """Return an adopted example about two countries that do not exist."""
    return record_of(
        format="evalflow-record/1",
        example=True,
        edition="public",
        status="adopted",
        adopted_on=date(2027, 6, 12),
        title="The human rights dialogue between Exampleland and Samplestan",
        subtitle="First evaluation cycle, 11 January to 12 June 2027",
        cycle="EX-SA-2027",
        opening=date(2027, 1, 11),
        zone="Europe/London",
        cut_off=datetime(2027, 6, 11, 22, 59, tzinfo=UTC),
        head=Head(412, ROOT),
        body="Example Committee",
        body_accountable_to="the Example Parliament",
        operator="Example Secretariat",
        operator_conducts=False,
        workflow="evaluation-cycle 1.0.0",
        workflow_sha256="1c" * 32,
        criteria_sha256="2d" * 32,
        timetable_url="https://committee.example/timetable",
        criteria_url="https://committee.example/criteria",
        terms_published_on=date(2026, 12, 28),
        cycle_state="The evaluation is in its step Publication; the report was adopted on 12 June 2027.",
        closing_note="",
        dialogue=_dialogue(),
        timetable=_timetable(),
        pauses=(
            PauseLine(
                date(2027, 4, 2), date(2027, 4, 6), "The Example Parliament was dissolved.", "Example Rules, rule 7"
            ),
        ),
        findings=_findings(),
        pairs=_pairs(),
        changes=_changes(),
        corrections=(
            _change(3, "EX-01", "correction", "text", "release of prisoner of conscience",
                    "release of prisoners of conscience", "transcription", "A letter was lost in copying from S1."),
        ),
        editorial=(
            _change(4, "EX-02", "editorial", "text", "the Office of the  High Commissioner",
                    "the Office of the High Commissioner", "editorial", "A double space."),
        ),
        inputs_received=6,
        points_total=11,
        input_counts=(
            InputCount("NGO", 4, 8, {"used": 3, "partly": 2, "not-used": 1, "out-of-scope": 1, "already-covered": 1}),
            InputCount("Other, and not published", None, None, {"used": None, "held-back-for-safety": None}),
            InputCount("All", 6, 11, {}),
        ),
        inputs=_inputs(),
        criteria=sample_criteria(),
        decisions=(
            "On 12 June 2027 the Example Committee adopted this report by six votes to one.",
            "On the same day it asked both governments to state a reason for the rewording of objective EX-03.",
        ),
        limits=(
            "For one of four objectives no input was received.",
            "Neither government replied to the draft by the data cut-off.",
        ),
        coordination=(
            ItemLine("The dialogue takes part in the yearly meeting of example dialogues.", "S2"),
            ItemLine("Its next report is shared within 30 days of adoption.", ""),
        ),
        sources=(
            SourceLine("S1", "Example paper on dialogues, 2003", "read line by line; not independently verified"),
            SourceLine("S2", "Example Gazette, 4 March 2027", ""),
            SourceLine("S3", "Example treaty body, concluding observations, 2026", "a record of a UN mechanism"),
        ),
        opening_state="The cycle was opened on 14 December 2026; its windows opened on 16 January 2027.",
        report_due="The report is due by 12 July 2027 under the workflow evaluation-cycle 1.0.0.",
        stated_when="as stated about 2003",
        replies=(
            "In “Right of reply” there came from Exampleland: EX-SA-2027/GOV/001 of Example Ministry, "
            "received on 20 May 2027.",
            "No public reply was received from Samplestan by 5 June 2027 (“Right of reply”).",
        ),
        register_entries=_register_entries(),
        register_spans=(SpanLine(_SESSIONS, "1 January 2023", "22 April 2027", "Example Ministry", "its letter"),),
        added=(_change(6, "EX-05", "added", "objective", "", "invite special rapporteurs on standard terms", "", ""),),
        turns=("On 2 April 2027 the completion of “Sorting of inputs” was taken back, by X. Reason: too early.",),
        workflow_title="Evaluation of an example dialogue",
        workflow_steps=(
            DrawnStep("inputs", "Inputs & submissions", "window", "ngo", "8 weeks after its opening", "", 0, 5,
                      (WayLine("", ("adopt",)),), "done", "13 Mar 2027"),
            DrawnStep("adopt", "Adoption", "task", "evaluating-body", "no deadline", "all", 2, 0,
                      (WayLine("adopted", ("end",)), WayLine("returned", ("inputs",))), "open", "since 6 Jun 2027"),
        ),
        workflow_proof="Version 1.0.0 of the checker finds it sound.",
        scorecard=sample_scorecard(),
        texts={name: f"{part.title}: an example, resting on EX-01." for name, part in PARTS.items()},
        evaluators=(EvaluatorLine("Example evaluator", "member", "No interest in either side."),),
        overridden=(OverrideLine("sources", "A source is missing.", "Ada Example", date(2027, 6, 12), "Lost."),),
        impacts=(ImpactLine("EX-SA/I001", "2026", "Another way", "displaced", "Funds moved.", "", "S2"),),
        matrix=(MatrixLine("EX-01", "Visits", "visits a year", "0", "2", "the UN office", {"report": 2}),),
        earlier_statuses=(EarlierLine("EX-SA-2025", date(2025, 6, 1), {"met": 3, "none": 1}),),
        slips=(SlipLine("EX-01", (SlipDay("2026-06", "2025", False), SlipDay("2027-06-30", "2026-05-01", True))),),
        agendas=(AgendaLine("EX-SA/S001", "9 June 2026", 3, 95, at_least=True),),
        recommendations=(
            RecommendationLine("EX-SA-2027/REC/01", "Publish a report on each session.", "Example Ministry",
                               "31 December 2027", "high", ("SC-10",), (),
                               (ReplyLine("Exampleland", "draft", "accepted in part", "In summary", date(2027, 5, 20),
                                          "its letter", True),)),
            RecommendationLine("EX-SA-2027/REC/02", "Date every objective.", "both", "", "low", (),
                               ("No reply of Samplestan to it is on record as of the data cut-off.",)),
        ),
        followed_up=(
            CarriedLine("EX-SA-2025/REC/03", "EX-SA-2025", "Invite a rapporteur.", "Samplestan", "30 June 2026", True,
                        2, "under-way", "An invitation is announced.", date(2027, 5, 1), ("EX-SA/V001",),
                        ("EX-SA-2025 found it not started on 1 September 2025: nothing.",)),
            CarriedLine("EX-SA-2025/REC/04", "EX-SA-2025", "Name an office.", "Samplestan", "", False, 1, "", "", None,
                        (), ()),
        ),
    )  # fmt: skip


def draft_record() -> PublicRecord:
    """Return the same example before anything was found, decided or handed in: every section is nearly empty."""
    unrated = [replace(f, status="", evidence="", contribution="", cooperation="", paragraphs=(), missing="", parts=(),
                       rated_by="", rated_on=None, basis=()) for f in _findings()]  # fmt: skip
    unchecked = [replace(c, result="not checked", why="", missing=(), trace=(), checked_on=None, decision=None)
                 for c in sample_criteria()]  # fmt: skip
    return changed(
        sample_record(), status="draft", adopted_on=None, operator="Example Ministry", operator_conducts=True,
        pauses=(), findings=tuple(unrated), pairs=(), changes=(), corrections=(), editorial=(), inputs_received=0,
        points_total=0, input_counts=(), inputs=(), criteria=tuple(unchecked), decisions=(), limits=(),
        coordination=(), added=(), replies=(), register_entries=(), register_spans=(),
        terms_published_on=None, timetable_url="", criteria_url="", texts={}, evaluators=(), overridden=(), impacts=(),
        matrix=(), earlier_statuses=(), slips=(), agendas=(), lacking=("Summary: “Summary” is not written.",),
        timetable=tuple(replace(s, actual_from=None, actual_to=None, state="not reached", moved=())
                        for s in _timetable()),
    )  # fmt: skip


def _field(label: str, knowledge: Knowledge, text: str = "", source: str = "S1, l. 12", note: str = "",
           items: tuple[Any, ...] = (), variants: tuple[Any, ...] = ()) -> Any:  # fmt: skip
    key = label.lower().replace(" ", "-")
    return FieldLine(key, label, knowledge, text, items, variants, source if knowledge == "stated" else "", note)


def _dialogue() -> Any:
    rounds = (ItemLine("at least nine rounds since 1997", "S1, l. 312"), ItemLine("eight rounds", "S2"))
    ended = (ItemLine("Spring 1996: first visit", "S1, l. 311"), ItemLine("August 1997: first round", "S1, l. 312"))
    return DialogueLines(
        "EX-SA", "Exampleland–Samplestan", "Exampleland", "Samplestan", "No suspension or termination is on record.",
        (
            _field("Start", "stated", "1997, after an agreement of the two ministers"),
            _field("Rounds", "stated", "nine rounds since 1997", variants=rounds),
            _field("History", "stated", items=ended, note="The paper gives no date for the second visit."),
            _field("Timeframe", "stated-none"),
            _field("Formal evaluation", "stated-unknown"),
            _field("Secretariat", "blank"),
            _field("Criteria for suspension", "absent"),
        ),
        "As stated in an example paper of about 2003; not independently verified.",
    )  # fmt: skip


def _timetable() -> tuple[Any, ...]:
    extended = Moved(
        date(2027, 3, 13), date(2027, 3, 20),
        "Two organisations asked for more time because the session report of February had been published late.",
        "Example Secretariat", date(2027, 3, 1),
    )  # fmt: skip
    return (
        _step("terms", "Terms published", "2026-12-14 2026-12-28", "2026-12-14 2026-12-28"),
        _step("ngo_inputs", "Window for inputs of NGOs and experts", "2027-01-16 2027-03-13", "2027-01-16 2027-03-20",
              kind="window", moved=(extended,)),
        _step("parliament_inputs", "Window for inputs of parliament", "2027-01-16 2027-03-13", "2027-01-16 2027-03-13",
              kind="window"),
        _step("triage", "Sorting of inputs", "2027-03-14 2027-03-28", "2027-03-21 2027-04-01"),
        _step("assessment", "Assessment", "2027-03-29 2027-04-28", "2027-04-07 2027-05-14"),
        _step("reply", "Right of reply", "2027-05-03 2027-05-24", "2027-05-15 2027-06-05", kind="window"),
        StepLine("adopt", "Adoption", "evaluating-body", "task", None, None, "the body's own calendar decides",
                 date(2027, 6, 12), date(2027, 6, 12), "done", ()),
        _step("publish", "Publication", "2027-06-01 2027-06-08", "2027-06-12", state="overdue"),
        _step("follow_up", "Follow-up", "2027-08-09 2027-09-08", "", state="not reached"),
    )  # fmt: skip


def _step(
    name: str,
    title: str,
    planned: str,
    actual: str,
    kind: Literal["task", "window"] = "task",
    state: Literal["done", "overdue", "not reached"] = "done",
    moved: tuple[Any, ...] = (),
) -> Any:
    (p1, p2), (a1, a2) = _days(planned), _days(actual)
    return StepLine(name, title, "coordinator", kind, p1, p2, "", a1, a2, state, moved)


def _days(text: str) -> tuple[date | None, date | None]:
    days = [date.fromisoformat(day) for day in text.split()]
    return (days[0] if days else None, days[1] if len(days) > 1 else None)


def _findings() -> tuple[Any, ...]:
    return (
        FindingLine(
            "EX-01", "Release of prisoners of conscience", "release of prisoners of conscience", "paraphrase",
            "SA-EX-04", "January 2001", "ICCPR, article 9", "", True, "", "not-assessable", "none", "not-assessed", "",
            ("The inputs name no release and no refusal in the period.",),
            "a list of releases with dates, from a court or from the treaty body",
            ("EX-SA-2027/NGO/001", "S1"), (), "Example Committee", date(2027, 5, 12),
        ),
        FindingLine(
            "EX-02", "Safeguards, limits and figures on the death penalty",
            "respect the safeguards on the death penalty; narrow its scope; give figures on its use", "paraphrase", "",
            "January 2001", "ICCPR, article 6", "31 December 2028", False, "", "partial", "moderate", "coincident",
            "partial",
            ("Two of three parts show action. The number of capital offences was reduced by an enacted law.",
             "Figures on the use of the penalty were not supplied; two independent groups say so."),
            "", ("S3", "EX-SA-2027/NGO/002"),
            (PartLine("EX-02a", "Respect the safeguards for those facing execution", "not-assessable"),
             PartLine("EX-02b", "Narrow the capital offences in line with article 6", "substantial"),
             PartLine("EX-02c", "Give figures on its use", "none")),
            "Example Committee", date(2027, 5, 12),
        ),
        FindingLine(
            "EX-03", "Access to prisoners", "progress on access to prisoners", "published", "", "4 March 2027", "",
            "", True, "", "regressed", "strong", "no-link", "none-after-reminder",
            ("No visit to a place of detention took place in the period; two had taken place in the period before.",),
            "", ("S2",), (), "Example Committee", date(2027, 5, 13),
        ),
        FindingLine(
            "EX-04", "End of jamming", "end the jamming of the example broadcaster", "paraphrase", "", "not known",
            "ICCPR, article 19", "", True, "Withdrawn on 2 February 2027, see change 5.", "", "", "", "",
            (), "", (), (), "", None,
        ),
        FindingLine(
            "EX-05", "Visits by special rapporteurs", "invite special rapporteurs on standard terms", "paraphrase", "",
            "January 2001", "", "30 June 2027", False, "", "met", "strong", "plausible", "replied",
            ("Two special rapporteurs visited on standard terms. The point was raised in the session of May 2026; "
             "an alternative explanation is the election to the example council in the same year.",),
            "", ("S3",), (), "Example Committee", date(2027, 5, 13),
        ),
    )  # fmt: skip


def _register_entries() -> tuple[Any, ...]:
    published = "What was made public about the dialogue"
    return (
        RegisterLine(_SESSIONS, "EX-SA/S001", "11 February 2025", "what became of it: held", "", "S2", ""),
        RegisterLine(_SESSIONS, "EX-SA/S002", "10 June 2025", "what became of it: postponed", "both sides", "S2",
                     "Corrected, where: not known became Example City. Reason: a letter."),
        RegisterLine(_SESSIONS, "EX-SA/S003", "May 2026", "what became of it: cancelled", "not known", "S3", ""),
        RegisterLine(published, "EX-SA/P001", "2 April 2025", "what it is: session report", "", "S2", ""),
    )  # fmt: skip


def _pairs() -> tuple[Any, ...]:
    return (
        PairLine("Visits", "Some visits have taken place, and more invitations are being issued.", "S1, l. 402",
                 "The usual terms for visits are not accepted.",
                 ("one visit was held up for two years", "a visitor was followed"), "S1, l. 410"),
        PairLine("Subject", "Human rights are accepted as a subject for discussion.", "S1, l. 404",
                 "Discussion has become a trade for silence in other places.", (), "S1, l. 415"),
    )  # fmt: skip


def _change(number: int, objective: str, kind: str, field: str, old: str, new: str, category: str, reason: str,
            asked: date | None = None) -> Any:  # fmt: skip
    return ChangeLine(
        number, objective, kind, field, old, new, category, reason, asked, "Example Ministry", "both governments",
        "20 February 2027", "S2", date(2027, 2, 22), "Example Secretariat", field == "wording",
    )  # fmt: skip


def _changes() -> tuple[Any, ...]:
    return (
        _change(1, "EX-02", "due", "timeframe", "", "31 December 2028", "programme",
                "The joint programme with the Example Office ends on that day."),
        _change(2, "EX-03", "text", "wording",
                "progress on access to prisoners, including in the autonomous regions; constructive response to "
                "individual cases raised",
                "progress on access to prisoners; constructive response to individual cases where possible",
                "", "", date(2027, 3, 5)),
        _change(5, "EX-04", "withdrawn", "objective", "end the jamming of the example broadcaster", "", "", ""),
    )  # fmt: skip


def _inputs() -> tuple[Any, ...]:
    return (
        InputLine(
            "EX-SA-2027/NGO/001", "ngo", "Example Rights Watchers", "Submission on detention", date(2027, 2, 3), "",
            "accepted", 2, ("annex-1.pdf",),
            (PointLine(1, "Nobody was released in the period.\nWe asked the prison authority twice.", "EX-01", "partly",
                       "No date or place is given, so the point could be noted and not rated.", "14"),
             PointLine(2, "The dialogue should be held in public.", "", "out-of-scope",
                       "The terms cover the objectives, not the form of sessions.", "")),
        ),
        InputLine(
            "EX-SA-2027/NGO/002", "ngo", "Example Lawyers’ Group", "Capital offences after the reform",
            date(2027, 3, 25), "accepted: the session report it answers was late", "accepted", 0, (),
            (PointLine(1, "The law of 9 December 2026 removes nine capital offences.", "EX-02", "used",
                       "It is confirmed by S3.", "17"),),
        ),
        InputLine(
            "EX-SA-2027/7KQ2MX", "ngo", "name withheld", "A statement, part of which is released", date(2027, 2, 20),
            "", "accepted", 0, (),
            (PointLine(1, "", "EX-03", "held-back-for-safety", "Its details would identify the author.", ""),
             PointLine(2, "Relatives were turned away at the gate.", "EX-03", "used", "Two groups say so.", "20")),
        ),
        InputLine(
            "EX-SA-2027/PARL/001", "parliament", "Example Select Committee", "Questions of the session",
            date(2027, 2, 25), "", "withdrawn", 0, (), (), "It was withdrawn on 1 March 2027 by who had handed it in.",
        ),
    )  # fmt: skip
