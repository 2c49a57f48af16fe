"""The worst that can be handed in is refused in whole sentences, with the right exit code, and nothing is written."""

from collections.abc import Callable
from typing import Final

import pytest

from evalflow.resources import resource
from tests.stories.kept import files, rows
from tests.stories.places import CYCLE, Place, input_text
from tests.stories.processes import ProcessResult

WHILE_OPEN = "extending"  # the stage of the story at which all windows are open
COVER = f"cycle: {CYCLE}\nkind: ngo\nlevel: public\nsubmitter: Example Group\n"
POINT = "objectives:\n  UK-01: A point.\n"
WORKFLOW = resource("workflows", "evaluation-cycle.yaml").read_text(encoding="utf-8")
DIALOGUE = (
    resource("db", "registry", "chile-china.yaml").read_text(encoding="utf-8").replace("chile-china", "chile-two")
)

NO_DAY = "start: {knowledge: stated, value: V, date: 1999-02-30"

RECEIVE: Final = ("input", "receive", CYCLE)
OPEN: Final = ("cycle", "open", "uk-china", "--opens", "2027-06-01", "--operator", "Example Office",
               "--does-not-conduct", "--code", "SECOND")  # fmt: skip
OPEN_WITH: Final = (*OPEN, "--workflow")
IMPORT: Final = ("dialogue", "import")
ADD: Final = ("objective", "add", "UK-12", "--dialogue", "uk-china", "--wording", "published", "--source", "S",
              "--text", "A text.")  # fmt: skip
AMEND: Final = ("objective", "amend", "UK-02", "--no-reason-stated", "--field")
SESSION: Final = (
    "record",
    "add",
    "session",
    "--dialogue",
    "uk-china",
    "--source",
    "S",
    "--set",
    "status=held",
    "--set",
)
COMPLETE: Final = ("record", "complete", "session", "--dialogue", "uk-china", "--by", "B", "--source", "S", "--from")

# What is wrong → the file, its content, the command that is handed it, and what is said of it.
FILES: Final[dict[str, tuple[str, str | bytes, tuple[str, ...], str]]] = {
    "broken YAML": ("a.yaml", f"{COVER}objectives: [\n", RECEIVE, "a.yaml:6:1: This cannot be read as YAML"),
    "a key twice": ("a.yaml", f"{COVER}kind: ngo\n{POINT}", RECEIVE, "'kind' is given a second time; the first is in"),
    "an alias": ("a.yaml", f"{COVER}title: &a T\nlanguage: *a\n{POINT}", RECEIVE, "References (*a) are not used here."),
    "aliases that multiply": ("a.yaml", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", RECEIVE, "Anchors (&a) are not"),
    "a tag": ("a.yaml", f"{COVER}title: !!python/name:os.system T\n{POINT}", RECEIVE, "Tags (tag:yaml.org,2002:python"),
    "a merge key": ("a.yaml", f"{COVER}<<: {{title: T}}\n{POINT}", RECEIVE, "Merge keys (<<) are not used here."),
    "endless brackets": ("a.yaml", "a: " + "[" * 5000, RECEIVE, "deeper than 24 levels"),
    "an unknown key": ("a.yaml", f"{COVER}titel: T\n{POINT}", RECEIVE, "'titel' is not known here. Did you mean"),
    "an unknown objective": ("a.yaml", f"{COVER}objectives:\n  UK-99: x\n", RECEIVE, "There is no objective 'UK-99'."),
    "an unknown kind": ("a.yaml", f"{COVER}{POINT}".replace("ngo", "ngoo"), RECEIVE, "a.yaml:2"),
    "another cycle": ("a.md", input_text("T", "E").replace(CYCLE, "UK-CHINA-2031"), RECEIVE, "UK-CHINA-2031"),
    "nothing at all": ("a.md", "", RECEIVE, "a.md"),
    "NUL in a text": ("a.md", input_text("a\0b", "E"), RECEIVE, "a.md:9:2: The control character U+0000 (NUL)"),
    "an escape in a text": ("a.md", input_text("a\x1b[31m", "E"), RECEIVE, "The control character U+001B (escape)"),
    "a direction override in a name": ("a.md", input_text("T", "E \u202eeno"), RECEIVE, "name holds U+202E"),
    "bytes in no declared encoding": ("a.md", input_text("Prüfung", "E").encode("latin-1"), RECEIVE, "With --encoding"),
    "bytes that are none of UTF-16": ("a.md", b"\xff\xfe\x00\xd8x\x00", RECEIVE, "a.md"),
    "a picture": ("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", RECEIVE, "a.md"),
    "JSON with a key twice": ("a.json", '[{"kind": "ngo", "kind": "ngo"}]', RECEIVE, "kind: This is given a second"),
    "JSON that is cut off": ("a.json", '[{"kind": "ngo"', RECEIVE, "a.json"),
    "one bad row of many": ("a.csv", "kind,level,submitter,text\nngo,public,E,T\nngo,public,,T\n", RECEIVE, "a.csv"),
    "an unknown column": ("a.csv", "kind,level,submitter,txet\nngo,public,E,T\n", RECEIVE, "'txet'"),
    "a workflow with an unknown step": (
        "w.yaml", WORKFLOW.replace("next: assessment", "next: asessment"), OPEN_WITH,
        "there is no step 'asessment'. Did you mean 'assessment'?"),
    "a workflow with an unknown key": (
        "w.yaml", WORKFLOW.replace("  triage:\n", "  triage:\n    colour: red\n"), OPEN_WITH,
        "steps.triage cannot have 'colour'."),
    "a workflow without an end": (
        "w.yaml", WORKFLOW.replace("next: end", "next: follow_up"), OPEN_WITH,
        "Let a 'next'"),
    "a workflow with a period that is none": (
        "w.yaml", WORKFLOW.replace("P8W", "8 weeks"), OPEN_WITH, "parameters.window has to be a period such as P8W"),
    "a dialogue with a date that does not exist": (
        "d.yaml", DIALOGUE.replace("start: {knowledge: stated-unknown", NO_DAY),
        IMPORT, "1999-02-30"),
    "a dialogue with an unknown field": ("d.yaml", DIALOGUE.replace("frequency:", "frequence:"), IMPORT, "'frequence'"),
}  # fmt: skip

# What is wrong → the command as typed, its exit code, and what is said of it.
WORDS: Final[dict[str, tuple[tuple[str, ...], int, str]]] = {
    "a day that does not exist": ((*OPEN[:4], "2027-02-30", *OPEN[5:]), 2, "'2027-02-30'"),
    "a session on such a day": ((*SESSION, "held_on=2025-02-30"), 3, "The calendar has no '2025-02-30'."),
    "a month that does not exist": ((*AMEND, "due", "--to", "2028-13"), 2, "The calendar has no '2028-13'."),
    "an end before its start": ((*COMPLETE, "2025-01-01", "--through", "2024-01-01"), 1, "2024-01-01 lies before"),
    "a window made shorter": (
        ("cycle", "extend", CYCLE, "ngo-inputs", "--until", "2027-01-20", "--reason", "why"), 1, "can be extended to"),
    "an opening in the past": ((*OPEN[:4], "2026-06-01", *OPEN[5:]), 1, "is past: windows open today or"),
    "an unknown step": (("cycle", "complete", CYCLE, "triaje"), 1, "This workflow has no step 'triaje'."),
    "an unknown cycle": (("cycle", "complete", "UK-CHINA-2028", "triage"), 1, "There is no cycle 'UK-CHINA-2028'."),
    "an unknown option": (("cycle", "complete", CYCLE, "triage", "--chose", "x"), 2, "--chose"),
    "an option given twice": (("tick", "--folder", ".", "--folder", "."), 2, "--folder is given more than once."),
    "an override in a code": (
        ("objective", "add", "UK-\u202e12", *ADD[3:], "--title", "T"), 3, "holds U+202E, which turns the direction"),
    "an override in a title": ((*ADD, "--title", "T\u202e"), 3, "'--title' holds U+202E, which turns the direction"),
    "a control character typed": ((*ADD, "--title", "a\x1bb"), 3, "holds the control character U+001B (escape)."),
    "an encoding that is none": ((*RECEIVE, "ok.md", "--encoding", "klingon"), 3, "'klingon' is no encoding that can"),
    "an encoding it is not in": ((*RECEIVE, "ok.md", "--encoding", "utf-16-le"), 3, "ok.md"),
    "a file that is not there": ((*RECEIVE, "missing.md"), 1, "There is no file missing.md."),
    "a folder for a file": ((*RECEIVE, "."), 3, ". is a folder. Name the files in it one by one."),
    "a device for a file": ((*RECEIVE, "/dev/zero"), 3, "/dev/zero is no ordinary file, but a device or a pipe."),
    "an attachment over the limit": (
        (*RECEIVE, "ok.md", "--attach", "large.bin"), 3, "'large.bin' is larger than 10,000,000 bytes, the most"),
    "no reason, and not said that there is none": ((*AMEND[:3], "--field", "due", "--to", "2028"), 1, "reason"),
    "a point that is not there": (
        ("input", "dispose", f"{CYCLE}/NGO/001", "99", "--as-kind", "used", "--reason", "why"), 1, "99"),
    "an adoption too early": (("report", "adopt", CYCLE), 1, "The report cannot be adopted now."),
    "a publication too early": (("report", "publish", CYCLE), 1, "Only an adopted report is published."),
    "virtual time that is none": (("tick", "--at", "soon"), 2, "'soon' is no instant."),
    "a folder without a record": (("tick", "--folder", "nowhere"), 1, "There is no evalflow.toml in nowhere."),
}  # fmt: skip


@pytest.fixture
def place(at_sqlite: Callable[[str], Place]) -> Place:
    found = at_sqlite(WHILE_OPEN)
    (found.folder / "ok.md").write_text(input_text("A point.", "Example Group"), encoding="utf-8")
    return found


def refused(
    place: Place, *words: str, code: int, says: str, hooks: tuple[tuple[object, ...], ...] = ()
) -> ProcessResult:
    """Run a command that is refused, and check that it says why in words and leaves the record as it was."""
    before = rows(place.url), files(place.folder)
    ran = place(*words, hooks=hooks)
    assert (rows(place.url), files(place.folder)) == before
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert "inside evalflow that should not" not in ran.err
    return ran


@pytest.mark.parametrize("wrong", FILES)
def test_a_file_that_does_not_fit_is_refused_whole(place: Place, wrong: str) -> None:
    name, content, words, says = FILES[wrong]
    raw_content = content if isinstance(content, bytes) else content.encode()
    (place.folder / name).write_bytes(raw_content)
    refused(place, *words, name, code=3, says=says)


@pytest.mark.parametrize("wrong", WORDS)
def test_words_that_do_not_fit_are_refused(place: Place, wrong: str) -> None:
    words, code, says = WORDS[wrong]
    with (place.folder / "large.bin").open("wb") as large:
        large.truncate(10_000_001)
    refused(place, *words, code=code, says=says)


def test_many_inputs_are_taken_all_or_none(place: Place) -> None:
    (place.folder / "no.md").write_text(input_text("A point.", "Example \u202eGroup"), encoding="utf-8")
    refused(place, *RECEIVE, "ok.md", "no.md", code=3, says="Nothing was taken. Mend this and hand it in again:")
