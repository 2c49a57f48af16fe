"""An address met in a page → the file of ours that it names, or a refusal. Nothing else is ever fetched."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

KINDS = frozenset({".ttf"})


def own_asset(url: str, folder: Path) -> Path:
    """Return the file in `folder` that a `file:` address names.

    Raises:
        ValueError: it is another scheme, another host, another folder (by `..` or a link too) or another kind of file.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() != "file" or parts.netloc or parts.query:
        raise ValueError("A report fetches nothing but its own fonts.")
    path = Path(unquote(parts.path)).resolve()
    if not path.is_relative_to(folder.resolve()) or path.suffix not in KINDS or not path.is_file():
        raise ValueError("A report reads no file but its own fonts.")
    return path
