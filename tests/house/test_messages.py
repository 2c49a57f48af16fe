"""Each message that the sources make has words in the catalogue, with a place for each of its values, and no other."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from evalflow.evaluation.report.catalogue import ENGLISH
from evalflow.evaluation.report.catalogue.plural import Plural

SOURCES = Path(__file__).resolve().parents[2] / "src" / "evalflow"
COMPUTED = {"statement", "end", "end.short", "instant", "period", "said"}  # their words are worked out


def calls() -> Iterator[ast.Call]:
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                yield node


def patterns_of(key: ast.expr) -> list[str]:
    """Return what matches the keys that an expression may give; anything may stand in its places."""
    match key:
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.JoinedStr(values=values):
            return ["".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".*" for v in values)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*patterns_of(body), *patterns_of(orelse)]
    return [".*"]


def places_of(key: str) -> set[str]:
    words = ENGLISH[key]
    texts = (words.one, words.many) if isinstance(words, Plural) else (words,)
    found = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    return found | ({words.by} if isinstance(words, Plural) else set())


def test_each_key_has_words_and_each_of_its_values_a_place() -> None:
    for call in calls():
        keys = [key for pattern in patterns_of(call.args[0]) for key in ENGLISH if re.fullmatch(pattern, key)]
        named = {given.arg for given in call.keywords}
        if isinstance(call.args[0], ast.Constant) and call.args[0].value not in COMPUTED:
            assert keys, ast.unparse(call)
            assert None in named or places_of(keys[0]) == named, ast.unparse(call)


def test_no_words_are_kept_that_no_source_asks_for() -> None:
    texts = {
        node.value
        for path in SOURCES.rglob("*.py")
        if "catalogue" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    asked = [pattern for call in calls() for pattern in patterns_of(call.args[0]) if pattern != ".*"]
    unused = [key for key in ENGLISH if key not in texts and not any(re.fullmatch(one, key) for one in asked)]
    assert [key for key in unused if not _built(key, texts)] == []


def _built(key: str, texts: set[str]) -> bool:
    """Return whether a key is put together of one that is named and an ending, as `objective.ended-into`."""
    return any(key.startswith(text) for text in texts if "." in text and len(text) > 4)


def test_every_sentence_can_be_a_text_of_a_catalogue() -> None:
    whole: Mapping[str, object] = ENGLISH
    assert all(isinstance(words, str | Plural) for words in whole.values())
