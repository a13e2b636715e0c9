"""Buttons beside the findings of the check that do, or lead to, what is to be done about them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.briefing.preflight.findings import NOT_APPROVED, Finding
from sessions_app.cockpit.next_step import Step

TaskButton = Callable[[Sequence[Finding]], Step | None]
# What is done to the cities of the findings, and the permissions that it takes.
_ACTIONS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "wording_not_approved": ("send_wording", ("cities.change_contribution",)),
    "no_participant": (
        "add_participants",
        ("cities.change_contribution", "sessions_app.add_participant"),
    ),
}
_TRANSLATIONS: Final = ("missing_language", "outdated_translation")


def task_button(rows: NoteRows, user: Any) -> TaskButton:
    """Return what makes the button of findings about which the same is to be done."""
    by_slug = {one.city.slug: one.pk for one in rows.contributions}

    def button(findings: Sequence[Finding]) -> Step | None:
        code = findings[0].code
        if code in _TRANSLATIONS and user.has_perm("sessions_app.change_learningsession"):
            return _link(_("To the translations"), _admin("translations", rows))
        if code == "no_consent" and user.has_perm("cities.change_contribution"):
            return _link(_("To the cities"), f"{_admin('cockpit', rows)}#cities")
        if code == NOT_APPROVED:
            return _link(_("To the approval"), _admin("note_approval", rows))
        action, permissions = _ACTIONS.get(code, ("", ()))
        slugs = dict.fromkeys(one.target.key for one in findings if one.target)
        cities = [by_slug[slug] for slug in slugs if slug in by_slug]
        if not action or not cities or not user.has_perms(permissions):
            return None
        return Step(
            sentence="",
            button=_LABELS[action](),
            address=_admin("act_on_cities", rows),
            acts=True,
            fields=[("action", action), *(("contribution", str(key)) for key in cities)],
        )

    return button


_LABELS: Final[Mapping[str, Callable[[], str]]] = {
    "send_wording": lambda: _("Ask these cities for approval"),
    "add_participants": lambda: _("Add them to the participants"),
}


def _link(label: str, address: str) -> Step:
    return Step(sentence="", button=label, address=address)


def _admin(name: str, rows: NoteRows) -> str:
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[rows.session.pk])
