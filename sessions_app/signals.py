"""Receivers of signals: groups, slugs, places, people's addresses; and who the organisers are."""

from functools import partial
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from cities.models import City, FormerSlug
from cities.public import projection
from llex.core.db.full_text import ensure_index
from llex.core.db.signals import slug_changed
from llex.core.http.finished_pages import renew_with
from llex.core.mail.signals import address_corrected
from llex.core.models import Mail, User
from llex.core.privacy.organisers import Organisers, register_organisers
from llex.core.translations.receivers import follow_language
from priorities.models import Consultation, ConsultationProjection, Service
from sessions_app.briefing import edition_cache
from sessions_app.briefing.projection import search
from sessions_app.groups import ensure_groups
from sessions_app.models import (
    AgendaItem,
    FormerSessionSlug,
    KeyPoint,
    LearningSession,
    Mailing,
    Organisation,
    Participant,
    Person,
    Registration,
    RegistrationRequest,
    ReviewLink,
    SearchDocument,
    Series,
)
from sessions_app.registration.places import fill_places

post_migrate.connect(
    ensure_groups, sender=apps.get_app_config("sessions_app"), dispatch_uid="sessions_app.groups"
)


@receiver(
    post_migrate,
    sender=apps.get_app_config("sessions_app"),
    dispatch_uid="sessions_app.search_index",
)
def ensure_search_index(using: str, **_signal: Any) -> None:
    """Make the index of the search where no migration has made it."""
    ensure_index(connections[using], SearchDocument, "words")


@receiver(slug_changed, sender=FormerSessionSlug, dispatch_uid="sessions_app.slug_changed")
def readdress_published_session(former: str, row: LearningSession, **_signal: Any) -> None:
    """Write the present slug of a session into everything that is published of it."""
    projection.readdress_session(row.pk, row.slug)
    ConsultationProjection.objects.of_session(row.pk).update(session_slug=row.slug)
    search.readdress_session(row.pk, row.slug)
    transaction.on_commit(partial(edition_cache.forget, former))


# After the receiver of cities, which is connected first: it reads what that has written.
@receiver(slug_changed, sender=FormerSlug, dispatch_uid="sessions_app.city_slug_changed")
def rename_found_city(former: str, row: City, **_signal: Any) -> None:
    """Have the search find a city by its present name and address."""
    search.rename_city(former, row.slug)


@receiver(post_delete, sender=User, dispatch_uid="sessions_app.user_deleted")
def forget_reader(instance: Any, **_signal: Any) -> None:
    """Delete the links to drafts of an erased user, with comments, approvals and e-mails."""
    ReviewLink.objects.forget_address(instance.email)


@receiver(address_corrected, dispatch_uid="sessions_app.address_corrected")
def correct_person(mail: Mail, former: str, **_signal: Any) -> None:
    """Give a registered person the address that organisers have corrected.

    Otherwise the next batch of a mailing would write to the former one. No address is taken from
    another person.
    """
    if isinstance(mail.about, RegistrationRequest):
        mail.about.email = mail.recipient
        mail.about.save(update_fields=["email"])
    is_of_person = isinstance(mail.about, Mailing | Registration)
    if is_of_person and not Person.objects.filter(email=mail.recipient).exists():
        for person in Person.objects.filter(email=former):
            person.email = mail.recipient
            person.save(update_fields=["email"])


@receiver(post_save, sender=LearningSession, dispatch_uid="sessions_app.capacity_changed")
def fill_new_places(
    instance: LearningSession,
    created: bool,
    raw: bool = False,
    update_fields: Any = None,
    **_signal: Any,
) -> None:
    """Give the places of a larger session to those who wait."""
    is_concerned = update_fields is None or "capacity" in update_fields
    if is_concerned and not created and not raw and instance.participants.waiting().exists():
        fill_places(instance.pk)


@receiver(post_save, sender=Participant, dispatch_uid="sessions_app.place_given_back")
def fill_freed_place(
    instance: Participant, created: bool, raw: bool = False, **_signal: Any
) -> None:
    """Pass on the place of a participant who was saved as cancelled, in a spreadsheet for one."""
    if instance.status == Participant.Status.CANCELLED and not created and not raw:
        fill_places(instance.session_id)


@receiver(post_delete, sender=Participant, dispatch_uid="sessions_app.participant_deleted")
def fill_left_place(instance: Participant, origin: Any = None, **_signal: Any) -> None:
    """Pass on the place of a participant who was deleted, unless the session goes, too."""
    is_alone = isinstance(origin, Participant) or getattr(origin, "model", None) is Participant
    if is_alone and instance.status != Participant.Status.WAITING:
        fill_places(instance.session_id)


def _texts_written_in_its_language(session: LearningSession) -> list[Model]:
    return [
        *session.consultations.all(),
        *session.participants.all(),
        *session.quotes.all(),
        *session.themes.all(),
        *session.agenda.all(),
        *session.mailings.all(),
        *KeyPoint.objects.filter(theme__session=session).select_related("theme__session"),
    ]


renew_with(AgendaItem, Consultation, LearningSession, Organisation, Series, Service)
follow_language(LearningSession, "languages", _texts_written_in_its_language)


def _organisers() -> Organisers:
    """Return who convenes the series of announced sessions, and where they can be written to."""
    series = Series.objects.filter(sessions__announced_at__isnull=False)
    names = Organisation.objects.filter(series__in=series).distinct()
    reachable = series.exclude(contact="").order_by("contact")
    contacts = [one.named_contact for one in reachable]
    return Organisers(
        tuple(one.name for one in names),
        tuple(dict.fromkeys(one.address for one in contacts)),
        tuple(dict.fromkeys(one.label for one in contacts)),
    )


register_organisers(_organisers)
