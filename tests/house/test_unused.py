"""Every definition in src is used in src: what only tests use, or nothing, is deleted."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.checkout import ROOT, named, project_files, python_files

Defined = ast.FunctionDef | ast.ClassDef
# These decorators register nothing: what they stand on still has to be used by name.
PLAIN = re.compile(r"dataclass|cache|contextmanager|property|staticmethod|classmethod|total_ordering|overload")
TABLE = "TableRow"  # SQLModel finds its subclasses by itself


@dataclass(frozen=True)
class SourceFile:
    """One file of src: its module, what it defines, which names and attributes it reads, what it imports."""

    path: Path
    module: str
    body: list[ast.stmt]
    names: Counter[str]
    attributes: Counter[str]
    imports: frozenset[tuple[str, str]]


def read(path: Path) -> SourceFile:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    imports = {(n.module or "", a.name) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    names, attributes = used_in(tree)
    if path.name == "__init__.py":  # what it only hands on is used by those that import it from there
        imports = {(module, name) for module, name in imports if names[name]}
    return SourceFile(path, ".".join(parts).removesuffix(".__init__"), tree.body, names, attributes, frozenset(imports))


def used_in(tree: ast.AST) -> tuple[Counter[str], Counter[str]]:
    """Return which names and which attributes are read, and how often."""
    names, attributes = Counter[str](), Counter[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                names[name] += 1
            case ast.Attribute(attr=name, ctx=ast.Load()):
                attributes[name] += 1
    return names, attributes


def unused(files: list[SourceFile], elsewhere: frozenset[str]) -> Iterator[str]:
    attributes, imported = Counter[str](), defaultdict[str, set[str]](set)
    for file in files:
        attributes.update(file.attributes)
        for module, name in file.imports:
            imported[name].add(module)
    for file in files:
        for owner, node, name in definitions(file.body):
            handed_on = not owner and any(
                file.module == of or file.module.startswith(f"{of}.") for of in imported[name]
            )
            if name in elsewhere or handed_on:
                continue
            names, own = used_in(node) if isinstance(node, Defined) else (Counter[str](), Counter[str]())
            if not file.names[name] - names[name] + attributes[name] - own[name]:
                yield f"{named(file.path)}: {owner}{name}"


def definitions(body: list[ast.stmt], owner: ast.ClassDef | None = None) -> Iterator[tuple[str, ast.stmt, str]]:
    """Yield functions, classes and constants of a module, and methods but for those that a library asks for."""
    for node in body:
        if isinstance(node, Defined) and registered(node):
            continue
        for name in named_by(node, within=owner is not None):
            if not name.startswith("__"):
                yield f"{owner.name}." if owner else "", node, name
        if isinstance(node, ast.ClassDef) and not owner and not node.bases:
            yield from definitions(node.body, node)


def named_by(node: ast.stmt, *, within: bool) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets) if not within:
            return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)) if not within:  # a field of a class is what is stored
            return [name]
    return []


def registered(node: Defined) -> bool:
    """Return whether a decorator or a base hands it to a library that calls it, as Click does with commands."""
    bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
    return TABLE in bases or any(not PLAIN.search(ast.unparse(one)) for one in node.decorator_list)


def test_no_definition_is_used_by_tests_alone_or_by_nothing() -> None:
    texts = [path.read_text("utf-8") for path in project_files("templates", "db") if path.suffix in (".j2", ".py")]
    elsewhere = frozenset(word for text in texts for word in re.findall(r"\w+", text))
    assert list(unused([read(path) for path in python_files("src")], elsewhere)) == []


def test_what_nothing_uses_is_found() -> None:
    text = (
        "def used(): ...\ndef unused(): return unused()\nclass Kept:\n    def kept(self): ...\nWORDS = used(), Kept\n"
    )
    names, attributes = used_in(tree := ast.parse(text))
    file = SourceFile(ROOT / "src/a.py", "a", tree.body, names, attributes, frozenset())
    assert list(unused([file], frozenset({"WORDS"}))) == ["src/a.py: unused", "src/a.py: Kept.kept"]
