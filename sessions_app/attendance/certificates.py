"""Certificates of attendance: a PDF for each person who was present, and a link that proves it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core import languages, qr_codes
from llex.core.languages import direction
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items
from llex.core.languages.translation_marks import first_text
from llex.core.time_zones.moments import days_text
from sessions_app.briefing.render.glyphs import printable_values
from sessions_app.briefing.render.pdf import accessible_pdf
from sessions_app.briefing.render.typst_data import language_parts
from sessions_app.models import LearningSession, Participant

_SIGNER: Final = signing.Signer(sep=".", salt="sessions_app.attendance.certificate")
_TEMPLATE: Final = Path(__file__).parent / "typst" / "certificate.typ"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The content of a certificate, in one language."""

    name: str
    title: str
    series: str
    day: str
    duration: str
    conveners: str


def has_certificate(participant: Participant) -> bool:
    """Return whether a person was present in a session that gives certificates."""
    is_present = participant.status == Participant.Status.ATTENDED
    return is_present and gives_certificates(participant.session)


def gives_certificates(session: LearningSession) -> bool:
    """Return whether those present get certificates: once it is over, where the series does so."""
    return session.series.gives_certificates and session.ends_at <= now()


def certificate(participant: Participant, language: str) -> Certificate:
    """Return what the certificate says; call it with *language* active."""
    session = participant.session
    order = languages.fallbacks(language, first=session.main_language)

    def text(row: Any, field: str) -> str:
        return (first_text(row, field, order) or ("", ""))[1]

    names = [text(one, "acronym") or text(one, "name") for one in session.series.conveners.all()]
    minutes = ngettext("%(count)s minute", "%(count)s minutes", session.duration)
    return Certificate(
        name=participant.name_in(language),
        title=text(session, "title"),
        series=text(session.series, "title"),
        day=days_text(session.starts_at, session.ends_at, session.time_zone),
        duration=minutes % {"count": number(session.duration)},
        conveners=join_items(names),
    )


def certificate_pdf(participant: Participant, language: str) -> bytes:
    """Return the certificate of a person who was present as an accessible PDF."""
    with translation.override(language):
        said = certificate(participant, language)
        address = verification_url(participant)
        sheet = {
            "language": language_parts(language),
            "dir": direction(language),
            "labels": {
                "title": _("Certificate of attendance"),
                "certifies": _("We certify the participation of"),
                "in_session": _("in the session"),
                "conveners": _("Convened by"),
                "verify": _("Whether this certificate is genuine is said at this address:"),
                "qr": _("QR code of this address"),
            },
            "certificate": {name: getattr(said, name) for name in Certificate.__slots__},
        }
        data = printable_values(sheet) | {"href": address, "qr": qr_codes.file(address).decode()}
    return accessible_pdf(_TEMPLATE, data, made=participant.session.ends_at)


def verification_url(participant: Participant) -> str:
    """Return the whole address that says whether a certificate is genuine."""
    path = reverse("sessions_app:certificate", args=[_SIGNER.sign(str(participant.pk))])
    return f"{settings.SITE_URL}{path}"


def find_certified(token: str) -> Participant | None:
    """Return who has the certificate with this link; None for one that is not given any more."""
    try:
        key = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = certifiable(Participant.objects.filter(pk=key)).first()
    return found if found is not None and has_certificate(found) else None


def certifiable(rows: Any) -> Any:
    """Return participants with all that their certificates say."""
    return rows.select_related("person", "session__series").prefetch_related(
        "session__series__conveners"
    )


def certificate_file(participant: Participant, language: str) -> HttpResponse:
    """Answer with the certificate of a person who was present; its name has not the person's."""
    answer = HttpResponse(certificate_pdf(participant, language), content_type="application/pdf")
    name = f"{participant.session.slug}-certificate.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    add_never_cache_headers(answer)
    return answer
