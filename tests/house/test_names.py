"""A class has one name in the whole project, so that a reader who searches for it finds one."""

import ast
from collections import defaultdict

from tests.support.checkout import named, python_files


def test_no_two_classes_have_the_same_name() -> None:
    classes = defaultdict(list)
    for path in python_files("src", "tests"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                classes[node.name].append(named(path))
    assert {name: files for name, files in classes.items() if len(files) > 1} == {}
