"""The tables of open data about public services: their names, and how sessions rated them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.open_data.tables import DataField, DataTable, DataType
from priorities.models import ChoiceProjection, GroupProjection, RatingProjection, Service
from priorities.results.scales import change

_BALLOTS: Final = pgettext_lazy("unit", "ballots")
_SERVICE: Final = (
    DataField("id", DataType.STRING, _("identifier, the end of its address; it stays")),
    DataField("url", DataType.ADDRESS, _("address of its page")),
    DataField("name", DataType.TEXT, _("name of the topic (public service)")),
    DataField("description", DataType.TEXT, _("description")),
)
_POINTS: Final = pgettext_lazy("unit", "points")
_OF_A_CONSULTATION: Final = (
    DataField(
        "consultation", DataType.INTEGER, _("number of the consultation in which it was asked")
    ),
    DataField("session", DataType.STRING, _("session, by its id"), refers_to="sessions"),
    DataField("date", DataType.DATE, _("day of the session, at its place")),
    DataField("edition", DataType.INTEGER, _("edition of the note that prints it"), minimum=1),
    DataField("question", DataType.TEXT, _("question that was asked")),
    DataField(
        "service", DataType.STRING, _("topic (public service), by its id"), refers_to="services"
    ),
)
_OF_A_RESULT: Final = (
    *_OF_A_CONSULTATION,
    DataField(
        "ballots",
        DataType.INTEGER,
        _("ballots that were cast in this consultation"),
        unit=_BALLOTS,
        minimum=0,
    ),
    DataField("rank", DataType.INTEGER, _("rank among all services"), required=False, minimum=1),
)
_RATING: Final = (
    *_OF_A_RESULT,
    DataField("scale", DataType.INTEGER, _("highest score that could be given; 1 is the lowest")),
    DataField("mean", DataType.NUMBER, _("mean of the scores"), unit=_POINTS, required=False),
    DataField("answers", DataType.INTEGER, _("scores that were given"), unit=_BALLOTS, minimum=0),
    DataField("dont_know", DataType.INTEGER, _("“don’t know”"), unit=_BALLOTS, minimum=0),
    DataField(
        "distribution",
        DataType.NUMBERS,
        _("how many gave each score, from the lowest"),
        unit=_BALLOTS,
    ),
    DataField(
        "mean_before",
        DataType.NUMBER,
        _("mean in the last session before that rated it on the same scale"),
        unit=_POINTS,
        required=False,
    ),
    DataField(
        "session_before",
        DataType.STRING,
        _("session of the mean before, by the id it had then"),
        required=False,
    ),
    DataField(
        "change",
        DataType.NUMBER,
        _("change of the mean since the session before"),
        unit=_POINTS,
        required=False,
    ),
)
_GROUP: Final = (
    *_OF_A_CONSULTATION,
    DataField(
        "by",
        DataType.STRING,
        _("what the voters of a group have in common: language, or region (ZZ: not said)"),
    ),
    DataField(
        "group",
        DataType.STRING,
        _("codes of the group, joined by “+” where small groups are counted together"),
        example="ar+es",
    ),
    DataField("ballots", DataType.INTEGER, _("ballots of the group"), unit=_BALLOTS, minimum=1),
    DataField(
        "mean",
        DataType.NUMBER,
        _("mean of the scores, where services were rated"),
        unit=_POINTS,
        required=False,
    ),
    DataField(
        "share",
        DataType.NUMBER,
        _("share of the ballots of the group, where services were chosen"),
        unit=pgettext_lazy("unit", "percent"),
        required=False,
        minimum=0,
        maximum=100,
    ),
)
_CHOICE: Final = (
    *_OF_A_RESULT,
    DataField("count", DataType.INTEGER, _("ballots that chose it"), unit=_BALLOTS, minimum=0),
)


def _in_languages(row: Any, field: str) -> dict[str, str]:
    texts = {code: getattr(row, f"{field}_{code}", None) for code in languages.CODES}
    return {code: text for code, text in texts.items() if text}


def _service_records(rows: Sequence[Service]) -> Iterator[dict[str, Any]]:
    for row in rows:
        with translation.override(languages.DEFAULT):
            address = reverse("cities:topic_detail", args=[row.slug])
        yield {
            "id": row.slug,
            "url": f"{settings.SITE_URL}{address}",
            "name": _in_languages(row, "name"),
            "description": _in_languages(row, "description"),
        }


def _about(row: Any) -> dict[str, Any]:
    of = row.published
    return {
        "consultation": of.consultation_id,
        "session": of.session_slug,
        "date": of.held.date().isoformat(),
        "edition": of.edition,
        "question": {code: text for code, text in of.question.items() if text},
        "service": row.service.slug,
    }


def _result(row: Any) -> dict[str, Any]:
    return _about(row) | {"ballots": row.published.ballots, "rank": row.rank}


def _rating_records(rows: Sequence[RatingProjection]) -> Iterator[dict[str, Any]]:
    for row in rows:
        figures = {name: getattr(row, name) for name in ("answers", "dont_know", "distribution")}
        mean = None if row.mean is None else round(row.mean, 4)
        yield (
            _result(row)
            | figures
            | {
                "scale": row.published.scale,
                "mean": mean,
                "mean_before": row.mean_before,
                "session_before": row.session_before or None,
                "change": change(row.mean, row.mean_before),
            }
        )


def _group_records(rows: Sequence[GroupProjection]) -> Iterator[dict[str, Any]]:
    for row in rows:
        # Only scores have a scale.
        is_mean = bool(row.published.scale)
        yield _about(row) | {
            "by": row.by,
            "group": row.codes,
            "ballots": row.ballots,
            "mean": row.value if is_mean else None,
            "share": None if is_mean else row.value,
        }


def _choice_records(rows: Sequence[ChoiceProjection]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield _result(row) | {"count": row.count}


def _results(model: Any) -> QuerySet[Any]:
    rows = model.objects.select_related("published", "service")
    return rows.order_by("-published__starts_at", "published", "service__slug")


_RESULT_FILTERS: Final = {
    "service": "service__slug",
    "session": "published__session_slug",
    "year": "published__starts_at__year",
    "published_after": "published__published_at__gt",
}

SERVICES: Final = DataTable(
    "services",
    _("Topics"),
    _("The public services that measures, challenges and consultations are about."),
    _SERVICE,
    ("id",),
    lambda: Service.objects.order_by("order", "slug"),
    _service_records,
    {"service": "slug"},
)
RATINGS: Final = DataTable(
    "ratings",
    _("Ratings"),
    _("How important the participants of each session rated each public service."),
    _RATING,
    ("consultation", "service"),
    lambda: _results(RatingProjection),
    _rating_records,
    _RESULT_FILTERS,
)
GROUPS: Final = DataTable(
    "groups",
    _("Groups of voters"),
    _(
        "How each group of voters rated or chose each public service, where the groups are large"
        " enough to be told of."
    ),
    _GROUP,
    ("consultation", "service", "by", "group"),
    lambda: _results(GroupProjection).order_by(
        "-published__starts_at", "published", "service__slug", "by", "pk"
    ),
    _group_records,
    _RESULT_FILTERS,
)
CHOICES: Final = DataTable(
    "choices",
    _("Choices"),
    _("How many ballots chose each public service, where services were chosen, not rated."),
    _CHOICE,
    ("consultation", "service"),
    lambda: _results(ChoiceProjection),
    _choice_records,
    _RESULT_FILTERS,
)
