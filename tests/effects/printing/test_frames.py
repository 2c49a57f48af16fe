"""A frame comes out of a pipe as it went in, or not at all."""

import io

import pytest

from evalflow.effects.printing.frames import read_frame, write_frame


def test_frames_come_out_as_they_went_in() -> None:
    pipe = io.BytesIO()
    for content in (b"", b"one", b"\x00" * 70_000):
        write_frame(pipe, content)
    pipe.seek(0)
    assert [read_frame(pipe) for _ in range(4)] == [b"", b"one", b"\x00" * 70_000, None]


@pytest.mark.parametrize("cut", [b"", b"\x00\x00", b"\x00" * 7 + b"\x03ab"])
def test_a_frame_that_was_cut_off_is_none(cut: bytes) -> None:
    assert read_frame(io.BytesIO(cut)) is None
