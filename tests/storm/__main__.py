"""Every long story on both databases → one line each: kills, what was checked, what was found. `make storm` runs it.

`python -m tests.storm --kills 40 --races 1000 receiving sending` runs the stories that are named, or all. It ends with
1 where anything was found.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from evalflow.temporary import OwnFolder
from tests.stories.processes import Processes
from tests.storm.ground import DATABASES, StormGround, StormLine
from tests.storm.killed import all_stories, demo, run
from tests.storm.races import two_clocks
from tests.storm.sent import sending, sent_again
from tests.support.postgres import running_server

Told = Callable[[str], StormLine]  # the name of a database → what was found on it


def stories(ground: StormGround, kills: int, races: int) -> Iterator[tuple[str, Told]]:
    for story in all_stories():
        yield story.name, partial(run, ground, story, kills=kills)
    yield "demo", partial(demo, ground, kills=kills)
    yield "sending", partial(sending, ground, kills=kills)
    yield "restored", partial(sent_again, ground)
    yield "two-clocks", lambda database: two_clocks(ground, database, -(-races // len(DATABASES)))


def main() -> int:
    asked = argparse.ArgumentParser(description="Kill each long story many times, on SQLite and PostgreSQL.")
    asked.add_argument("--kills", type=int, default=40)
    asked.add_argument("--races", type=int, default=1000)
    asked.add_argument("stories", nargs="*")
    words = asked.parse_args()
    faults = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(OwnFolder("storm")))
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        (folder / "printed").mkdir()
        processes = stack.enter_context(Processes(folder / "printed"))
        server = stack.enter_context(running_server())
        ground = StormGround(processes, server, folder, stack.enter_context(ExitStack()))
        for name, told in stories(ground, words.kills, words.races):
            for database in DATABASES if not words.stories or name in words.stories else ():
                line = told(database)
                faults += len(line.found)
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
