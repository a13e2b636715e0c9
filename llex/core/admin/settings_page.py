"""List what organisers set, each with a sentence, and the tables for administrators."""

from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# By the title of a group, the models and what is said of each.
_GROUPS: Final[tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...]] = (
    (
        _("What sessions share"),
        (
            (
                "sessions_app.series",
                _("The name, hashtag, contact and conveners of a row of sessions."),
            ),
            (
                "sessions_app.organisation",
                _("Networks and agencies that convene, partner or send people, with their logos."),
            ),
            (
                "priorities.service",
                _("The services that people rate, and that responses and challenges refer to."),
            ),
            (
                "sessions_app.glossaryterm",
                _("Terms that are translated the same everywhere; translators see them marked."),
            ),
            (
                "llex.informationpage",
                _("About, method, contact, accessibility and licence, as readers find them."),
            ),
        ),
    ),
    (
        _("E-mails and personal data"),
        (
            ("llex.mail", _("What was sent, what waits, and what was not delivered.")),
            (
                "llex.privacynotice",
                _("What happens to personal data: public, and the basis of each consent."),
            ),
            (
                "llex.datarequest",
                _("Who asks to be erased. Look up what is held about a person, and erase it."),
            ),
            ("llex.processingnote", _("Why personal data is held, on what basis, for how long.")),
            ("llex.erasure", _("When people were erased, without their names.")),
        ),
    ),
    (
        _("Lists over all sessions"),
        (
            ("cities.contribution", _("What each city brought to each session, and its state.")),
            ("cities.invitation", _("Which officers were invited, reminded, and have answered.")),
            (
                "cities.opencallapplication",
                _("Officers who were not invited and ask to contribute."),
            ),
            ("cities.officer", _("Who may write for which city.")),
            ("priorities.consultation", _("Questions put to the audiences of sessions.")),
            ("sessions_app.participant", _("Who took part in which session, and in what role.")),
            ("cities.followup", _("Cities that were asked whether their responses still hold.")),
        ),
    ),
    (
        _("Access and changes"),
        (
            ("llex.user", _("Who may log in, and in which group.")),
            ("auth.group", _("What organisers, rapporteurs and translators may do.")),
            ("auditlog.logentry", _("Who changed what, and when.")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class SettingsEntry:
    """Something that is set or listed: its name, a sentence about it, and where it is."""

    title: str
    sentence: str
    address: str


def settings_groups(user: Any) -> list[tuple[str, list[SettingsEntry]]]:
    """Return the groups of what *user* may see; a group of which that is nothing is left out."""
    found = [
        (str(title), [_entry(label, text) for label, text in entries if _may_view(user, label)])
        for title, entries in _GROUPS
    ]
    return [group for group in found if group[1]]


def _entry(label: str, sentence: Any) -> SettingsEntry:
    options = apps.get_model(label)._meta
    return SettingsEntry(
        capfirst(str(options.verbose_name_plural)),
        str(sentence),
        reverse(f"admin:{options.app_label}_{options.model_name}_changelist"),
    )


def _may_view(user: Any, label: str) -> bool:
    app, name = label.split(".")
    return bool(user.has_perm(f"{app}.view_{name}"))


class SettingsMixin:
    """Add both pages to the site."""

    def show_settings(self, request: HttpRequest) -> HttpResponse:
        """List what the user may set."""
        groups = settings_groups(request.user)
        if not groups:
            raise PermissionDenied
        return self._list_page(request, "admin/settings.html", _("Settings"), groups=groups)

    def show_tables(self, request: HttpRequest) -> HttpResponse:
        """List the tables of the database, to superusers."""
        if not request.user.is_superuser:
            raise PermissionDenied
        found = self.get_app_list(request)  # type: ignore[attr-defined]
        return self._list_page(request, "admin/tables.html", _("Tables"), apps=found)

    def _list_page(
        self, request: HttpRequest, template: str, title: Any, **context: Any
    ) -> HttpResponse:
        whole = {**self.each_context(request), "title": str(title), **context}  # type: ignore[attr-defined]
        return TemplateResponse(request, template, whole)
