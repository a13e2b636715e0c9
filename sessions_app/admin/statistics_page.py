"""The page of figures about sessions, with its pictures and spreadsheets as files."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from llex.core.languages.regions import REGIONS, region_name
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.models import Series
from sessions_app.statistics.charts import answer_text, charts
from sessions_app.statistics.figure_files import CSV, XLSX, figures_csv, figures_xlsx
from sessions_app.statistics.figure_notes import DEFINITIONS, limits
from sessions_app.statistics.figure_table import COLUMNS, shown
from sessions_app.statistics.picture_files import SVG, picture_source, svg_file
from sessions_app.statistics.session_figures import SessionStatistics, count_sessions
from sessions_app.statistics.session_filter import SessionFilter

# Those on which there are cities.
_REGIONS: Final = [(code, name) for code, name in REGIONS.items() if code not in ("", "AN")]
_DAY_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
_TEXT_COLUMNS: Final = frozenset({"day", "session"})
# The series is below the title of a session.
_COLUMNS: Final = [column for column in COLUMNS if column.key != "series"]
# The columns whose totals are shown as large figures.
_LARGE: Final = ("registered", "came", "cities", "countries", "regions", "languages", "downloads")
_FILES: Final[Mapping[str, tuple[str, Callable[[SessionStatistics, str], bytes]]]] = {
    "xlsx": (XLSX, figures_xlsx),
    "csv": (CSV, lambda statistics, chosen: figures_csv(statistics)),
}


class SessionFilterForm(forms.Form):
    """Which sessions are counted."""

    series = forms.ModelChoiceField(
        label=gettext_lazy("Series"),
        queryset=Series.objects.all(),
        required=False,
        empty_label=gettext_lazy("All series"),
        widget=UnfoldAdminSelectWidget,
    )
    since = forms.DateField(
        label=gettext_lazy("Held from"),
        required=False,
        input_formats=_DAY_FORMATS,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Held until"),
        required=False,
        input_formats=_DAY_FORMATS,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        choices=[("", gettext_lazy("All regions")), *_REGIONS],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first."))
        return cleaned

    def chosen(self) -> SessionFilter:
        """Return what was chosen in the valid form."""
        return SessionFilter(**self.cleaned_data)


class StatisticsMixin:
    """Add the page of figures to the admin of sessions."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "statistics_file": ("sessions.<str:extension>", require_safe(self.statistics_file)),
            "statistics_picture": ("<str:key>.svg", require_safe(self.statistics_picture)),
        }
        own = session_urls(self.admin_site, views, prefix="statistics/")
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def has_see_statistics_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("sessions_app.view_learningsession"))

    @action(
        description=gettext_lazy("Statistics"),
        permissions=["see_statistics"],
        url_path="statistics",
        icon="bar_chart",
    )
    @method_decorator(require_safe)
    def statistics(self, request: HttpRequest) -> HttpResponse:
        """Show the figures of the chosen sessions."""
        self._require_statistics(request)
        form = SessionFilterForm(request.GET)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Statistics"),
            "form": form,
            "sessions_address": reverse("admin:sessions_app_learningsession_changelist"),
            "definitions": DEFINITIONS,
        }
        if form.is_valid():
            context |= _figures(form.chosen())
        template = "admin/sessions_app/statistics/page.html"
        return TemplateResponse(request, template, context, status=200 if form.is_valid() else 422)

    def statistics_file(self, request: HttpRequest, extension: str) -> HttpResponse:
        """Send the figures as a spreadsheet."""
        self._require_statistics(request)
        if extension not in _FILES:
            raise Http404
        form = SessionFilterForm(request.GET)
        if not form.is_valid():
            return HttpResponseBadRequest()
        media_type, write = _FILES[extension]
        content = write(count_sessions(form.chosen()), _chosen_text(form.chosen()))
        return _attachment(content, media_type, f"statistics.{extension}")

    def statistics_picture(self, request: HttpRequest, key: str) -> HttpResponse:
        """Send a picture."""
        self._require_statistics(request)
        form = SessionFilterForm(request.GET)
        if not form.is_valid():
            return HttpResponseBadRequest()
        statistics = count_sessions(form.chosen())
        chart = next((one for one in charts(statistics) if one.key == key), None)
        if chart is None:
            raise Http404
        source = picture_source(_chosen_text(form.chosen()), shown(localdate()))
        return _attachment(svg_file(chart, source), SVG, f"{key}.svg")

    def _require_statistics(self, request: HttpRequest) -> None:
        if not self.has_see_statistics_permission(request):
            raise PermissionDenied


def _figures(chosen: SessionFilter) -> dict[str, Any]:
    statistics = count_sessions(chosen)
    totals = statistics.totals
    query = _query(chosen)
    by_key = {column.key: column for column in COLUMNS}
    return {
        "statistics": statistics,
        "chosen": _chosen_text(chosen),
        "query": query,
        "large": [
            (by_key[key].head, shown(value), isinstance(value, str))
            for key in _LARGE
            for value in [by_key[key].total(totals)]
        ],
        "answer_text": answer_text(totals),
        "limits": list(limits(statistics)),
        "charts": charts(statistics),
        "columns": _COLUMNS,
        "rows": [
            (row.session, [(one.key, *_cell(one.cell(row), one.key)) for one in _COLUMNS])
            for row in statistics.rows
        ],
        "total_row": [(one.key, *_cell(one.total(totals), one.key)) for one in _COLUMNS],
    }


def _cell(value: Any, key: str) -> tuple[str, bool]:
    """Return a value as it is shown, and whether it says that there is none."""
    return shown(value), isinstance(value, str) and key not in _TEXT_COLUMNS


def _query(chosen: SessionFilter) -> str:
    values = {
        "series": chosen.series.pk if chosen.series else "",
        "since": chosen.since or "",
        "until": chosen.until or "",
        "region": chosen.region,
    }
    return urlencode({name: str(value) for name, value in values.items() if value})


def _chosen_text(chosen: SessionFilter) -> str:
    parts = [str(chosen.series) if chosen.series else _("All series")]
    if chosen.since:
        parts.append(_("from %(day)s") % {"day": shown(chosen.since)})
    if chosen.until:
        parts.append(_("until %(day)s") % {"day": shown(chosen.until)})
    if chosen.region:
        parts.append(region_name(chosen.region))
    return " · ".join(parts)


def _attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
