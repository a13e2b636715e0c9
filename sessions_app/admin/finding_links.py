"""The addresses in the admin at which what a finding is about can be mended."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from cities.models import Contribution
from priorities.models import Service
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.text_locations import Target
from sessions_app.translation_desk.access import edits_translations


def finding_links(rows: NoteRows, findings: Iterable[Finding], user: Any) -> dict[Target, str]:
    """Return where each target is edited; those *user* may not see are left out.

    A query only where the name of a service is missing.
    """
    links = _Links(rows, user)
    found: dict[Target, str] = {}
    for finding in findings:
        target = finding.target
        if target and (address := links.address(target, finding.language)):
            found.setdefault(target, address)
    return found


def text_links(
    rows: NoteRows, texts: Iterable[tuple[Target, str]], user: Any
) -> dict[tuple[Target, str], str]:
    """Return where each target is edited in a language, as `finding_links` does."""
    links = _Links(rows, user)
    return {(target, code): links.address(target, code) for target, code in texts}


class _Links:
    def __init__(self, rows: NoteRows, user: Any) -> None:
        self.rows = rows
        self.user = user
        self.session = rows.session
        self.by_slug = {one.city.slug: one for one in rows.contributions}
        self.of_answer: dict[tuple[str, int | str], Contribution] = {
            (kind, answer.pk): contribution
            for contribution in rows.printed
            for kind, answers in (
                ("response", contribution.responses.all()),
                ("challenge", contribution.challenges.all()),
            )
            for answer in answers
        }

    @cached_property
    def services(self) -> dict[str, int]:
        """Return the keys of the services by their slugs."""
        return dict(Service.objects.values_list("slug", "pk"))

    def address(self, target: Target, language: str) -> str:
        """Return the address of *target*, or nothing."""
        find = getattr(self, f"_{target.kind}")
        address: str = find(target, language)
        return address

    def _session(self, target: Target, language: str) -> str:
        code = language or self.session.main_language
        field = f"#id_{target.field}_{code}" if target.field else ""
        return self._change("sessions_app", "learningsession", self.session.pk) + field

    def _translation(self, target: Target, language: str) -> str:
        if not edits_translations(self.user):
            return ""
        name = "admin:sessions_app_learningsession_translation"
        return reverse(name, args=[self.session.pk, target.key, target.field])

    def _series(self, target: Target, language: str) -> str:
        address = self._change("sessions_app", "series", self.session.series_id)
        return address if target.field == "conveners" else _at_field(address, target, language)

    def _quotations(self, target: Target, language: str) -> str:
        return self._list("sessions_app", "quote")

    def _participants(self, target: Target, language: str) -> str:
        return self._list("sessions_app", "participant")

    def _participant(self, target: Target, language: str) -> str:
        address = self._change("sessions_app", "participant", target.key)
        return _at_field(address, target, language)

    def _consultations(self, target: Target, language: str) -> str:
        return self._list("priorities", "consultation")

    def _service(self, target: Target, language: str) -> str:
        key = self.services.get(str(target.key))
        address = self._change("priorities", "service", key) if key else ""
        return _at_field(address, target, language)

    def _city(self, target: Target, language: str) -> str:
        contribution = self.by_slug.get(str(target.key))
        if contribution is None:
            return ""
        address = self._change("cities", "city", contribution.city_id)
        return _at_field(address, target, language)

    def _contribution(self, target: Target, language: str) -> str:
        contribution = self.by_slug.get(str(target.key))
        if contribution is None:
            return ""
        if target.field:
            address = self._change("cities", "contribution", contribution.pk)
            return f"{address}#id_{target.field}" if address else ""
        return self._review(contribution.pk)

    def _response(self, target: Target, language: str) -> str:
        return self._answer("response", "policyresponse", target, language)

    def _challenge(self, target: Target, language: str) -> str:
        return self._answer("challenge", "challenge", target, language)

    def _answer(self, kind: str, model: str, target: Target, language: str) -> str:
        contribution = self.of_answer.get((kind, target.key))
        if contribution is not None and (review := self._review(contribution.pk)):
            code = language or contribution.original_language
            return f"{review}#id_{kind}-{target.key}-{target.field}-{code}"
        return _at_field(self._change("cities", model, target.key), target, language)

    def _axis(self, target: Target, language: str) -> str:
        themes = list(self.session.themes.all())
        number = int(target.key) - 1
        if not 0 <= number < len(themes):
            return ""
        address = self._change("sessions_app", "visiontheme", themes[number].pk)
        return _at_field(address, target, language)

    def _point(self, target: Target, language: str) -> str:
        address = self._change("sessions_app", "keypoint", target.key)
        return _at_field(address, target, language)

    def _review(self, contribution: int) -> str:
        if self.user.has_perms(("cities.view_contribution", "cities.view_submission")):
            return reverse("admin:cities_contribution_review", args=[contribution])
        return self._change("cities", "contribution", contribution)

    def _change(self, app: str, model: str, key: Any) -> str:
        if not self.user.has_perm(f"{app}.view_{model}"):
            return ""
        return reverse(f"admin:{app}_{model}_change", args=[key])

    def _list(self, app: str, model: str) -> str:
        if not self.user.has_perm(f"{app}.view_{model}"):
            return ""
        query = urlencode({"session__id__exact": self.session.pk})
        return f"{reverse(f'admin:{app}_{model}_changelist')}?{query}"


def _at_field(address: str, target: Target, language: str) -> str:
    if not address or not target.field or not language:
        return address
    return f"{address}#id_{target.field}_{language}"
