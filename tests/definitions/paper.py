"""What the paper states of each dialogue, field by field, as one reader read it."""

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
