"""Published addresses that keep working: former slugs, and the redirect to the present one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.db.signals import slug_changed
from llex.core.text.slugs import SluggedModel

View = Callable[..., HttpResponseBase]


class FormerSlugManager(models.Manager[Any]):
    """Former slugs of one kind of rows."""

    def record(self, slug: str, row: Any) -> None:
        """Record *slug* as a former one of *row*, and send `slug_changed`."""
        self.filter(slug=row.slug).delete()
        self.update_or_create(slug=slug, defaults={self.model.owner: row})
        slug_changed.send(self.model, former=slug, row=row)


class FormerSlugModel(models.Model):
    """A slug that a row had. *owner* names the foreign key to the row."""

    owner: ClassVar[str]

    slug = models.SlugField(pgettext_lazy("of a page", "address"), max_length=100, unique=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects: ClassVar[Any] = FormerSlugManager()

    class Meta:
        abstract = True
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it. Raise ValueError for a slug that a row has now."""
        rows: Any = self._meta.get_field(self.owner).related_model
        if rows._base_manager.filter(slug=self.slug).exists():
            raise ValueError("A slug that is in use is not a former one.")
        super().save(*args, **kwargs)


class FormerSlugsMixin(SluggedModel):
    """A row whose former slugs are kept, by a model that points to it as `former_slugs`."""

    # The slug as it is stored, None for a row that is not.
    stored_slug: str | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row.stored_slug = row.__dict__.get("slug")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, what is derived from it, and where its slug of before leads."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.write_derived()
            if self.stored_slug and self.stored_slug != self.slug and self.keeps_former_slug():
                self._former().record(self.stored_slug, self)
        self.stored_slug = self.slug

    def clean(self) -> None:
        """Raise ValidationError for a slug that leads to another row, which once had it."""
        super().clean()
        if self._former().filter(slug=self.slug).exclude(**{self._owner(): self.pk}).exists():
            text = _("This address leads to another %(kind)s, which had it before; choose another.")
            kind = self._meta.verbose_name
            raise ValidationError({"slug": ValidationError(text, params={"kind": kind})})

    def write_derived(self) -> None:
        """Write what other tables repeat of the row. Called in the transaction of `save`."""

    def keeps_former_slug(self) -> bool:
        """Return whether the address with the row's former slug may be known to readers."""
        return True

    @classmethod
    def slug_now(cls, slug: str) -> str | None:
        """Return the present slug of the row that had *slug*, or None where none had it."""
        rows = cls._former().filter(slug=slug)
        return rows.values_list(f"{cls._owner()}__slug", flat=True).first()

    def taken_slugs(self, begun: str) -> set[str]:
        former = self._former().filter(slug__startswith=begun).values_list("slug", flat=True)
        return super().taken_slugs(begun) | set(former)

    @classmethod
    def _former(cls) -> Any:
        model: Any = cls._meta.get_field("former_slugs").related_model
        return model.objects

    @classmethod
    def _owner(cls) -> str:
        return str(cls._former().model.owner)


def redirects_former_slugs(
    slug_now: Callable[[str], str | None], argument: str = "slug"
) -> Callable[[View], View]:
    """Redirect to the present address where a view raises Http404 for a slug that a row had.

    *argument* is the slug's name in the address. Browsers repeat a POST at the new address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                slug = slug_now(kwargs[argument])
                if slug is None or slug == kwargs[argument]:
                    raise
            return _redirect(request, {**kwargs, argument: slug})

        return answer

    return decorate


def _redirect(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
    assert request.resolver_match is not None  # noqa: S101 - a view is called through an address
    address = reverse(request.resolver_match.view_name, kwargs=kwargs)
    if query := request.META.get("QUERY_STRING"):
        address = f"{address}?{query}"
    is_safe = request.method in ("GET", "HEAD")
    response = HttpResponsePermanentRedirect(address, preserve_request=not is_safe)
    # A slug may be given back: browsers that keep a redirect for ever would go in circles.
    patch_cache_control(response, no_cache=True)
    return response
