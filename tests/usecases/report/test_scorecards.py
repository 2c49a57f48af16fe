"""The recommendations over the record: on the paper's own dialogues what the paper supports, and nothing more."""

from collections import Counter

import pytest

from evalflow.errors import NotFound
from evalflow.evaluation.criteria.scorecard import Score
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.pinned import Definition
from evalflow.usecases.door.door import looking
from evalflow.usecases.record.imports import Answers, enter_rest_of_paper, import_dialogues, paper
from evalflow.usecases.report.scorecards import Scored, compared, scorecard_of
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office


@pytest.fixture
def registry(office: Office) -> Office:
    import_dialogues(office.door, paper(), Answers({}))
    enter_rest_of_paper(office.door)
    return office


def scores(found: list[Scored], topic: str, check: str) -> dict[str, Score]:
    return {
        one.dialogue.code.removesuffix("-china"): c.score
        for one in found
        for t in one.topics
        if t.code == topic
        for c in t.checks
        if c.name == check
    }


def counts(found: list[Scored], topic: str, check: str) -> tuple[int, int, int]:
    counted = Counter(scores(found, topic, check).values())
    return counted["pass"], counted["fail"], counted["unknown"]


def test_the_paper_alone_supports_this(registry: Office) -> None:
    found = compared(registry.door)
    assert counts(found, "R05", "public") == (2, 5, 5)
    public = scores(found, "R05", "public")
    assert {code for code, score in public.items() if score == "pass"} == {"eu", "uk"}
    assert {code for code, score in public.items() if score == "unknown"} == {
        "brazil", "chile", "japan", "norway", "switzerland",
    }  # fmt: skip
    assert counts(found, "R05", "timeframe") == (0, 2, 10)
    assert {code for code, score in scores(found, "R05", "timeframe").items() if score == "fail"} == {"eu", "uk"}
    assert counts(found, "R07", "programme")[0] == 0
    assert scores(found, "R07", "programme")["switzerland"] == "unknown"  # one review by a university
    assert scores(found, "R07", "programme")["us"] == "unknown"  # an internal evaluation
    assert counts(found, "R11", "criteria-published") == (0, 0, 12)
    assert counts(found, "R12", "none-excluded") == (0, 1, 11)
    assert scores(found, "R12", "none-excluded")["chile"] == "fail"


def test_nothing_else_passes_or_fails_by_the_paper_alone(registry: Office) -> None:
    decided = {
        (topic.code, check.name, check.score)
        for one in compared(registry.door)
        for topic in one.topics
        for check in topic.checks
        if check.score != "unknown"
    }
    assert decided == {
        ("R04", "instruments-cited", "fail"),  # the EU's wording is quoted: what it does not name, it does not name
        ("R05", "measurable", "fail"),
        ("R05", "public", "pass"),
        ("R05", "public", "fail"),
        ("R05", "timeframe", "fail"),
        ("R05", "action", "fail"),  # one benchmark is about visits
        ("R05", "one-thing", "fail"),  # benchmarks with several parts, as the paper lists them
        ("R07", "programme", "fail"),
        ("R12", "none-excluded", "fail"),
    }


def test_what_fails_by_hearsay_says_so(registry: Office) -> None:
    chile = scorecard_of(registry.door, "chile-china")
    [topic] = [topic for topic in chile.topics if topic.code == "R12"]
    assert (topic.score, topic.hedge) == ("fail", "apparently")
    assert topic.checks[0].rests_on == ("CHILE-CHINA/B001: S1, l. 178; l. 120; said with: apparently",)


def test_dialogues_stand_in_the_order_of_their_partners(registry: Office) -> None:
    names = [one.dialogue.partner for one in compared(registry.door, "china")]
    assert names == sorted(names)
    assert len(names) == 12
    with pytest.raises(NotFound, match="Counterparts: China"):
        compared(registry.door, "Atlantis")


def test_with_an_evaluation_its_own_conduct_is_scored_too(at: At) -> None:
    office = at("adopting")
    found = scorecard_of(office.door, "ex-sa")
    assert found.cycle == CYCLE
    assert found == scorecard_of(office.door, CYCLE.lower())
    own = {check.name: check.score for topic in found.topics if topic.code == "R07" for check in topic.checks}
    assert own["programme"] == own["terms-in-time"] == own["independent"] == own["window"] == "pass"
    assert own["regular"] == own["published"] == own["acknowledged"] == own["answered"] == "n-a"
    assert own["reply-due"] == "pass"


def test_an_evaluation_keeps_the_recommendations_that_it_was_opened_with(at: At) -> None:
    office = at("begun")
    with looking(office.door) as (reading, _):
        pinned = reading.get(Definition, reading.all(Evaluation)[0].scorecard)
        assert pinned is not None
        assert (pinned.kind, pinned.name) == ("scorecard", "recommendations")


def test_there_is_neither_such_a_dialogue_nor_such_a_cycle(at: At) -> None:
    with pytest.raises(NotFound, match="There is no dialogue 'nowhere'"):
        scorecard_of(at("begun").door, "nowhere")
