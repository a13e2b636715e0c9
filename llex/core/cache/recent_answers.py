"""Keeps what the shared cache told a moment ago, so that not every reader asks it."""

import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

Answer = TypeVar("Answer")

# For how long an answer is kept: shorter than it takes to follow a link.
SECONDS: float = 0.2
_MOST: Final = 1000


class RecentAnswers(Generic[Answer]):
    """Answers by their key. What another process changes is seen once they are too old."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[float, Answer]] = {}

    def get(self, key: str, ask: Callable[[], Answer]) -> Answer:
        """Return the answer to *key*, asking only where none is recent."""
        kept = self._answers.get(key)
        if kept and time.monotonic() - kept[0] < SECONDS:
            return kept[1]
        answer = ask()
        if len(self._answers) >= _MOST:
            self._answers.clear()
        self._answers[key] = (time.monotonic(), answer)
        return answer

    def forget(self, key: str) -> None:
        """Ask again, since this process knows that the answer has changed."""
        self._answers.pop(key, None)
