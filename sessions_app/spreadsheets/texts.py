"""The sheets of the session's texts, of vision themes and of their key points."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models import PolicyResponse
from cities.spreadsheets.contributions import WithinSession, number_when_new
from cities.spreadsheets.row_names import answer_called, answer_lookup, id_of
from llex.core import languages
from llex.core.spreadsheets.cells import lines, typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Column, FixedColumn, Line, Number, in_languages
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.spreadsheets.moments import MomentColumn, ZoneColumn
from llex.core.spreadsheets.references import Reference, References
from llex.core.spreadsheets.resource import SheetResource
from sessions_app.models import KeyPoint, LearningSession, VisionTheme

_TEXTS = (
    "title",
    "guiding_questions",
    "summary",
    "introduction",
    "priorities_text",
    "front_line_text",
    "vision_text",
    "closing_text",
)


# Registration is not in the sheet: nobody can register yet.
_MOMENTS = ("starts_at", "contributions_due_at", "contributions_close_at")


class SessionResource(SheetResource):
    """The texts of one session's note; with *plans*, its time zone and its moments, too.

    The slug tells which session a workbook is of.
    """

    sheet = "session"

    def __init__(self, *, plans: bool = False, **kwargs: Any) -> None:
        self._plans = plans
        super().__init__(**kwargs)

    class Meta(SheetResource.Meta):
        model = LearningSession

    def columns(self) -> Iterable[Column]:
        texts = [column for field in _TEXTS for column in in_languages(field)]
        return [
            FixedColumn("slug", Line(), needed=True, blank_keeps=True),
            *(self._moments() if self._plans else ()),
            *texts,
        ]

    def _moments(self) -> Iterator[Column]:
        # The zone comes first: the hours after it are on its clocks.
        yield ZoneColumn()
        for name in _MOMENTS:
            is_needed = not LearningSession._meta.get_field(name).null
            yield MomentColumn(name, blank_keeps=is_needed)

    def get_queryset(self) -> models.QuerySet[LearningSession]:
        return LearningSession.objects.filter(pk=self.scope.pk)

    def get_instance(self, instance_loader: Any, row: Cells) -> models.Model:
        """Return the session whatever the row says; the slug's column refuses another one."""
        return super().get_instance(instance_loader, {"id": self.scope.pk})  # type: ignore[return-value]

    def keys(self, instance: LearningSession) -> Iterator[Hashable]:
        yield instance.slug

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        yield typed(row.get("slug"))


class ThemeResource(WithinSession):
    sheet = "themes"

    class Meta(SheetResource.Meta):
        model = VisionTheme

    def columns(self) -> Iterable[Column]:
        return [
            *self.session_columns(),
            Column("order", Number(), needed=True, blank_keeps=True),
            *in_languages("statement"),
            *in_languages("heading"),
            *in_languages("text"),
        ]

    def related(self, rows: models.QuerySet[VisionTheme]) -> models.QuerySet[VisionTheme]:
        return rows.select_related("session")

    def keys(self, instance: VisionTheme) -> Iterator[Hashable]:
        yield ("order", instance.session_id, instance.order)
        for text in in_every_language(instance, "statement"):
            yield ("statement", instance.session_id, lines(text).strip())

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        session, order = self.session_id(row), self.cleaned(row, "order")
        if order is not None:
            yield ("order", session, order)
            return
        for code in languages.CODES:
            if text := typed(row.get(f"statement_{code}")).strip():
                yield ("statement", session, text)

    def before_save_instance(self, instance: VisionTheme, row: Cells, **kwargs: Any) -> None:
        number_when_new(instance, row, VisionTheme.objects.filter(session=instance.session))


class PointResource(SheetResource):
    """Key points of one session's themes; a theme is called by its id or by ``#`` and its order."""

    sheet = "points"

    class Meta(SheetResource.Meta):
        model = KeyPoint

    def columns(self) -> Iterable[Column]:
        themes = Lookup(
            VisionTheme.objects.filter(session=self.scope).all,
            [lambda theme: [id_of(theme)], lambda theme: [f"#{theme.order}"]],
            _("“%(typed)s” is not a theme of this session; give its id, or # and its order."),
        )
        responses = answer_lookup(
            PolicyResponse.objects,
            _("“%(typed)s” is not a response; give its city and number, such as Lisbon 2."),
            self.scope,
        )
        return [
            Column("theme", Reference(themes, lambda theme: [f"#{theme.order}"]), needed=True),
            Column("order", Number(), blank_keeps=True),
            *in_languages("lead"),
            *in_languages("text"),
            Column("evidence", References(responses, answer_called, model=PolicyResponse)),
        ]

    def get_queryset(self) -> models.QuerySet[KeyPoint]:
        rows = KeyPoint.objects.filter(theme__session=self.scope)
        return rows.order_by("theme__order", "theme", "order", "pk")

    def related(self, rows: models.QuerySet[KeyPoint]) -> models.QuerySet[KeyPoint]:
        return rows.select_related("theme").prefetch_related("evidence")

    def keys(self, instance: KeyPoint) -> Iterator[Hashable]:
        yield ("order", instance.theme_id, instance.order)
        for field in ("lead", "text"):
            for text in in_every_language(instance, field):
                yield (field, instance.theme_id, lines(text).strip())

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        theme, order = self.cleaned(row, "theme"), self.cleaned(row, "order")
        if theme is None:
            return
        if order is not None:
            yield ("order", theme.pk, order)
            return
        for field in ("lead", "text"):
            for code in languages.CODES:
                if text := typed(row.get(f"{field}_{code}")).strip():
                    yield (field, theme.pk, text)

    def before_save_instance(self, instance: KeyPoint, row: Cells, **kwargs: Any) -> None:
        number_when_new(instance, row, KeyPoint.objects.filter(theme=instance.theme))
