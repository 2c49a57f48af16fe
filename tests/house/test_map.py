"""The map is two pages and names files that exist; the glossary has every word that names a class."""

import ast
import re

from tests.support.checkout import ROOT, named, python_files

MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "src" / "evalflow"
NAMED = re.compile(r"`([\w./-]+(?:/|\.(?:py|yaml)))`")
WORD = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
TWO_PAGES = 120


def test_the_map_has_two_pages_at_most() -> None:
    assert len(MAP.splitlines()) <= TWO_PAGES


def test_every_file_and_folder_that_the_table_names_exists() -> None:
    _, table = MAP.split("## To add X, open Y")
    paths = NAMED.findall(table)
    assert len(paths) > 30
    assert [path for path in paths if not ((PACKAGE / path).exists() or (ROOT / path).exists())] == []


def test_every_topic_is_on_the_map() -> None:
    rooms = {"engine", "evaluation", "store", "effects", "usecases", "cli"}
    topics = {path.parent for path in python_files("src") if path.parent.parent.name in rooms}
    assert [named(topic) for topic in sorted(topics) if f"`{topic.name}/`" not in MAP] == []


def test_the_glossary_has_every_word_that_names_a_class() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = {word.strip().lower() for row in WORD.findall(glossary) for word in row.split(",")}
    assert (
        sorted(
            f"{node.name} in {named(path)}"
            for path in python_files("src")
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef) and re.fullmatch("[A-Z][a-z]+", node.name)
            if node.name.lower() not in words
        )
        == []
    )
