"""/.well-known/security.txt (RFC 9116): where to report a weakness of the site."""

from datetime import UTC, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from llex.core import languages

# Less than a year ahead, as the RFC recommends; counted anew each day.
_GOOD_FOR: Final = timedelta(days=180)
# Of the file's own syntax, in whatever language.
_COMMA: Final = ", "


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Return the file."""
    contact = settings.SECURITY_CONTACT
    midnight = now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires = midnight + _GOOD_FOR
    with override(languages.DEFAULT):
        policy = settings.SITE_URL + reverse("contact")
    lines = (
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {_COMMA.join(languages.CODES)}",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        f"Policy: {policy}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
