"""Writing the entries of published contributions, each under its permanent address."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.timezone import now

from cities.models import (
    ContributionProjection,
    EntryAddress,
    EntryAnswerProjection,
    EntryKind,
    EntryProjection,
    EntryServiceProjection,
)
from cities.wording.published_row import (
    PublishedChallenge,
    PublishedResponse,
    SessionRow,
    entry_to_data,
)
from llex.core.text import Phrase, first_sentence
from llex.core.text.slugs import free_slug, slugify

_BATCH: Final = 500
# A title's part of a slug: long enough to be told from others, short enough to be sent around.
_LONGEST: Final = 60

Entry = PublishedResponse | PublishedChallenge
_Key = tuple[str, int]


def store(session_id: int, contributions: Iterable[ContributionProjection]) -> None:
    """Write the entries of *contributions*, all that is published of a session.

    Addresses of entries that it had before and has no longer become withdrawn.
    """
    found = {
        (row.kind, row.number): row for one in contributions for row in _entries(one, _rows(one))
    }
    addresses = _addresses(session_id, found)
    for key, row in found.items():
        row.address = addresses[key]
    EntryProjection.objects.bulk_create(found.values(), batch_size=_BATCH)
    responses = [row for row in found.values() if row.kind == EntryKind.RESPONSE]
    EntryServiceProjection.objects.bulk_create(
        (
            EntryServiceProjection(entry=row, service=service["slug"])
            for row in found.values()
            for service in row.contents[row.language]["services"]
        ),
        batch_size=_BATCH,
    )
    EntryAnswerProjection.objects.bulk_create(
        (
            EntryAnswerProjection(response=row, challenge=number)
            for row in responses
            for number in dict.fromkeys(row.contents[row.language]["answers"])
        ),
        batch_size=_BATCH,
    )


def title_of(entry: Entry) -> Phrase:
    """Return the title of an entry, or its first sentence where it has none."""
    title = getattr(entry, "title", None)
    return title or Phrase(entry.text.language, first_sentence(entry.text))


def _rows(contribution: ContributionProjection) -> dict[str, SessionRow]:
    return {code: contribution.row(code) for code in contribution.rows}


def _entries(
    contribution: ContributionProjection, rows: dict[str, SessionRow]
) -> Iterator[EntryProjection]:
    main = rows[contribution.language]
    for kind, field in ((EntryKind.RESPONSE, "responses"), (EntryKind.CHALLENGE, "challenges")):
        by_language = {code: {one.id: one for one in getattr(rows[code], field)} for code in rows}
        for order, entry in enumerate(getattr(main, field)):
            written = {code: found[entry.id] for code, found in by_language.items()}
            update = getattr(entry, "update", None)
            yield EntryProjection(
                kind=kind,
                number=entry.id,
                city=contribution.city,
                contribution=contribution,
                starts_at=contribution.starts_at,
                order=order,
                language=contribution.language,
                titles={code: _title(one) for code, one in written.items()},
                contents={code: entry_to_data(one) for code, one in written.items()},
                since=getattr(entry, "since", None),
                status=update.kind if update else "",
                status_day=update.day if update else None,
            )


def _title(entry: Entry) -> list[str]:
    title = title_of(entry)
    return [title.language, title.text]


def _addresses(session_id: int, found: dict[_Key, EntryProjection]) -> dict[_Key, EntryAddress]:
    """Return the address of each entry, new ones for those that never had one."""
    known = {
        (one.kind, one.number): one for one in EntryAddress.objects.filter(session_id=session_id)
    }
    gone = [one.pk for key, one in known.items() if key not in found]
    EntryAddress.objects.filter(pk__in=gone, withdrawn_at=None).update(withdrawn_at=now())
    missing = [_address(session_id, row) for key, row in found.items() if key not in known]
    _free(missing)
    EntryAddress.objects.bulk_create(missing, batch_size=_BATCH)
    kept = [_described(known[key], row) for key, row in found.items() if key in known]
    EntryAddress.objects.bulk_update(
        kept, ("session_slug", "city_slug", "city_names", "withdrawn_at"), batch_size=_BATCH
    )
    return {(one.kind, one.number): one for one in (*missing, *kept)}


def _address(session_id: int, row: EntryProjection) -> EntryAddress:
    words = slugify(row.title(row.language).text.rstrip("…"), _LONGEST) or row.kind
    address = EntryAddress(
        kind=row.kind, number=row.number, slug=f"{words}-{row.number}", session_id=session_id
    )
    return _described(address, row)


def _described(address: EntryAddress, row: EntryProjection) -> EntryAddress:
    contribution = row.contribution
    address.session_slug = contribution.session_slug
    address.city_slug = contribution.city.slug
    names = {code: row["city"]["name"] for code, row in contribution.rows.items()}
    address.city_names = {code: [name["language"], name["text"]] for code, name in names.items()}
    address.withdrawn_at = None
    return address


def _free(addresses: list[EntryAddress]) -> None:
    """Change slugs that are taken: the words of a response and a challenge can be the same."""
    slugs = [one.slug for one in addresses]
    taken = set(EntryAddress.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for one in addresses:
        if one.slug in taken:
            words = one.slug.rpartition("-")[0]
            one.slug = free_slug(f"{words}-{one.kind}-{one.number}", taken)
        taken.add(one.slug)
