"""Imports point one way, and starting the command line stays light."""

import subprocess
import sys
from importlib.util import find_spec

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


# What only the report, a proof, a simulation or a copy needs; and what makes a table or reads a file.
UNNEEDED = (
    "evalflow.definitions.proof",
    "evalflow.definitions.registry",
    "evalflow.effects.record_json",
    "evalflow.engine.simulation",
    "evalflow.engine.soundness",
    "evalflow.evaluation.report.public_record",
    "evalflow.evaluation.report.record",
    "evalflow.evaluation.report.side_by_side",
    "evalflow.usecases.report.comparisons",
    "evalflow.usecases.report.files",
)
LOOKS = """
import sys
import evalflow.cli.start.today, evalflow.cli.cycle.status, evalflow.wiring
print(*sorted(sys.modules))
"""


def test_the_pages_of_the_morning_import_nothing_that_only_other_commands_need() -> None:
    looked = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    loaded = looked.stdout.split()
    assert [name for name in UNNEEDED if find_spec(name) is None] == []
    assert "evalflow.usecases.clock.today" in loaded
    assert [name for name in loaded if name.startswith(UNNEEDED)] == []
    assert (HEAVY - {"pydantic", "sqlalchemy", "sqlmodel"}) & {name.partition(".")[0] for name in loaded} == set()
