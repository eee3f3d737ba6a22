"""An answer that is written while it is being sent: bytes from a thread of its own, through a pipe.

PostgreSQL hands out a COPY by calling whoever writes it away; a web server asks for the next piece. The pipe
joins the two and holds no more than its buffer, however large the answer is.
"""

import io
import os
import select
from collections.abc import Callable, Iterator
from http import HTTPStatus
from threading import BoundedSemaphore, Thread
from typing import Any, BinaryIO

import structlog
from django.db import connection
from rest_framework.exceptions import APIException

PIECE = 1 << 18
"""Bytes."""
STALL_SECONDS = 60
"""Whoever takes nothing for so long has gone: the database is let go of, whatever the server believes."""
MOST_AT_ONCE = 4
"""In one web process: half of its threads, so that short requests are still answered."""

Produce = Callable[[BinaryIO], None]
log = structlog.get_logger(__name__)


class Torn(RuntimeError):
    """The answer ended before it was whole; the server breaks off what it has begun to send."""


class TooMany(APIException):
    """As many answers are being streamed as this process has room for: 503, and it passes."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "busy"
    default_detail = "Too many whole collections are being sent at the moment. Try again in a few seconds."
    wait = 5


class Flow:
    """Iterates over what `produce` writes. It runs in a thread with a database connection of its own.

    What goes wrong before the first byte is raised here, in time for a proper answer; after it, the iteration
    raises `Torn`. Closing the flow, as servers do when the client has gone, ends the thread and its
    transaction. Raises `TooMany`.
    """

    _places = BoundedSemaphore(MOST_AT_ONCE)

    def __init__(self, produce: Produce, *, stall_seconds: float = STALL_SECONDS) -> None:
        if not self._places.acquire(blocking=False):
            raise TooMany
        self._failure: BaseException | None = None
        reading, writing = os.pipe()
        self._source = os.fdopen(reading, "rb", buffering=0)
        self._sink = _Sink(writing, stall_seconds)
        self._thread = Thread(target=self._run, args=(produce,), name="flow", daemon=True)
        self._thread.start()
        self._first = self._source.read(PIECE)
        if not self._first:
            self._end()
            if self._failure is not None:
                raise self._failure

    def __iter__(self) -> Iterator[bytes]:
        piece = self._first
        while piece:
            yield piece
            piece = self._source.read(PIECE)
        self._end()
        if self._failure is not None:
            raise Torn("The answer could not be finished.") from self._failure

    def close(self) -> None:
        """Let go of the database. The pipe has nobody at its end any more, which the next write finds out."""
        self._end()

    def _end(self) -> None:
        self._source.close()
        self._thread.join()

    def _run(self, produce: Produce) -> None:
        try:
            with io.BufferedWriter(self._sink, PIECE) as sink:
                produce(sink)
        except BrokenPipeError:
            log.info("stream_left_by_its_reader")
        except BaseException as failure:  # raised again where the answer is sent
            self._failure = failure
            log.warning("stream_torn", exc_info=failure)
        finally:
            self._sink.close()
            connection.close()
            self._places.release()


class _Sink(io.RawIOBase):
    """The writing end of the pipe. Raises TimeoutError where nobody takes anything out of it for too long."""

    def __init__(self, descriptor: int, stall_seconds: float) -> None:
        self._descriptor, self._stall_seconds = descriptor, stall_seconds
        os.set_blocking(descriptor, False)

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        if not select.select([], [self._descriptor], [], self._stall_seconds)[1]:
            raise TimeoutError("Nobody has taken anything for too long.")
        return os.write(self._descriptor, data)

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()
