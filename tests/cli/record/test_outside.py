"""Real lists from outside, as they are: taken in where they fit, refused where they do not, and every change named.

The files lie beside the project and are no part of it; without them nothing here is run.
"""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evalflow.evaluation.dialogues.dialogue import FIELDS
from tests.support.checkout import ROOT
from tests.support.command_line import CommandLine

OUTSIDE = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not OUTSIDE.is_dir(), reason="the lists from outside do not lie beside the project")
Rows = list[dict[str, str]]
CHANGED = {"text": "text", "title": "title", "due_on": "due"}
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ASKED = ("--no-reason-stated", "all", "--reasons-asked-on", "2025-04-01", "--source", "list of 31 March 2025")


def rows(name: str) -> Rows:
    with (OUTSIDE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def registry(folder: Path, partner: str, listed: Rows) -> list[Path]:
    """Write the objectives of a list as registry files, one for each dialogue; return their paths."""
    folder.mkdir()
    grouped: dict[str, Rows] = {}
    for row in listed:
        grouped.setdefault(row["dialogue_ref"], []).append(row)
    return [_written(folder, number, partner, name, each) for number, (name, each) in enumerate(grouped.items())]


def _written(folder: Path, number: int, partner: str, name: str, listed: Rows) -> Path:
    content = {
        "evalflow": 1, "registry": "dialogue", "code": f"outside-{number:03}", "title": f"{partner}: {name}",
        "partner": partner, "counterpart": name.partition("/")[2] or name,
        "sources": {"S1": {"title": "A list from outside"}},
        "fields": {field: {"knowledge": "absent"} for field in FIELDS},
        "objectives": [_objective(row) for row in listed],
    }  # fmt: skip
    path = folder / f"outside-{number:03}.yaml"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    return path


def coded(row: Mapping[str, str]) -> str:
    """Return the code of an objective, made of the figures of its reference."""
    return f"{row['dialogue_ref'][:2].upper()}-{''.join(re.findall(r'[0-9]+', row['objective_ref']))[:9]}"


def _objective(row: Mapping[str, str]) -> dict[str, Any]:
    due = row.get("due_on", "")
    timeframe = {"knowledge": "stated", "value": due, "date": due, "source": "S1"} if due else {"knowledge": "absent"}
    return {
        "code": coded(row),
        "title": " ".join((row["title"] or row["objective_ref"]).split()), "text": row["text"], "wording": "published",
        "parts": [row["text"]], "actor": "the other side", "kind": "action", "timeframe": timeframe, "source": "S1",
    }  # fmt: skip


@pytest.fixture
def here(evalflow: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder with a new, empty record."""
    evalflow.done("init", "record", "--person", "A clerk")
    monkeypatch.chdir("record")
    return evalflow


def mended(row: dict[str, str]) -> dict[str, str]:
    """Return a row without the signs that no text may have: somebody has to take them out."""
    return {name: INVISIBLE.sub("", value) for name, value in row.items()}


def listed_before(listed: Rows, revisions: Rows) -> Rows:
    """Return the rows as an earlier list had them; a gap of that list is no value."""
    before: dict[str, dict[str, str]] = {}
    for one in revisions:
        if one["field"] in CHANGED and one["old_value"].strip() and one["new_value"].strip():
            before.setdefault(one["objective_ref"], {})[one["field"]] = one["old_value"]
    return [{**row, **before.get(row["objective_ref"], {})} for row in listed]


def test_a_list_that_changed_without_a_reason_is_taken_in_only_with_each_change_named(here: CommandLine) -> None:
    listed = rows("wb_objectives.csv")
    raw = listed_before(listed, rows("wb_revisions.csv"))
    code, says = here.refused("dialogue", "import", *map(str, registry(Path("raw"), "Bank", raw)))
    assert code == 3
    assert "The invisible character U+0080 may not stand in the file." in says
    before = [mended(row) for row in raw]
    here.done("dialogue", "import", *map(str, registry(Path("before"), "Bank", before)))
    held = json.loads(here.done("objective", "list", "--format", "json"))["rows"]
    assert len(held) == len(listed)
    head = here.done("audit", "head")

    after = [str(path) for path in registry(Path("after"), "Bank", listed)]
    code, says = here.refused("dialogue", "import", *after)
    assert code == 1
    changed = {
        (coded(new), name, old[field], new[field])
        for old, new in zip(before, listed, strict=True)
        for field, name in CHANGED.items()
        if " ".join(old[field].split()) != " ".join(new[field].split())
    }
    assert len(changed) > 100
    assert [one for one, name, *_ in changed if f"{one}.{name}" not in says] == []
    assert here.done("audit", "head") == head  # nothing of it was written

    here.done("dialogue", "import", *after, *ASKED)
    held = {row["code"]: row for row in json.loads(here.done("objective", "list", "--format", "json"))["rows"]}
    assert all(held[coded(row)]["due"] == row["due_on"] for row in listed)
    for changed_one, name, old, new in sorted(changed)[:20]:
        told = json.loads(here.done("objective", "history", changed_one, "--format", "json"))["changes"]
        [change] = [one for one in told if one["field"] == name and one["kind"] != "added"]
        assert (change["old"].split(), change["new"].split()) == (old.split(), new.split())
        assert (change["silent"], change["reasons_asked_on"]) == (True, "2025-04-01")
    assert "The record is sound." in here("audit", "verify").err


def test_days_that_are_none_are_refused_with_their_place_and_the_rest_is_taken_in(here: CommandLine) -> None:
    listed = [row for row in rows("adb_objectives.csv") if row["edition"] == "2018"]
    listed = [{**row, "text": row["title"], "dialogue_ref": f"ADB/{row['country']}"} for row in listed]
    unique = list({coded(row): row for row in listed if coded(row)[4:]}.values())
    damaged = [row for row in unique if row["due_on"] and not DAY.fullmatch(row["due_on"])]
    assert damaged
    code, says = here.refused("dialogue", "import", *map(str, registry(Path("raw"), "Bank", unique)))
    assert code == 3
    places = [
        line.split(": ")[0].strip() for line in says.splitlines() if re.match(r"\s*outside-\d+\.yaml:\d+:\d+", line)
    ]
    assert len(places) >= 1
    sound = [row for row in unique if row not in damaged]
    here.done("dialogue", "import", *map(str, registry(Path("mended"), "Bank", sound)))
    assert len(json.loads(here.done("objective", "list", "--format", "json"))["rows"]) == len(sound)


def test_recommendations_of_the_universal_periodic_review_come_in_as_objectives_and_lint_says_what_they_lack(
    here: CommandLine,
) -> None:
    listed = [row for row in rows("upr_recommendations.csv") if row["text"].strip()]
    listed = [{**row, "title": row["text"][:60], "dialogue_ref": f"UP/{row['state_under_review']}"} for row in listed]
    unique = list({coded(row): row for row in listed}.values())
    here.done("dialogue", "import", *map(str, registry(Path("upr"), "UN", unique)))
    found = json.loads(here.done("objective", "lint", "--format", "json"))["rows"]
    assert len({row["code"] for row in found}) == len(unique)
    assert {row["result"] for row in found if row["check"] == "timeframe"} == {"fail"}


def test_ratings_by_two_parties_come_in_as_they_are_and_what_is_to_be_noticed_is_said(here: CommandLine) -> None:
    listed = [
        {**row, "text": row["title"], "dialogue_ref": f"AD/{row['country']}"} for row in rows("adb_objectives.csv")
    ]
    unique = list({coded(row): row for row in listed if coded(row)[3:]}.values())
    sound = [{**row, "due_on": row["due_on"] if DAY.fullmatch(row["due_on"]) else ""} for row in unique]
    here.done("dialogue", "import", *map(str, registry(Path("objectives"), "Bank", sound)))
    held = {
        row["code"]: row["dialogue"] for row in json.loads(here.done("objective", "list", "--format", "json"))["rows"]
    }
    ratings = [{**row, "dialogue_ref": "AD/"} for row in rows("adb_ratings.csv")]
    given = [row for row in ratings if coded(row) in held]
    with Path("ratings.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["dialogue", "rated_on", "objective", "standing", "by", "criterion", "rating", "source"])
        for row in ratings:
            standing = "own" if row["evaluator"].startswith("self") else "independent"
            said = [row["edition"], coded(row), standing, row["evaluator"], row["criterion"], row["rating"]]
            out.writerow([held.get(coded(row), "outside-000"), *said, f"list of {row['edition']}"])

    assert here.refused("record", "import", "ratings.csv", "--register", "rating")[0] == 3
    with Path("ratings.refused.csv").open(encoding="utf-8", newline="") as file:
        refused = list(csv.DictReader(file))
    unknown = [row for row in refused if row["objective"] not in held]
    assert len(unknown) == len(ratings) - len(given)  # each rating of an objective that is not on record
    assert all("says the same already" in row["why"] for row in refused if row["objective"] in held)

    told = json.loads(here.done("compare", "ratings", "--format", "json"))["rows"]
    assert len(told) == len(ratings) - len(refused)
    assert {row["rating"] for row in told} == {" ".join(row["rating"].split()) for row in given}  # as they stood
    assert any("“Unsucessful” is spelt almost like “unsuccessful”" in row["remarks"] for row in told)
    assert any("“Less than successful/Successful” may be more than one rating." in row["remarks"] for row in told)
    differ, changed = apart(given)
    assert {row["objective"] for row in told if "hey differ: " in row["remarks"]} == differ
    assert {row["objective"] for row in told if "No reason is on record." in row["remarks"]} == changed


def apart(given: Rows) -> tuple[set[str], set[str]]:
    """Return the objectives on which parties differ in their last lists, and those of which one changed its words."""
    said: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in given:
        of = said.setdefault((coded(row), row["criterion"]), {})
        of.setdefault(row["evaluator"], {})[row["edition"]] = " ".join(row["rating"].split()).casefold()
    last = {of: {each[max(each)] for each in parties.values()} for of, parties in said.items()}
    changed = {of for (of, _), parties in said.items() for each in parties.values() if len(set(each.values())) > 1}
    return {of for (of, _), words in last.items() if len(words) > 1}, changed
