"""Slugs: the part of an address that is made from a name, readable in ASCII whatever its script."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import Any, ClassVar, Final

from anyascii import anyascii
from django.db import models
from django.utils.text import slugify as django_slugify

from llex.core import languages
from llex.core.text.normalization import clean_line

LONGEST: Final = 100
# anyascii writes consonants only and drops the alef: القاهرة would be “lqhrh”.
_ARABIC: Final = {
    "ا": "a",
    "أ": "a",
    "إ": "i",
    "آ": "a",
    "ٱ": "a",
    "ى": "a",
    "ة": "a",
    "ە": "a",
    "ع": "a",
}
_ARTICLE: Final = re.compile(r"\bال(?=\w{2})")
# A waw or yeh that follows a consonant is its vowel.
_CONSONANT: Final = "[ءبتثجحخدذرزسشصضطظغفقكکلمنهپچژگ]"
_LONG_U: Final = re.compile(f"(?<={_CONSONANT})و(?![اأآىةوي])")
_LONG_I: Final = re.compile(f"(?<={_CONSONANT})[يی](?![اأآىةوي])")
_SEPARATORS: Final = frozenset("/|·•・،,;")


def slugify(text: str, max_length: int = LONGEST) -> str:
    """Return a slug made from *text*, cut between words where it can be; "" without letters.

    Letters of other scripts are transliterated, those of Latin written with one of ASCII.
    """
    text = _ARTICLE.sub("al-", clean_line(text))
    text = _LONG_I.sub("i", _LONG_U.sub("u", text))
    slug = django_slugify("".join(map(_ascii, text))).strip("-_")
    if len(slug) <= max_length:
        return slug
    whole = slug[: max_length + 1].rpartition("-")[0]
    return (whole if 2 * len(whole) > max_length else slug[:max_length]).strip("-_")


def free_slug(
    base: str, taken: Collection[str], hints: Iterable[str] = (), max_length: int = LONGEST
) -> str:
    """Return *base*, else *base* with the first of *hints* or numbers that is not *taken*."""
    suffixes: Iterator[str] = iter(["", *hints])
    numbers = map(str, count(2))
    for suffix in (*suffixes, *(next(numbers) for _ in range(len(taken) + 1))):
        end = f"-{suffix}" if suffix else ""
        slug = base[: max_length - len(end)].rstrip("-_") + end
        if slug not in taken:
            return slug
    raise AssertionError("One number more than there are slugs is free.")


def _ascii(character: str) -> str:
    if character.isascii():
        return "-" if character in _SEPARATORS else character
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return _ARABIC.get(character) or anyascii(character)
    return "-" if category in ("Pd", "Zs") or character in _SEPARATORS else ""


class SluggedModel(models.Model):
    """A row with a field `slug`, which is made from the row's name when it is left empty."""

    # The field, in whatever language it is written, that the slug is made from.
    slug_source: ClassVar[str] = "title"
    slug: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, with a slug."""
        self.ensure_slug()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.ensure_slug()

    def ensure_slug(self) -> None:
        """Make a slug that is free, unless the row has one."""
        if self.slug:
            return
        field: Any = self._meta.get_field("slug")
        longest = field.max_length or LONGEST
        base = slugify(self._named(), longest) or self._meta.model_name or "row"
        # A cut base and its suffix begin alike.
        begun = base[: longest // 2]
        self.slug = free_slug(base, self.taken_slugs(begun), self.slug_hints(), longest)

    def slug_hints(self) -> Iterable[str]:
        """Return what tells the row from another of the same name, such as its country or date."""
        return ()

    def taken_slugs(self, begun: str) -> set[str]:
        """Return the slugs beginning with *begun* that other rows have or had."""
        rows: Any = type(self)._base_manager
        others = rows.exclude(pk=self.pk).filter(slug__startswith=begun)
        return set(others.values_list("slug", flat=True))

    def _named(self) -> str:
        names = [f"{self.slug_source}_{code}" for code in languages.CODES]
        return next((text for name in names if (text := getattr(self, name, ""))), "")
