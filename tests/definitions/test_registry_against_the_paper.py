"""The shipped registry states what the paper states: an independent reading of it, held against every file.

A mark of the first table is a kind of knowledge with the paper's lines: n "none", ? "no information", b a label
without text, - no mention; s is stated and has a row in TOLD. A row names a field, its lines and its points: `=` is its
own statement, `or` a variant, the others are items, each with words that must be in its text. Behind them stand,
exactly as read: @date, ~hedge, >comparator, <cause, and #lines where a point cites others than its field.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalflow.definitions.registry import read_coordination, read_dialogue, read_general, read_pairs
from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.dialogues.registry import RegistryDialogue, TopicStatement
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.statements import Item, Statement
from tests.definitions.paper import KINDS, TOLD
from tests.definitions.shipped import ROOT

REGISTRY = ROOT / "db" / "registry"
MARKS = {"stated": "s", "stated-none": "n", "stated-unknown": "?", "blank": "b", "absent": "-"}


QUOTED = [17, 39, 47, 10, 17, 28, 22, 12, 6, 52]  # words
VARIED = [
    ("chile", "coordination"), ("uk", "objectives_published"), ("uk", "relation_to_unchr"), ("us", "interruptions"),
]  # fmt: skip
OBJECTIVES = """
192 action (ICCPR; ICESCR): ratify the ICCPR / implement the ICCPR / ratify the ICESCR / implement the ICESCR
193 visit (): Rapporteur on Torture / other Rapporteurs / conventional mechanisms / Rapporteurs recommend / agreement
194 action (ICCPR art. 6; ECOSOC guarantees for people sentenced to death): ECOSOC / ICCPR art. 6 / statistics
195 action (): reform administrative detention / judicial supervision
196 action (): fair and impartial / the defence's rights
197 action (): all prisoners / Falun Gong
198 action (): autonomous regions included / individual cases
199 action (): public / private
200 action (): right to organise
201 action (UN Covenants (recommendations of their committees)): cultural rights in Tibet and in Xinjiang
  / freedoms of religion in Tibet and in Xinjiang / committees / "patriotic education" / Gedhun Choekyi Nyima
"""

PAIRS = """
46 48: Special Rapporteurs more readily / propaganda / terms of reference / two years / visits to Tibet
52 54: has signed the ICCPR / norms / In October 1999 an official text in China Daily @1999-10 / norms are shaped
58 60: Tibetans in particular / the US and China
64 66: internal, or Western values / silence on substantive criticism
70 72: co-operate better / weakens / undermined / Security Council / attacks on what NGOs contribute
76 78: projects of co-operation / some value / judiciary that is not independent #80 / re-education through labour #81
  / Independent NGOs are not consulted #82 / Underlying values #83
"""

BERN = """
120: introduced recently; no date is given / sharing of information
120: apparently not included; Chile is the example ~apparently
178: Chile was apparently not invited ~apparently
92: made formal / WTO / a forum to which NGOs can submit / technical co-operation
120: coordinated multilateral approaches
"""

GENERAL = """
1: early 1990s several Western countries, including Australia, France, Switzerland, the UK and the US ~including
  / grew into ~in many cases / 1997 @1997
21: no benchmarks ~generally / irregular or missing ~generally / one or two more / by when / formal programme
24: "behind closed doors" ~general theme / claim positive results / hard ~often / report back ~some / websites ~a number
24: a process is going on ~other
28: stopped sponsoring or co-sponsoring ~many / No partner admits / Robin Cook @2000 / Talks of high level
28: each March ~implies / less international pressure
32: ratification of covenants / plays no part
36: a growing share / differ in the standards
40: most EU member states ~many / Denmark, after it had sponsored a resolution in 1997 @1997 ~apparent
  / the year after that; since then France, Italy / Bern University
40: Most Favoured Nation >only after
96: Pressure from outside
96,98: the Swiss one lost much of its weight ~quoted
102: need not be heeded / a degree more ~a degree
114: Director General for international conferences ~currently
"""

COUNTRIES = list(TOLD)


def dialogue(country: str) -> RegistryDialogue:
    name = f"{country}-china.yaml"
    return read_dialogue((REGISTRY / name).read_bytes(), name)


def objectives(country: str) -> list[Objective]:
    return [one.objective for one in dialogue(country).objectives]


def timeframes(country: str) -> set[str]:
    return {mark(one.timeframe) for one in dialogue(country).objectives}


def lines(source: str) -> str:
    assert re.fullmatch(r"(S1, l\. \d+(; l\. \d+)*)?", source), f"{source!r} is no line of the paper"
    return ",".join(re.findall(r"\d+", source.removeprefix("S1")))


def rows(table: str) -> list[tuple[str, list[str]]]:
    joined = table.strip().replace("\n  ", " ").splitlines()
    return [(head, told.split(" / ")) for head, _, told in (row.partition(": ") for row in joined)]


def points(statement: Statement) -> Iterator[tuple[str, Item]]:
    own = Item(statement.value, statement.source, statement.date, statement.hedge, statement.comparator)
    if any((own.value, own.date, own.hedge, own.comparator)):
        yield "= ", own
    yield from (("", item) for item in statement.items)
    yield from (("or ", variant) for variant in statement.variants)


def marks(point: Item, home: str) -> str:
    cited = lines(point.source)
    signs = {"@": point.date, "~": point.hedge, ">": point.comparator, "<": point.cause}
    return "".join(f" {sign}{mark}" for sign, mark in signs.items() if mark) + (f" #{cited}" if cited != home else "")


def check(told: list[str], read: list[tuple[str, Item]], home: str) -> None:
    assert len(told) == len(read), f"{told} is not {read}"
    for expected, (sort, point) in zip(told, read, strict=True):
        ending = marks(point, home)
        assert (expected.startswith(sort), expected.endswith(ending)) == (True, True), f"{expected!r} is not {point}"
        words = expected.removesuffix(ending).removeprefix(sort).removeprefix("=")
        assert re.search(rf"(?<!\w){re.escape(words)}(?!\w)", point.value), f"{words!r} is not in {point}"
        assert words or not point.value, f"{expected!r} is not {point}"


def check_topics(table: str, read: tuple[TopicStatement, ...]) -> None:
    told = [(head, point) for head, row in rows(table) for point in row]
    assert [head for head, _ in told] == [lines(one.statement.source) for one in read]
    for (head, point), one in zip(told, read, strict=True):
        check([f"= {point}"], list(points(one.statement)), head)


def mark(statement: Statement) -> str:
    return MARKS[statement.knowledge] + (lines(statement.source) if statement.knowledge != "stated" else "")


@pytest.mark.parametrize("row", KINDS.strip().splitlines()[1:], ids=lambda row: row.split()[0])
def test_every_field_has_the_papers_kind_of_knowledge(row: str) -> None:
    name, *told = row.split()
    assert dict(zip(COUNTRIES, told, strict=True)) == {one: mark(dialogue(one).fields[name]) for one in COUNTRIES}


def test_all_twenty_fields_are_held_against_the_paper() -> None:
    assert [row.split()[0] for row in KINDS.strip().splitlines()[1:]] == list(FIELDS)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_stated_keeps_words_numbers_dates_and_reservations(country: str) -> None:
    stated = {name: one for name, one in dialogue(country).fields.items() if mark(one) == "s" or list(points(one))}
    told = rows(TOLD[country])
    assert [head for head, _ in told] == [f"{name} {lines(one.source)}" for name, one in stated.items()]
    for (head, row), statement in zip(told, stated.values(), strict=True):
        check(row, list(points(statement)), head.split()[1])


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_general_statement_fills_no_field(country: str) -> None:
    named = {"eu": {21}, "uk": {21, 28}, "chile": {120}}.get(country, set())  # lines that name the dialogue itself
    fields = dialogue(country).fields.values()
    sources = [one.source for one in fields] + [item.source for one in fields for item in (*one.items, *one.variants)]
    cited = {int(line) for source in sources if source for line in lines(source).split(",")}
    assert {line for line in cited if 16 < line < 124} == named


def test_the_ten_objectives_of_the_eu_have_28_parts_and_no_timeframe() -> None:
    read = objectives("eu")
    assert [one.code for one in read] == [f"EU-{number:02}" for number in range(1, 11)]
    assert [len(one.parts.splitlines()) for one in read] == [4, 5, 3, 2, 2, 2, 2, 2, 1, 5]
    told = {(one.published_on, one.due, one.actor, one.wording, one.same_as) for one in read}
    assert (told, timeframes("eu")) == ({("2001-01", "", "China", "published", "")}, {"n190,21"})


def test_the_objectives_of_the_eu_ask_for_what_the_bullets_ask() -> None:
    read = objectives("eu")
    told = rows(OBJECTIVES)
    assert [head for head, _ in told] == [f"{lines(one.source)} {one.kind} ({one.instrument})" for one in read]
    for (_, parts), one in zip(told, read, strict=True):
        check(parts, [("", Item(part, one.source)) for part in one.parts.splitlines()], lines(one.source))


def test_the_objectives_of_the_eu_are_quoted_as_the_paper_prints_them() -> None:
    read = objectives("eu")
    assert [len(one.text.split()) for one in read] == QUOTED
    assert read[8].text == "respect for the right to organise"
    assert read[6].text == (
        "progress on access to prisoners in Chinese prisons, including in the autonomous regions; constructive "
        "response to individual cases raised by the EU"
    )


def test_where_no_published_wording_is_in_the_paper_the_registry_says_that_it_paraphrases() -> None:
    assert {one.wording for one in objectives("uk")} == {"paraphrase"}


@pytest.mark.parametrize("path", sorted(REGISTRY.rglob("*.*")), ids=lambda path: path.name)
def test_no_year_is_given_to_the_paper_that_is_not_in_it(path: Path) -> None:
    assert "2003" not in path.read_text("utf-8")


def test_a_count_of_sessions_is_no_frequency() -> None:
    counted = [one for one in COUNTRIES if re.search("number of sessions", dialogue(one).fields["frequency"].note)]
    assert counted == ["brazil", "germany", "hungary", "japan"]
    assert {dialogue(one).fields["frequency"].knowledge for one in counted} == {"absent"}


def test_there_are_four_variants_and_34_general_statements() -> None:
    varied = [(one, name) for one in COUNTRIES for name, said in dialogue(one).fields.items() if said.variants]
    assert len(read_general((REGISTRY / "general-statements.yaml").read_bytes(), "general")) == 34
    assert varied == VARIED


def test_the_uk_has_the_ten_of_the_eu_as_its_own_and_one_on_jamming() -> None:
    *same, jamming = objectives("uk")
    for number, (own, eu) in enumerate(zip(same, objectives("eu"), strict=True), 1):
        assert (own.code, own.same_as, own.title) == (f"UK-{number:02}", eu.code, eu.title)
        assert (own.kind, own.instrument, lines(own.source)) == (eu.kind, eu.instrument, f"316,{lines(eu.source)}")
        cases = " (by the EU, in the EU's text)" if number == 7 else ""  # the one bullet that names the EU
        assert own.parts == eu.parts.replace("that the EU raises", f"that are raised{cases}")
    assert (jamming.code, jamming.same_as, lines(jamming.source)) == ("UK-11", "", "316")
    assert jamming.parts == "end the jamming of the BBC World Service\nend the jamming of the BBC World website"


def test_no_objective_of_the_uk_has_a_date_that_the_paper_does_not_give() -> None:
    told = {(one.published_on, one.due, one.actor, one.wording) for one in objectives("uk")}
    assert (told, timeframes("uk")) == ({("", "", "China", "paraphrase")}, {"n21"})


def test_no_other_dialogue_has_objectives() -> None:
    assert [one for one in COUNTRIES if objectives(one)] == ["eu", "uk"]


def test_six_pairs_set_an_outcome_beside_a_concern() -> None:
    read = read_pairs((REGISTRY / "outcomes-and-concerns.yaml").read_bytes(), "pairs")
    cited = [f"{lines(pair.outcome.source)} {lines(pair.concern.source)}" for pair in read]
    assert [head for head, _ in rows(PAIRS)] == cited
    for (head, told), pair in zip(rows(PAIRS), read, strict=True):
        outcome, concern = head.split()
        check([f"= {told[0]}"], list(points(pair.outcome)), outcome)
        check([f"= {told[1]}", *told[2:]], list(points(pair.concern)), concern)


def test_the_bern_process_is_told_with_its_reservations() -> None:
    check_topics(BERN, read_coordination((REGISTRY / "coordination.yaml").read_bytes(), "coordination"))


def test_general_statements_keep_their_lines_and_reservations() -> None:
    check_topics(GENERAL, read_general((REGISTRY / "general-statements.yaml").read_bytes(), "general"))
