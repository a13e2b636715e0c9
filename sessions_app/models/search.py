"""The index of the public search: what current editions print, one row per thing and language.

Written by publishing only, in its transaction, from the documents of editions; nothing here leads
to a row that is edited.
"""

from typing import ClassVar, Final

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.http.page_addresses import page_address

# The columns that results are counted by, in the order in which `choices` has them.
COUNTED: Final = (
    *("kind", "services", "challenges", "region", "country", "size", "year", "status"),
    "language",
)


class SearchDocument(models.Model):
    """A thing that readers can find, for the readers of one language.

    *readers* is their language; *language* that of the text, another one where the note is not
    there in theirs. *key* is the same in all languages. *words* are the stems of five fields, a
    line each: title, text, names, topics, what these and the session are about; a sixth has the
    tokens of filters.
    """

    class Kind(models.TextChoices):
        MEASURE = "measure", pgettext_lazy("what a city did", "measure")
        CHALLENGE = "challenge", _("challenge")
        POINT = "point", _("key point")
        QUOTATION = "quotation", _("quotation")
        CITY = "city", _("city")
        NOTE = "note", pgettext_lazy("of a session", "note")

    class Size(models.TextChoices):
        """Bands of the population of a city."""

        SMALL = "s", _("Under 100,000 inhabitants")
        MEDIUM = "m", _("100,000 to 1 million")
        LARGE = "l", _("1 to 5 million")
        HUGE = "x", _("Over 5 million")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("key"), max_length=120)
    readers = models.CharField(_("language of readers"), max_length=7)
    language = models.CharField(_("language"), max_length=7)
    # The address of its page: the slug of an entry, a session or a city; a place in the note.
    slug = models.SlugField(pgettext_lazy("of a page", "address"), max_length=100, db_index=False)
    anchor = models.CharField(_("place in the note"), max_length=40, blank=True)
    title = models.TextField(_("title"))
    text = models.TextField(_("text"), blank=True)
    # The person quoted or, of a measure, the one who reported it.
    person = models.CharField(_("person"), max_length=200, blank=True)
    session_id = models.PositiveBigIntegerField(_("session"), null=True)
    session = models.SlugField(
        _("address of the session"), max_length=100, blank=True, db_index=False
    )
    session_title = models.TextField(_("title of the session"), blank=True)
    city = models.SlugField(_("address of the city"), max_length=100, blank=True, db_index=False)
    city_name = models.CharField(_("name of the city"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=2, blank=True)
    size = models.CharField(_("size of the city"), max_length=1, choices=Size.choices, blank=True)
    # Slugs with a space before and behind each.
    services = models.TextField(_("services"), blank=True)
    # The challenges that a measure answers, written likewise.
    challenges = models.TextField(_("challenges"), blank=True)
    day = models.DateField(_("day"))
    year = models.PositiveSmallIntegerField(_("year"))
    since = models.DateField(_("since"), null=True)
    status = models.CharField(_("status"), max_length=8, blank=True)
    status_day = models.DateField(_("day of the follow-up"), null=True)
    # What answers it or what it answers: [address, name of the city, title] each.
    links = models.JSONField(_("answers"), default=list)
    words = models.TextField(_("stems"))
    # Read in place of nine columns where thousands of rows are counted: many rows have the same.
    choices = models.GeneratedField(
        # `Concat` nests one pair in the other, deeper than SQLite reads.
        expression=models.Func(
            *(Cast(name, models.TextField()) for name in COUNTED),
            template="%(expressions)s",
            arg_joiner=" || '\t' || ",
        ),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name=_("values of filters"),
    )

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        ordering = ("-day", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("key", "readers"), name="found_once_per_language"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("readers", "-day", "id"), name="search_newest"),
            models.Index(fields=("readers", "kind", "-day", "id"), name="search_newest_of_kind"),
            models.Index(fields=("session_id",), name="search_of_session"),
            models.Index(fields=("session", "readers", "kind"), name="search_by_session"),
            models.Index(fields=("city", "kind"), name="search_of_city"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page in the active language."""
        views = {self.Kind.CITY: "cities:city_detail", self.Kind.MEASURE: "cities:entry_detail"}
        views[self.Kind.CHALLENGE] = views[self.Kind.MEASURE]
        view = views.get(self.Kind(self.kind), "sessions_app:briefing")
        return page_address(view, self.slug) + (f"#{self.anchor}" if self.anchor else "")

    @property
    def is_in_original(self) -> bool:
        """Return whether its text is not in the language of its readers."""
        return self.language != self.readers


class SearchWord(models.Model):
    """A word of what can be found, as its readers read it: what misspellings are compared with."""

    readers = models.CharField(_("language of readers"), max_length=7)
    word = models.CharField(_("word"), max_length=40)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("readers", "word"), name="a_word_once_per_language"),
        ]

    def __str__(self) -> str:
        return self.word
