"""The page that shows what differs between two editions of a note."""

from dataclasses import dataclass

from django.http import Http404

from sessions_app.briefing import edition_cache
from sessions_app.briefing.document import Document, Stamp, from_data
from sessions_app.briefing.edition_comparison import ComparedPassages, compare_editions
from sessions_app.briefing.stamps import stamp_in
from sessions_app.briefing.withdrawn_editions import readable_rows
from sessions_app.models import Edition, EditionDocument


@dataclass(frozen=True, slots=True)
class EditionDifferences:
    """Two editions in the language of *document*, the later one; *groups* are all their passages.

    *is_comparable* is False where no language has both.
    """

    before: Stamp
    after: Stamp
    document: Document
    groups: tuple[ComparedPassages, ...] = ()
    is_comparable: bool = True

    @property
    def has_changes(self) -> bool:
        """Return whether any passage differs."""
        return any(group.is_changed for group in self.groups)


def edition_differences(slug: str, before: int, after: int, language: str) -> EditionDifferences:
    """Compare the editions *before* and *after* in *language*, else in one that both have.

    At most two queries. Raise Http404 unless both exist and are two, EditionWithdrawn where one is
    withdrawn.
    """
    if before == after:
        raise Http404
    old, new = _documents(slug, before), _documents(slug, after)
    shared = [code for code in new if code in old]
    first = next(iter(new))
    code = next((one for one in (language, first) if one in shared), (shared or [first])[0])
    current = edition_cache.current(slug).number
    document = from_data(new[code].content)
    groups = compare_editions(from_data(old[code].content), document) if shared else []
    return EditionDifferences(
        stamp_in(_edition(old), language, first, current=current),
        stamp_in(_edition(new), language, first, current=current),
        document,
        tuple(groups),
        is_comparable=bool(shared),
    )


def _documents(slug: str, number: int) -> dict[str, EditionDocument]:
    """Return the documents of an edition by language, as `readable_rows` allows."""
    rows = EditionDocument.objects.filter(edition__session__slug=slug, edition__number=number)
    found = readable_rows(list(rows.select_related("edition__session")))
    return {row.language: row for row in found}


def _edition(rows: dict[str, EditionDocument]) -> Edition:
    return next(iter(rows.values())).edition
