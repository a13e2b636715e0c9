"""How alike two short texts are, by the words that say something."""

from sessions_app.importing.vocabulary import content_words

# Words that begin alike are taken for one: “communauté”, “communautaire”.
_STEM = 5
# From here on, two lines say the same.
_ALIKE = 0.6
_FEWEST = 2


def stems(text: str) -> set[str]:
    """Return the beginnings of the words in *text* that say something."""
    return {word[:_STEM] for word in content_words(text)}


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter text's words are in the longer one, between 0 and 1."""
    first, second = stems(one), stems(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


def is_alike(one: str, other: str) -> bool:
    """Return whether one of two lines says most of what the other says."""
    return likeness(one, other) >= _ALIKE and len(stems(one) & stems(other)) >= _FEWEST
