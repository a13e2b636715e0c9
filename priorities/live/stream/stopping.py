"""Learning early that the server stops.

A server first waits for its open answers and then sends the message that it stops. Answers that
never end by themselves would make it wait for ever, so the signal itself is heard.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def when_stopping(call: Callable[[], Any]) -> None:
    """Have *call* called on a signal to stop, and then what the server does on it.

    Where the server's loop listens for signals by itself, it still does. Nothing is done in a
    thread, where Python forbids it, nor for a signal without a handler.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in _SIGNALS:
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, _both(call, before))


def _both(call: Callable[[], Any], before: Callable[[int, FrameType | None], Any]) -> Any:
    def handle(number: int, frame: FrameType | None) -> None:
        call()
        before(number, frame)

    return handle
