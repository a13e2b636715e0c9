"""The workbook of a session: which sheets it has, who gets them, how it is read."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.spreadsheets import (
    ChallengeResource,
    CityResource,
    ConsentResource,
    ContributionResource,
    ResponseResource,
)
from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.spreadsheets import reading
from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.importing import Step
from llex.core.spreadsheets.resource import SheetResource
from llex.core.spreadsheets.sheets import UnreadableFile
from llex.core.spreadsheets.tables import columns_found
from llex.core.spreadsheets.writing import as_xlsx
from llex.core.text.name_keys import normalize_key
from priorities.spreadsheets.services import ServiceResource
from sessions_app.models import LearningSession
from sessions_app.permissions import plans_sessions, sees_personal_data
from sessions_app.spreadsheets.organisations import OrganisationResource
from sessions_app.spreadsheets.people import ParticipantResource
from sessions_app.spreadsheets.quotations import QuotationResource
from sessions_app.spreadsheets.texts import PointResource, SessionResource, ThemeResource

# In the order in which they are read: what a row names stands in a sheet before it.
SHEETS: Final[tuple[type[SheetResource], ...]] = (
    SessionResource,
    ServiceResource,
    OrganisationResource,
    CityResource,
    ParticipantResource,
    ContributionResource,
    ConsentResource,
    ChallengeResource,
    ResponseResource,
    QuotationResource,
    ThemeResource,
    PointResource,
)

# A sheet with another name has at least this share of the heads of the one that it is.
_FEWEST_HEADS: Final = 0.6

Makers = Mapping[type[SheetResource], Callable[[], SheetResource]]


def export_workbook(session: LearningSession, user: Any) -> bytes:
    """Return the session as XLSX, with the sheets that *user* may see."""
    tables = []
    for resource_class in _sheets_for(user):
        resource = _maker(resource_class, session, user)()
        rows = resource.of_scope() if isinstance(resource, CityResource) else None
        tables.append(resource.table(rows))
    return as_xlsx(tables)


def steps(name: str, data: bytes, session: LearningSession, user: Any) -> list[Step]:
    """Return how to import a file into the session, a workbook or one of its sheets.

    A sheet is known by its name, else by its heads; others are passed over. Raise UnreadableFile
    where no sheet is known.
    """
    grids = reading.read(name, data)
    makers = {one: _maker(one, session, user) for one in _sheets_for(user)}
    titles = {key: one for one in makers for key in _titles(one)}
    found = {one: grid for grid in grids if (one := titles.get(normalize_key(grid.name)))}
    for grid in grids:
        if grid not in found.values() and (one := _by_heads(grid, makers, found)):
            found[one] = grid
    if not found:
        raise UnreadableFile(
            _(
                "There is no sheet called “%(name)s” in a session’s Excel file; there are:"
                " %(known)s."
            )
            % {"name": grids[0].name, "known": join_items(one.sheet for one in makers)}
        )
    passed = [Step(grid.name, grid, None) for grid in grids if grid not in found.values()]
    return [
        *(
            Step(_name(one, found[one]), found[one], maker, stops=one is SessionResource)
            for one, maker in makers.items()
            if one in found
        ),
        *passed,
    ]


def _titles(resource: type[SheetResource]) -> Iterator[str]:
    """Yield the keys of what a sheet may be called in all languages."""
    yield normalize_key(resource.sheet)
    for code in languages.CODES:
        with override(code):
            yield normalize_key(resource.title())


def _name(resource: type[SheetResource], grid: Grid) -> str:
    """Return what the sheet is called in the file, where that is one of its names."""
    known = normalize_key(grid.name) in set(_titles(resource))
    return grid.name if known else resource.title()


def _by_heads(
    grid: Grid, makers: Makers, taken: Mapping[type[SheetResource], Grid]
) -> type[SheetResource] | None:
    """Return the sheet that has the same heads, where only its name is another."""
    best: tuple[float, type[SheetResource] | None] = (_FEWEST_HEADS, None)
    for one, maker in makers.items():
        resource = maker()
        if one in taken:
            continue
        columns = columns_found(grid, resource.known_heads())
        needed = {name for name, column in resource.fields.items() if column.needed}
        share = len(columns) / max(len(resource.fields), 1)
        if needed <= columns and share >= best[0]:
            best = (share, one)
    return best[1]


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
    if resource is ConsentResource:
        return partial(ConsentResource, scope=session, by=user)
    return partial(resource, scope=session)
