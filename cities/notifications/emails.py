"""The letters of a contribution: to its officers, each in their language, and to the organisers.

A letter to an officer carries their personal link, alive for another lifetime; officers without an
invitation are led to the page by way of signing in. A letter to the organisers goes to the address
of the series, in the session's main language.
"""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import translation

from cities.contributions.draft_rows import from_rows
from cities.invitations import magic_links
from cities.models import Contribution
from cities.models.invitations import end_of_life
from cities.notifications.envelopes import envelope
from cities.notifications.recipients import Recipient, organisers, recipients, writes_for
from llex.core.mail import messages
from llex.core.models import User
from priorities.models import Service

# They ask for something, so they say how to receive no more of them.
_ASKING: Final = frozenset({"wording_ready", "follow_up"})


def to_officers(
    name: str,
    contribution: Contribution,
    *,
    to: str = magic_links.FORM,
    field: str = "",
    also: User | None = None,
    event: models.Model | None = None,
    **context: Any,
) -> int:
    """Write the letter *name* to those who write for the city. Return to how many.

    Its link leads *to* a page of the contribution, and to a *field* on it. *also* is an officer of
    the city who gets it, invited or not. *event* is what it tells of, such as a note; without one
    it is the contribution.
    """
    addressed = recipients(contribution)
    if also is not None and also not in [one.user for one in addressed]:
        addressed.append(Recipient(also, None))
    for one in addressed:
        language = one.user.language
        link = _link(contribution, one, to, field)
        messages.send_mail(
            name,
            to=[one.user.email],
            language=language,
            envelope=envelope(
                contribution.session,
                language,
                event or contribution,
                link=link if one.invitation else "",
                is_asking=name in _ASKING,
            ),
            context={
                **_about(contribution),
                "user": one.user,
                "link": link,
                "is_personal": one.invitation is not None,
                **context,
            },
        )
    return len(addressed)


def to_organisers(
    name: str, contribution: Contribution, *, event: models.Model | None = None, **context: Any
) -> None:
    """Write the letter *name* to the conveners, unless the series has no address."""
    language = contribution.session.main_language
    with translation.override(language):
        path = reverse("admin:cities_contribution_review", args=[contribution.pk])
    messages.send_mail(
        name,
        to=[organisers(contribution)],
        language=language,
        envelope=envelope(contribution.session, language, event or contribution),
        context={**_about(contribution), "link": f"{settings.SITE_URL}{path}", **context},
    )


def send_receipt(contribution: Contribution, *, by: User | None) -> None:
    """Send the officers what was just submitted, each in their language.

    The sender gets one too, invited or not, if they write for the city.
    """
    said = from_rows(contribution)
    services = list(Service.objects.all())
    to_officers(
        "receipt",
        contribution,
        event=contribution.submissions.last(),
        also=by if writes_for(contribution, by) else None,
        by=by,
        said=said,
        # Called while the letter is written, so in the language of each officer.
        services=lambda: {service.slug: str(service) for service in services},
        documents=list(contribution.attachments.all()),
    )


def _about(contribution: Contribution) -> dict[str, Any]:
    session = contribution.session
    return {
        "contribution": contribution,
        "city": contribution.city,
        "session": session,
        "series": session.series,
        "conveners": list(session.series.conveners.all()),
    }


def _link(contribution: Contribution, one: Recipient, to: str, field: str) -> str:
    if one.invitation is None:
        return magic_links.build_login_url(contribution, one.user.language, to=to, field=field)
    if one.invitation.expires_at < end_of_life():
        one.invitation.renew()
    return magic_links.build_url(one.invitation, one.user.language, to=to, field=field)
