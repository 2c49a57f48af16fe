"""An input's receipts that tell too much → one that holds the code alone, there before the others are destroyed.

The record does not keep the code: a receipt that was destroyed first would take it along when the process is killed.
"""

from evalflow.effects.disk.files import write_new
from evalflow.errors import Broken
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.people import Record
from evalflow.usecases.door.current import Current
from evalflow.usecases.door.door import Acting, Door
from evalflow.usecases.inputs.erasure import not_destroyed
from evalflow.usecases.inputs.receipts import (
    FOLDER,
    code_in,
    file_stem,
    receipt_text,
    receipts_that_tell,
    tells_nothing,
)


def replace_receipts(act: Acting, door: Door, current: Current, before: Input, after: Input) -> None:
    """Owe and write the receipt that takes the place of those that tell what is erased, if the folder has such.

    Killed at any moment, the folder shows the code that counts, or the next writer gives a new one. A dry run writes
    none.

    Raises:
        Broken: `not-destroyed`, it cannot be written; then nothing was changed.
    """
    example = act.tx.all(Record)[0].example
    telling = receipts_that_tell(door.folder, before, example=example)
    if door.folder is None or not telling or tells_nothing(door.folder, before, example=example):
        return
    number = act.new_id()[:8]
    act.tx.enqueue(f"receipt:{after.id}:{number}", "receipt-code-only", after.id, act.now)
    code = code_in(door.folder, before, example=example)
    if not code or door.dry_run:
        return
    text = receipt_text(after, current, code, example=example, in_full=False)
    try:
        write_new(door.folder / FOLDER / f"{file_stem(after, example=example)}-{number}.txt", text.encode("utf-8"))
    except Broken as failed:
        raise not_destroyed(map(str, telling), f" {failed}") from failed
