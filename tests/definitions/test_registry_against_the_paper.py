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

from evalflow.definitions import read_coordination, read_dialogue, read_general, read_pairs
from evalflow.evaluation.dialogues.dialogue import FIELDS
from evalflow.evaluation.dialogues.registry import RegistryDialogue, TopicStatement
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.statements import Item, Statement
from tests.definitions.shipped import ROOT

REGISTRY = ROOT / "db" / "registry"
MARKS = {"stated": "s", "stated-none": "n", "stated-unknown": "?", "blank": "b", "absent": "-"}

KINDS = """
                           au    br      ca    cl    eu       de    hu    jp    no    ch    uk    us
status                     s     s       s     s     s        s     s     s     s     s     s     s
start                      s     s       s     ?176  s        s     s     s     s     s     s     s
interruptions              s     -       -     ?176  s        -     -     -     -     -     -     s
frequency                  s     -       s     ?176  s        -     -     -     s     ?291  s     s
sessions_held              -     s       -     ?176  -        s     s     s     -     -     s     s
duration_and_format        s     s       s     ?176  s        s     s     ?257  s     ?293  s     s
benchmarks_and_evaluation  n132  b150    n166  ?176  s        n223  n241  ?259  ?277  s     s     s
objectives_published       n132  b150    n166  ?176  s        n223  n241  ?259  ?277  -     s     n334
timeframe                  n132  b150    n166  ?176  n190,21  n223  n241  ?259  ?277  -     n21   -
evaluation_programme       n132  b150    n166  ?176  n21      n223  n241  ?259  ?277  -     n21   -
suspension_criteria        -     -       -     ?176  -        -     -     -     -     -     -     -
content                    s     -       s     ?176  s        s     s     s     s     s     s     s
tibet                      s     -       -     ?176  s        -     -     -     b279  s     s     s
transparency               s     -       s     s     s        s     s     s     ?281  s     s     s
stated_outcomes            s     b154    s     ?176  s        n229  s     b263  ?283  s     s     s
case_figures               s     -       -     ?176  s        -     -     -     -     -     -     -
projects                   s     -       s     ?176  s        -     -     -     s     -     s     s
ngo_participation          -     -       s     ?176  -        -     -     s     -     -     s     s
relation_to_unchr          s     s       s     s     s        s     s     s     s     s     s     s
coordination               -     -       -     s     -        -     -     -     -     -     -     -
"""

TOLD = {
    "australia": """
status 3,5: = list of China's dialogue partners
start 126: = begun in 1991, taken up again in August 1997 @1991
interruptions 126: taken up again @1997-08
frequency 128: = one session each year, in China and in Australia by turns
duration_and_format 130: one day / visits to prisons, training of police / co-operation projects
content 134: legal system / administration of justice / civil freedoms / ethnic minorities / religious minorities
  / women / children / Tibetans / Uighurs / Falun Gong / churches that are not registered
tibet 134: Dalai Lama / specific political prisoners / culture and of religion
transparency 136: = described on the website of Australia's foreign ministry
stated_outcomes 138: = no specific outcomes are stated ~mostly / no subject is excluded ~quoted without speaker or date:
  / numbers ~quoted without speaker or date:
case_figures 138: 25 individual cases raised with China in the twelve months before
  / 23 of these 25 cases: China responded / 6 released at the time / 1 further person released since the dialogue
projects 130: = none is named
relation_to_unchr 140: no connection ~officially / has co-sponsored no resolution on China since the start""",
    "brazil": """
status 6,142: = uncertain / list of China's dialogue partners #6 / unclear and the information limited #142
start 144: = 1997 @1997
sessions_held 146: = two rounds >at least
duration_and_format 148: = a joint declaration on stronger exchanges and co-operation
relation_to_unchr 156: = abstained in the past on resolutions on China or on no-action motions""",
    "canada": """
status 3,7: = list of China's dialogue partners
start 160: = 1997 @1997
frequency 162: two sessions a year at first / one session a year more recently
  / a yearly plurilateral symposium besides, with Canada, China and Norway as hosts, paid for by Canada and Norway
  / the Norwegian Institute for Human Rights and officials of 18 to 21 countries, a number that varies by year
duration_and_format 164: 2 to 3 days a session / officials, groups from the local community, and some academics
  / projects
content 168: expression / minority rights / prisons / religious freedoms
  / lists of prisoners (not handed over every time)
transparency 170: limited information / no reporting back on the answers to prisoner lists / no reporting back on what
stated_outcomes 172: = none is stated apart from one general claim / have become better ~claimed in general:
projects 164: = none is named
ngo_participation 164,170: only groups from the local community and some academics #164 / no reporting back #170
relation_to_unchr 174: no link ~officially / stopped sponsoring the resolution on China in the very year""",
    "chile": """
status 3,8: = list of China's dialogue partners
transparency 178: = more information will follow at a later date
relation_to_unchr 178: = abstained in the past on resolutions on China or on no-action motions
coordination 178: = not invited to take part in the Bern process ~apparently / or not included ~apparently #120""",
    "eu": """
status 3,9: = list of China's dialogue partners
start 182: = launched in 1995 @1995
interruptions 182: interrupted @spring 1996 / taken up again @1997-11
frequency 184: = twice a year, in the capital of the Presidency and in China by turns
duration_and_format 186: 1 day a session / some of them academic / workers' rights / practical co-operation projects
benchmarks_and_evaluation 190,192,193,194,195,196,197,198,199,200,201: = ten benchmarks,
  announced in January 2001 @2001-01
objectives_published 190,203,21: = the ten benchmarks were made public in January 2001 @2001-01
content 188: the two Covenants / visits / Christians, in Tibet / political prisoners, 10 in number ~usually
  / legal and prison / management of prisons / corruption / death penalty / sentences without custody / Falun Gong
tibet 188: negotiation with the Dalai Lama / freedom of religion / the 11th Panchen Lama
transparency 203: more transparent @2001-01 ~the General Affairs Council states:
  / civil society @2001-01 ~the General Affairs Council states:
  / urges China @2001-01 ~the General Affairs Council states:
stated_outcomes 205,207,208,209: = @2001-01 ~claimed by the General Affairs Council / ICESCR #207 / ICCPR #207
  / Memorandum #207 / Working Group on Arbitrary Detention #207 / Rapporteur on Religious Intolerance #207
  / willingness to advance #208 / penal code, code of criminal procedure #209
case_figures 188: 10 individual political prisoners ~usually
projects 186: for as long as ten years >as long as / training of lawyers / disabled people
relation_to_unchr 211,213: has co-sponsored no resolution #211 / China's threat ~primarily #211
  / secure a strong position ~argued #211 / a divided Europe ~it seems #211 / weakened the EU #211
  / progress report, COM(2000) 552 @2000 #211 / in each of 1998, 1999, 2000 @2000 #211
  / serious concerns on human rights in China in 1999 and once more in 2000 @2000 #211 / every level @2001-01 #213""",
    "germany": """
status 3,10,215: list of China's dialogue partners #3,10 / confined to legal reform #10,215 / widened ~may #215
start 217: = Chancellor Schroeder and Zhu Rongji agreed @1999
sessions_held 219: = 5 so far
duration_and_format 221: = on the German side the dialogue lies with the Ministry of Justice
content 225: = themes vary / women's rights, as the most recent example
transparency 227: = outcomes are not published
relation_to_unchr 231: = together with the EU; the paper refers to its entry on the EU (l. 211)""",
    "hungary": """
status 3,11: = list of China's dialogue partners
start 235: = 2000 @2000
sessions_held 237: = two held / held @2000 / held @2001 / postponed @2002 <the 16th Party Congress
duration_and_format 239: 2 days / in future on two tracks
content 243: Hungary's own change to democracy / focus / institutions / courts / media / main concern
transparency 245: = nothing is published
stated_outcomes 247: reacts favourably ~quoted without a speaker: / ombudsmen, on general affairs and on the rights of
  / invited to China / candidates for the posts of Special Rapporteur
relation_to_unchr 249: = the common position of the EU; the paper refers to its entry on the EU (l. 211)""",
    "japan": """
status 3,12: = list of China's dialogue partners
start 253: = 1997 @1997
sessions_held 255: = three in total / held @1997 / held @1998 / held @2000
content 261: expression / religion / minorities / a judiciary that is independent / due process
transparency 265: prefers to stay away from public discussions / private meetings with NGOs
ngo_participation 265: = private meetings with NGOs
relation_to_unchr 267: dialogue over enforcement ~quoted without a speaker: / voted in the past against""",
    "norway": """
status 3,13: = list of China's dialogue partners
start 271: = 1997 @1997
frequency 273: = once a year
duration_and_format 275: China Project / a curriculum and a textbook for China's first university course
content 279: expression / religion / labour / NGOs / rule of law / criminal procedure / death penalty / labour camps
  / conventions of the UN be ratified
projects 275: China Project / a curriculum and a textbook for China's first university course
relation_to_unchr 285: = voted in the past against the no-action motions that China tabled""",
    "switzerland": """
status 3,14: = list of China's dialogue partners
start 289: = 1990 @1990
benchmarks_and_evaluation 295,297,298,300: serious violations #297 / truly ready for a dialogue that is open #298
  / one review by Bern University, whose two authors' @2000-02 #300 / Swiss trade with China @2000-02 #300
content 302: penal law / freedom of religion / women, and birth control / minorities, Tibet included
tibet 302: minority rights / one of the largest / Middle Way / Takna Jigme Sangpo
transparency 304: nothing is published / the report by Bern University is not public
stated_outcomes 306: "very low" without exception, in part nil / some of those interviewed ~opinion
relation_to_unchr 306: = joined in September 2002 (the paper does not say what was joined) @2002-09""",
    "uk": """
status 3,15: = list of China's dialogue partners
start 310: = after Hong Kong was handed over @1997
frequency 312: = twice a year
sessions_held 312: = nine rounds since 1997
duration_and_format 314: 2 days, in the UK and in China by turns / Northern Ireland and Gansu
benchmarks_and_evaluation 316: as for the EU; the paper refers to its entry on the EU (l. 190 to 201)
  / the jamming of two BBC services
objectives_published 316,21: = those of the EU and one on the jamming of two BBC services / or "one or two" besides #21
content 318: = wide-ranging / death penalty / legal reform / religious freedom / re-education / Falun Gong
tibet 318: dialogue with the Dalai Lama / Panchen Lama / freedom of religion / monks and nuns
transparency 320: yearly human rights report of the Foreign Office / NGOs are consulted / in confidence
stated_outcomes 322: rule of law / engages / Special Rapporteur on Torture / (UNHCHR) renewed / prisoners released
  / pro-Tibet group of parliamentarians @2000 ~claimed
projects 322: = (UNHCHR), renewed
ngo_participation 320: NGOs are consulted / in confidence
relation_to_unchr 322: the position of the EU / co-sponsoring a resolution would end the dialogue @2000-10
  / or in 2000, in a hearing of parliament @2000 #28""",
    "us": """
status 3,16: = list of China's dialogue partners
start 326: = January 1999, following a suspension of four years @1999-01
interruptions 326: suspended for four years before January 1999
  / suspended again @1999-05 <NATO's bombing of China's embassy in Belgrade #326,340
  / announced that it would be taken up again, late in 2000 @2000 / or in May 1999 cancelled by China @1999-05 #340
frequency 328: sporadic / the several suspensions / the US's own choice, out of its internal evaluation
sessions_held 326: = two since the announcement / held @2001 / held @2002-12
duration_and_format 330: the two governments, in China and in the US by turns / 2 to 3 days in total / one-on-one
benchmarks_and_evaluation 334,328: "results-oriented" #334 / neither benchmarks nor objectives #334 / internally #328
content 336: criminal law / Xinjiang / religious freedom / workers / North Koreans / family planning / prisoners
  / religious freedom (a second time) / torture / destruction of culture / keeps to human rights
tibet 336: the task of the Special Coordinator on Tibet
transparency 338: press statements excepted / NGOs are briefed before and after
stated_outcomes 340: "incremental but unprecedented" at the session of December 2002 @2002-12 ~described as
  / below international human rights standards @2002-12 ~described as / releases of prisoners ~also cited:
  / UN Special Rapporteurs ~also cited: / US Commission on International Religious Freedom ~also cited:
  / Memorandum of Understanding on prison labour ~also cited: / Lorne Craner
projects 330,332: wide range of programmes / one and the same Bureau of the State Department #332
ngo_participation 338: = NGOs are briefed before and after
relation_to_unchr 340: how things stand on the ground / agree with this ~seems / the Commission's 55th session @1999
  / cancelled by China, to retaliate @1999-05""",
}

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
