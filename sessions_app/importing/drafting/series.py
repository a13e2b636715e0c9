"""The series that a note belongs to: found by its slug, or made from what the note says of it."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from llex.core import languages
from sessions_app.importing.drafting.field_texts import fitting
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Dropped, Paragraph
from sessions_app.importing.recognising import ImportedNote
from sessions_app.importing.recognising.similarity import is_alike
from sessions_app.importing.vocabulary import mentions
from sessions_app.importing.words import count
from sessions_app.models import Series


def known_titles(slug: str) -> list[str]:
    """Return the titles and taglines of the series in all languages, none if there is none.

    Raise ImportRefused if *slug* cannot be one.
    """
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise ImportRefused(
            _("“%(slug)s” cannot be the address of a series.") % {"slug": slug}
        ) from error
    if len(slug) > (Series._meta.get_field("slug").max_length or 0):
        raise ImportRefused(
            _("“%(slug)s” is too long for the address of a series.") % {"slug": slug}
        )
    series = Series.objects.filter(slug=slug).first()
    fields = [f"{name}_{code}" for name in ("title", "tagline") for code in languages.CODES]
    return [text for field in fields if series and (text := getattr(series, field))]


def series_of(note: ImportedNote, slug: str) -> tuple[Series, bool]:
    """Return the series and whether it is new; what was empty is filled from the note."""
    series = Series.objects.filter(slug=slug).first()
    is_new = series is None
    series = series or Series(slug=slug)
    title = getattr(series, f"title_{note.language}") or ""
    tagline = "" if is_alike(note.tagline, title) else note.tagline
    for name, value in (
        (f"title_{note.language}", note.series_title or (slug if is_new else "")),
        (f"tagline_{note.language}", tagline),
        ("hashtag", note.hashtag),
        ("contact", note.contact),
    ):
        if value and not getattr(series, name):
            setattr(series, name, fitting(note, value, (Series, name), "introduction"))
    series.save()
    _compare(note, series)
    return series, is_new


def _compare(note: ImportedNote, series: Series) -> None:
    """Keep as text what the note calls the series where that is not how we know it."""
    names = [getattr(series, f"{name}_{note.language}") or "" for name in ("title", "tagline")]
    for called in (note.series_title, note.tagline):
        if count([called]) - count(names) and any(is_alike(called, name) for name in names):
            note.dropped.append(
                Dropped(_("the series under a slightly different title"), called, 0)
            )
        elif count([called]) - count(names):
            if mentions(called, "series"):
                paragraph = Paragraph(FormattedText.plain(called), 0)
                note.texts["introduction"].insert(0, note.keep("introduction", paragraph))
            else:
                # Who published it: no name of a series.
                note.dropped.append(Dropped(_("line of the title page"), called, 0))
            note.remarks.append(
                _("The note says “%(called)s”, but the series is called “%(name)s”.")
                % {"called": called, "name": names[0]}
            )
    if note.hashtag and series.hashtag.casefold() != note.hashtag.casefold():
        note.remarks.append(
            _("The note’s hashtag is #%(called)s, the series’ is #%(name)s.")
            % {"called": note.hashtag, "name": series.hashtag}
        )
