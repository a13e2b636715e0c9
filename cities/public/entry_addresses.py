"""The addresses of the pages of a session's entries, for the page of its note."""

from cities.models import EntryAddress
from cities.public.facts import EntryPages


def entry_pages(session_id: int) -> EntryPages:
    """Return the pages of the entries that a session publishes, in the active language."""
    found = EntryAddress.objects.filter(session_id=session_id, withdrawn_at=None)
    return EntryPages({f"{one.kind}-{one.number}": one.get_absolute_url() for one in found})
