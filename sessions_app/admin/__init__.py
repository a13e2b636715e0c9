"""The admin of sessions: the people, the texts, and the way to an edition."""

from sessions_app.admin import (  # noqa: F401
    counts,
    editions,
    former_slugs,
    glossary,
    groups,
    import_records,
    mailings,
    people,
    quotes,
    registrations,
    search,
    series,
    sessions,
    speaker_records,
    translators,
    vision,
)
