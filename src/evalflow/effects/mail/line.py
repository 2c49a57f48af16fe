"""A connection to a server that nobody here controls → one that ends in time, and of which little is kept in memory."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final, Protocol

MOST_LINES: Final = 200  # of one response: the longest list of extensions that servers give has some thirty
MOST_BYTES: Final = 64 * 1024


class TooMuch(Exception):
    """The server's response is longer than any response is."""

    def __init__(self, lines: int, size: int) -> None:
        super().__init__(f"the server's response is longer than {lines} lines or {size // 1024} KiB.")


class Line:
    """The connection itself, held here too, so that another thread can cut it under a library and TLS."""

    def __init__(self) -> None:
        self._held: socket.socket | None = None
        self._is_cut = False

    def opened(self, connection: socket.socket) -> socket.socket:
        """Return the connection, ready for many small answers."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held = connection.dup()
        if self._is_cut:
            self.cut()
        return connection

    def cut(self) -> None:
        """End what has lasted too long; whoever reads from it meets the end of it."""
        self._is_cut = True
        if self._held:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        if self._held:
            self._held.close()

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Cut it unless the block ends before, however little the server sends at a time."""
        watch = threading.Timer(seconds, self.cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


class Budget:
    """How much of one response may still be read. It is given `anew` with each command."""

    def __init__(self, lines: int = MOST_LINES, size: int = MOST_BYTES) -> None:
        self._most = lines, size
        self.anew()

    def anew(self) -> None:
        self._lines, self._bytes = self._most

    def spend(self, size: int, lines: int = 1) -> None:
        """Take what is read, or what the server has announced, from the budget.

        Raises:
            TooMuch: nothing is left of it.
        """
        self._lines -= lines
        self._bytes -= size
        if min(self._lines, self._bytes) < 0:
            raise TooMuch(*self._most)


class _Readable(Protocol):
    def readline(self, size: int = ..., /) -> bytes: ...

    def close(self) -> None: ...


class Measured:
    """What a client reads from, line by line, within a budget."""

    def __init__(self, file: _Readable, budget: Budget) -> None:
        self._file = file
        self._budget = budget

    def readline(self, size: int = MOST_BYTES) -> bytes:
        read = self._file.readline(min(size, MOST_BYTES))
        self._budget.spend(len(read))
        return read

    def close(self) -> None:
        self._file.close()
