"""Two processes at the same moment, a thousand times → whether one of them failed, or anything was done twice."""

from evalflow.usecases.inputs.receipts import FOLDER as RECEIPTS
from tests.stories.kept import kept
from tests.stories.places import CYCLE, Place, input_text
from tests.storm.ground import StormGround, StormLine, to_the_story


def prepare(place: Place) -> Place:
    """Bring the story to where windows are open, with one receipt that is due."""
    there = to_the_story("cycle extend")(place)
    (there.folder / "late.md").write_text(input_text("One more point.", "Example Race"), encoding="utf-8")
    receipts = there.folder / RECEIPTS
    receipts.rename(there.folder / "aside")
    receipts.write_text("in the way")
    there("input", "receive", CYCLE, "late.md")
    receipts.unlink()
    (there.folder / "aside").rename(receipts)
    return there


def two_clocks(ground: StormGround, database: str, races: int) -> StormLine:
    """Let two clocks tick at once where a receipt is due: both end well, and there is one receipt."""
    line = StormLine("two-clocks", database, "both end well, the receipt is there once, nothing is due")
    while line.runs < races:
        line.runs += 1
        with ground.copy("two-clocks", database, prepare) as place:
            before = len(list((place.folder / RECEIPTS).iterdir()))
            for ran in place.together(place.asked("tick"), place.asked("tick")):
                line.ended_well(ran, "tick")
            after = len(list((place.folder / RECEIPTS).iterdir()))
            line.check(right=after == before + 1, wrong=f"{after - before} receipts were written")
            if line.runs % 20 == 1:
                line.check(right=kept(place.url).owed == [], wrong="a receipt is still due")
                line.ended_well(place("audit", "verify"), "audit verify")
    return line
