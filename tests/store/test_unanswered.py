"""Points without an answer, as the database finds them, are those that copies.py finds: in every mix of inputs."""

from dataclasses import replace
from itertools import product
from typing import Any

from evalflow.evaluation.criteria.progress import Unanswered
from evalflow.evaluation.inputs.commands_events import InputReceived
from evalflow.evaluation.inputs.copies import open_points
from evalflow.evaluation.inputs.input import Disposition, Input, Point
from evalflow.store.database.database import Store
from tests.store.samples import NOW, RECEIVED, record

ANSWER = Disposition("used", "it is true", "4.2", NOW, "p1")
SAME, PART, OWN = Point(1, "Lists are kept."), Point(2, "Visits are refused."), Point(3, "And one more.")
WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"late": "pending"},
    {"late": "accepted"},
    {"late": "declined"},
    {"withdrawn_at": NOW},
    {"content_sha256": ""},
    {"unconfirmed": True},
    {"withdrawn_at": NOW, "unconfirmed": True},
    {"content_sha256": "", "unconfirmed": True},
    {"late": "declined", "unconfirmed": True},
)
FIRSTS = (
    (SAME, PART),
    (replace(SAME, disposition=ANSWER), PART),
    (Point(1, "Lists are.", whole=SAME.text),),
    (),
)
COPIES = ((SAME, PART, OWN), (replace(SAME, disposition=ANSWER), replace(OWN, disposition=ANSWER)))


def mixed() -> list[Input]:
    """Return an input that is copied for every way it may stand, each with copies that stand in every way."""
    found: list[Input] = []
    for way, points in product(WAYS, FIRSTS):
        first = _input(len(found), points, way)
        found.append(first)
        for of, said in product(WAYS, COPIES):
            found.append(_input(len(found), said, {**of, "copy_of": first.id}))
    return [*found, _input(len(found), (SAME,), {"copy_of": "one that is not there"})]


def _input(number: int, points: tuple[Point, ...], way: dict[str, Any]) -> Input:
    # Codes run against the order in which they were handed in, so that the order of the answer is seen.
    code = f"UK-CN-2027/NGO/{900 - number}"
    return replace(RECEIVED, id=f"x{number}", code=code, points=points, **{"content_sha256": "a" * 64, **way})


def test_the_database_and_the_rules_find_the_same_points(filled: Store) -> None:
    with filled.writing() as tx:
        for one in mixed():
            record(tx, one.id, [InputReceived(one)])
        record(tx, "y1", [InputReceived(replace(RECEIVED, id="y1", code="EX-2027/NGO/001", cycle="c1"))])
    with filled.reading() as reading:
        every = reading.all(Input, cycle="c1")
        expected = [(one.code, point.number) for one, points in open_points(every) for point in points]
        inputs = {code for code, _ in expected}
        unconfirmed = sum(one.unconfirmed for one in every)
        assert reading.unanswered("c1") == Unanswered(len(expected), len(inputs), tuple(expected[:50]), unconfirmed)
        assert 100 < len(expected) < sum(len(one.points) for one in every)
        assert reading.unanswered("another") == Unanswered()
