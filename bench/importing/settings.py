"""The settings of production, with tables made from the models: Portuguese has no migrations."""

from llex.settings import *  # noqa: F403


class _Unmigrated(dict[str, None]):
    """Say of every app that it has no migrations."""

    def __contains__(self, app: object) -> bool:
        return bool(app)

    def __missing__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _Unmigrated()
