"""The models whose changes are logged, and the fields that are masked in the log.

Read by auditlog when all apps are ready, so after the fields of translations have been added.
"""

from typing import Any, Final


def hide(value: str) -> str:
    """Return what the log shows in place of a private value."""
    return "•••" if value not in ("", str(None)) else ""


_MODELS: Final[list[str | dict[str, Any]]] = [
    {"model": "llex.user", "mask_fields": ["email", "password"], "exclude_fields": ["last_login"]},
    "llex.translationmark",
    {"model": "llex.informationpage", "exclude_fields": ["changed_at"]},
    "priorities.service",
    "priorities.consultation",
    "priorities.consultationitem",
    {"model": "cities.city", "m2m_fields": ["networks"]},
    "cities.formerslug",
    "cities.officer",
    {"model": "cities.opencallapplication", "mask_fields": ["email", "name", "position"]},
    # A draft is saved as it is typed; what was handed in is kept as a submission.
    {"model": "cities.contribution", "exclude_fields": ["draft", "draft_version"]},
    {"model": "cities.attachment", "exclude_fields": ["file"]},
    "cities.photograph",
    "cities.invitation",
    {"model": "cities.policyresponse", "m2m_fields": ["services", "answers"]},
    {"model": "cities.challenge", "m2m_fields": ["services"]},
    "cities.reviewnote",
    "cities.responseupdate",
    "sessions_app.organisation",
    {"model": "sessions_app.series", "m2m_fields": ["conveners"]},
    {
        "model": "sessions_app.learningsession",
        "mask_fields": ["join_link"],
        "exclude_fields": ["changed_at"],
    },
    "sessions_app.dismissedfinding",
    "sessions_app.formersessionslug",
    {"model": "sessions_app.person", "mask_fields": ["email"]},
    {"model": "sessions_app.participant", "exclude_fields": ["waiting_number"]},
    "sessions_app.quote",
    "sessions_app.visiontheme",
    {"model": "sessions_app.keypoint", "m2m_fields": ["evidence"]},
    "sessions_app.translationassignment",
    "sessions_app.glossaryterm",
]


def _without_derived(entry: str | dict[str, Any]) -> dict[str, Any]:
    """Leave out what is derived from other fields."""
    options: dict[str, Any] = {"model": entry} if isinstance(entry, str) else entry
    return {**options, "exclude_fields": [*options.get("exclude_fields", ()), "search_key"]}


TRACKED: Final = [_without_derived(entry) for entry in _MODELS]
