"""Files and folders stay small enough to hold in mind, and each file says something of its own in its first line."""

import ast
from collections import Counter, defaultdict

from tests.support.checkout import named, python_files

LONGEST = 400
MOST = 25


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files("src", "tests")}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_folder_has_more_files_than_a_reader_can_survey() -> None:
    folders = Counter(named(path.parent) for path in python_files("src", "tests"))
    assert {folder: files for folder, files in folders.items() if files > MOST} == {}


def test_no_two_files_say_the_same_in_their_first_line() -> None:
    files = defaultdict(list)
    for path in python_files("src", "tests"):
        if says := ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))):
            files[says.splitlines()[0]].append(named(path))
    assert {line: names for line, names in files.items() if len(names) > 1} == {}
