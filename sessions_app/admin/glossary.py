"""The glossary: terms that translators are shown with their translations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core import languages
from llex.core.admin.base import TextsModelAdmin
from llex.core.languages.phrases import join_items
from llex.core.languages.translation_marks import text_in
from sessions_app.models import GlossaryTerm


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(TextsModelAdmin):
    purpose = _(
        "A term with its translations. Translators see it marked in every text that uses it."
    )
    list_display = ("term", "translations", "note")
    search_fields = tuple(f"term_{code}" for code in languages.REQUIRED)
    fields = ("term", "note")

    @display(description=_("in the other languages"))
    def translations(self, row: GlossaryTerm) -> str:
        texts = (text_in(row, "term", code) for code in languages.CODES)
        return join_items(text for text in texts if text and text != row.term)
