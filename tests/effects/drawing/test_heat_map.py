"""Scorecards side by side as a picture: a word in every cell, its text beside it, reservations below."""

from xml.etree import ElementTree

from evalflow.effects.drawing.heat_map import HeatCell, HeatRow, heat_map_svg

COLUMNS = {"R05": "Objectives", "R12": "A title that is far too long for its cell"}
ROWS = [
    HeatRow("Chile", (HeatCell("unknown"), HeatCell("fail", "apparently"))),
    HeatRow("Norway & <others>", (HeatCell("pass"), HeatCell("n-a"))),
]


def read(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)  # noqa: S314 - made by the function under test


def texts(picture: str) -> list[str]:
    return [one.text or "" for one in read(picture).iter() if one.tag.endswith("text")]


def test_every_cell_has_its_word_and_its_shape() -> None:
    found = texts(heat_map_svg("Side by side", COLUMNS, ROWS))
    assert [one for one in found if one and one[0] in "○■●–" and len(one) < 10] == ["○ ?", "■ fail*", "● pass", "– n-a"]
    assert "Norway & <others>" in found


def test_a_reservation_stands_below() -> None:
    assert "* Chile, R12: fail, said with “apparently”" in texts(heat_map_svg("Side by side", COLUMNS, ROWS))


def test_the_same_is_told_in_words() -> None:
    root = read(heat_map_svg("Side by side", COLUMNS, ROWS, "Worked example."))
    title, told = (one.text for one in list(root)[:2])
    assert title == "Side by side. Worked example."
    assert told == "Chile: R05 unknown, R12 fail (apparently). Norway & <others>: R05 pass, R12 n-a"


def test_a_long_title_is_cut_to_its_cell_and_the_same_values_give_the_same_bytes() -> None:
    picture = heat_map_svg("Side by side", COLUMNS, ROWS)
    assert "A title that…" in texts(picture)
    assert picture == heat_map_svg("Side by side", COLUMNS, ROWS)
