"""Series of sessions and the organisations that convene them."""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.db.collation import InLanguageOrder
from llex.core.db.fields import LineField
from llex.core.db.search_keys import SearchableModel
from llex.core.files.pictures import KeptFiles, PictureFiles
from llex.core.mail.addresses import AddressField
from llex.core.text.slugs import SluggedModel
from sessions_app.models.series_look import SeriesLookMixin

LOGOS: Final = PictureFiles("logos", holds_drawings=True)
REMINDERS: Final = (
    ("week_before", _("a week before")),
    ("day_before", _("a day before")),
    ("hour_before", _("an hour before")),
)


def usual_reminders() -> list[str]:
    """Return the reminders of a new series."""
    return ["day_before", "hour_before"]


def validate_reminders(value: object) -> None:
    """Raise ValidationError unless *value* is a list of kinds of reminders, none twice."""
    kinds = value if isinstance(value, list) else [None]
    if len(set(kinds)) != len(kinds) or not set(kinds) <= set(dict(REMINDERS)):
        raise ValidationError(_("Choose reminders from the list."))


@dataclass(frozen=True, slots=True)
class NamedContact:
    """An address for questions, and the *name* of the person who answers there, if it is known."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return self.address

    def __bool__(self) -> bool:
        return bool(self.address)

    @property
    def label(self) -> str:
        """Return the name with the address, or the address alone."""
        return f"{self.name} ({self.address})" if self.name else self.address


class Organisation(SearchableModel):
    """A convener or partner: a network, an agency of the United Nations, a university."""

    searched = ("name", "acronym")

    name = LineField(_("name"), max_length=200)
    acronym = LineField(_("acronym"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    # The checksum by which the files of the logo are named.
    logo = models.CharField(_("logo"), max_length=64, blank=True, editable=False)
    logo_width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    logo_height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    logo_alternative = LineField(
        _("alternative text of the logo"),
        max_length=300,
        blank=True,
        help_text=_("What is read out in place of the logo; left empty, the name."),
    )
    # Of those that look alike, the ones that organisers know to be others.
    distinct_from = models.ManyToManyField("self", blank=True, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = (InLanguageOrder("name"), "pk")

    def __str__(self) -> str:
        return self.acronym or self.name

    def take_logo(self, kept: KeptFiles | None) -> None:
        """Set the logo, or take it off. Its row is not saved."""
        found = kept or KeptFiles("", 0, 0)
        self.logo, self.logo_width, self.logo_height = found.digest, found.width, found.height


class Series(SeriesLookMixin, SearchableModel, SluggedModel):
    """A series of sessions on one subject, with those who convene it."""

    searched = ("title", "hashtag")

    slug = models.SlugField(
        pgettext_lazy("of a page", "address"),
        unique=True,
        blank=True,
        help_text=_("The end of its address; left empty, it is made from the title."),
    )
    title = LineField(_("title"), max_length=300)
    tagline = LineField(_("tagline"), max_length=200, blank=True)
    hashtag = LineField(
        _("hashtag"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^\w+$", _("Letters and figures only, without the # sign."))],
        help_text=_("Without the # sign."),
    )
    contact = AddressField(_("contact"), blank=True)
    contact_name = LineField(
        _("name of the contact"),
        max_length=200,
        blank=True,
        help_text=_("The person who answers there, named beside the address."),
    )
    reminders = models.JSONField(
        _("reminders"), default=usual_reminders, blank=True, validators=[validate_reminders]
    )
    thanks = models.BooleanField(
        _("thank for taking part"),
        default=True,
        help_text=_("By an e-mail with the note, once it is published."),
    )
    conveners = models.ManyToManyField(
        Organisation, verbose_name=_("conveners"), blank=True, related_name="series"
    )
    gives_certificates = models.BooleanField(
        _("certificates of attendance"),
        default=False,
        help_text=_(
            "Those who were present can save one from their personal page, and organisers from the"
            " attendance of a session."
        ),
    )

    prints_speaker_balance = models.BooleanField(
        _("gender of speakers in the note"),
        default=False,
        help_text=_(
            "Among its figures, as chairs and speakers described themselves when they registered,"
            " in sums of five and more."
        ),
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("plural", "series")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def named_contact(self) -> NamedContact:
        """Return the address for questions, with the person who answers there."""
        return NamedContact(self.contact, self.contact_name)

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:series_detail", args=[self.slug])
