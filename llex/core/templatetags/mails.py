"""Tags for templates of mails."""

from django import template
from django.utils.translation import get_language

from llex.core.mail.language_marks import mark

register = template.Library()


@register.filter
def in_language(text: str, code: str) -> str:
    """Return *text*, marked as being in language *code* where the mail is in another."""
    return str(text) if not text or code == get_language() else mark(str(text), code, notice=False)
