"""The look of a series: its cover, colours, numbers and disclaimer in print."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core.db.fields import LineField, ProseField
from llex.core.files.pictures import KeptFiles, PictureFiles
from llex.core.theme.colours import AA, WHITE, Colour, readable

COVERS: Final = PictureFiles("covers")
_ISSN: Final = re.compile(r"(\d{4})[-‐–]?(\d{3}[\dXx])", re.ASCII)
_MODULUS: Final = 11


def validate_colour(value: str) -> None:
    """Raise ValidationError unless *value* is a colour that is read on white, and white on it.

    The message names the nearest one that is.
    """
    try:
        colour = Colour.read(value)
    except ValueError:
        text = _("Write the colour as a # and six of the signs 0–9 and a–f, such as #0b4f6c.")
        raise ValidationError(text, code="form") from None
    found = colour.contrast(WHITE)
    if found < AA:
        better = readable(colour, lambda one: one.contrast(WHITE) >= AA, darker=True)
        raise ValidationError(
            _(
                "Text in this colour is hard to read on white: its contrast is %(found)s to 1, and"
                " at least %(needed)s to 1 is needed. The nearest colour that has it is %(better)s."
            ),
            code="contrast",
            params={
                # Rounded down: 4.49 is not 4.5.
                "found": number_format(int(found * 10) / 10, decimal_pos=1),
                "needed": number_format(AA, decimal_pos=1),
                "better": str(better),
            },
        )


def normalize_issn(value: str) -> str:
    """Return an ISSN as it is written, with a hyphen. Raise ValidationError for no ISSN."""
    found = _ISSN.fullmatch(re.sub(r"^ISSN\s*:?\s*|\s+", "", value.strip(), flags=re.IGNORECASE))
    if found is None:
        text = _("An ISSN has eight figures, the last of which may be an X, such as 2049-3630.")
        raise ValidationError(text, code="form")
    figures = found[1] + found[2].upper()
    check = figures[-1]
    expected = _check_digit(figures[:-1])
    if check != expected:
        text = _(
            "The check digit of this ISSN is wrong: after %(first)s comes %(expected)s. Please"
            " compare it with the one you were given."
        )
        first = f"{figures[:4]}-{figures[4:7]}"
        raise ValidationError(text, code="check", params={"first": first, "expected": expected})
    return f"{figures[:4]}-{figures[4:]}"


def validate_issn(value: str) -> None:
    """Raise ValidationError unless *value* is an ISSN with its check digit (ISO 3297)."""
    normalize_issn(value)


def _check_digit(figures: str) -> str:
    weighted = sum(int(one) * weight for one, weight in zip(figures, range(8, 1, -1), strict=True))
    check = -weighted % _MODULUS
    return "X" if check == _MODULUS - 1 else str(check)


class SeriesLookMixin(models.Model):
    """The look of a series in print, and what its notes say of it on their last page."""

    main_colour = models.CharField(
        gettext_lazy("main colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=gettext_lazy(
            "Of the cover, headings and charts in files, such as #0b4f6c. Empty: that of the"
            " program."
        ),
    )
    second_colour = models.CharField(
        gettext_lazy("second colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=gettext_lazy("Of numbers and marks beside them."),
    )
    # The checksum by which the files of the cover picture are named.
    cover = models.CharField(
        gettext_lazy("cover picture"), max_length=64, blank=True, editable=False
    )
    cover_width = models.PositiveIntegerField(gettext_lazy("width"), default=0, editable=False)
    cover_height = models.PositiveIntegerField(gettext_lazy("height"), default=0, editable=False)
    cover_alternative = LineField(
        gettext_lazy("alternative text of the cover picture"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("What is read out in its place; empty: it is an ornament."),
    )
    cover_credit = LineField(
        gettext_lazy("credit of the cover picture"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Who made it; printed on the last page."),
    )
    issn = models.CharField(
        "ISSN",
        max_length=9,
        blank=True,
        validators=[validate_issn],
        help_text=gettext_lazy("The number of serial publications, if the series has one."),
    )
    publication_number = LineField(
        gettext_lazy("publication number"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy(
            "As your organisation numbers its publications, such as HS/012/20. Printed on the cover"
            " and the last page."
        ),
    )
    disclaimer = ProseField(
        gettext_lazy("disclaimer"),
        blank=True,
        help_text=gettext_lazy("Printed on the last page of every note of the series."),
    )

    class Meta:
        abstract = True

    def take_cover(self, kept: KeptFiles | None) -> None:
        """Set the cover picture, or take it off. Its row is not saved."""
        found = kept or KeptFiles("", 0, 0)
        self.cover, self.cover_width, self.cover_height = found.digest, found.width, found.height
