"""Who may see and do what is not a matter of one table."""

from typing import Any


def sees_personal_data(user: Any) -> bool:
    """Tell whether *user* may see private contact data: who may change people may."""
    return bool(user.has_perm("sessions_app.change_person"))


def plans_sessions(user: Any) -> bool:
    """Tell whether *user* may change more of a session than its texts, and announce it."""
    return bool(user.has_perm("sessions_app.add_learningsession"))


def publishes(user: Any) -> bool:
    """Tell whether *user* may publish a note."""
    return bool(user.has_perm("sessions_app.add_edition"))
