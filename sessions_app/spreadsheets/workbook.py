"""The workbook of a session: which sheets it has, who gets them, how it is read."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from cities.spreadsheets import (
    ChallengeResource,
    CityResource,
    ContributionResource,
    ResponseResource,
)
from llex.core.languages.phrases import join_items
from llex.core.spreadsheets import reading
from llex.core.spreadsheets.importing import Step
from llex.core.spreadsheets.resource import SheetResource
from llex.core.spreadsheets.sheets import UnreadableFile
from llex.core.spreadsheets.writing import as_xlsx
from priorities.spreadsheets.services import ServiceResource
from sessions_app.models import LearningSession
from sessions_app.permissions import plans_sessions, sees_personal_data
from sessions_app.spreadsheets.people import ParticipantResource
from sessions_app.spreadsheets.texts import PointResource, SessionResource, ThemeResource

# In the order in which they are read: what a row names stands in a sheet before it.
SHEETS: Final[tuple[type[SheetResource], ...]] = (
    SessionResource,
    ServiceResource,
    CityResource,
    ParticipantResource,
    ContributionResource,
    ChallengeResource,
    ResponseResource,
    ThemeResource,
    PointResource,
)


def export_workbook(session: LearningSession, user: Any) -> bytes:
    """Return the session as XLSX, with the sheets that *user* may see."""
    tables = []
    for resource_class in _sheets_for(user):
        resource = _maker(resource_class, session, user)()
        rows = resource.of_scope() if isinstance(resource, CityResource) else None
        tables.append(resource.table(rows))
    return as_xlsx(tables)


def steps(name: str, data: bytes, session: LearningSession, user: Any) -> list[Step]:
    """Return how to import a file into the session. Raise UnreadableFile when it is no workbook."""
    sheets = {sheet.name: sheet for sheet in reading.read(name, data)}
    classes = {resource.sheet: resource for resource in _sheets_for(user)}
    unknown = [sheet for sheet in sheets.values() if sheet.name not in classes]
    strange = [sheet.name for sheet in unknown if sheet.letters or sheet.rows]
    if strange or len(unknown) == len(sheets):
        raise UnreadableFile(
            _("There is no sheet called “%(name)s” in a session’s workbook; there are: %(known)s.")
            % {"name": (strange or list(sheets))[0], "known": join_items(classes)}
        )
    return [
        Step(
            sheets[sheet],
            _maker(resource, session, user),
            stops=resource is SessionResource,
        )
        for sheet, resource in classes.items()
        if sheet in sheets
    ]


def _sheets_for(user: Any) -> list[type[SheetResource]]:
    return [
        resource
        for resource in SHEETS
        if user.has_perm(resource.permission("view"))
        or user.has_perm(resource.permission("change"))
    ]


def _maker(
    resource: type[SheetResource], session: LearningSession, user: Any
) -> Callable[[], SheetResource]:
    if resource is ParticipantResource:
        return partial(ParticipantResource, scope=session, addresses=sees_personal_data(user))
    if resource is SessionResource:
        return partial(SessionResource, scope=session, plans=plans_sessions(user))
    return partial(resource, scope=session)
