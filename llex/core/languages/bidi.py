"""The direction in which a text runs, as its own letters say."""

from unicodedata import bidirectional


def direction_of(text: str) -> str:
    """Return ``"rtl"`` or ``"ltr"`` by the first letter of *text*; ``"ltr"`` where it has none."""
    for character in text:
        if (kind := bidirectional(character)) in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def isolate(text: str) -> str:
    """Return *text* so that its signs stay with it in a sentence of the other direction."""
    return f"\u2068{text}\u2069"
