"""The admin of sessions: the people, the texts, and the way to an edition."""

from sessions_app.admin import editions, people, quotes, series, sessions, vision  # noqa: F401
