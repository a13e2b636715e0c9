"""An invented note that uses every field of a document, in English, French and Arabic.

In any other language its texts stand in English, as they do where a translation is missing.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from cities.wording.published_row import (
    CityName,
    Coordinates,
    PublishedChallenge,
    PublishedResponse,
    PublishedRow,
)
from llex.core.text import Phrase, parse
from priorities.results.published import (
    ChoiceResult,
    ChosenItem,
    ItemResult,
    RatingsResult,
    Reopening,
    ServiceName,
    WordResult,
    WordsResult,
)
from sessions_app.briefing.document import (
    Attendee,
    Axis,
    Credits,
    Document,
    Event,
    Evidence,
    KeyPoint,
    Organisation,
    Quotation,
    Series,
    Stamp,
)
from sessions_app.briefing.summary import findings_list
from tests.texts_document import TEXTS

ANSWERS = {
    "health": (0, 0, 2, 9, 41),
    "water": (0, 1, 5, 18, 28),
    "food": (1, 2, 9, 17, 23),
    "transport": (2, 6, 15, 19, 10),
    "culture": (4, 11, 17, 12, 6),
}
PLACES = {
    "lodz": Coordinates(51.75, 19.46667),
    "da-nang": Coordinates(16.06778, 108.22083),
    "athina": Coordinates(37.98376, 23.72784),
    "sousse": Coordinates(35.82539, 10.63699),
}
CITIES = (
    ("lodz", "Łódź", "PL", "Żaneta Wójcik"),
    ("da-nang", "Đà Nẵng", "VN", "Nguyễn Thị Hồng"),
    ("athina", "Αθήνα", "GR", "Ελένη Παπαδοπούλου"),
    ("sousse", "Sousse", "TN", "Amel Ben Youssef"),
)


def make_document(language="en", **overrides):
    """Make a note in *language*; each keyword replaces a field."""
    texts = _Texts(language)
    document = Document(
        language=language,
        languages=("en", "fr", "es", "ar"),
        series=_series(texts),
        event=Event(
            slug="water-after-the-flood",
            title=texts.phrase("title"),
            starts_at=datetime(2021, 5, 19, 13, 0, tzinfo=UTC),
            time_zone="Europe/Madrid",
            number=7,
            duration=90,
            attendance=1204,
            recording="https://example.org/recordings/7",
        ),
        summary=findings_list(texts.rich("summary")),
        introduction=texts.rich("introduction"),
        priorities=texts.rich("priorities"),
        front_line=texts.rich("front_line"),
        vision=texts.rich("vision"),
        closing=texts.rich("closing"),
        attendees=_attendees(texts),
        quotations=_quotations(texts),
        consultations=(make_consultation(texts),),
        rows=_rows(texts),
        axes=_axes(texts),
        credits=Credits(("Ida Bergström",), ("Kofi Mensah", "Ana Lúcia Prado"), ("نور الهدى",)),
    )
    return replace(document, **overrides)


def make_stamp(**overrides):
    """Make the stamp of a second edition."""
    stamp = Stamp(
        number=2,
        published_at=datetime(2021, 5, 21, 8, 30, tzinfo=UTC),
        checksum="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        change_note=Phrase("en", "The position of one representative was corrected."),
    )
    return replace(stamp, **overrides)


def make_long_document(cities=60, language="en"):
    """Make a note whose table has so many *cities*, some with long cells."""
    document = make_document(language)
    rows = tuple(
        replace(
            document.rows[number % len(document.rows)],
            city=CityName(f"city-{number}", Phrase(language, f"City {number}")),
        )
        for number in range(1, cities + 1)
    )
    return replace(document, rows=rows)


def make_bare_document(**overrides):
    """Make a note without anything that may be missing."""
    document = make_document()
    event = replace(document.event, number=None, duration=None, attendance=None, recording="")
    bare = Document(
        language="en",
        languages=("en",),
        series=Series(slug="learning", title=document.series.title),
        event=event,
    )
    return replace(bare, **overrides)


class _Texts:
    """The texts in one language, or in English where there are none."""

    def __init__(self, language):
        self.language = language if language in TEXTS else "en"
        self.texts = TEXTS[self.language]

    def phrase(self, key):
        return Phrase(self.language, self.texts[key])

    def rich(self, key):
        return parse(self.texts[key], self.language)

    def service(self, slug):
        return ServiceName(slug, self.phrase(f"service {slug}"))


def _series(texts):
    network = Organisation(
        texts.phrase("network"), Phrase(texts.language, "WTC"), "https://example.org/wtc"
    )
    alliance = Organisation(texts.phrase("alliance"))
    return Series(
        slug="learning",
        title=texts.phrase("series"),
        tagline=texts.phrase("tagline"),
        hashtag="CitiesLearnLive",
        contact="learning@example.org",
        conveners=(network, alliance),
        issn="2049-3630",
        number="HS/012/21",
        disclaimer=texts.rich("disclaimer"),
    )


def _attendees(texts):
    people = [
        Attendee(1, "Maren Öztürk", "chair", texts.phrase("chair"), texts.phrase("network")),
        Attendee(2, "Tiago d’Ávila", "speaker", texts.phrase("speaker"), None),
        Attendee(3, "Salma El-Fassi", "partner", None, texts.phrase("alliance")),
        Attendee(4, "Ivo Кралев", "rapporteur"),
    ]
    people += [
        Attendee(10 + number, person, "city", texts.phrase("position"), Phrase("en", name))
        for number, (_slug, name, _code, person) in enumerate(CITIES)
    ]
    return tuple(people)


def _quotations(texts):
    return (
        Quotation(texts.rich("quote 1"), "Maren Öztürk", texts.phrase("chair"), "introduction"),
        Quotation(texts.rich("quote 2"), "Tiago d’Ávila", texts.phrase("speaker"), "vision"),
    )


def make_consultation(texts=None, **overrides):
    """Make a closed consultation on five services."""
    texts = texts or _Texts("en")
    items = []
    for rank, (slug, distribution) in enumerate(ANSWERS.items(), start=1):
        answers = sum(distribution)
        total = sum(score * count for score, count in enumerate(distribution, start=1))
        items.append(
            ItemResult(rank, texts.service(slug), total / answers, answers, 3, distribution)
        )
    consultation = RatingsResult(
        question=texts.phrase("question"),
        scale=5,
        low=texts.phrase("low"),
        high=texts.phrase("high"),
        ballots=55,
        languages=("ar", "en", "fr"),
        items=tuple(items),
        caveat=texts.phrase("caveat"),
    )
    return replace(consultation, **overrides)


def make_word_consultation(language="en", **overrides):
    """Make a closed consultation that asked for words, and was opened once more."""
    texts = _Texts(language)
    counts = (41, 33, 33, 20, 12, 9, 9, 7, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1)
    words = []
    for word, count in zip(texts.texts["words"], counts, strict=True):
        rank = counts.index(count) + 1
        spellings = texts.texts["spellings"] if rank == 1 else ()
        words.append(WordResult(rank, word, count, spellings))
    consultation = WordsResult(
        question=texts.phrase("question for words"),
        scale=5,
        low=None,
        high=None,
        ballots=55,
        languages=("ar", "en", "fr"),
        words=tuple(words),
        reopened=Reopening(datetime(2021, 5, 19, 14, 5, tzinfo=UTC), texts.phrase("reopened")),
        code="water",
    )
    return replace(consultation, **overrides)


def make_choice_consultation(language="en", **overrides):
    """Make a closed consultation in which up to three of four services were chosen."""
    texts = _Texts(language)
    counts = {"water": 41, "health": 33, "food": 33, "culture": 0}
    choices = [
        ChosenItem(
            list(counts.values()).index(count) + 1 if count else None, texts.service(slug), count
        )
        for slug, count in counts.items()
    ]
    consultation = ChoiceResult(
        question=texts.phrase("question"),
        ballots=55,
        languages=("ar", "en", "fr"),
        max_choices=3,
        choices=tuple(choices),
        caveat=texts.phrase("caveat"),
        code="three",
    )
    return replace(consultation, **overrides)


def _rows(texts):
    names = {slug: CityName(slug, Phrase("en", name)) for slug, name, *_rest in CITIES}
    countries = {code: texts.phrase(f"country {code}") for _s, _n, code, _p in CITIES}
    rows = []
    for number, (slug, _name, code, person) in enumerate(CITIES):
        first, second = 100 + 2 * number, 101 + 2 * number
        responses = (
            PublishedResponse(
                first,
                texts.rich(f"response {number}"),
                texts.phrase("response title") if number == 0 else None,
                (texts.service("water"), texts.service("health")),
                date(2021, 3, 4) if number % 2 == 0 else None,
                "https://example.org/source" if number == 0 else "",
                (203,) if number == 0 else (),
            ),
            PublishedResponse(second, texts.rich("response common")),
        )
        challenges = (
            PublishedChallenge(
                200 + number,
                texts.rich(f"challenge {number}"),
                (texts.service("food"),),
                (names["lodz"], names["athina"]) if number == 3 else (),
            ),
        )
        rows.append(
            PublishedRow(
                names[slug],
                code,
                countries[code],
                person,
                texts.phrase("position"),
                responses if number != 3 else responses[:1],
                challenges,
                coordinates=PLACES[slug],
            )
        )
    association = PublishedRow(
        CityName("coast", texts.phrase("association")),
        "",
        None,
        "Paulo Sá",
        None,
        (),
        (PublishedChallenge(299, parse("Texto **só** em português.", "pt")),),
    )
    return (*rows, association)


def _axes(texts):
    athina = Evidence(104, CityName("athina", Phrase("en", "Αθήνα")))
    points = (
        KeyPoint(1, texts.rich("point 1"), texts.phrase("lead 1"), (athina,)),
        KeyPoint(2, texts.rich("point 2"), texts.phrase("lead 2")),
        KeyPoint(3, texts.rich("point 3")),
    )
    again = tuple(replace(point, id=point.id + 10) for point in points[1:])
    return (
        Axis(1, texts.phrase("axis 1"), texts.phrase("heading 1"), texts.rich("theme 1"), points),
        Axis(2, texts.phrase("axis 2"), texts.phrase("heading 2"), None, again),
        Axis(3, texts.phrase("axis 3")),
    )
