"""The sheet of invitations: whom to invite in which city."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cities.directory import creation
from cities.invitations import sending
from cities.models import City, Contribution, Invitation, Officer
from cities.officers import memberships
from cities.spreadsheets.city_names import CityNames
from cities.spreadsheets.countries import Country
from cities.spreadsheets.row_names import city_called
from llex.core import languages
from llex.core.models import User
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Address, Choice, Column, Line
from llex.core.spreadsheets.lookups import Lookup
from llex.core.spreadsheets.references import Reference
from llex.core.spreadsheets.resource import SheetResource
from llex.core.time_zones.moments import in_zone


@cache
def _headings() -> dict[str, str]:
    """Return what people who write no program call the columns, in our languages."""
    called = {
        "city": (gettext_noop("city"),),
        "country": (gettext_noop("country"),),
        "name": (gettext_noop("name"), gettext_noop("officer")),
        "email": ("e-mail", "mail", gettext_noop("e-mail address")),
        "language": (gettext_noop("language"),),
        "position": (gettext_noop("position"),),
    }
    found: dict[str, str] = {}
    for code in languages.CODES:
        with translation.override(code):
            found |= {_(text).lower(): name for name, texts in called.items() for text in texts}
    return {heading: name for heading, name in found.items() if heading not in called}


class Called(Reference):
    """A city that is only shown."""

    def __init__(self, lookup: Lookup, name: Callable[[City], str]) -> None:
        super().__init__(lookup, city_called)
        self._name = name

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self._name(value)


class InvitationResource(SheetResource):
    """Invitations to one session. A new row is sent; one that is there already stays."""

    sheet = "invitations"

    class Meta(SheetResource.Meta):
        model = Invitation

    def __init__(
        self,
        *,
        by: User | None = None,
        invited: list[tuple[Officer, Contribution]] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take what each row is sent *by*, and a list to note in who was *invited* to what."""
        super().__init__(**kwargs)
        self._by = by
        self._invited = invited if invited is not None else []
        # The keys of cities that this import takes up.
        self._new: set[int] = set()

    def columns(self) -> Iterable[Column]:
        # Read by `_city`, which needs the country, too; here only shown.
        city = Called(Lookup(City.objects.none, [], ""), self._called)
        language = Choice(languages.LANGUAGES)
        return [
            Column("city", city, attribute="officer__city", needed=True),
            Column("country", Country(), attribute="officer__city__country"),
            Column("name", Line(), attribute="officer__user__name"),
            Column("email", Address(), attribute="officer__user__email", needed=True),
            Column("language", language, attribute="officer__user__language"),
            Column("position", Line(), attribute="officer__position"),
        ]

    def headings(self) -> Mapping[str, str]:
        return _headings()

    def get_queryset(self) -> models.QuerySet[Invitation]:
        return Invitation.objects.not_revoked().filter(contribution__session=self.scope)

    def related(self, rows: models.QuerySet[Invitation]) -> models.QuerySet[Invitation]:
        return rows.select_related("officer__user", "officer__city", "contribution")

    def permissions(self, *, new: bool, columns: Iterable[str]) -> set[str]:
        return {"cities.add_invitation", "cities.add_officer"}

    def keys(self, instance: Invitation) -> Iterator[Hashable]:
        yield (instance.officer.city_id, instance.officer.user.email)

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        city, email = self._city_or_none(row), self.cleaned(row, "email")
        if city and email:
            yield (city.pk, email)

    def get_instance(self, instance_loader: Any, row: Cells) -> models.Model | None:
        try:
            return super().get_instance(instance_loader, row)
        except ValidationError as problem:
            raise ValidationError({"email": problem.messages}) from problem

    def import_instance(self, instance: Invitation, row: Cells, **kwargs: Any) -> None:
        """Take the row's city and person. Raise ValidationError with the problems of all cells."""
        problems: dict[str, str] = {}
        read = {
            "city": self._city(row, problems),
            **{name: self._cell(row, name, problems) for name in ("country", "name", "position")},
            "email": self._cell(row, "email", problems),
            "language": self._cell(row, "language", problems)
            if self._says(row, "language")
            else "",
        }
        if not read["email"] and "email" not in problems:
            problems["email"] = _("Give an e-mail address.")
        known = self._users.get(read["email"] or "")
        if known and not known.is_active:
            problems["email"] = _("The account of this address is closed.")
        if problems:
            raise ValidationError(problems)
        if instance._state.adding:
            language = read["language"] or self.scope.main_language
            person = known or User(email=read["email"], name=read["name"], language=language)
            instance.officer = Officer(city=read["city"], user=person, position=read["position"])

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raise ValidationError with what is wrong with the cells; the rest is made by inviting."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(
        self, instance: Invitation, is_create: bool, row: Cells, **kwargs: Any
    ) -> None:
        """Make the officer and the contribution where they are not there yet, and invite."""
        wanted = instance.officer
        user = wanted.user
        officer = memberships.appoint(
            wanted.city,
            user.email,
            name=user.name,
            position=wanted.position,
            language=user.language,
        )
        contribution = sending.get_or_create_contribution(self.scope, wanted.city)
        made = sending.invite(contribution, officer, self._by)
        self._invited.append((officer, contribution))
        instance.pk, instance.officer, instance.contribution = made.pk, officer, contribution
        self._users[officer.user.email] = officer.user
        self.after_save_instance(instance, row, **kwargs)

    def remark(self, instance: Invitation) -> str:
        sent = instance.sent_at
        if sent is None:
            return _("%(officer)s is invited already.") % {"officer": instance.officer}
        day = date_format(in_zone(sent, self.scope.time_zone), "DATE_FORMAT")
        text = _("%(officer)s was invited on %(day)s already; nothing is sent.")
        return text % {"officer": instance.officer, "day": day}

    @cached_property
    def _names(self) -> CityNames:
        return CityNames()

    @cached_property
    def _users(self) -> dict[str, User]:
        return {user.email: user for user in User.objects.all()}

    @cached_property
    def _ended(self) -> set[int]:
        ended = self.scope.contributions.filter(state__in=("withdrawn", "declined"))
        return set(ended.values_list("city", flat=True))

    def _city(self, row: Cells, problems: dict[str, str]) -> City | None:
        name, country = typed(row.get("city")).strip(), self.cleaned(row, "country") or ""
        try:
            city = self._founded(name, country) or self._names.find(name, country)
        except ValueError as problem:
            problems["city"] = str(problem)
            return None
        if city.pk in self._ended:
            text = _(
                "%(city)s has declined or withdrawn: leave it out. A contribution that was declined"
                " can be opened again on its page."
            )
            problems["city"] = text % {"city": city}
        return city

    def _founded(self, name: str, country: str) -> City | None:
        """Take up a city that only the gazetteer knows, where there is no doubt which it is."""
        may_add = self._by is not None and self._by.has_perm("cities.add_city")
        if not may_add or not name or self._names.knows(name):
            return None
        place = creation.match_place(name, country)
        if place is None:
            return None
        city = creation.get_or_create_from_place(place)
        self._new.add(city.pk)
        self._names.add(city)
        return city

    def _called(self, city: City) -> str:
        if city.pk in self._new:
            return _("%(city)s (new, from the gazetteer)") % {"city": city.in_full}
        return str(city)

    def _city_or_none(self, row: Cells) -> City | None:
        return self._city(row, {})

    def _says(self, row: Cells, name: str) -> bool:
        return bool(typed(row.get(name)).strip())

    def _cell(self, row: Cells, name: str, problems: dict[str, str]) -> Any:
        try:
            return self.fields[name].clean(row) if name in row else ""
        except ValueError as problem:
            problems[name] = str(problem)
            return ""
