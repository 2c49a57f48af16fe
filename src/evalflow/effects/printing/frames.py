"""Bytes of any length → one frame on a pipe, and back: eight bytes of length, then the bytes."""

from typing import BinaryIO

LENGTH = 8  # bytes, big-endian


def write_frame(pipe: BinaryIO, content: bytes) -> None:
    """Write `content` as one frame and push it out."""
    pipe.write(len(content).to_bytes(LENGTH, "big"))
    pipe.write(content)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> bytes | None:
    """Return the next frame, or None where the other side has closed the pipe before its end."""
    head = pipe.read(LENGTH)
    if len(head) < LENGTH:
        return None
    length = int.from_bytes(head, "big")
    content = pipe.read(length)
    return content if len(content) == length else None
