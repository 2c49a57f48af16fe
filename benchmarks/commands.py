"""Whole commands, each a process of its own, against a process that only imports what the command cannot do without.

`evalflow --help` stands beside `import click`; `today` and `cycle status` stand beside `import sqlmodel`. They look at
the record of the demo in the middle of its evaluation: it is stopped there, which it is made to bear.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import HEADING, in_turns, lines

TURNS = 15
CYCLE = "UK-CHINA-2027"
_UNTIL = " Jun 2027"  # by then inputs are received and disposed of, and objectives are being rated
_EVALFLOW = str(Path(sys.executable).with_name("evalflow"))
_COMPARED = (
    (("--help",), "click", 2.0),
    (("today",), "sqlmodel", 1.5),
    (("cycle", "status", CYCLE), "sqlmodel", 1.5),
)


def main(turns: int) -> None:
    with TemporaryDirectory(prefix="commands-") as folder:
        _run_demo(Path(folder), _UNTIL)
        print(HEADING)
        for words, module, aim in _COMPARED:
            ours = partial(_run, [_EVALFLOW, *words], Path(folder, "demo"))
            theirs = partial(_run, [sys.executable, "-c", f"import {module}"], Path(folder, "demo"))
            ours(), theirs()  # compiled and in the cache of files from now on, as after an installation
            what = f"evalflow {' '.join(words)} / import {module}"
            print(*lines(what, in_turns([(ours, theirs)] * turns), aim), sep="\n")


def _run_demo(folder: Path, until: str) -> None:
    """Run the demo in a folder, up to the first line that holds `until`."""
    words = [_EVALFLOW, "demo", "--folder", "demo"]
    with subprocess.Popen(words, cwd=folder, env=_environment(), stderr=subprocess.PIPE, text=True) as demo:
        said = []
        for told in demo.stderr or ():
            said.append(told)
            if until in told:
                demo.kill()
                return
    sys.exit(f"The demo never came to {until!r}. It said:\n{''.join(said)}")


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, env=_environment(), check=True, capture_output=True)


def _environment() -> dict[str, str]:
    """Return what every process gets: compiled modules are kept, as an installation keeps them."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EVALFLOW_"))}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
