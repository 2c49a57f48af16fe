"""The checkout → its files, for tests that read the project itself."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@cache
def project_files(*under: str) -> tuple[Path, ...]:
    """Return the files git tracks or would track, all or under the named folders. Skips the test where git is not."""
    if not (ROOT / ".git").exists():
        pytest.skip("This reads what git tracks, and there is no git checkout here.")
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *under]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return tuple(path for path in paths if path.is_file())


def python_files(*under: str) -> tuple[Path, ...]:
    """Return the project's Python files under the named folders."""
    return tuple(path for path in project_files(*under) if path.suffix == ".py")


def text_of(path: Path) -> str | None:
    """Return a file's text, or None for a picture, a font and the like."""
    content = path.read_bytes()
    return None if b"\0" in content else content.decode("utf-8", errors="replace")


def named(path: Path) -> str:
    """Return a path as it reads in a message: from the checkout's root on."""
    return path.relative_to(ROOT).as_posix()
