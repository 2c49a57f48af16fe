"""A thousand inputs in twenty languages, with campaign copies and formula cells: all listed, none mended, none lost."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable

import pytest

from tests.stories.places import CYCLE, Place

LANGUAGES = (
    "In prison {n} families were told on the day of their visit that it would not take place, and nobody said why.",
    "À la prison {n}, les familles ont appris le jour même que la visite n'aurait pas lieu, sans aucune explication.",
    "Im Gefängnis {n} erfuhren die Familien erst am Tag des Besuchs, dass er nicht stattfindet, ohne jede Begründung.",
    "En la prisión {n} las familias supieron el mismo día que la visita no tendría lugar, y nadie dijo por qué.",
    "Na prisão {n} as famílias souberam no próprio dia que a visita não teria lugar, e ninguém disse porquê.",
    "Nel carcere {n} le famiglie seppero solo quel giorno che la visita non ci sarebbe stata, e nessuno disse perché.",
    "In gevangenis {n} hoorden de families pas op de dag zelf dat het bezoek niet doorging, en niemand zei waarom.",
    "W więzieniu {n} rodziny dowiedziały się dopiero w dniu wizyty, że jej nie będzie, i nikt nie powiedział dlaczego.",
    "Ve věznici {n} se rodiny až v den návštěvy dozvěděly, že se neuskuteční, a nikdo neřekl proč.",
    "В тюрьме {n} семьи узнали лишь в день свидания, что оно не состоится, и никто не сказал почему.",
    "У в'язниці {n} родини лише в день побачення дізналися, що його не буде, і ніхто не сказав чому.",
    "{n} numaralı cezaevinde aileler ziyaretin yapılmayacağını ancak o gün öğrendi ve kimse nedenini söylemedi.",
    "في السجن {n} علمت العائلات يوم الزيارة فقط أنها لن تتم، ولم يقل أحد لماذا حدث ذلك.",
    "בכלא {n} נודע למשפחות רק ביום הביקור שהוא לא יתקיים, ואיש לא אמר להן מדוע זה קרה.",
    "در زندان {n} خانواده‌ها تازه در روز ملاقات فهمیدند که انجام نمی‌شود و هیچ‌کس نگفت چرا.",
    "जेल {n} में परिवारों को मुलाक़ात के दिन ही पता चला कि वह नहीं होगी, और किसी ने कारण नहीं बताया।",
    "在第{n}监狱，家属到探视当天才得知探视被取消，没有人说明任何理由。",
    "第{n}刑務所では、家族は面会の当日になって初めて中止を知らされ、理由は誰からも説明されなかった。",
    "{n} 교도소에서 가족들은 면회 당일에야 면회가 취소되었음을 알았고 아무도 그 이유를 말하지 않았다.",
    "Tại trại giam {n}, các gia đình chỉ biết vào đúng ngày thăm rằng cuộc thăm bị hủy, và không ai nói vì sao.",
)  # fmt: skip
FORMULAS = ('=HYPERLINK("https://example.org","x")', "+1+1", "-2+3", "@SUM(A1:A9)")
CAMPAIGN = "We ask the body to publish, before the next session, which cases were raised and what was answered to each."
SINGLE, COPIES, ALMOST, FORMULA, TWICE = 780, 120, 60, 40, 10


def table() -> list[list[str]]:
    """Return the rows: in every language, a campaign, texts nearly like it, formulas, and some handed in twice."""
    rows = [
        ["individual", f"Example person {n}", LANGUAGES[n % len(LANGUAGES)].format(n=10_000 + n)] for n in range(SINGLE)
    ]
    rows += [["ngo", f"Example group {n}", CAMPAIGN] for n in range(COPIES)]
    rows += [["ngo", f"Example circle {n}", f"{CAMPAIGN} Number {n}: this is our town."] for n in range(ALMOST)]
    rows += [
        ["expert", f"{FORMULAS[n % len(FORMULAS)]} {n}", f"{FORMULAS[n % len(FORMULAS)]} is what cell {n} held."]
        for n in range(FORMULA)
    ]
    return rows + [rows[n * 7] for n in range(TWICE)]


@pytest.fixture
def place(at_sqlite: Callable[[str], Place]) -> Place:
    return at_sqlite("extending")


def test_a_thousand_inputs_are_taken_in_as_they_are(place: Place) -> None:
    rows, out = table(), io.StringIO()
    csv.writer(out).writerows(
        [["kind", "level", "submitter", "objective", "text"], *([k, "public", who, "", text] for k, who, text in rows)]
    )
    (place.folder / "thousand.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    known = codes(place)
    place.done("input", "receive", CYCLE, "thousand.csv")
    listed = [row for row in listing(place) if row["code"] not in known]
    assert len(listed) == len(rows) - TWICE == 1_000
    assert Counter(row["submitter"] for row in listed) == Counter(who for _, who, _ in rows[:1_000])

    points = json.loads(place.done("input", "points", CYCLE, "--format", "json"))["rows"]
    texts = Counter(row["text"] for row in points if row["input"] not in known)
    assert texts == Counter(text for *_, text in rows[:1_000])  # to the letter, in every script
    shown = [json.loads(place.done("input", "show", one, "--format", "json")) for one in campaign(listed)[:2]]
    assert [bool(one["copy_of"]) for one in shown] == [False, True]

    cells = [
        cell for row in csv.reader(io.StringIO(place.done("input", "list", CYCLE, "--format", "csv"))) for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert sum(cell.startswith(("'=", "'+", "'-", "'@")) for cell in cells) == FORMULA
    hints = json.loads(place.done("input", "similar", CYCLE, "--format", "json"))["rows"]
    almost = {row["code"] for row in listed if row["submitter"].startswith("Example circle")}
    assert almost <= {row["also"] for row in hints}
    assert "The record is sound." in place("audit", "verify").err


def campaign(listed: list[dict[str, str]]) -> list[str]:
    return [row["code"] for row in listed if row["submitter"].startswith("Example group")]


def listing(place: Place) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(place.done("input", "list", CYCLE, "--format", "json"))["rows"]
    return rows


def codes(place: Place) -> list[str]:
    return [row["code"] for row in listing(place)]
