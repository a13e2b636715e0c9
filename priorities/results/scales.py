"""How a mean is drawn: every bar begins at the lowest score and ends at the highest."""

from __future__ import annotations


def reach(mean: float | None, scale: int) -> float:
    """Return how far *mean* is from the lowest score to the highest, from 0 to 1."""
    return 0.0 if mean is None else (mean - 1) / (scale - 1)


def percent(mean: float | None, scale: int) -> float:
    """Return the length of the bar of *mean* in a drawing that is 100 wide."""
    return round(100 * reach(mean, scale), 1)


def ticks(scale: int) -> list[float]:
    """Return where the scores between the ends are, from 0 to 1."""
    return [score / (scale - 1) for score in range(1, scale - 1)]


def tick_path(scale: int, height: int = 10) -> str:
    """Return the ticks as the commands of an SVG path in a drawing 100 wide and *height* high."""
    return "".join(f"M{round(100 * place, 2):g} 0v{height}" for place in ticks(scale))
