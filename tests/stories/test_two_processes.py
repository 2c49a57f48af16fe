"""Two people at once, in two processes, on both databases: nothing is lost, nothing is done twice, each is told."""

import json
import signal
from collections.abc import Callable

import pytest

from evalflow.evaluation.objectives.objective import Objective
from tests.stories.kept import files, kept
from tests.stories.places import CYCLE, Place, input_text
from tests.stories.processes import ProcessResult

TIMES = 6
AHEAD = 60_000  # turns of come_later, some hundredths of a second: the longer, the surer the other comes first
LATECOMER = "Example Latecomers"
RECEIVE, ADOPT = ("input", "receive", CYCLE, "late.md"), ("report", "adopt", CYCLE)


@pytest.fixture
def adopting(at: Callable[[str], Place]) -> Callable[[], Place]:
    """Each call is a new record in which the report can be adopted, with a file that can still be handed in."""

    def place() -> Place:
        found = at("adopting")
        (found.folder / "late.md").write_text(input_text("It came at the last moment.", LATECOMER), encoding="utf-8")
        return found

    return place


def check(place: Place, receive: ProcessResult, adopt: ProcessResult) -> str:
    """Check what holds in either order, and return which it was."""
    assert receive.code == 0, receive.err
    code = next(row["code"] for row in listed(place) if row["submitter"] == LATECOMER)
    receipt = files(place.folder)[f"receipts/EXAMPLE-{code.replace('/', '-')}.txt"].decode()
    found = kept(place.url)
    is_adopted = "evaluation.ReportAdopted" in [kind for kind, _, _ in found.payloads]
    assert found.owed == []
    assert place("audit", "verify").code == 0
    if is_adopted:
        assert adopt.code == 0, adopt.err
        assert "In time:     no: it came after the report was adopted" in receipt
        return "adopted first"
    assert adopt.code == 1
    assert code in adopt.err
    assert "In time:     no: it came late; whether it is accepted will be decided" in receipt
    return "received first"


def test_adopting_after_an_input_came_is_refused_and_names_the_input(adopting: Callable[[], Place]) -> None:
    place = adopting()
    receive = place(*RECEIVE)
    before = kept(place.url)
    adopt = place(*ADOPT)
    assert check(place, receive, adopt) == "received first"
    assert kept(place.url) == before


def test_an_input_that_comes_after_the_adoption_is_stored_and_receipted_as_late(
    adopting: Callable[[], Place],
) -> None:
    place = adopting()
    adopt = place(*ADOPT)
    assert adopt.code == 0, adopt.err
    assert check(place, place(*RECEIVE), adopt) == "adopted first"


def test_who_receives_while_the_adoption_is_being_written_waits_and_comes_after_it(
    adopting: Callable[[], Place],
) -> None:
    place = adopting()
    adopt, receive = overlapping(place, ADOPT, RECEIVE)
    assert check(place, receive, adopt) == "adopted first"


def test_who_adopts_while_an_input_is_being_written_waits_and_is_refused(adopting: Callable[[], Place]) -> None:
    place = adopting()
    receive, adopt = overlapping(place, RECEIVE, ADOPT)
    assert check(place, receive, adopt) == "received first"


def overlapping(place: Place, first: tuple[str, ...], second: tuple[str, ...]) -> list[ProcessResult]:
    """Run two commands. The second asks to write when the first has decided everything and has committed nothing."""
    folder = str(place.folder)
    return place.together(
        place.asked(*first, hooks=[("hold_at_commit", folder, 6 * AHEAD)]),
        place.asked(*second, hooks=[("meet_a_held_one", folder)]),
    )


def test_receiving_and_adopting_at_once_lose_neither(adopting: Callable[[], Place]) -> None:
    for turn in range(TIMES):
        place = adopting()
        later = ("come_later", turn * AHEAD)
        receive, adopt = place.together(place.asked(*RECEIVE), place.asked(*ADOPT, hooks=[later]))
        assert check(place, receive, adopt) in ("received first", "adopted first")


def test_two_ticks_at_once_do_each_thing_once(at: Callable[[str], Place]) -> None:
    alone = at("extending")
    alone.done("tick", at="2027-03-09T09:00Z")
    expected = kept(alone.url)
    for _ in range(TIMES):
        place = at("extending")
        ticks = [place.asked("tick", at="2027-03-09T09:00Z") for _ in range(2)]
        first, second = place.together(*ticks)
        assert [(ran.code, ran.err) for ran in (first, second) if ran.code] == []
        assert [bool(ran.out) for ran in (first, second)].count(True) == 1  # one of them tells what happened
        assert kept(place.url) == expected


def test_two_ticks_at_once_write_each_receipt_that_is_owed_once(at: Callable[[str], Place]) -> None:
    for _ in range(TIMES):
        place = at("extending")
        (place.folder / "in-time.md").write_text(input_text("Its receipt was not written.", "Example Hurry"))
        dies = place("input", "receive", CYCLE, "in-time.md", hooks=[("kill_at_commit", 1, "after")])
        assert dies.code == -signal.SIGKILL
        assert len(kept(place.url).owed) == 1
        ticks = place.together(place.asked("tick"), place.asked("tick"))
        assert [(ran.code, ran.err) for ran in ticks if ran.code] == []
        assert kept(place.url).owed == []
        code = next(row["code"] for row in listed(place) if row["submitter"] == "Example Hurry")
        assert f"receipts/EXAMPLE-{code.replace('/', '-')}.txt" in files(place.folder)


def test_two_amendments_at_once_are_stored_in_order_each_with_its_true_old_value(at: Callable[[str], Place]) -> None:
    for _ in range(TIMES):
        place = at("taking")
        before = objective(place)
        amended = place.together(place.asked(*amendment("2028-06-30")), place.asked(*amendment("2029-06-30")))
        assert [(ran.code, ran.err) for ran in amended if ran.code] == []
        after = objective(place)
        first, second = after.changes[-2:]
        assert (before.revision, first.revision, second.revision, after.revision) == (1, 2, 3, 3)
        assert (first.old, second.old, after.due) == ("", first.new, second.new)
        assert {first.new, second.new} == {"2028-06-30", "2029-06-30"}
        assert place("audit", "verify").code == 0


def test_who_amends_while_an_amendment_is_being_written_alters_what_that_one_left(at: Callable[[str], Place]) -> None:
    place = at("taking")
    amended = overlapping(place, amendment("2028-06-30"), amendment("2029-06-30"))
    assert [(ran.code, ran.err) for ran in amended if ran.code] == []
    assert [(change.old, change.new) for change in objective(place).changes[-2:]] == [
        ("", "2028-06-30"),
        ("2028-06-30", "2029-06-30"),
    ]


def test_of_two_amendments_that_name_the_revision_they_saw_the_second_is_refused(at: Callable[[str], Place]) -> None:
    for _ in range(TIMES):
        place = at("taking")
        seen = ("--revision", "1")
        words = (amendment("2028-06-30", *seen), amendment("2029-06-30", *seen))
        amended = place.together(*(place.asked(*typed) for typed in words))
        refused, stored = sorted(amended, key=lambda ran: ran.code, reverse=True)
        assert (refused.code, stored.code) == (1, 0), refused.err
        assert "UK-02 stands at revision 2, not 1: somebody changed it since you read it." in refused.err
        assert (objective(place).revision, len(objective(place).changes)) == (2, 2)


def test_an_input_handed_in_twice_at_once_is_one_input(at: Callable[[str], Place]) -> None:
    for _ in range(TIMES):
        place = at("extending")
        (place.folder / "twice.md").write_text(input_text("Sent from two desks.", "Example Two Desks"))
        twice = [place.asked("input", "receive", CYCLE, "twice.md") for _ in range(2)]
        ran = place.together(*twice)
        assert [one.code for one in ran] == [0, 0]
        assert [row["submitter"] for row in listed(place)].count("Example Two Desks") == 1
        assert kept(place.url).owed == []


def amendment(due: str, *more: str) -> tuple[str, ...]:
    reason = ("--reason", "as agreed (example)", "--decided-by", "both sides (example)", "--decided-on", "2027-02-18")
    return ("objective", "amend", "UK-02", "--field", "due", "--to", due, *reason, *more)


def objective(place: Place) -> Objective:
    entities = kept(place.url).folded.values()
    return next(known for known in entities if isinstance(known, Objective) and known.code == "UK-02")


def listed(place: Place) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(place.done("input", "list", CYCLE, "--format", "json"))["rows"]
    return rows
