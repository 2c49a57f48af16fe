"""Inputs on the command line: taken in whole or not at all, each with its receipt, answered, protected."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evalflow.resources import resource
from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
NGO = f"{CYCLE}/NGO/001"
RECEIPT = "receipts/EXAMPLE-UK-CHINA-2027-NGO-001.txt"
EXAMPLES = resource("db", "examples", "uk-china-2027")
CANARY = "kingfisher-canary-7741"
FORM = "Kind: {kind}\n\nLevel: {level}\n\nSubmitter: {submitter}\n\n## UK-03 · x\n\n{text}\n"


def test_an_input_is_taken_in_with_its_receipt(at: At) -> None:
    here = at("taking")
    ran = here("input", "receive", "uk-china-2027", _form("a.md"))
    (receipt,) = ran.out.splitlines()
    assert Path(receipt).name == "EXAMPLE-UK-CHINA-2027-NGO-005.txt"
    assert "Reference:   UK-CHINA-2027/NGO/005" in Path(receipt).read_text("utf-8")
    assert ran.err.splitlines()[0] == "UK-CHINA-2027/NGO/005 is received, 1 point, in time."


def test_many_files_of_any_form_are_taken_in_at_once(at: At) -> None:
    here = at("taking")
    Path("b.json").write_text('[{"kind": "expert", "level": "public", "submitter": "E", "text": "x"}]', "utf-8")
    ran = here("input", "receive", CYCLE, _form("a.md"), "b.json", str(EXAMPLES / "several.csv"))
    assert [Path(line).name for line in ran.out.splitlines()] == sorted(
        Path(line).name for line in ran.out.splitlines()
    )
    assert len(ran.out.splitlines()) == 6
    assert ran.err.splitlines()[:2] == ["a.md: 1 input read.", "b.json: 1 input read."]
    assert "6 new inputs in UK-CHINA-2027." in ran.err


def test_of_several_files_every_problem_is_told_and_nothing_is_kept(at: At) -> None:
    here = at("taking")
    before = here.done("audit", "head")
    Path("broken.json").write_text("[{]", "utf-8")
    code, talk = here.refused("input", "receive", CYCLE, _form("a.md"), _form("b.md", kind="club"), "broken.json")
    assert code == 3
    assert "b.md:1" in talk
    assert "broken.json" in talk
    assert here.done("audit", "head") == before


def test_the_same_input_of_the_same_submitter_is_nothing_new(at: At) -> None:
    here = at("taking")
    here.done("input", "receive", CYCLE, _form("a.md"))
    again = here("input", "receive", CYCLE, "a.md")
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("UK-CHINA-2027/NGO/005 was handed in before, by the same submitter")


def test_a_copy_of_another_input_says_so(at: At) -> None:
    here = at("taking")
    here.done("input", "receive", CYCLE, _form("a.md"))
    copied = here("input", "receive", CYCLE, _form("b.md", submitter="Another Group"))
    assert "It says word for word what another input says, and is answered with it." in copied.err
    listed = here.done("input", "list", CYCLE)
    assert "answered with\n" in listed
    assert "1, 1 open" in listed


def test_an_input_without_a_name_is_known_again_by_its_receipt(at: At) -> None:
    here = at("taking")
    receipt = here.done("input", "receive", CYCLE, _form("a.md", level="name-withheld", submitter="")).strip()
    reference = here.done("input", "recognise", "--code-file", receipt).strip()
    assert reference not in receipt + Path(receipt).read_text("utf-8")
    again = here("input", "receive", CYCLE, "a.md", "--code-file", receipt)
    assert again.err.startswith(f"{reference} was handed in before")
    code, talk = here.refused("input", "receive", CYCLE, "a.md", "--code", reference)
    assert (code, "That is a reference, not a receipt code." in talk) == (3, True)


def test_what_is_done_for_a_submitter_needs_the_code_or_a_second_person(at: At) -> None:
    here = at("taking")
    receipt = Path(RECEIPT).read_text("utf-8")
    code = receipt.partition("Receipt code: ")[2].partition("\n")[0]
    Path("code").write_text(f" {code.lower()}\n", "utf-8")
    correction = ("input", "correct", NGO, "1", "--text", "Mended.", "--reason", "a slip of ours")
    assert here.refused(*correction)[0] == 1
    assert here.refused(*correction, "--code", code, "--code-file", "code")[0] == 2
    assert here.refused(*correction, "--code", code[:-1] + ("0" if code[-1] != "0" else "1"))[0] == 3
    assert here.refused(*correction, "--code-file", "none")[0] == 1
    here.done(*correction, "--code-file", "code")
    withdrawal = ("input", "withdraw", NGO, "--reason", "asked for by its author")
    assert "confirm" not in here(*withdrawal, "--code", code).err


def test_a_submitter_without_a_code_gets_one_by_two_persons(at: At) -> None:
    here = at("taking")
    claim = ("input", "claim-code", NGO, "--reason", "They rang; we know the voice.")
    assert "second person" in here.refused(*claim)[1]
    receipt = here.done(*claim, "--confirmed-by", "Another person").strip()
    assert here.done("input", "recognise", "--code-file", receipt) == f"{NGO}\n"
    assert here.refused("input", "recognise", "--code-file", RECEIPT)[0] == 1
    assert here.refused("input", "recognise")[0] == 1


def test_a_receipt_may_hold_the_code_alone(at: At) -> None:
    here = at("taking")
    receipt = Path(here.done("input", "receive", CYCLE, _form("a.md"), "--receipt", "code-only").strip())
    assert "Commitment" not in receipt.read_text("utf-8")


def test_before_the_window_nothing_is_taken(at: At) -> None:
    code, talk = at("waiting", "2027-01-10T12:00Z").refused("input", "receive", CYCLE, _form("a.md"))
    assert (code, "opens on 11 Jan 2027" in talk) == (1, True)


def test_before_the_terms_are_complete_nothing_is_taken_either(at: At) -> None:
    code, talk = at("ready").refused("input", "receive", CYCLE, _form("a.md"))
    assert (code, "terms comes before it" in talk) == (1, True)


def test_after_the_window_an_input_waits_to_be_accepted(at: At) -> None:
    here = at("late")
    assert "late: to be accepted or declined with" in here("input", "receive", CYCLE, _form("a.md")).err
    decline = ("input", "accept-late", f"{CYCLE}/NGO/007", "--reason", "too late to be heard", "--decline")
    assert here(*decline).err.startswith("UK-CHINA-2027/NGO/007 is declined: late.")
    assert "Late: too late to be heard" in here.done("input", "show", f"{CYCLE}/NGO/007")
    assert here("input", "accept-late", f"{CYCLE}/PARL/002", "--reason", "four days").err.startswith(
        "UK-CHINA-2027/PARL/002 is accepted, although it came late."
    )


def test_after_the_adoption_an_input_is_kept_without_changing_the_report(at: At) -> None:
    here = at("adopted")
    assert "after the report was adopted: kept and listed" in here("input", "receive", CYCLE, _form("a.md")).err
    assert "after adoption" in here.done("input", "list", CYCLE)


@pytest.mark.parametrize("level", ["confidential", "restricted"])
@pytest.mark.parametrize("how", ["in the file", "by the option"])
def test_what_cannot_be_protected_yet_is_refused_and_leaves_no_trace(at: At, level: str, how: str) -> None:
    here = at("taking")
    typed = [_form("secret.md", level=level if how == "in the file" else "name-withheld", submitter="", text=CANARY)]
    typed += ["--level", level] if how == "by the option" else []
    code, talk = here.refused("input", "receive", CYCLE, *typed)
    assert (code, "need encryption that is not built yet" in talk) == (1, True)
    assert "Do not hand it in at a lower level instead" in talk
    assert CANARY not in talk
    Path("secret.md").unlink()
    assert [str(path) for path in Path().rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []


def test_a_level_can_be_made_stricter_at_the_door_but_not_looser(at: At) -> None:
    here = at("taking")
    ran = here("input", "receive", CYCLE, _form("a.md"), "--level", "name-withheld")
    assert "No name was kept." in ran.err
    looser = ("input", "receive", CYCLE, _form("b.md", level="name-withheld", submitter=""), "--level", "public")
    code, talk = here.refused(*looser, "--submitter", "Example Group")
    assert (code, "The submitter chose name-withheld" in talk) == (1, True)


def test_what_the_file_says_can_be_put_right_at_the_door(at: At) -> None:
    here = at("taking")
    typed = ("--kind", "expert", "--submitter", "Example Chair", "--title", "Remarks (example)")
    here.done("input", "receive", CYCLE, _form("a.md"), *typed)
    page = here.done("input", "show", f"{CYCLE}/EXP/001")
    assert page.startswith("UK-CHINA-2027/EXP/001 · Remarks (example)\nExample Chair · expert · public\n")


def test_a_letter_without_a_cover_is_completed_at_the_door(at: At) -> None:
    here = at("taking")
    title = next(
        row["title"] for row in json.loads(here.done("objective", "list", "uk-china", "--format", "json"))["rows"]
        if row["code"] == "UK-03"
    )  # fmt: skip
    Path("letter.md").write_text(f"## {title.upper()}\n\nIt goes on.\n\n## Our visit\n\nIn May.\n", "utf-8")
    ran = here(
        "input", "receive", CYCLE, "letter.md", "--kind", "ngo", "--level", "public", "--submitter", "A (example)"
    )
    assert ran.err.splitlines()[0] == (
        "letter.md:5: This is no heading of the template. It is taken as a point of its own."
    )
    points = json.loads(here.done("input", "show", f"{CYCLE}/NGO/005", "--format", "json"))["points"]
    assert [(point["objective"], point["text"]) for point in points] == [
        ("UK-03", "It goes on."), ("", "## Our visit\n\nIn May."),
    ]  # fmt: skip


def test_a_row_that_cannot_be_taken_is_named_and_none_of_the_others_is_taken(at: At) -> None:
    here = at("taking")
    before = here.done("audit", "head")
    rows = "kind,level,submitter,text\nngo,public,A,x\nngo,confidential,,y\nngo,public,B,z\n"
    Path("five.csv").write_text(rows, "utf-8")
    code, talk = here.refused("input", "receive", CYCLE, "five.csv")
    assert code == 1
    assert "evalflow: five.csv:3, input 2 of 3: Confidential inputs need encryption" in talk
    assert "None of the 3 inputs was taken." in talk
    assert here.done("audit", "head") == before


def test_of_files_that_are_missing_each_is_told_once(at: At) -> None:
    code, talk = at("taking").refused("input", "receive", CYCLE, "many.csv", "--attach", "annex.pdf")
    says = "evalflow: There is no file many.csv and no file annex.pdf. Check name and folder; nothing was taken."
    assert (code, talk.splitlines()[0]) == (1, says)


def test_one_name_is_not_said_of_many_inputs(at: At) -> None:
    code, talk = at("taking").refused("input", "receive", CYCLE, str(EXAMPLES / "several.csv"), "--submitter", "All")
    assert (code, "one at a time" in talk) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("missing.md",), 1, "There is no file missing.md."),
        (("a.pdf",), 3, "cannot be told from its name"),
        (("a.md", "b.md", "--attach", "x.txt"), 2, "hand in its file by itself"),
        (("a.md", "--attach", "missing.txt"), 1, "There is no file missing.txt."),
        (("a.md", "--attach", "empty.txt"), 3, "is empty"),
        (("a.md", "--encoding", "klingon"), 3, "is no encoding"),
        (("a.md", "--receipt", "half"), 2, "code-only"),
        (("a.md", "--title", "two\nlines"), 3, "line break"),
        (("other.md",), 3, "It says that it is for the cycle EU-CHINA-2027, not for UK-CHINA-2027."),
        ((), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(at: At, words: tuple[str, ...], code: int, says: str) -> None:
    here = at("taking")
    before = here.done("audit", "head")
    for name in ("a.md", "b.md", "a.pdf", "x.txt"):
        _form(name)
    Path("empty.txt").touch()
    Path("other.md").write_text(f"Cycle: eu-china-2027\n\n{Path('a.md').read_text('utf-8')}", "utf-8")
    ended, talk = here.refused("input", "receive", CYCLE, *words)
    assert (ended, says in talk) == (code, True), talk
    assert here.done("audit", "head") == before


def test_text_in_a_declared_encoding_is_kept_as_it_was_meant(at: At) -> None:
    here = at("taking")
    Path(_form("a.md", text="x")).write_bytes(FORM.format(**_WORDS | {"text": "Протокол"}).encode("windows-1251"))
    assert here.refused("input", "receive", CYCLE, "a.md")[0] == 3
    here.done("input", "receive", CYCLE, "a.md", "--encoding", "windows-1251")
    assert "Протокол" in here.done("input", "show", f"{CYCLE}/NGO/005")


def test_attachments_are_kept_and_listed_by_their_hash(at: At) -> None:
    page = at("taking").done("input", "show", f"{CYCLE}/NGO/002")
    assert "\nAttached: annex-trial-observation.txt, " in page


def test_a_supplement_names_the_input_it_adds_to(at: At) -> None:
    here = at("taking")
    here.done("input", "supplement", NGO.lower(), _form("more.md"), "--code-file", RECEIPT)
    assert "adds to NGO/001" in here.done("input", "show", f"{CYCLE}/NGO/005")
    again = Path(_form("again.md", text="Again."))
    again.write_text(f"Supplements: {NGO}\n\n{again.read_text('utf-8')}", "utf-8")
    here.done("input", "receive", CYCLE, "again.md", "--code-file", RECEIPT)
    assert "adds to NGO/001" in here.done("input", "show", f"{CYCLE}/NGO/006")


def test_one_input_at_a_time_adds_to_an_earlier_one(at: At) -> None:
    here = at("taking")
    code, talk = here.refused("input", "supplement", NGO, str(EXAMPLES / "several.csv"))
    assert (code, "one at a time" in talk) == (1, True)


def test_a_template_comes_back_as_an_input(at: At) -> None:
    here = at("taking")
    assert here.done("input", "template", CYCLE, "--out", "t.md") == "t.md\n"
    text = Path("t.md").read_text("utf-8")
    assert "Hand it in by the end of 8 Mar 2027, Europe/London." in text
    assert "(worked example)" in text.splitlines()[0]
    filled = text.replace("Kind:", "Kind: ngo").replace("Level:", "Level: public").replace(
        "Submitter:", "Submitter: Example Group"
    )  # fmt: skip
    Path("t.md").write_text(filled.replace("## UK-02", "Something (example).\n\n## UK-02"), "utf-8")
    here.done("input", "receive", CYCLE, "t.md")
    assert "Point 1 · UK-01 · no answer yet\n  Something (example).\n" in here.done("input", "show", f"{CYCLE}/NGO/005")


@pytest.mark.parametrize("form", ["markdown", "yaml"])
def test_a_template_tells_the_planned_day_before_its_window_opens(at: At, form: str) -> None:
    printed = at("ready").done("input", "template", CYCLE, "--kind", "government", "--form", form)
    assert "by the end of 8 Mar 2027, Europe/London." in printed


def test_there_is_no_template_for_a_kind_that_no_window_asks_for(at: At) -> None:
    here = at("empty")
    text = resource("workflows", "evaluation-cycle.yaml").read_text(encoding="utf-8")
    Path("own.yaml").write_text(text.replace(", individual, exhibit]", ", individual]"), "utf-8")
    opening = ("--opens", "2027-01-11", "--operator", "Office", "--conducts", "--workflow", "own.yaml")
    here.done("cycle", "open", "uk-china", *opening)
    code, talk = here.refused("input", "template", CYCLE, "--kind", "exhibit")
    assert (code, "No window of UK-CHINA-2027 asks for inputs of the kind exhibit." in talk) == (1, True)


def test_a_template_makes_no_folder(at: At) -> None:
    code, talk = at("taking").refused("input", "template", CYCLE, "--out", "nosuch/t.md")
    assert (code, talk.splitlines()[0]) == (
        1, "evalflow: There is no folder nosuch. Make it first, or check how it is spelled.",
    )  # fmt: skip
    assert not Path("nosuch").exists()


def test_a_template_does_not_take_the_place_of_another_file(at: At) -> None:
    here = at("taking")
    Path("mine.md").write_text("mine", "utf-8")
    assert here.refused("input", "template", CYCLE, "--out", "mine.md")[0] == 1
    assert Path("mine.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("show", f"{CYCLE}/NGO/099"), 1, "There is no input"),
        (("list", "UK-CHINA-2028"), 1, "There are: UK-CHINA-2027."),
        (("point", NGO, "--text", " "), 1, "give its text with --text"),
        (("point", NGO, "--text", "t", "--objective", "UK-99"), 1, "has no objective 'UK-99'"),
        (("release", NGO, "9"), 1, "there is no point 9"),
        (("release", NGO, "x"), 2, "'x' is no whole number"),
        (("dispose", NGO, "1", "--as-kind", "ignored", "--reason", "why"), 2, "out-of-scope"),
        (("dispose", NGO, "1", "--as-kind", "used", "--reason", " "), 1, "Give it with --reason"),
        (("withdraw", NGO, "--reason", " "), 1, "--reason"),
        (("accept-late", NGO, "--reason", "why"), 1, "it came in time"),
        (("template", CYCLE, "--kind", "club"), 2, "parliament"),
    ],
)
def test_what_does_not_fit_is_refused(at: At, words: tuple[str, ...], code: int, says: str) -> None:
    ended, talk = at("taking").refused("input", *words)
    assert (ended, says in talk) == (code, True), talk


def test_a_dry_run_takes_nothing_in_and_writes_no_receipt(at: At) -> None:
    here = at("taking")
    before = (here.done("audit", "head"), sorted(Path("receipts").iterdir()))
    ran = here("input", "receive", CYCLE, _form("a.md"), "--dry-run")
    assert (ran.code, ran.out, "is received" in ran.err) == (0, "", True)
    assert (here.done("audit", "head"), sorted(Path("receipts").iterdir())) == before


_WORDS = {"kind": "ngo", "level": "public", "submitter": "Example Group", "text": "Something (example)."}


def _form(name: str, **words: str) -> str:
    Path(name).write_text(FORM.format(**_WORDS | words), "utf-8")
    return name
