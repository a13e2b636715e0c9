"""Cities, and the officers who write for them."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextInputWidget

from cities.admin.creation import FoundingMixin
from cities.admin.invitations import OfficersInvitationInline
from cities.admin.merge import MergingMixin
from cities.models import City, CitySpelling, Contribution, FormerSlug, Officer
from cities.spreadsheets import CityResource
from llex.core.admin.base import ModelAdmin, TabularInline, TextsModelAdmin
from llex.core.admin.optimistic_lock import StaleCheckedForm
from llex.core.db.collation import InLanguageOrder
from llex.core.db.expressions import number_of
from llex.core.db.fields import LineFormField
from llex.core.mail.addresses import AddressFormField
from llex.core.models import User
from llex.core.spreadsheets.lists import SpreadsheetMixin


class OfficerInline(TabularInline):
    model = Officer
    fields = ("user", "position", "since", "until")
    readonly_fields = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "city")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # An officer is added on a page of its own, which asks for the e-mail address.
        return False


@admin.register(City)
class CityAdmin(FoundingMixin, MergingMixin, SpreadsheetMixin, TextsModelAdmin):
    purpose = _(
        "A city is known once for all sessions. It comes in when it is invited or with a "
        "spreadsheet, or is looked up and added here."
    )
    resource_classes = [CityResource]
    list_display = (
        "name", "country", "kind", "shown_population", "contribution_count", "officer_count",
    )  # fmt: skip
    list_filter = ("kind", "country", ("networks", admin.RelatedOnlyFieldListFilter))
    search_fields = ("spellings__key__key_contains", "slug")
    autocomplete_fields = ("networks",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "country", "other_spellings", "networks")}),
        (
            _("Place"),
            {
                "fields": (
                    ("latitude", "longitude"),
                    ("population", "population_year"),
                    "geoname_id",
                )
            },
        ),
    )
    inlines = (OfficerInline,)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        # Keys for looking a city up go with it; nobody needs leave to delete them.
        derived = {CitySpelling._meta.verbose_name, FormerSlug._meta.verbose_name}
        return deleted, counts, set(forbidden) - derived, protected

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                contributed=number_of(Contribution.objects.all(), "city"),
                writing=number_of(Officer.objects.writing(), "city"),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a city by how it is spelt, as the look-up does; then by a part of its name."""
        if not search_term.strip():
            return queryset, False
        part, _doubles = super().get_search_results(request, City.objects.all(), search_term)
        found: Any = queryset.by_likeness(search_term)  # type: ignore[attr-defined]
        found = found.filter(Q(likeness__isnull=False) | Q(pk__in=part.values("pk")))
        # Whoever has chosen an order of the list gets that.
        return found.order_by(*queryset.query.order_by) if "o" in request.GET else found, False

    @display(description=_("population"), ordering="population")
    def shown_population(self, city: City) -> str:
        if city.population is None:
            return "–"
        return number_format(city.population, force_grouping=True)

    @display(description=_("contributions"), ordering="contributed")
    def contribution_count(self, city: Any) -> int:
        return int(city.contributed)

    @display(description=_("officers"), ordering="writing")
    def officer_count(self, city: Any) -> int:
        return int(city.writing)


class OfficerForm(StaleCheckedForm):
    """An officer is entered by e-mail address; the user is found, or made without a password."""

    email = AddressFormField(
        label=capfirst(_("e-mail address")), widget=UnfoldAdminEmailInputWidget
    )
    name = LineFormField(
        label=capfirst(_("name")), max_length=200, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = Officer
        fields = ("city", "position", "address_source", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address_source"].required = False

    def clean_address_source(self) -> str:
        return str(self.cleaned_data["address_source"] or Officer.AddressSource.CONTACTS)

    def _post_clean(self) -> None:
        if email := self.cleaned_data.get("email"):
            known = User.objects.filter(email=email).first()
            self.instance.user = known or User(email=email, name=self.cleaned_data.get("name", ""))
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        # The user is not a field of the form, but the constraint over it must be checked.
        return excluded - {"user"} if self.instance.user_id else excluded

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        user = self.instance.user
        if user._state.adding:
            user.set_unusable_password()
            user.save()
            self.instance.user = user
        return super().save(commit)


@admin.register(Officer)
class OfficerAdmin(ModelAdmin):
    purpose = _(
        "Officers write for their city. They are named when a city is invited, by a colleague, "
        "or here."
    )
    list_display = ("user", "city", "position", "since", "until")
    list_filter = (("until", admin.EmptyFieldListFilter), "city__country")
    list_select_related = ("user", "city")
    search_fields = (
        "user__search_key__key_contains",
        "user__email",
        "city__spellings__key__key_contains",
    )
    ordering = (InLanguageOrder("user__name"), "pk")
    autocomplete_fields = ("city",)
    inlines = (OfficersInvitationInline,)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return super().get_inlines(request, obj) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = OfficerForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        who = ("user",) if obj else ("email", "name")
        return (*who, "city", "position", "address_source", "since", "until")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user", "city") if obj else ()
