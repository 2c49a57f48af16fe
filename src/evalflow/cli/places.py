"""A path that is to be written → refused where the folder it is to stand in is not there: it may be a slip."""

from pathlib import Path

from evalflow.errors import NotFound


def refuse_nowhere(path: Path) -> None:
    """Refuse a path whose folder does not exist.

    Raises:
        NotFound: `no-such-folder`.
    """
    if not path.parent.is_dir():
        raise NotFound(
            "no-such-folder", f"There is no folder {path.parent}. Make it first, or check how it is spelled."
        )
