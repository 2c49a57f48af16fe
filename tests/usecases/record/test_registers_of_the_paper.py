"""The shipped entries of registers state what the paper states: an independent reading of it, held against the record.

A row has the dialogue, the register, the day as the paper gives it (? where it gives none), what is said, each with its
reservation in brackets, the reservation of the whole after a slash, and the lines of the paper.
"""

import pytest

from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import said
from evalflow.resources import resource
from evalflow.usecases.findings.criteria import preview_dialogue
from evalflow.usecases.record.imports import PAPER, Answers, enter_rest_of_paper, import_dialogues, paper
from evalflow.usecases.record.registers import list_entries
from tests.usecases.office import Office

READ = """
australia | suspension  | 1997-08     | resumed                                          | 126
australia | case-figure | ?           | 25 raised, 23 answered / as quoted               | 138
canada    | un-action   | 1997        | withdrawn: no link (officially)                  | 160 174
chile     | coordination| ?           | Bern process: excluded (apparently)              | 178 120
eu        | suspension  | spring 1996 | suspended                                        | 182
eu        | suspension  | 1997-11     | resumed                                          | 182
eu        | publication | 2001-01     | objectives, public                               | 190 203
eu        | case-figure | ?           | 10 raised (usually)                              | 188
eu        | project     | ?           | lawyers                                          | 186
eu        | project     | ?           | disabled                                         | 186
eu        | un-action   | 1998        | not-tabled                                       | 211
eu        | un-action   | 1999        | not-tabled                                       | 211
eu        | un-action   | 2000        | not-tabled                                       | 211
eu        | un-action   | 1999        | statement                                        | 211
eu        | un-action   | 2000        | statement                                        | 211
eu        | un-visit    | ?           | carried-out: Arbitrary Detention / claimed by    | 205 207
eu        | un-visit    | ?           | carried-out: religious intolerance / claimed by  | 205 207
germany   | contact     | 1999        | head-of-state-or-government                      | 217
hungary   | session     | 2000        | held                                             | 237
hungary   | session     | 2001        | held                                             | 237
hungary   | session     | 2002        | postponed: 16th Party Congress                   | 237
japan     | session     | 1997        | held                                             | 255
japan     | session     | 1998        | held                                             | 255
japan     | session     | 2000        | held                                             | 255
norway    | project     | ?           | China Project                                    | 275
norway    | project     | ?           | curriculum                                       | 275
uk        | un-visit    | ?           | invited: torture / stated as an outcome          | 322
uk        | project     | ?           | High Commissioner: UN involved / stated as       | 322
us        | suspension  | 1999-01     | resumed                                          | 326
us        | suspension  | 1999-05     | suspended: counterpart                           | 326 340
us        | suspension  | 2000        | resumed / announced                              | 326
us        | session     | 2001        | held                                             | 326
us        | session     | 2002-12     | held                                             | 326 340
us        | un-action   | 1999        | sponsored: threat, by nobody named               | 340
us        | un-visit    | ?           | invited: not named / cited as                    | 340
us        | project     | ?           | rule of law                                      | 330 332
"""
# what a word of the table says of an entry, where it is not simply to be found in its values
MEANT = {
    "public": ("public", "yes"), "no link": ("dialogue_cited", "no"), "threat": ("threat", "yes"),
    "by nobody named": ("threat_by", ""), "UN involved": ("un_involved", "yes"),
}  # fmt: skip


@pytest.fixture
def registry(office: Office) -> Office:
    import_dialogues(office.door, paper(), Answers({}))
    enter_rest_of_paper(office.door)
    return office


def test_every_entry_is_one_of_the_paper_and_none_is_missing(registry: Office) -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in READ.split("\n") if line]
    entries = list_entries(registry.door)
    assert len(entries) == len(rows)
    missing = [row for row in rows if not any(tells(entry, row) for entry in entries)]
    unread = [entry.code for entry in entries if not any(tells(entry, row) for row in rows)]
    assert (missing, unread) == ([], [])


def tells(entry: Entry, row: list[str]) -> bool:
    """Return whether an entry says what a row of the table does."""
    dialogue, register, day, words, lines = row
    own, _, hedge = words.partition(" / ")
    return (
        entry.code.startswith(f"{dialogue.upper()}-CHINA/")
        and entry.register == register
        and (said(entry.values, REGISTERS[register].dated_by).value or "?") == day
        and all(stated(entry, told.strip()) for told in own.replace(": ", ", ").split(", "))
        and (entry.hedge.startswith(hedge) if hedge else not entry.hedge)
        and entry.source == "S1, " + "; ".join(f"l. {line}" for line in lines.split())
    )


def stated(entry: Entry, told: str) -> bool:
    word, _, hedge = told.rstrip(")").partition(" (")
    if word in MEANT:
        name, value = MEANT[word]
        return entry.values.get(name, "") == value and entry.values.get(f"{name}.hedge", "") == hedge
    number, _, name = word.partition(" ")
    if number.isdigit() and name in ("raised", "answered"):
        return entry.values.get(name) == number and entry.values.get(f"{name}.hedge", "") == hedge
    found = [name for name, value in entry.values.items() if word in value]
    return any(entry.values.get(f"{name}.hedge", "") == hedge for name in found)


def test_what_the_paper_does_not_say_is_not_made_up(registry: Office) -> None:
    """Nobody answered "substantively"; no NGO was asked about a project, or was not; no session is formal or not."""
    told = {
        (entry.register, name) for entry in list_entries(registry.door) for name, value in entry.values.items() if value
    }
    silent = {("case-figure", "substantive"), ("session", "formal"), ("session", "by"), ("project", "objective")}
    silent |= {("project", name) for name in ("ngo_design", "ngo_implementation", "ngo_monitoring", "ngo_evaluation")}
    assert told & silent == set()


def test_no_person_whose_case_was_raised_is_named() -> None:
    for path in resource(*PAPER, "registers").glob("*.yaml"):
        assert "Sangpo" not in path.read_text(encoding="utf-8")


def test_on_the_paper_alone_secrecy_of_the_objectives_is_tripped_where_it_is_stated_and_nothing_else(
    registry: Office,
) -> None:
    secret = ("australia", "canada", "germany", "hungary", "us")
    for code in sorted(
        {entry.code.partition("/")[0] for entry in list_entries(registry.door)} | {"BRAZIL-CHINA", "SWITZERLAND-CHINA"}
    ):
        tripped = {one.code for one in preview_dialogue(registry.door, code.lower()) if one.result == "tripped"}
        clear = {one.code for one in preview_dialogue(registry.door, code.lower()) if one.result == "clear"}
        assert (code, tripped, clear) == (
            code,
            {"SC-10"} if code.lower().removesuffix("-china") in secret else set(),
            set(),
        )
