"""Imports point one way, and starting the command line stays light."""

import subprocess
import sys

from tests.support.checkout import ROOT

HEAVY = {"alembic", "apscheduler", "jinja2", "pydantic", "rich", "sqlalchemy", "sqlmodel", "weasyprint"}
ASKS_FOR_HELP = """
import sys
from evalflow.cli.main import main
sys.argv = ["evalflow", "--help"]
try:
    main()
except SystemExit as ended:
    print("ended with", ended.code, file=sys.stderr)
print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def test_imports_keep_to_the_contracts() -> None:
    linted = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_help_loads_none_of_the_heavy_libraries() -> None:
    asked = subprocess.run([sys.executable, "-c", ASKS_FOR_HELP], capture_output=True, text=True)
    ended, loaded = asked.stderr.splitlines()[-2:]
    assert ended == "ended with 0", asked.stderr
    assert "click" in loaded.split()
    assert HEAVY & set(loaded.split()) == set()
