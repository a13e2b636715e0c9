"""Rows in, document out: one pass over a session loaded in a constant number of queries."""

from typing import cast

from cities.directory.gazetteer import continent_of
from llex.core import languages
from llex.core.languages.sorting import Key, sort_key
from llex.core.languages.translation_marks import first_text
from priorities.models import Consultation
from priorities.questions import frozen_results
from priorities.results.earlier import compared
from priorities.results.published import RatingsResult
from sessions_app.briefing import document as doc
from sessions_app.briefing.compose.city_table import CityTable
from sessions_app.briefing.compose.consultation_results import compose_results
from sessions_app.briefing.compose.note_rows import NoteRows, load_rows
from sessions_app.briefing.summary import findings_list
from sessions_app.models import (
    KeyPoint,
    LearningSession,
    Organisation,
    Participant,
    Quote,
    Series,
    VisionTheme,
)


def compose_all(session: LearningSession) -> dict[str, doc.Document]:
    """Compose the note in each of its languages, the main one first."""
    return compose_rows(load_rows(session))


def compose_rows(rows: NoteRows) -> dict[str, doc.Document]:
    """Compose the note in each of its languages from rows that are loaded."""
    return {code: Composer(rows, code).document() for code in rows.session.languages}


def compose(session: LearningSession, language: str) -> doc.Document:
    """Compose the note in one language."""
    return Composer(load_rows(session), language).document()


class Composer(CityTable):
    """Makes one document. Every text is looked for in the note's language first, then elsewhere."""

    def document(self) -> doc.Document:
        """Return the whole note."""
        session = self.session
        return doc.Document(
            language=self.language,
            languages=tuple(session.languages),
            series=self._series(),
            event=self._event(),
            summary=findings_list(self._rich(session, "summary")),
            introduction=self._rich(session, "introduction"),
            priorities=self._rich(session, "priorities_text"),
            front_line=self._rich(session, "front_line_text"),
            vision=self._rich(session, "vision_text"),
            closing=self._rich(session, "closing_text"),
            attendees=tuple(self._attendee(p) for p in self.participants if p.is_listed),
            quotations=tuple(self._quotation(quote) for quote in self.rows.quotes),
            consultations=tuple(
                self._consultation(one)
                for one in session.consultations.all()
                if not frozen_results.is_blank(one)
            ),
            rows=tuple(self._row(contribution) for contribution in self.rows.printed),
            axes=tuple(
                self._axis(number, theme)
                for number, theme in enumerate(session.themes.all(), start=1)
            ),
            withdrawn=self._withdrawn(),
            logos=tuple(self._logo(one) for one in self._shown() if one.logo),
            credits=self._credits(),
        )

    # --- The frame --------------------------------------------------------------------------------

    def _series(self) -> doc.Series:
        series = self.session.series
        return doc.Series(
            slug=series.slug,
            title=self._name(series, "title"),
            tagline=self._phrase(series, "tagline"),
            hashtag=series.hashtag,
            contact=series.contact,
            conveners=tuple(
                doc.Organisation(
                    name=self._name(organisation),
                    acronym=self._phrase(organisation, "acronym"),
                    website=organisation.website,
                )
                for organisation in self._conveners()
            ),
            issn=series.issn,
            number=series.publication_number,
            disclaimer=self._rich(series, "disclaimer"),
            cover=self._cover(series) if series.cover else None,
            colours=(
                doc.Colours(series.main_colour, series.second_colour)
                if series.main_colour or series.second_colour
                else None
            ),
        )

    def _cover(self, series: Series) -> doc.CoverPicture:
        return doc.CoverPicture(
            digest=series.cover,
            width=series.cover_width,
            height=series.cover_height,
            alternative=self._phrase(series, "cover_alternative"),
            credit=series.cover_credit,
        )

    def _credits(self) -> doc.Credits:
        """Return who worked on the note; where no one is named as its writer, the rapporteurs."""
        named = list(self.session.credits.all())

        def people(work: str, *codes: str) -> tuple[str, ...]:
            found = (
                one.person.name_in(self.language)
                for one in named
                if one.work == work and (not codes or one.language in codes)
            )
            return tuple(dict.fromkeys(found))

        rapporteurs = tuple(
            one.name_in(self.language)
            for one in self.participants
            if one.is_listed and one.role == one.Role.RAPPORTEUR
        )
        return doc.Credits(
            written_by=people("written") or rapporteurs,
            edited_by=people("edited"),
            translated_by=people("translated", self.language),
        )

    def _conveners(self) -> list[Organisation]:
        """Return the conveners in the alphabetical order of the note's main language.

        It is the same in every language of the note, and in every language of its composer.
        """
        main = self.session.main_language
        order = languages.fallbacks(main, first=main)

        def key(organisation: Organisation) -> tuple[Key, int]:
            _code, name = first_text(organisation, "name", order) or ("", "")
            return sort_key(name, main), organisation.pk

        return sorted(self.session.series.conveners.all(), key=key)

    def _shown(self) -> list[Organisation]:
        """Return the conveners, then the organisations of the partners that are listed."""
        partners = (
            one.person.organisation
            for one in self.participants
            if one.is_listed and one.role == one.Role.PARTNER
        )
        return list(dict.fromkeys([*self._conveners(), *filter(None, partners)]))

    def _logo(self, organisation: Organisation) -> doc.Logo:
        return doc.Logo(
            digest=organisation.logo,
            width=organisation.logo_width,
            height=organisation.logo_height,
            alternative=self._phrase(organisation, "logo_alternative") or self._name(organisation),
            website=organisation.website,
        )

    def _event(self) -> doc.Event:
        session = self.session
        cities = [one.person.city for one in self.rows.present]
        countries = {city.country.code for city in cities if city is not None and city.country}
        return doc.Event(
            slug=session.slug,
            title=self._name(session, "title"),
            starts_at=session.starts_at,
            time_zone=session.time_zone,
            number=session.number,
            duration=session.duration,
            attendance=self.rows.head_count.number,
            countries=len(countries),
            continents=len({continent_of(code) for code in countries}),
            recording=session.recording,
            speaker_genders=tuple(
                doc.GenderSum(gender, count)  # type: ignore[arg-type]
                for gender, count in self.rows.speaker_genders.items()
            ),
        )

    def _attendee(self, participant: Participant) -> doc.Attendee:
        place = participant.person.city or participant.person.organisation
        return doc.Attendee(
            id=participant.pk,
            name=participant.name_in(self.language),
            role=participant.role,  # type: ignore[arg-type]
            position=self._phrase(participant, "position"),
            affiliation=self._phrase(place, "name") if place else None,
        )

    def _quotation(self, quote: Quote) -> doc.Quotation:
        return doc.Quotation(
            text=self._text(quote, "text"),
            speaker=quote.speaker.name_in(self.language),
            position=self._phrase(quote.speaker, "position"),
            section=quote.section,  # type: ignore[arg-type]
            id=quote.pk,
        )

    # --- The consultation -------------------------------------------------------------------------

    def _consultation(self, consultation: Consultation) -> doc.Consultation:
        result = compose_results(consultation, self.order, self.session.main_language)
        if isinstance(result, RatingsResult):
            result = compared(result, self.rows.earlier, self.order)
        return cast("doc.Consultation", result)

    # --- The vision -------------------------------------------------------------------------------

    def _axis(self, number: int, theme: VisionTheme) -> doc.Axis:
        return doc.Axis(
            number=number,
            statement=self._name(theme, "statement"),
            heading=self._phrase(theme, "heading"),
            text=self._rich(theme, "text"),
            points=tuple(map(self._point, theme.points.all())),
        )

    def _point(self, point: KeyPoint) -> doc.KeyPoint:
        return doc.KeyPoint(
            id=point.pk,
            text=self._text(point, "text"),
            lead=self._phrase(point, "lead"),
            evidence=tuple(
                doc.Evidence(response=response.pk, city=self._city(response.contribution.city))
                for response in point.evidence.all()
                if response.contribution_id in self.printed
            ),
        )
