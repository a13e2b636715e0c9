"""The language that the texts of a row are written in."""

from typing import Any


class WrittenInSession:
    """A row that is written in the main language of its session."""

    session: Any

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return str(self.session.main_language)
