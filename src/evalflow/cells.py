"""Text of a cell → the same, harmless for a spreadsheet program. For CSV that goes out, never for what comes in."""

import re
from typing import Final

_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def safe_cell(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet could take it for a formula, else unchanged.

    No two texts give the same cell: one that begins with apostrophes and such a sign gets one more. So taking one
    apostrophe off every cell that begins like this gives the texts back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(cell: str) -> str:
    """Return the text that `safe_cell` made a cell of. For files that this program wrote and is given back."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
