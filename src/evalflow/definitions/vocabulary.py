"""The closed vocabulary of workflow and criteria files: which names they may have, and what each of them means."""

from collections.abc import Collection
from typing import Final

from evalflow.definitions.shape import (
    AMOUNT,
    LINE,
    SPAN,
    TEXT,
    YES_NO,
    Group,
    Key,
    ListOfItems,
    MapOf,
    OneOfWords,
    Word,
)
from evalflow.engine.periods import RULES
from evalflow.evaluation.letters.kinds import LETTERS, REMINDERS

ROLES: Final = (
    "coordinator",
    "evaluating-body",
    "ngo",
    "nhri",
    "parliament",
    "un-body",
    "expert",
    "government",
    "counterpart-government",
    "public",
)

STEP_NAME: Final = Word("a name in small letters, digits and _, such as ngo_inputs", "[a-z][a-z0-9_]*")
FILE_NAME: Final = Word("a name in small letters, digits and -, such as evaluation-cycle", "[a-z][a-z0-9-]*")
VERSION: Final = Word("a version of three numbers, such as 1.0.0", r"[0-9]{1,9}(\.[0-9]{1,9}){2}")
ANCHOR: Final = Word(
    "what the period counts from: opening, opened, or a step's closing or deadline such as terms.closed or terms.due",
    r"opening|opened|[a-z][a-z0-9_]*\.(closed|due)",
)
LENGTH: Final = Word(
    "a period such as P8W (eight weeks), P6M, P61D, P10WD (working days) or PT48H (hours), or a parameter's name",
    r"P[0-9YMWDTH]+|[a-z][a-z0-9_]*",
)
CODE: Final = Word("a code such as SC-01", r"[A-Z]{1,8}-[0-9]{1,9}[a-z]?")

TOPIC: Final = Word("a code such as R05", r"[A-Z]{1,8}[0-9]{1,3}")
DISSENT: Final = Word("a number of words from 100 to 9999", "[1-9][0-9]{2,3}", int, ("integer", "string"))
COUNT: Final = Word("a number of persons from 2 to 9", "[2-9]", int, ("integer", "string"))

FORMAT: Final = Key("the version of this file format, always 1", OneOfWords(("1",)), required=True)

TIMING: Final = Group(
    {
        "after": Key(
            "the period is counted forward from this: opening, opened, a step's closing or its deadline", ANCHOR
        ),
        "before": Key("the period is counted back from this; only the opening is known beforehand", ANCHOR),
        "period": Key("how long: a period such as P8W, or a parameter's name", LENGTH, required=True),
        "on_pause": Key(
            "what a pause of the cycle does to it: run (nothing), freeze (keep what is left), restart (count anew)",
            OneOfWords(("run", "freeze", "restart")),
        ),
    }
)
GATES: Final = ListOfItems(TEXT)
ARCS: Final = ListOfItems(STEP_NAME, or_one=True)

_JOINED: Final = {"joined": "with all else of that day", "alone": "alone"}
REMIND: Final = Group(
    {
        "before": Key("so long before the last day; P0D is on that day", LENGTH),
        "after": Key("so long after the last day, of a task that is late", LENGTH),
        "to": Key("to whom: those with this role", OneOfWords(ROLES), required=True),
        "unless": Key("a rule: where it is true by then, none goes", TEXT),
        "letter": Key(
            "in which letter: " + ", or ".join(f"{kind.name}, {_JOINED[kind.reminder]}" for kind in REMINDERS),
            OneOfWords(tuple(kind.name for kind in REMINDERS)),
        ),
        "stale_after": Key("how late it may still go when nothing ran; two days unless told", LENGTH),
    }
)
APPROVALS: Final = Group(
    {
        "count": Key("how many persons must complete the task, each by themselves", COUNT, required=True),
        "distinct_from": Key("a task whose author may be none of them", STEP_NAME),
    }
)
RELEASE: Final = Group(
    {
        kind.name: Key(f"letters of the kind {kind.name}: {kind.says}", OneOfWords(kind.releases))
        for kind in LETTERS.values()
    }
)
BRANCH: Final = Group(
    {
        "if": Key("the rule: this way is taken when it is true", TEXT),
        "next": Key("the step, or list of steps, that follows then; end for the end", ARCS),
        "else": Key("in the last entry: the step, or list of steps, that follows in every other case", ARCS),
    }
)

REPORT_DUE: Final = Group(
    {
        "after": Key("opening: the cycle's opening day", OneOfWords(("opening",)), required=True),
        "period": Key("how long after it: a period such as P26W, or a parameter's name", LENGTH, required=True),
    }
)
CLOSE_EARLY: Final = Group({"requires": Key("facts or rules that must all be true", GATES, required=True)})
OPENS: Final = Group({"not_before": Key("opening: the cycle's opening day", OneOfWords(("opening",)), required=True)})

CRITERION: Final = Group(
    {
        "title": Key("what the criterion is called", LINE, required=True),
        "trips_when": Key("when it trips, as a sentence for readers", TEXT, required=True),
        "kind": Key(
            "what evidence it takes: calendar (the own record), evaluation, conduct, situation",
            OneOfWords(("calendar", "evaluation", "conduct", "situation")),
            required=True,
        ),
        "weight": Key(
            "what a body has to do when it trips",
            OneOfWords(("notice", "review", "suspension-review", "termination", "closure")),
            required=True,
        ),
        "parameters": Key(
            "the numbers and periods that a body may set; the rule reads them as params.name", MapOf(STEP_NAME, AMOUNT)
        ),
        "rule": Key("the rule; true is tripped, false is clear", TEXT, required=True),
        "note": Key("anything a reader should know about the rule", TEXT),
    }
)

CRITERIA: Final = Group(
    {
        "evalflow": FORMAT,
        "criteria": Key("the name of this set of criteria", FILE_NAME, required=True),
        "version": Key("the version of this set", VERSION, required=True),
        "title": Key("what the set is called", LINE, required=True),
        "entries": Key("the criteria by their codes", MapOf(CODE, CRITERION), required=True),
    }
)


_CHECK: Final = Group(
    {
        "title": Key("what has to be so, as a sentence for readers", LINE, required=True),
        "applies": Key("a rule: where it is false the check does not apply", TEXT),
        "otherwise": Key("why it does not apply then, as a sentence for readers", TEXT),
        "parameters": Key(
            "the numbers and periods that a body may set; the rules read them as params.name",
            MapOf(STEP_NAME, AMOUNT),
        ),
        "rule": Key("the rule; true is pass, false is fail", TEXT, required=True),
        "note": Key("anything a reader should know about the rule", TEXT),
    }
)

SCORECARD: Final = Group(
    {
        "evalflow": FORMAT,
        "scorecard": Key("the name of this set of recommendations", FILE_NAME, required=True),
        "version": Key("the version of this set", VERSION, required=True),
        "title": Key("what the set is called", LINE, required=True),
        "recommendations": Key(
            "the recommendations by their codes",
            MapOf(
                TOPIC,
                Group(
                    {
                        "title": Key("what it is about, in a few words", LINE, required=True),
                        "asks": Key("what it asks for, as a sentence for readers", TEXT, required=True),
                        "checks": Key("the checks by their names", MapOf(FILE_NAME, _CHECK), required=True),
                    }
                ),
            ),
            required=True,
        ),
    }
)

_STEP_KEYS: Final = {
    "title": Key("what the step is called", LINE, required=True),
    "kind": Key(
        "task (somebody completes it; the default), window (time closes it) or automatic (a rule decides)",
        OneOfWords(("task", "window", "automatic")),
    ),
    "role": Key("who does it; an automatic step has none", OneOfWords(ROLES)),
    "opens": Key("not before what the step opens", OPENS),
    "due": Key("until when the task should be done; later it is overdue and stays open", TIMING),
    "closes": Key("when the window closes", TIMING),
    "no_deadline": Key("in words, why the task has no deadline", TEXT),
    "join": Key(
        "all: it opens when every step that leads here has closed; any: on the first, and the others change nothing",
        OneOfWords(("all", "any")),
    ),
    "requires": Key("facts or rules that must all be true before the task can be completed", GATES),
    "next": Key("the step, or list of steps, that follows; end for the end", ARCS),
    "when": Key("of an automatic step: the branches, tried in this order", ListOfItems(BRANCH)),
    "remind": Key("whom to remind of the last day, and when", ListOfItems(REMIND)),
    "approvals": Key("that several persons must complete the task", APPROVALS),
}


def workflow_shape(accepts: Collection[str], acts: Collection[str]) -> Group:
    """Return the shape of a workflow file, given the kinds of input and the acts that this program knows."""
    return Group(
        {
            "evalflow": FORMAT,
            "workflow": Key("the name of this workflow", FILE_NAME, required=True),
            "version": Key("the version of this workflow", VERSION, required=True),
            "title": Key("what the workflow is called", LINE, required=True),
            "timezone": Key("deadlines end with the day in this zone, such as Europe/London", LINE, required=True),
            "calendar": Key(
                "whose holidays count: the name of a calendar; none for weekends alone", FILE_NAME, required=True
            ),
            "period_rule": Key(
                "how periods are counted: plain (by the calendar alone), next-working-day, or eu-1182-71 (by the "
                "Council Regulation of that number)",
                OneOfWords(RULES),
                required=True,
            ),
            "parameters": Key("periods that several steps use, by name", MapOf(STEP_NAME, SPAN)),
            "report_due": Key("when the timetable promises the report, counted from the opening", REPORT_DUE),
            "dissent_words": Key("how many words a dissent from a finding may have; 200 unless told", DISSENT),
            "letters": Key("which letters wait until somebody releases them", RELEASE),
            "close_early": Key("what must hold before a cycle may be closed early", CLOSE_EARLY),
            "steps": Key("the steps; the first one opens with the cycle", _steps(accepts, acts), required=True),
        }
    )


def _steps(accepts: Collection[str], acts: Collection[str]) -> MapOf:
    act = OneOfWords(tuple(sorted(acts)))
    choice = Group(
        {
            "next": Key("the step, or list of steps, that this choice opens; end for the end", ARCS, required=True),
            "requires": Key("facts or rules that must all be true before this may be chosen", GATES),
            "requires_reason": Key("true if whoever chooses it must give a reason", YES_NO),
            "act": Key("what else is done in the same moment", act),
        }
    )
    return MapOf(STEP_NAME, Group({**_STEP_KEYS, **_choosing(choice, act, accepts)}))


def _choosing(choice: Group, act: OneOfWords, accepts: Collection[str]) -> dict[str, Key]:
    return {
        "choose": Key("the ways out between which a person chooses", MapOf(STEP_NAME, choice)),
        "act": Key("what else is done in the moment the task is completed", act),
        "accepts": Key(
            "the kinds of input that are taken while it is open", ListOfItems(OneOfWords(tuple(sorted(accepts))))
        ),
    }
