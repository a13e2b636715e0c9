"""A note's computed words as filters, and how its chart and its groups are laid out."""

from collections.abc import Iterable, Sized
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.citations.writers import CITATION_FORMATS, CitationFormat
from llex.core.languages.phrases import comma
from llex.core.text import to_plain
from llex.core.text.normalization import clean_line
from priorities.results import scales
from priorities.results.published import (
    ChoiceResult,
    ChosenItem,
    ConsultationResult,
    ItemResult,
    RatingsResult,
    WordResult,
    WordsResult,
)
from sessions_app.briefing import anchors, imprint, phrases, result_texts
from sessions_app.briefing import summary as summaries
from sessions_app.briefing.document import (
    Attendee,
    Axis,
    Document,
    KeyPoint,
    Quotation,
    Section,
)
from sessions_app.briefing.labels import labels
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.result_axes import axis
from sessions_app.public.logos import logo_image

register = template.Library()

# So many services of a chart are open on the phone.
_OPEN: Final = 3

for _filter in (
    phrases.sections,
    phrases.section_title,
    phrases.section_number,
    phrases.day,
    phrases.participants_note,
    phrases.groups,
    phrases.number,
    phrases.mean,
    phrases.edition,
    phrases.superseded,
    phrases.redaction,
    phrases.has_theme,
    imprint.page_colophon,
    anchors.axis_anchor,
    phrases.withdrawals,
    result_texts.outcome,
    result_texts.scale,
    result_texts.choice_limit,
    result_texts.percentage,
    result_texts.reopened,
    result_texts.ranked_words,
    result_texts.further_words,
    result_texts.spellings,
    result_texts.times,
    result_texts.cloud,
    anchors.quotation_anchor,
    summaries.top_rated,
    summaries.basis,
    summaries.spread,
):
    register.filter(_filter.__name__, _filter)

register.filter("table_figures", summaries.figures)
register.simple_tag(logo_image)
register.simple_tag(phrases.publication, name="publication")
register.simple_tag(phrases.citation, name="citation")


@register.simple_tag
def citation_formats() -> Iterable[CitationFormat]:
    """Return the formats in which reference managers read how to cite an edition."""
    return CITATION_FORMATS.values()


@register.filter
def format_label(name: str) -> str:
    """Return what readers call the format of that name."""
    return str(FORMATS[name].label)


@register.filter
def summary(document: Document) -> str:
    """Return the note's first words, or what it is where there is no introduction."""
    words = to_plain(document.introduction) or phrases.publication()
    return Truncator(clean_line(words)).chars(200)


@register.filter
def title_figures(document: Document) -> list[tuple[str, str]]:
    """Return the figures under the title: those of the cities only where no summary has them."""
    return phrases.event_figures(document) if document.summary else phrases.figures(document)


@register.filter
def chairs(document: Document) -> tuple[str, tuple[Attendee, ...]] | None:
    """Return who chaired the session, under the heading for them."""
    people = document.attendees_as("chair")
    return (phrases.group("chair", len(people)), people) if people else None


@register.simple_tag
def label(name: str) -> str:
    """Return a fixed word around the note, the same in every format."""
    return labels()[name]


@register.simple_tag
def evidence(point: KeyPoint) -> SafeString:
    """Print the cities that a key point rests on, each leading to its response."""
    links = format_html_join(
        comma(),
        '<a href="#response-{}">{}</a>',
        ((item.response, item.city.name) for item in point.cities()),
    )
    return format_html(_("Seen in: %(cities)s").replace("%(cities)s", "{}"), links)


@register.filter
def quotations_in(document: Document, section: Section) -> tuple[Quotation, ...]:
    """Return the quotations set in a section."""
    return document.quotations_in(section)


@register.filter
def share(item: ItemResult, consultation: RatingsResult) -> float:
    """Return how far an item's mean reaches on the scale, in percent."""
    return round(100 * result_texts.reach(item, consultation), 1)


@register.filter
def unfolded(rows: Sized) -> int:
    """Return how many rows of a chart are open on the phone: the first, or all of a few."""
    return _OPEN if len(rows) > _OPEN + 1 else len(rows)


@register.filter
def folded_services(rows: Sized) -> str:
    """Return what the services are folded under that are not open on the phone, "" for none."""
    count = len(rows) - unfolded(rows)
    text = ngettext("%(number)s more public service", "%(number)s more public services", count)
    return text % {"number": phrases.number(count)} if count else ""


@register.filter
def folded_words(rows: Sized) -> str:
    """Return what the words are folded under that are not open on the phone, "" for none."""
    count = len(rows) - unfolded(rows)
    text = ngettext("%(number)s more word", "%(number)s more words", count)
    return text % {"number": phrases.number(count)} if count else ""


@register.filter
def theme_contents(axis: Axis) -> str:
    """Return what a theme is folded under on the phone: the number of its key points."""
    if not axis.points:
        return _("Read on")
    text = ngettext("%(number)s key point", "%(number)s key points", len(axis.points))
    return text % {"number": phrases.number(len(axis.points))}


@register.filter
def axes_listed(document: Document) -> str:
    """Return what the axes are folded under on the phone: how many there are."""
    count = len(document.axes)
    return ngettext("%(number)s axis", "%(number)s axes", count) % {"number": phrases.number(count)}


@register.filter
def names_listed(document: Document) -> str:
    """Return what the participants are folded under on the phone: how many are named."""
    count = len(document.attendees)
    return ngettext("%(number)s name", "%(number)s names", count) % {
        "number": phrases.number(count)
    }


@register.filter
def chosen_share(item: ChosenItem, consultation: ChoiceResult) -> float:
    """Return the share of ballots that chose an item, in percent."""
    return round(100 * result_texts.share(item, consultation), 1)


@register.filter
def scale_lines(consultation: ConsultationResult, height: int) -> str:
    """Return a line at each text of the axis as an SVG path in a drawing 100 wide."""
    return scales.scale_lines(len(axis(consultation)), height)


@register.filter
def frequency(word: WordResult, consultation: WordsResult) -> float:
    """Return how often a word was given beside the most frequent one, in percent."""
    return round(100 * word.count / consultation.words[0].count, 1)


@register.filter
def scores(consultation: RatingsResult) -> range:
    """Return the scores that could be given, from the lowest."""
    return range(1, consultation.scale + 1)
