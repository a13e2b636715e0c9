"""Public services, the same across all sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.db.fields import LineField, ProseField
from llex.core.db.search_keys import SearchableModel
from llex.core.text.slugs import SluggedModel
from priorities.querysets import ServiceQuerySet


class Service(SearchableModel, SluggedModel):
    """A public service, the same across all sessions, known by its slug."""

    slug_source = "name"

    slug = models.SlugField(
        pgettext_lazy("of a page", "address"),
        unique=True,
        blank=True,
        help_text=_("The end of its address; left empty, it is made from the name."),
    )
    name = LineField(_("name"), max_length=120)
    description = ProseField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("public service")
        verbose_name_plural = _("public services")
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return self.name or self.slug
