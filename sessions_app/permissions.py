"""Permissions that a table of models cannot express."""

from typing import Any

from sessions_app.models.editions import TO_PUBLISH


def sees_personal_data(user: Any) -> bool:
    """Return whether *user* may see private contact data, as users who may change people do."""
    return bool(user.has_perm("sessions_app.change_person"))


def plans_sessions(user: Any) -> bool:
    """Return whether *user* may change more of a session than its texts, and announce it."""
    return bool(user.has_perm("sessions_app.add_learningsession"))


def imports_contributions(user: Any) -> bool:
    """Return whether *user* may write the contributions of a session with all that they say."""
    models = ("contribution", "policyresponse", "challenge")
    return bool(
        user.has_perms([f"cities.{verb}_{model}" for verb in ("add", "change") for model in models])
    )


def imports_notes(user: Any) -> bool:
    """Return whether *user* may make a session, with all that is in its note, from a file."""
    return plans_sessions(user) and imports_contributions(user)


def translates_notes(user: Any) -> bool:
    """Return whether *user* may write all texts of a note that is there in another language."""
    texts = (
        "sessions_app.change_learningsession", "sessions_app.change_visiontheme",
        "sessions_app.change_keypoint", "sessions_app.change_quote",
        "cities.change_policyresponse", "cities.change_challenge",
    )  # fmt: skip
    return bool(user.has_perms(texts))


def publishes(user: Any) -> bool:
    """Return whether *user* may publish a note."""
    return bool(user.has_perm(TO_PUBLISH))


def asks_for_approval(user: Any) -> bool:
    """Return whether *user*, who may write the texts of a note, may ask for their approval."""
    return bool(user.has_perm("sessions_app.change_learningsession"))


def notes_attendance(user: Any) -> bool:
    """Return whether *user* may note who was present, and sees the names and addresses for it."""
    return bool(
        user.has_perms(
            (
                "sessions_app.change_participant",
                "sessions_app.add_person",
                "sessions_app.view_meetingattendee",
            )
        )
    )
