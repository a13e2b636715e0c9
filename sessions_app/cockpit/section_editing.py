"""Editing a section's text where it is read, without overwriting what others wrote."""

from django.db import transaction

from llex.core.admin.merging import text_fingerprint
from llex.core.db.fields import ProseFormField
from llex.core.languages.translation_marks import text_in
from sessions_app.briefing.text_locations import SECTION_FIELDS
from sessions_app.models import LearningSession


class TextChanged(Exception):
    """Someone else has changed the text since it was shown; *theirs* is what it says now."""

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__("The text was changed meanwhile.")


class UnknownText(Exception):
    """The session has no such section, or its note is not kept in that language."""


def save_section(
    session: LearningSession, field: str, language: str, text: str, *, shown: str
) -> str:
    """Save *text* as the section held in *field*. Return it as it is stored.

    *shown* is the fingerprint of the text on which it is based. Raise UnknownText, TextChanged
    where another text is there meanwhile, and ValidationError for a text that cannot be stored.
    """
    if field not in SECTION_FIELDS.values() or language not in session.languages:
        raise UnknownText(field, language)
    new = str(ProseFormField(required=False).clean(text) or "")
    name = f"{field}_{language}"
    with transaction.atomic():
        row = LearningSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        stored = text_in(row, field, language)
        if stored != new:
            if text_fingerprint(stored) != shown:
                raise TextChanged(stored)
            setattr(row, name, new)
            row.save(update_fields=[name, "changed_at"])
    return new
