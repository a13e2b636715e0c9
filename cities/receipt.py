"""The receipt: everything that was sent, by mail, to whoever writes for the city."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cities import correspondents
from cities.draft_rows import from_rows
from cities.models import Contribution
from llex import mail, tongues
from llex.models import User
from priorities.models import Service


def send(contribution: Contribution, *, by: User | None) -> None:
    """Write to the officers, each in their language, with what was just sent."""
    readers = {user.pk: user for user in correspondents.officers(contribution)}
    if by is not None:
        readers.setdefault(by.pk, by)
    said = from_rows(contribution)
    for user in readers.values():
        with translation.override(user.language):
            path = reverse("cities:contribution_edit", args=[contribution.pk])
            names = {service.slug: str(service) for service in Service.objects.all()}
        mail.send(
            "receipt",
            to=[user.email],
            language=user.language,
            reply_to=correspondents.organisers(contribution),
            context={
                "contribution": contribution,
                "session": contribution.session,
                "city": contribution.city,
                "said": said,
                "services": names,
                "written_in": tongues.name_of(said.language),
                "documents": contribution.attachments.all(),
                "sender": by,
                "address": f"{settings.SITE_URL}{path}",
                "contact": correspondents.organisers(contribution),
            },
        )
