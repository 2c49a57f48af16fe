"""House rules that no linter knows: names, reasons beside exceptions, nothing of one machine."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import named, project_files, python_files, text_of

VAGUE = frozenset(
    ["util", "utils", "helper", "helpers", "common", "manager", "handler", "service", "base", "misc", "data"]
)
EXCEPTION = re.compile(
    r"noqa\b(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?"
    r"|type:\s*ignore\b(?:\[[\w,\s-]+\])?"
    r"|pragma:\s*no\s+(?:cover|branch)"
)
BLANKET = re.compile(r"noqa\b(?!:)|type:\s*ignore\b(?!\[)|(?:ruff|flake8):\s*noqa|mypy:\s*ignore-errors")
ELSEWHERE = re.compile(
    r"(?<![\w.$}>-])/(?:work|root|opt|home/\w+|Users/\w+)/"  # a path of one machine
    r"|--(?:extra-)?index-url|--find-links|\b(?:extra-)?index-url\s*=|PIP_(?:EXTRA_)?INDEX_URL|UV_(?:DEFAULT_)?INDEX\b"
    r"|https?://[^\s\"]+/simple/"  # the address of a package index
)
THIS = Path(__file__).resolve()


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    assert [named(path) for path in python_files("src", "tests") if _unexplained(path)] == []


def test_no_file_or_class_has_a_name_that_says_nothing() -> None:
    files = [named(path) for path in project_files("src", "tests") if VAGUE & set(re.split(r"[_./]", named(path)))]
    classes = [f"{named(path)}: {name}" for path, name in _classes() if VAGUE & set(_words(name))]
    assert files + classes == []


def test_no_function_or_variable_of_the_package_is_called_by_a_name_that_says_nothing() -> None:
    assert [f"{named(path)}:{line}: {name}" for path, line, name in _names() if name.strip("_") in VAGUE] == []


def test_every_exception_to_a_rule_names_the_rule_and_has_its_reason_beside_it() -> None:
    assert [
        f"{named(path)}:{line}: {comment}"
        for path in python_files("src", "tests", "benchmarks", "db")
        for line, comment in _comments(path)
        if not _justified(comment)
    ] == []


@pytest.mark.parametrize(
    ("comment", "justified"),
    [
        ("# because the order matters", True),
        ("# noqa: S608 the names are constants of this module", True),
        ("# type: ignore[arg-type]  # noqa: S608  # the stubs lag behind", True),
        ("# noqa: S608", False),
        ("# noqa", False),
        ("# noqa because I say so", False),
        ("# type: ignore[arg-type]", False),
        ("# type: ignore  # the stubs lag behind", False),
    ],
)
def test_an_exception_without_rule_or_reason_is_seen(comment: str, justified: bool) -> None:
    assert _justified(comment) is justified


def test_no_file_of_the_project_knows_one_machine_or_a_package_index() -> None:
    assert [
        f"{named(path)}:{number}: {line.strip()[:120]}"
        for path in project_files()
        if path != THIS and (text := text_of(path)) is not None
        for number, line in enumerate(text.splitlines(), start=1)
        if ELSEWHERE.search(line)
    ] == []


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("see /home/ada/project/x", True),
        ("pip install --index" + "-url x", True),
        ("index-url = file:///somewhere", True),
        ("https://example.org/work/home/", False),
        ("src/evalflow/resources.py", False),
    ],
)
def test_a_path_of_one_machine_is_seen(line: str, seen: bool) -> None:
    assert bool(ELSEWHERE.search(line)) is seen


def _unexplained(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return bool(tree.body) and not ast.get_docstring(tree)


def _classes() -> Iterator[tuple[Path, str]]:
    for path in python_files("src", "tests"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield path, node.name


def _names() -> Iterator[tuple[Path, int, str]]:
    for path in python_files("src"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                    yield path, node.lineno, name
                case ast.Name(id=name, ctx=ast.Store()):
                    yield path, node.lineno, name


def _words(name: str) -> list[str]:
    """Return the words of a class name: `BaseRow` → base, row."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)]


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    source = io.StringIO(path.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(source.readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _justified(comment: str) -> bool:
    if BLANKET.search(comment):
        return False
    *_, reason = EXCEPTION.split(comment)
    return not EXCEPTION.search(comment) or len(re.findall(r"\w{2,}", reason)) >= 2
