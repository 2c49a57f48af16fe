"""Data for other tools: tables that fit their dictionary, noted in the journal, and nothing of them in a dry run."""

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from tests.support.command_line import CommandLine

CYCLE = "UK-CHINA-2027"
ORG = ("--org", "XM-EXAMPLE-1", "--org-type", "10", "--org-name", "Example Parliament")
At = Callable[..., CommandLine]


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_hold_what_was_adopted_and_their_dictionary_says_what_it_means(at: At) -> None:
    here = at("adopted")
    paths = here.done("export", "tables", CYCLE, "--out", "out").split()
    assert len(paths) == 15
    assert all(Path(path).name.startswith("EXAMPLE-") for path in paths)
    described = {(row["table"], row["column"]) for row in rows(paths[-1])}
    for path in paths[:-1]:
        name = Path(path).stem.removeprefix(f"EXAMPLE-{CYCLE}-").replace("-", "_")
        with Path(path).open(encoding="utf-8", newline="") as file:
            assert {(name, column) for column in next(csv.reader(file))} <= described
    objectives = {row["objective"]: row for row in rows(f"out/EXAMPLE-{CYCLE}-objectives.csv")}
    assert (objectives["UK-06"]["status"], objectives["UK-06"]["evidence"]) == ("partial", "weak")
    cells = [row["text"] for row in rows(f"out/EXAMPLE-{CYCLE}-points.csv")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_each_export_is_in_the_journal_with_the_hash_of_every_file(at: At) -> None:
    here = at("adopted")
    here.done("export", "tables", CYCLE, "--out", "out", "--form", "json", "--level", "evaluating-body")
    here.done("export", "iati", CYCLE, *ORG, "--out", "results.xml")
    here.done("record", "export", "session", "--out", "sessions.csv")
    printed = here.done("dialogue", "export", "uk-china")
    listed = json.loads(here.done("export", "list", "--format", "json"))["rows"]
    hashes = {row["file"]: row["sha256"] for row in listed}
    for path in (*Path("out").iterdir(), Path("results.xml"), Path("sessions.csv")):
        assert hashes[path.name] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert hashes["printed"] == hashlib.sha256(printed.encode()).hexdigest()
    assert {row["level"] for row in listed} == {"public", "evaluating-body"}
    assert "The record is sound." in here("audit", "verify").err


def test_a_dry_run_writes_no_file_and_notes_nothing(at: At) -> None:
    here = at("adopted")
    before = here.done("audit", "head")
    assert here("export", "tables", CYCLE, "--out", "out", "--dry-run").code == 0
    assert here("export", "iati", CYCLE, *ORG, "--out", "results.xml", "--dry-run").code == 0
    assert here("record", "export", "--out", "all.csv", "--dry-run").code == 0
    assert not any(Path(name).exists() for name in ("out", "results.xml", "all.csv"))
    assert here.done("audit", "head") == before


def test_what_stands_in_the_place_of_a_file_is_not_overwritten(at: At) -> None:
    here = at("adopted")
    Path("out").mkdir()
    Path(f"out/EXAMPLE-{CYCLE}-sources.csv").write_text("mine", "utf-8")
    code, says = here.refused("export", "tables", CYCLE, "--out", "out")
    assert code == 1
    assert "sources.csv" in says
    assert Path(f"out/EXAMPLE-{CYCLE}-sources.csv").read_text("utf-8") == "mine"
    assert here.done("export", "list", "--format", "csv").count("\n") == 1


def test_points_that_are_not_released_go_to_the_body_alone(at: At) -> None:
    here = at("rating")
    here.done("export", "tables", CYCLE, "--out", "public", "--form", "json")
    here.done("export", "tables", CYCLE, "--out", "body", "--form", "json", "--level", "evaluating-body")
    points = json.loads(Path(f"public/EXAMPLE-{CYCLE}-points.json").read_text("utf-8"))["rows"]
    every = json.loads(Path(f"body/EXAMPLE-{CYCLE}-all-points.json").read_text("utf-8"))["rows"]
    assert all(point["text"] == "" for point in points if not point["released"])
    assert len(every) >= len(points)
    assert all(point["text"] for point in every)


def test_before_anything_is_there_the_tables_are_empty_and_nothing_has_gone_out(at: At) -> None:
    here = at("opened")
    assert "No data went out yet" in here("export", "list").err
    assert len(here.done("export", "tables", CYCLE, "--out", "out").split()) == 15
    assert rows(f"out/EXAMPLE-{CYCLE}-inputs.csv") == []
