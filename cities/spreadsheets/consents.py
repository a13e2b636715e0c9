"""The sheet of consents that cities gave outside the form: on paper, by e-mail, in the session."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cities.models import Contribution
from cities.spreadsheets.lookups import city_lookup
from cities.spreadsheets.row_names import city_called
from llex.core.models import User
from llex.core.spreadsheets import journal
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Choice, Column, FixedColumn
from llex.core.spreadsheets.moments import Day
from llex.core.spreadsheets.references import Reference
from llex.core.spreadsheets.resource import SheetResource
from llex.core.states import WrongState
from llex.core.time_zones.moments import in_zone, local_midnight


class _DayOfConsent(Column):
    """The day of the consent, on the clocks of the session."""

    def get_value(self, instance: Contribution) -> date | None:
        given = instance.consented_at
        return in_zone(given, instance.session.time_zone).date() if given else None

    def save(self, instance: Contribution, row: Cells, is_m2m: bool = False, **kwargs: Any) -> None:
        day = self.clean(row)
        if day is not None and day != self.get_value(instance):
            instance.consented_at = local_midnight(day, instance.session.time_zone)


class ConsentResource(SheetResource):
    """Consents to publication in one session. One that is there is not replaced by another."""

    sheet = "consents"

    class Meta(SheetResource.Meta):
        model = Contribution

    def __init__(self, *, by: User | None = None, **kwargs: Any) -> None:
        """Take who records the consents."""
        super().__init__(**kwargs)
        self._by = by
        self._stored: dict[int, tuple[Any, str]] = {}

    def columns(self) -> Iterable[Column]:
        return [
            FixedColumn("city", Reference(city_lookup(), city_called), needed=True, once=True),
            _DayOfConsent("given_on", Day(), attribute="consented_at", blank_keeps=True),
            Column(
                "how", Choice(Contribution.ConsentSource.choices), attribute="consent_source",
                blank_keeps=True,
            ),
        ]  # fmt: skip

    def get_queryset(self) -> models.QuerySet[Contribution]:
        return Contribution.objects.filter(session=self.scope)

    def related(self, rows: models.QuerySet[Contribution]) -> models.QuerySet[Contribution]:
        return rows.select_related("session", "city")

    def keys(self, instance: Contribution) -> Iterator[Hashable]:
        yield instance.city_id

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        if city := self.cleaned(row, "city"):
            yield city.pk

    def get_instance(self, instance_loader: Any, row: Cells) -> models.Model | None:
        """Return the contribution. Raise ValidationError where the city has none."""
        instance = super().get_instance(instance_loader, row)
        if instance is None:
            if self.cleaned(row, "city") is None:
                return None
            text = _("This city has no contribution in the session; add it first.")
            raise ValidationError({"city": text})
        return instance

    def after_init_instance(self, instance: Any, new: bool, row: Cells, **kwargs: Any) -> None:
        super().after_init_instance(instance, new, row, **kwargs)
        self._stored[instance.pk] = (instance.consented_at, instance.consent_source)

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raise ValidationError for a consent without its day or its way, and for a second one."""
        errors = dict(import_validation_errors or {})
        given_at, how = instance.consented_at, instance.consent_source
        stored_at, stored_how = self._stored.get(instance.pk, (None, ""))
        is_changed = (given_at, how) != (stored_at, stored_how)
        if not errors and is_changed:
            if stored_at is not None:
                text = _("The consent of %(city)s is there already.")
                errors["given_on"] = ValidationError(text % {"city": instance.city})
            elif given_at is None:
                errors["given_on"] = ValidationError(_("Give the day of the consent."))
            elif not how:
                errors["how"] = ValidationError(_("Say how the consent was given."))
            elif given_at > now():
                errors["given_on"] = ValidationError(_("This day is still to come."))
        if errors:
            raise ValidationError(errors)

    def save_instance(
        self, instance: Contribution, is_create: bool, row: Cells, **kwargs: Any
    ) -> None:
        """Record the consent, as the session's page does."""
        given_at: Any = instance.consented_at
        source = instance.consent_source
        journal.note(instance)
        try:
            instance.record_consent(source, given_at, by=self._by)
        except WrongState as problem:
            raise ValidationError({"city": str(problem)}) from problem
        instance.refresh_from_db(fields=["consented_at", "consent_source"])
        self.after_save_instance(instance, row, **kwargs)
