"""The three groups that come with the program, and exactly what each may do."""

from collections.abc import Iterable
from typing import Any, Final

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

ORGANISERS: Final = "Organisers"
RAPPORTEURS: Final = "Rapporteurs"
TRANSLATORS: Final = "Translators"

_ALL: Final = ("view", "add", "change", "delete")
_LOOK: Final = ("view",)
_WRITE: Final = ("view", "change")

# All but users, groups and settings. What was published, sent or voted is only looked at;
# to add an edition is to publish.
_ORGANISERS: Final = {
    "priorities.service": _ALL,
    "priorities.consultation": _ALL,
    "priorities.consultationitem": _ALL,
    "priorities.ballot": _LOOK,
    "priorities.rating": _LOOK,
    "priorities.selection": _LOOK,
    # Words are merged on a page of their consultation, which who may change it may use.
    "priorities.word": _LOOK,
    "priorities.wordanswer": _LOOK,
    "priorities.consultationprojection": _LOOK,
    "priorities.ratingprojection": _LOOK,
    "priorities.choiceprojection": _LOOK,
    "priorities.groupprojection": _LOOK,
    "priorities.votinglink": _LOOK,
    "cities.city": _ALL,
    "cities.officer": _ALL,
    "cities.contribution": _ALL,
    # To add an invitation is to send it; to change it is to remind, send again or revoke.
    "cities.invitation": ("view", "add", "change"),
    "cities.policyresponse": _ALL,
    "cities.challenge": _ALL,
    "cities.reviewnote": _ALL,
    "cities.submission": _LOOK,
    "cities.opencallapplication": _ALL,
    "cities.emailverification": _LOOK,
    "cities.cityspelling": _LOOK,
    "cities.formerslug": _LOOK,
    # Documents come from cities; what is personal in them must be erasable.
    "cities.attachment": ("view", "delete"),
    # Photographs come from cities; organisers describe, accept and erase them.
    "cities.photograph": ("view", "change", "delete"),
    "cities.followup": _LOOK,
    "cities.responseupdate": _ALL,
    "cities.place": _LOOK,
    "cities.placespelling": _LOOK,
    "cities.projectionstate": _LOOK,
    "cities.cityprojection": _LOOK,
    "cities.contributionprojection": _LOOK,
    "cities.citynameprojection": _LOOK,
    "cities.cityserviceprojection": _LOOK,
    "cities.entryaddress": _LOOK,
    "llex.pagerenewal": _LOOK,
    "cities.entryprojection": _LOOK,
    "cities.entryserviceprojection": _LOOK,
    "cities.entryanswerprojection": _LOOK,
    "sessions_app.searchdocument": _LOOK,
    "sessions_app.searchword": _LOOK,
    "sessions_app.organisation": _ALL,
    "sessions_app.series": _ALL,
    "sessions_app.learningsession": _ALL,
    "sessions_app.agendaitem": _ALL,
    "sessions_app.mailing": _ALL,
    "sessions_app.mailwording": _ALL,
    "sessions_app.formersessionslug": _LOOK,
    "sessions_app.person": _ALL,
    "sessions_app.participant": _ALL,
    # Written by people themselves; what is personal in them must be erasable.
    "sessions_app.registration": ("view", "delete"),
    "sessions_app.registrationrequest": ("view", "delete"),
    # To change an invitation is to remind, renew, withdraw, accept and translate.
    "sessions_app.speakerinvitation": _ALL,
    # Sent by speakers; what is personal in them must be erasable.
    "sessions_app.speakerpicture": ("view", "change", "delete"),
    "sessions_app.speakerslides": ("view", "delete"),
    # Read from the meeting tool's file; what is personal in them must be erasable.
    "sessions_app.meetingattendee": ("view", "delete"),
    "sessions_app.quote": _ALL,
    "sessions_app.credit": _ALL,
    "sessions_app.visiontheme": _ALL,
    "sessions_app.keypoint": _ALL,
    "sessions_app.edition": ("view", "add"),
    "sessions_app.editiondocument": _LOOK,
    "sessions_app.editionfile": _LOOK,
    "sessions_app.downloadcount": _LOOK,
    "sessions_app.registrationsums": _LOOK,
    "sessions_app.scheduledpublication": _LOOK,
    # Dismissed and shown again by those who may publish.
    "sessions_app.dismissedfinding": _LOOK,
    # Asked for by those who write texts, given by those who may publish.
    "sessions_app.noteapproval": _LOOK,
    # To change a link is to renew, send or revoke it; to delete it is to erase its reader.
    "sessions_app.reviewlink": _ALL,
    # To change a comment is to answer it or to mark it as done.
    "sessions_app.reviewcomment": _WRITE,
    "sessions_app.reviewapproval": _LOOK,
    # Written by imports only.
    "sessions_app.rememberedcolumns": _LOOK,
    "sessions_app.spreadsheetimport": _LOOK,
    # Kept for their owners alone; the list says only that there are some.
    "sessions_app.noteupload": _LOOK,
    "sessions_app.translationassignment": _ALL,
    "sessions_app.glossaryterm": _ALL,
    "llex.translationmark": _ALL,
    # To change a mail is to send it again or to correct its address.
    "llex.mail": _WRITE,
    # The pages are always the same five; what is emptied begins anew.
    "llex.informationpage": _WRITE,
    # A version that people may have agreed to is never changed.
    "llex.privacynotice": ("view", "add"),
    # To add a request is to look a person up; to change it is to erase the person, or refuse to.
    "llex.datarequest": ("view", "add", "change"),
    "llex.erasure": _LOOK,
    "llex.processingnote": _WRITE,
    "auditlog.logentry": _LOOK,
}
# The text of sessions; no personal contact data, so neither officers nor the log.
_RAPPORTEURS: Final = {
    "priorities.service": _LOOK,
    "priorities.consultation": _LOOK,
    "priorities.consultationitem": _LOOK,
    "cities.city": _LOOK,
    "cities.contribution": _LOOK,
    "cities.policyresponse": _WRITE,
    "cities.challenge": _WRITE,
    "cities.responseupdate": _WRITE,
    "sessions_app.organisation": _LOOK,
    "sessions_app.series": _LOOK,
    "sessions_app.learningsession": _WRITE,
    "sessions_app.agendaitem": _LOOK,
    "sessions_app.person": _LOOK,
    "sessions_app.participant": _LOOK,
    "sessions_app.quote": _ALL,
    "sessions_app.credit": _LOOK,
    "sessions_app.visiontheme": _ALL,
    "sessions_app.keypoint": _ALL,
    "sessions_app.edition": _LOOK,
    "sessions_app.editiondocument": _LOOK,
    "sessions_app.editionfile": _LOOK,
    # Not the links: they let their holder in, and have addresses.
    "sessions_app.reviewcomment": _WRITE,
    "sessions_app.reviewapproval": _LOOK,
    "sessions_app.noteapproval": _LOOK,
    "sessions_app.glossaryterm": _LOOK,
    "llex.translationmark": _WRITE,
}
# They see the sessions and languages that they are assigned, on the translation desk alone.
_TRANSLATORS: Final[dict[str, tuple[str, ...]]] = {"sessions_app.translationassignment": _LOOK}
GRANTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    ORGANISERS: _ORGANISERS,
    RAPPORTEURS: _RAPPORTEURS,
    TRANSLATORS: _TRANSLATORS,
}


def ensure_groups(**signal: Any) -> None:
    """Create the groups and give each exactly its permissions; also after each migration.

    Permissions that were added to or removed from these groups by hand are reset: users who need
    other rights get a group of their own.
    """
    using = signal.get("using", "default")
    for label in {model.partition(".")[0] for grants in GRANTS.values() for model in grants}:
        # The permissions of apps that migrate after ours are not there yet.
        create_permissions(
            apps.get_app_config(label), verbosity=0, using=using, apps=signal.get("apps", apps)
        )
    for name, grants in GRANTS.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(_permissions(grants.items(), using))


def _permissions(grants: Iterable[tuple[str, tuple[str, ...]]], using: str) -> list[Permission]:
    wanted = {
        (label, f"{action}_{model}")
        for label, _dot, model, actions in ((*name.partition("."), what) for name, what in grants)
        for action in actions
    }
    known = Permission.objects.using(using).select_related("content_type")
    return [row for row in known if (row.content_type.app_label, row.codename) in wanted]
