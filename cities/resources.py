"""The sheets of cities, of their contributions, and of what these say."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from cities.models import Challenge, City, Contribution, PolicyResponse
from cities.spelling import fold
from llex import languages
from llex.spreadsheets.cells import lines, typed
from llex.spreadsheets.columns import (
    Choice,
    Code,
    Column,
    Day,
    FixedColumn,
    Line,
    Names,
    Number,
    Reference,
    References,
    in_languages,
)
from llex.spreadsheets.lookups import Lookup, in_every_language
from llex.spreadsheets.resource import Cells, SheetResource
from priorities.models import Service
from priorities.resources import service_lookup

# The rooms above are known here only by the foreign keys that point up to them.
Session: Any = Contribution._meta.get_field("session").related_model
Person: Any = Contribution._meta.get_field("representative").related_model
Network: Any = City._meta.get_field("networks").related_model


def slug_of(row: Any) -> str:
    """Return the slug by which a row is called in a cell."""
    return str(row.slug)


def id_of(row: Any) -> str:
    """Return the id by which a row is called in a cell."""
    return str(row.pk)


def name_of_organisation(organisation: Any) -> str:
    """Return its acronym, else its name, the same whatever language is active."""
    names = in_every_language(organisation, "acronym") + in_every_language(organisation, "name")
    return names[0] if names else id_of(organisation)


def names_of_city(city: City) -> list[str]:
    """Return all the ways in which a city may be written."""
    return in_every_language(city, "name") + list(city.other_spellings)


def names_of_person(person: Any) -> list[str]:
    """Return all the ways in which a person's name may be written."""
    return [person.name, *person.other_spellings]


def city_lookup() -> Lookup:
    """Return a look-up of cities by slug, name in any language, or other spelling."""
    return Lookup(
        City.objects.all,
        [lambda city: [city.slug], names_of_city],
        gettext_lazy("“%(typed)s” is not a city we know; add it to the cities first."),
        fold,
    )


def session_lookup() -> Lookup:
    """Return a look-up of sessions by slug."""
    return Lookup(
        Session.objects.all,
        [lambda session: [session.slug]],
        gettext_lazy("“%(typed)s” is not a session we know; give its slug."),
    )


def organisation_lookup() -> Lookup:
    """Return a look-up of organisations by acronym or name in any language."""
    return Lookup(
        Network.objects.all,
        [
            lambda row: in_every_language(row, "acronym"),
            lambda row: in_every_language(row, "name"),
            lambda row: [id_of(row)],
        ],
        gettext_lazy("“%(typed)s” is not an organisation we know; add it first."),
    )


def answer_lookup(rows: "models.Manager[Any]", unknown: Any, scope: Any) -> Lookup:
    """Return a look-up of responses or challenges by id, or by city and order: ``lisbon#2``."""
    queryset = rows.select_related("contribution__city")
    if scope:
        queryset = queryset.filter(contribution__session=scope)
    return Lookup(
        queryset.all,
        [
            lambda row: [id_of(row)],
            lambda row: [f"{row.contribution.city.slug}#{row.order}"],
        ],
        unknown,
    )


class Country(Code):
    """A country by its code of two letters."""

    def __init__(self) -> None:
        super().__init__(
            r"[A-Za-z]{2}", gettext_lazy("“%(typed)s” is not a country code; an example is KE.")
        )

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        code = super().clean(value).upper()
        if code and code not in countries:
            raise ValueError(_("“%(typed)s” is not the code of a country.") % {"typed": code})
        return code


class CityResource(SheetResource):
    sheet = "cities"

    class Meta(SheetResource.Meta):
        model = City

    def columns(self) -> Iterable[Column]:
        slug = Code(
            r"[-a-zA-Z0-9_]+",
            gettext_lazy("“%(typed)s” is not a slug: use letters, digits and -."),
        )
        networks = References(
            organisation_lookup(), name_of_organisation, model=Network, separator=";"
        )
        return [
            Column("slug", slug, needed=True, blank_keeps=True),
            *(Column(f"name_{code}", Line()) for code in languages.CODES),
            Column("kind", Choice(City.Kind.choices), blank_keeps=True),
            Column("country", Country()),
            Column("other_spellings", Names()),
            Column("latitude", Number(whole=False)),
            Column("longitude", Number(whole=False)),
            Column("population", Number()),
            Column("population_year", Number()),
            Column("networks", networks),
            Column("geoname_id", Number()),
        ]

    def get_queryset(self) -> models.QuerySet[City]:
        return City.objects.all()

    def of_scope(self) -> models.QuerySet[City]:
        """Return the cities that take part in the session by a contribution or a person."""
        return (
            self.get_queryset()
            .filter(
                models.Q(pk__in=Contribution.objects.filter(session=self.scope).values("city"))
                | models.Q(people__participations__session=self.scope)
            )
            .distinct()
        )

    def related(self, rows: models.QuerySet[City]) -> models.QuerySet[City]:
        return rows.prefetch_related("networks")

    def keys(self, instance: City) -> Iterator[Hashable]:
        yield ("slug", instance.slug)
        for name in in_every_language(instance, "name"):
            yield ("name", fold(name), str(instance.country))

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        if slug := self.cleaned(row, "slug"):
            yield ("slug", slug)
            return
        country = self.cleaned(row, "country") or ""
        for code in languages.CODES:
            if name := self.cleaned(row, f"name_{code}"):
                yield ("name", fold(name), country)

    def import_instance(self, instance: City, row: Cells, **kwargs: Any) -> None:
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            if not instance.slug:
                instance.slug = slugify(next(iter(in_every_language(instance, "name")), ""))


class WithinSession(SheetResource):
    """A sheet of rows that belong to a session, named in a column unless the sheet is of one."""

    class Meta(SheetResource.Meta):
        abstract = True

    def session_columns(self) -> list[Column]:
        """Return the column that names the session, where one is needed."""
        if self.scope:
            return []
        return [Column("session", Reference(session_lookup(), slug_of), needed=True)]

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        return rows.filter(session=self.scope) if self.scope else rows

    def init_instance(self, row: Cells | None = None) -> Any:
        instance = super().init_instance(row)
        if self.scope:
            instance.session = self.scope
        return instance

    def session_id(self, row: Cells) -> int | None:
        """Return the session that a typed row belongs to, or None when it names none."""
        session = self.scope or self.cleaned(row, "session")
        return session.pk if session else None


class ContributionResource(WithinSession):
    sheet = "contributions"

    class Meta(SheetResource.Meta):
        model = Contribution

    def columns(self) -> Iterable[Column]:
        language = Code(
            r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
            gettext_lazy("“%(typed)s” is not a language code; examples are fr and pt-BR."),
        )
        people = Lookup(
            Person.objects.all,
            [names_of_person, lambda person: [id_of(person)]],
            gettext_lazy(
                "“%(typed)s” is not a person we know; add them to the participants first."
            ),
            fold,
        )
        return [
            *self.session_columns(),
            Column("city", Reference(city_lookup(), slug_of), needed=True),
            Column("representative", Reference(people, lambda person: str(person.name))),
            Column("representative_name", Line()),
            Column("representative_position", Line()),
            Column("original_language", language, blank_keeps=True),
            Column("order", Number(), blank_keeps=True),
            FixedColumn("state", Line(), blank_keeps=True),
        ]

    def related(self, rows: models.QuerySet[Contribution]) -> models.QuerySet[Contribution]:
        return rows.select_related("session", "city", "representative")

    def keys(self, instance: Contribution) -> Iterator[Hashable]:
        yield (instance.session_id, instance.city_id)

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        if city := self.cleaned(row, "city"):
            yield (self.session_id(row), city.pk)

    def before_save_instance(self, instance: Contribution, row: Cells, **kwargs: Any) -> None:
        number_when_new(instance, row, Contribution.objects.filter(session=instance.session))


class ContributionOfCity(Reference):
    """The contribution of the city in this cell to the session of its row."""

    def __init__(self, scope: Any) -> None:
        super().__init__(city_lookup(), slug_of)
        self._scope, self._sessions = scope, session_lookup()
        rows = Contribution.objects.select_related("city", "session")
        self._contributions = Lookup(
            (rows.filter(session=scope) if scope else rows).all,
            [lambda row: [f"{row.session_id} {row.city_id}"]],
            gettext_lazy("This city has no contribution in the session; add it first."),
        )

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Contribution | None:
        city = super().clean(value)
        session = self._scope or self._sessions.find(typed(row.get("session")).strip())
        return self._contributions.find(f"{session.pk} {city.pk}") if city else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value.city if value is not None else None)


class AnswerResource(SheetResource):
    """What responses and challenges have in common."""

    class Meta(SheetResource.Meta):
        abstract = True

    def contribution_columns(self) -> list[Column]:
        """Return the columns that tell the contribution and the place in it."""
        city = FixedColumn(
            "city",
            ContributionOfCity(self.scope),
            attribute="contribution",
            needed=True,
            once=True,
        )
        session = Column(
            "session",
            Reference(session_lookup(), slug_of),
            attribute="contribution__session",
            needed=True,
            readonly=True,
        )
        return [
            *([] if self.scope else [session]),
            city,
            Column("order", Number(), blank_keeps=True),
        ]

    def services_column(self) -> Column:
        """Return the column of the public services concerned."""
        return Column("services", References(service_lookup(), slug_of, model=Service))

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset().order_by("contribution__order", "contribution", "order", "pk")
        return rows.filter(contribution__session=self.scope) if self.scope else rows

    def related(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.select_related("contribution__city", "contribution__session").prefetch_related(
            "services"
        )

    def keys(self, instance: Any) -> Iterator[Hashable]:
        yield ("order", instance.contribution_id, instance.order)
        for text in in_every_language(instance, "text"):
            yield ("text", instance.contribution_id, lines(text).strip())

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        contribution = self.cleaned(row, "city")
        if contribution is None:
            return
        order = self.cleaned(row, "order")
        if order is not None:
            yield ("order", contribution.pk, order)
            return
        for code in languages.CODES:
            if text := typed(row.get(f"text_{code}")).strip():
                yield ("text", contribution.pk, text)

    def before_save_instance(self, instance: Any, row: Cells, **kwargs: Any) -> None:
        siblings = self._meta.model.objects.filter(contribution=instance.contribution)
        number_when_new(instance, row, siblings)


class ChallengeResource(AnswerResource):
    sheet = "challenges"

    class Meta(SheetResource.Meta):
        model = Challenge

    def columns(self) -> Iterable[Column]:
        return [*self.contribution_columns(), *in_languages("text"), self.services_column()]


class ResponseResource(AnswerResource):
    sheet = "responses"

    class Meta(SheetResource.Meta):
        model = PolicyResponse

    def columns(self) -> Iterable[Column]:
        challenges = answer_lookup(
            Challenge.objects,
            gettext_lazy(
                "“%(typed)s” is not a challenge; give its id, or city and order: lisbon#2."
            ),
            self.scope,
        )
        return [
            *self.contribution_columns(),
            *in_languages("title"),
            *in_languages("text"),
            self.services_column(),
            Column("answers", References(challenges, id_of, model=Challenge)),
            Column("since", Day()),
            Column("source", Line()),
        ]

    def related(self, rows: models.QuerySet[PolicyResponse]) -> models.QuerySet[PolicyResponse]:
        return super().related(rows).prefetch_related("answers")


def number_when_new(instance: Any, row: Cells, siblings: "models.QuerySet[Any]") -> None:
    """Put a new row after its siblings unless the sheet says where it goes."""
    if instance.pk is None and not typed(row.get("order")).strip():
        last = siblings.aggregate(last=Max("order"))["last"]
        instance.order = 0 if last is None else last + 1
