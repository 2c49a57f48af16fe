"""Two hundred letters to a server that misbehaves, by senders that are killed → what was lost, doubled or altered."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.stories.places import NUMBERS
from tests.storm.ground import StormGround, StormLine
from tests.support.mail_storm import FIRST, done, evalflow, owed, server, storm

LETTERS = 200


def sending(ground: StormGround, database: str, kills: int) -> StormLine:
    """Send letters, with processes killed at random, until there were so many kills."""
    line = StormLine("sending", database, f"{LETTERS} letters: none lost, copies of one the very same message")
    while line.kills < kills:
        line.runs += 1
        with ground.server.fresh_database(f"sending_{next(NUMBERS)}") as url, TemporaryDirectory() as folder:
            address = "sqlite:///evalflow.db" if database == "sqlite" else url
            found = storm(Path(folder), LETTERS, 100 + line.runs, database=address)
        line.kills += found.kills
        line.check(right=found.arrived == LETTERS, wrong=f"{LETTERS - found.arrived} letters are lost")
        line.check(right=found.unequal == 0, wrong=f"{found.unequal} letters arrived in two versions")
        line.check(right=found.states == {"sent": LETTERS}, wrong=f"states: {found.states}")
    return line


def sent_again(ground: StormGround, database: str) -> StormLine:
    """Copy the record, send, put the copy back and send again, as the clock does: none may arrive a second time."""
    line = StormLine("restored", database, f"after a restore none of {LETTERS} letters goes again", runs=1)
    with ground.server.fresh_database(f"again_{next(NUMBERS)}") as url, TemporaryDirectory() as made:
        folder, taken = Path(made), Path(made) / "taken"
        address = "sqlite:///evalflow.db" if database == "sqlite" else url
        with server(taken, 0) as port:
            owed(folder, LETTERS, port, address)
            place = folder / "storm"
            done(place, FIRST, "backup", "copy.db")
            done(place, FIRST, "tick")
            (place / "evalflow.toml").rename(place / "settings")
            lost = folder / "again"
            lost.mkdir()
            (place / "settings").rename(lost / "evalflow.toml")
            (place / "marks").rename(lost / "marks")
            with ground.server.fresh_database(f"anew_{next(NUMBERS)}") as anew:
                more = {} if database == "sqlite" else {"EVALFLOW_DATABASE": anew}
                restored = evalflow(lost, FIRST, "restore", str(place / "copy.db"), **more)
                line.check(right=restored.wait() == 0, wrong="the copy was not restored")
                tick = evalflow(lost, FIRST, "tick", **more)
                line.check(right=tick.wait() == 1, wrong=f"the clock ended with {tick.returncode}")
                confirmed = evalflow(lost, FIRST, "restore", "confirm", "--others", "gone", **more)
                line.check(right=confirmed.wait() == 0, wrong="it could not be confirmed")
                line.check(right=evalflow(lost, FIRST, "tick", **more).wait() == 0, wrong="the clock failed after")
            arrived = len(list(taken.iterdir()))
            line.check(right=arrived == LETTERS, wrong=f"{arrived} letters arrived")
    return line
