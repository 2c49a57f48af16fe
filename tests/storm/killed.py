"""One command, killed again and again and typed again → whether anything was lost, doubled or left half done."""

import csv
import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any, Final

from sqlalchemy import create_engine

from evalflow.store.database.backup import glance, sqlite_url, verified
from evalflow.store.schema import migrations
from tests.store.raw import raw
from tests.stories.kept import files, kept, kept_in
from tests.stories.places import CYCLE, NUMBERS, Place
from tests.stories.processes import ROOT, CommandsToRun, ProcessResult
from tests.stories.test_killed import cut
from tests.storm.ground import Prepare, StormGround, StormLine, moments, to_the_story

MANY: Final = 40
ROWS: Final = 1_200
OLD: Final = ROOT / "tests" / "histories" / "schema-0001.db.gz"


@dataclass(frozen=True)
class KilledStory:
    """A command that is killed. `check` looks at the record after it was typed again until it was done."""

    name: str
    prepare: Prepare
    words: Sequence[str]
    check: Callable[[StormLine, Place], None]
    checked: str
    again: Callable[[Place, Sequence[str]], ProcessResult] = lambda place, words: place(*words)
    after_kill: Callable[[StormLine, Place], None] = lambda line, place: None
    audited: bool = True


def run(ground: StormGround, story: KilledStory, database: str, kills: int) -> StormLine:
    """Kill the command of a story so many times, each time in a fresh record.

    A command that was done before its moment came counts as a run and as no kill: it is tried again a little earlier.
    """
    line = StormLine(story.name, database, story.checked)
    log = ground.folder / "commits"
    with ground.copy(story.name, database, story.prepare) as place:
        log.write_text("0")
        began = monotonic()
        line.ended_well(place(*story.words, hooks=[("count_commits", str(log))]), "undisturbed, the command")
        seconds = monotonic() - began
        story.check(line, place)
    hooks = moments(int(log.read_text()), seconds, kills)
    while line.kills < kills and line.runs < 3 * kills:
        hook = hooks[line.runs] if line.runs < len(hooks) else ("kill_after", seconds * (line.runs % 9 + 0.5) / 10)
        with ground.copy(story.name, database, story.prepare) as place:
            one(line, story, place, hook)
    line.check(right=line.kills >= kills, wrong=f"only {line.kills} of {kills} kills came in time")
    return line


def one(line: StormLine, story: KilledStory, place: Place, hook: Sequence[Any]) -> None:
    line.runs += 1
    ran = place(*story.words, hooks=[hook])
    line.kills += ran.code < 0
    story.after_kill(line, place)
    if ran.code:
        line.ended_well(story.again(place, story.words), "typed again, the command")
    story.check(line, place)
    if story.audited:
        line.ended_well(place("audit", "verify"), "audit verify")


def receiving() -> KilledStory:
    def prepare(place: Place) -> Place:
        there = to_the_story("cycle extend")(place)
        with (there.folder / "many.csv").open("w", newline="", encoding="utf-8") as file:
            rows = [["ngo", "public", f"Example group {n}", "", f"Point number {n}."] for n in range(MANY)]
            csv.writer(file).writerows([["kind", "level", "submitter", "objective", "text"], *rows])
        return there

    def check(line: StormLine, place: Place) -> None:
        rows = json.loads(place.done("input", "list", CYCLE, "--format", "json"))["rows"]
        each = Counter(row["submitter"] for row in rows if row["submitter"].startswith("Example group "))
        line.check(right=len(each) == MANY, wrong=f"{len(each)} of {MANY} inputs are there")
        line.check(right=set(each.values()) <= {1}, wrong=f"{sum(each.values()) - len(each)} inputs are there twice")
        line.check(right=kept(place.url).owed == [], wrong="receipts are still due")
        receipts = len(list((place.folder / "receipts").glob("*.txt")))
        line.check(right=receipts >= len(rows), wrong=f"{receipts} receipts for {len(rows)} inputs")

    return KilledStory(
        "receiving", prepare, ("input", "receive", CYCLE, "many.csv"), check,
        f"{MANY} inputs each once, each with its receipt, record sound",
    )  # fmt: skip


def importing() -> KilledStory:
    words = ("record", "import", "rows.csv", "--register", "session", "--dialogue", "ex-sa", "--source", "S")

    def prepare(place: Place) -> Place:
        place.done("init", ".", "--person", "Example")
        add = ("dialogue", "add", "ex-sa", "--title", "E and S", "--partner", "E", "--counterpart", "S")
        place.done(*add, "--source", "An example")
        rows = "".join(f"{1900 + n % 100}-{1 + n // 100 % 12:02}-{1 + n // 1200:02},held\n" for n in range(ROWS))
        (place.folder / "rows.csv").write_text(f"held_on,status\n{rows}")
        return place

    def check(line: StormLine, place: Place) -> None:
        rows = json.loads(place.done("record", "list", "--format", "json"))["rows"]
        days = {row["day"] for row in rows}
        line.check(right=(len(rows), len(days)) == (ROWS, ROWS), wrong=f"{len(rows)} rows of {ROWS}, {len(days)} days")

    return KilledStory("importing", prepare, words, check, f"{ROWS} rows each once, record sound")


def publishing() -> KilledStory:
    def check(line: StormLine, place: Place) -> None:
        found = kept(place.url)
        published = [kind for kind, _, _ in found.payloads].count("evaluation.ReportPublished")
        line.check(right=published == 1, wrong=f"published {published} times")
        names = sorted(path.suffix for path in (place.folder / "reports").glob(f"EXAMPLE-{CYCLE}-report.*"))
        line.check(right=names == [".html", ".json", ".pdf"], wrong=f"files there: {names}")

    return KilledStory(
        "publishing", to_the_story("report publish"), ("report", "publish", CYCLE), check,
        "published once, three whole files, record sound", again=until_published,
    )  # fmt: skip


def until_published(place: Place, words: Sequence[str]) -> ProcessResult:
    """Type it again; where it had been done before the kill, the refusal says so, and that is well."""
    ran = place(*words)
    published = [kind for kind, _, _ in kept(place.url).payloads].count("evaluation.ReportPublished")
    return ProcessResult(0, ran.out, "") if published else ran


def starting() -> KilledStory:
    words = ("init", "record", "--example", "--with-registry", "--person", "Example")

    def inside(place: Place) -> Place:
        return replace(place, folder=place.folder / "record")

    def again(place: Place, typed: Sequence[str]) -> ProcessResult:
        ran = place(*typed)
        whole = ran.code == 1 and "holds a record and is not overwritten" in ran.err
        return ProcessResult(0, "", "") if whole else ran  # it was whole before the kill, which the checks then find

    def check(line: StormLine, place: Place) -> None:
        listed = inside(place)("dialogue", "list", "--format", "json")
        if line.ended_well(listed, "dialogue list"):
            count = len(json.loads(listed.out)["rows"])
            line.check(right=count == 12, wrong=f"{count} of 12 dialogues are there")
            line.ended_well(inside(place)("audit", "verify"), "audit verify")

    return KilledStory(
        "starting", lambda place: place, words, check, "12 dialogues, record sound", again, audited=False
    )


def migrating() -> KilledStory:
    def prepare(place: Place) -> Place:
        (place.folder / "evalflow.toml").write_text('database = "sqlite:///evalflow.db"\nperson = "Example"\n')
        old = place.folder / "evalflow.db"
        old.write_bytes(gzip.decompress(OLD.read_bytes()))
        for path in (place.folder, *place.folder.iterdir()):  # the doctor names what others can read
            path.chmod(0o700 if path.is_dir() else 0o600)
        if "EVALFLOW_DATABASE" in place.environment:
            into_server(old, place.url)
            old.unlink()
        return place

    def check(line: StormLine, place: Place) -> None:
        line.check(right=glance(place.url).revision == migrations.HEAD, wrong="the revision is not the newest")
        for copy in (place.folder / "backups").glob("*.db"):
            line.check(right=glance(sqlite_url(copy)).revision == "0001", wrong=f"{copy.name} is not of before")

    return KilledStory(
        "migrating", prepare, ("doctor", "--migrate"), check, "newest revision, whole copies, record sound"
    )


def into_server(old: Path, url: str) -> None:
    """Put a SQLite record of the first revision into a server, as the first version would have kept it there."""
    engine = create_engine(url)
    with engine.begin() as connection:
        migrations.make(connection, "0001")
    engine.dispose()
    source = sqlite3.connect(old)
    with raw(url) as target:
        names = [name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in (one for one in names if one != "alembic_version"):
            rows = source.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in rows.description]
            marks, quoted = ", ".join(["%s"] * len(columns)), ", ".join(f'"{column}"' for column in columns)
            for row in rows:
                target.execute(f'INSERT INTO "{name}" ({quoted}) VALUES ({marks})', row)
    source.close()


def backing_up() -> KilledStory:
    def no_half_copy(line: StormLine, place: Place) -> None:
        copy = place.folder / "copy.db"
        line.check(right=not copy.exists() or verified(copy).sound, wrong="a half copy has the name of a whole one")

    def again(place: Place, words: Sequence[str]) -> ProcessResult:
        return ProcessResult(0, "", "") if (place.folder / "copy.db").exists() else place(*words)

    def check(line: StormLine, place: Place) -> None:
        line.check(right=verified(place.folder / "copy.db").sound, wrong="the copy is not sound")
        left = [path.name for path in place.folder.glob(".*.part*")]
        line.check(right=left == [], wrong=f"left half written: {left}")

    return KilledStory(
        "backing-up", to_the_story("report publish"), ("backup", "copy.db"), check,
        "no half copy, copy sound, nothing left beside", again, no_half_copy,
    )  # fmt: skip


def restoring() -> KilledStory:
    def prepare(place: Place) -> Place:
        there = to_the_story("report publish")(place)
        there.done("backup", "copy.db")
        if place.environment:
            with raw(place.url) as connection:
                connection.execute("DROP SCHEMA public CASCADE")
                connection.execute("CREATE SCHEMA public")
        else:
            for path in there.folder.glob("evalflow.db*"):
                path.unlink()
        return there

    def again(place: Place, words: Sequence[str]) -> ProcessResult:
        return ProcessResult(0, "", "") if is_there(place) else place(*words)

    def is_there(place: Place) -> bool:
        if not place.environment:
            return (place.folder / "evalflow.db").exists()
        with raw(place.url) as connection:
            return bool(connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0])

    def check(line: StormLine, place: Place) -> None:
        same = glance(place.url).head == glance(sqlite_url(place.folder / "copy.db")).head
        line.check(right=same, wrong="the record is not that of the copy")

    return KilledStory(
        "restoring", prepare, ("restore", "copy.db"), check, "the record of the copy or none, record sound", again
    )


def erasing() -> KilledStory:
    words = ("input", "set-level", f"{CYCLE}/NGO/001", "restricted", "--erase-text")

    def noted(place: Place, name: str) -> list[str]:
        path = place.folder / "marks" / name
        return [line for line in path.read_text().split("\n") if line] if path.exists() else []

    def protected(place: Place) -> bool:
        return f"{CYCLE}/NGO/001" not in place.done("input", "list", CYCLE)

    def settled(line: StormLine, place: Place) -> None:
        there = protected(place)  # the first command after the kill settles what was begun
        line.check(right=noted(place, "begun") == [], wrong="what was begun is not settled")
        kept_there = any(one.startswith("tightened ") for one in noted(place, "protected"))
        line.check(right=kept_there == there, wrong=f"protected: {there}, kept outside: {kept_there}")

    def again(place: Place, typed: Sequence[str]) -> ProcessResult:
        return ProcessResult(0, "", "") if protected(place) else place(*typed)

    return KilledStory(
        "erasing", to_the_story("report publish"), words, settled,
        "what was begun is kept or dropped as the journal shows it, record sound", again, settled,
    )  # fmt: skip


def demo(ground: StormGround, database: str, kills: int) -> StormLine:
    """Kill the whole demo before and after its commits: at each of them where so many kills allow it."""
    line = StormLine("demo", database, "the same record and files as undisturbed")
    log, whole = ground.folder / "commits", ground.folder / f"whole-{database}"
    asked = CommandsToRun([["demo", "--folder", str(whole)]], str(ground.folder), {}, [("count_commits", str(log))])
    if not line.ended_well(ground.processes.run(asked)[0], "undisturbed, the demo"):
        return line
    for moment in ("before", "after"):
        with ground.server.fresh_database(f"demo_{next(NUMBERS)}") as url:
            folder = ground.folder / f"demo-{database}-{moment}"
            more = [] if database == "sqlite" else ["--database", url]
            every = max(1, 2 * int(log.read_text()) // max(1, kills))
            runs = cut(ground.processes, folder, moment, every, *more)
            line.runs += len(runs)
            line.kills += len(runs) - 1
            line.ended_well(runs[-1], "the last run")
            line.check(right=kept_in(folder) == kept_in(whole), wrong="another record")
            line.check(right=files(folder) == files(whole), wrong="other files")
    return line


def all_stories() -> list[KilledStory]:
    return [receiving(), importing(), publishing(), starting(), migrating(), backing_up(), restoring(), erasing()]
