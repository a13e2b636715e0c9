"""An officer's own contribution as a PDF, set as the note sets it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cities.contributions import autosave
from cities.contributions.preview import Preview, preview
from cities.invitations.access import access
from cities.models import Contribution
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import Document, Quotation
from sessions_app.briefing.render import FORMATS


@never_cache
@require_safe
def contribution_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what the city has written, typed or sent, as it would be printed."""
    contribution = access(request, pk).contribution
    shown = preview(contribution, autosave.current_draft(contribution))
    form = FORMATS["pdf"]
    response = HttpResponse(
        form.render(_document(contribution, shown)), content_type=form.media_type
    )
    name = slugify(f"{contribution.city} {contribution.session.slug}") or "contribution"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _document(contribution: Contribution, shown: Preview) -> Document:
    """Return a note with nothing but the row and the quotation of one city."""
    note, quoted = compose(contribution.session, shown.language), shown.quotation
    words = (quoted.text, quoted.speaker, quoted.position) if quoted else None
    return Document(
        language=note.language,
        languages=note.languages,
        series=note.series,
        event=note.event,
        rows=shown.rows,
        quotations=(Quotation(*words, section="front_line"),) if words else (),
    )
