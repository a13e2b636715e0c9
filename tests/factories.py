"""Makers of rows: sensible defaults, and everything can be said otherwise by keyword."""

import io
from datetime import UTC, datetime, timedelta
from itertools import count

from django.contrib.auth.models import Group
from django.utils.timezone import now
from PIL import Image

from cities import photograph_files
from cities.models import (
    Challenge,
    City,
    Contribution,
    Invitation,
    Officer,
    Photograph,
    PolicyResponse,
)
from llex.core import languages
from llex.core.models import TranslationMark, User
from llex.core.text import to_plain
from priorities.models import (
    Ballot,
    Consultation,
    ConsultationItem,
    Rating,
    Selection,
    Service,
    Word,
    WordAnswer,
)
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import to_data
from sessions_app.briefing.projection import search
from sessions_app.briefing.projection.cities import project
from sessions_app.briefing.session_texts import session_texts
from sessions_app.models import (
    Credit,
    Edition,
    EditionDocument,
    KeyPoint,
    LearningSession,
    Organisation,
    Participant,
    Person,
    Quote,
    ReviewLink,
    Series,
    VisionTheme,
)
from sessions_app.models.series import LOGOS
from sessions_app.models.series_look import COVERS
from tests.factories_document import make_document

_numbers = count(1)
# Behind those of the catalogue; numbers of all rows are too large for the column.
_service_orders = count(100)
PASSWORD = "a long pass phrase for tests"


def in_all(field, text):
    """Return a value for *field* in every language: the text with the language's code."""
    return {f"{field}_{code}": f"{text} ({code})" for code in languages.CODES}


def in_english(field, text):
    """Return values for *field* in every language: the text in English, nothing in the others."""
    return {f"{field}_{code}": text if code == "en" else "" for code in languages.CODES}


def make_user(group=None, **overrides):
    """A user; with *group* also staff and a member of that group."""
    values = {"email": f"user{next(_numbers)}@example.org", "is_staff": group is not None}
    user = User.objects.create_user(password=PASSWORD, **values | overrides)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_organisation(**overrides):
    values = {**in_all("name", f"Network {next(_numbers)}"), "acronym_en": "NET"}
    return Organisation.objects.create(**values | overrides)


def make_logo(organisation, *, size=(400, 200), **texts):
    """Give *organisation* a logo with its files."""
    written = io.BytesIO()
    shade = next(_numbers)
    Image.new("RGB", size, (shade % 256, shade // 256, 90)).save(written, "PNG")
    organisation.take_logo(LOGOS.keep(written.getvalue()))
    for name, text in texts.items():
        setattr(organisation, name, text)
    organisation.save()
    return organisation


def make_cover(series, *, size=(1600, 1100), **texts):
    """Give *series* a cover picture with its files."""
    written = io.BytesIO()
    shade = next(_numbers)
    Image.new("RGB", size, (shade * 67 % 256, shade % 256, 140)).save(written, "JPEG")
    series.take_cover(COVERS.keep(written.getvalue()))
    for name, text in texts.items():
        setattr(series, name, text)
    series.save()
    return series


def make_credit(session=None, **overrides):
    session = session or make_session()
    person = overrides.pop("person", None) or make_person()
    return Credit.objects.create(session=session, person=person, **overrides)


def make_series(**overrides):
    values = {"slug": f"series-{next(_numbers)}", **in_all("title", "Beyond the flood")}
    return Series.objects.create(**values | overrides)


def make_session(**overrides):
    """An announced session in every language, with an introduction.

    It is in the past; with an open call it is to come.
    """
    number = next(_numbers)
    held = datetime(2020, 3, 25, 14, tzinfo=UTC)
    values = {
        "slug": f"session-{number}",
        "starts_at": now() + timedelta(days=9) if overrides.get("open_call") else held,
        "announced_at": now() - timedelta(days=1),
        **in_all("title", f"Session {number}"),
        **in_all("introduction", "Why we met"),
    }
    values |= overrides
    if "series" not in values:
        values["series"] = make_series()
    return LearningSession.objects.create(**values)


def make_person(**overrides):
    return Person.objects.create(**{"name": f"Ada Person {next(_numbers)}"} | overrides)


def make_participant(**overrides):
    """A listed city representative."""
    values = {"role": "city", "consents_to_listing": True, **in_all("position", "Mayor")}
    values |= overrides
    if "session" not in values:
        values["session"] = make_session()
    if "person" not in values:
        values["person"] = make_person()
    return Participant.objects.create(**values)


def keep_translations(session):
    """Say of all translations of a session that they hold for what the sources say now."""
    TranslationMark.objects.confirm(
        (text.subject, text.field, code)
        for text in session_texts(session)
        for code in session.languages
    )


def make_quote(**overrides):
    values = {"is_cleared": True, **in_all("text", "We stand together")} | overrides
    if "speaker" not in values:
        values["speaker"] = make_participant(session=values["session"])
    return Quote.objects.create(**values)


def make_city(**overrides):
    number = next(_numbers)
    values = {"slug": f"city-{number}", "country": "CO", **in_all("name", f"City {number}")}
    return City.objects.create(**values | overrides)


def make_officer(**overrides):
    values = dict(overrides)
    if "user" not in values:
        values["user"] = make_user()
    if "city" not in values:
        values["city"] = make_city()
    return Officer.objects.create(**values)


def make_invitation(**overrides):
    """A sent invitation of an officer to the city's contribution, in a session that is open."""
    values = {"sent_at": now()} | overrides
    values.setdefault("written_at", values["sent_at"])
    values.setdefault("reminder_written_at", values.get("reminded_at"))
    if "contribution" not in values:
        session = make_session(
            starts_at=now() + timedelta(days=9), contributions_due_at=now() + timedelta(days=6)
        )
        values["contribution"] = make_contribution(state="invited", session=session)
    if "officer" not in values:
        values["officer"] = make_officer(city=values["contribution"].city)
    return Invitation.objects.create(**values)


def make_contribution(*, responses=1, challenges=1, state="accepted", **overrides):
    """A contribution brought to *state* by its verbs, with texts in all languages."""
    values = {"representative_name": "Ada Mayor", "representative_position": "Mayor"} | overrides
    if "session" not in values:
        values["session"] = make_session()
    if "city" not in values:
        values["city"] = make_city()
    starts = Contribution.State.INVITED if state == "invited" else Contribution.State.DRAFT
    contribution = Contribution.objects.create(state=starts, **values)
    for number in range(responses):
        make_response(contribution=contribution, order=number)
    for number in range(challenges):
        make_challenge(contribution=contribution, order=number)
    bring_to(contribution, state)
    return contribution


def bring_to(contribution, state):
    """Move a draft contribution to *state* by its verbs."""
    ways = {
        "submitted": ["submit"],
        "accepted": ["submit", "accept"],
        "withdrawn": ["withdraw"],
        "declined": ["decline"],
    }
    if state == "changes_requested":
        contribution.submit()
        contribution.request_changes("Please be more precise.")
    for verb in ways.get(state, []):
        getattr(contribution, verb)()


def make_response(**overrides):
    values = {**in_all("text", f"We opened {next(_numbers)} shelters")} | overrides
    return PolicyResponse.objects.create(**values)


def make_challenge(**overrides):
    values = {**in_all("text", f"We lack {next(_numbers)} beds")} | overrides
    return Challenge.objects.create(**values)


def make_photograph(*, size=(1200, 800), colour=None, state="accepted", **overrides):
    """A photograph with its files, described in all languages and agreed to."""
    written = io.BytesIO()
    # Each has files of its own, whatever tests before it have published.
    shade = next(_numbers)
    Image.new("RGB", size, colour or (shade % 256, shade // 256, 90)).save(written, "PNG")
    kept = photograph_files.keep(written.getvalue())
    values = {
        **in_all("alternative", "People at a shelter"),
        **in_all("caption", "The first evening"),
        "credit": "Ana Foto",
        "consented_at": now(),
        "consent_text": "photograph-2026-11",
        "state": state,
    }
    values |= {"digest": kept.digest, "width": kept.width, "height": kept.height} | overrides
    return Photograph.objects.create(**values)


def make_service(**overrides):
    number = next(_numbers)
    values = {
        "slug": f"service-{number}",
        "order": next(_service_orders),
        **in_all("name", f"Service {number}"),
    }
    return Service.objects.create(**values | overrides)


def make_consultation(*, services=None, state="draft", ballots=(), **overrides):
    """A consultation about *services*, brought to *state*; *ballots* are lists of scores.

    Ratings of nothing cannot be opened: a service is made where none is said.
    """
    values = {**in_all("question", "How important are these?")} | overrides
    if "session" not in values:
        values["session"] = make_session()
    consultation = Consultation.objects.create(**values)
    if services is None:
        services = {"ratings": [make_service], "choice": [make_service] * 4}.get(
            consultation.kind, []
        )
        services = [make() for make in services]
    for order, service in enumerate(services):
        ConsultationItem.objects.create(consultation=consultation, service=service, order=order)
    for scores in ballots:
        make_ballot(consultation=consultation, scores=scores)
    if state != "draft":
        consultation.open()
    if state == "paused":
        consultation.pause()
    if state == "closed":
        consultation.close()
    return consultation


def make_ballot(*, consultation, scores=(), **overrides):
    """A ballot whose scores go to the items in their order; None is “I don't know”."""
    values = {"voter_key": f"key-{next(_numbers)}", "language": "en"} | overrides
    ballot = Ballot.objects.create(consultation=consultation, **values)
    for item, score in zip(consultation.items.all(), scores, strict=False):
        Rating.objects.create(ballot=ballot, item=item, score=score)
    return ballot


def make_word_ballot(consultation, *words, **overrides):
    """A ballot with *words*, each as it was typed."""
    ballot = make_ballot(consultation=consultation, **overrides)
    for text in words:
        word, _new = Word.objects.get_or_create(consultation=consultation, text=text)
        WordAnswer.objects.create(ballot=ballot, word=word)
    return ballot


def make_word_consultation(*ballots, state="open", **overrides):
    """A consultation that asked for words, brought to *state*; *ballots* are lists of words."""
    consultation = make_consultation(kind="words", state="open", **overrides)
    for words in ballots:
        make_word_ballot(consultation, *words)
    if state == "closed":
        consultation.close()
    return consultation


def make_choice(*ballots, state="open", services=None, max_choices=3, **overrides):
    """A consultation in which services are chosen; *ballots* are lists of their slugs."""
    services = [make_service() for _ in range(4)] if services is None else services
    consultation = make_consultation(
        kind="choice", services=services, max_choices=max_choices, state="open", **overrides
    )
    items = {item.service.slug: item for item in consultation.items.select_related("service")}
    for slugs in ballots:
        ballot = make_ballot(consultation=consultation)
        for slug in slugs:
            Selection.objects.create(ballot=ballot, item=items[slug])
    if state == "closed":
        consultation.close()
    return consultation


def make_review_link(**overrides):
    """A private link to the draft of a session, which works for another week."""
    values = {"name": "Carla Duarte", "language": "en", "expires_at": now() + timedelta(days=7)}
    values |= overrides
    if "session" not in values:
        values["session"] = make_full_session()
    return ReviewLink.objects.create(**values)


def make_theme(*, points=1, **overrides):
    values = {**in_all("statement", "Leave nobody behind"), **in_all("heading", "Care")}
    values |= overrides
    if "session" not in values:
        values["session"] = make_session()
    theme = VisionTheme.objects.create(**values)
    for order in range(points):
        make_point(theme=theme, order=order)
    return theme


def make_point(**overrides):
    values = {**in_all("lead", "Shelter"), **in_all("text", "is a right")} | overrides
    return KeyPoint.objects.create(**values)


def make_full_session(*, rows=2, **overrides):
    """A session whose note can be published: every section filled, in every language."""
    session = make_session(
        **{
            **in_all("summary", "One finding\nA second one\nA third one"),
            **in_all("priorities_text", "What mattered"),
            **in_all("front_line_text", "What cities do"),
            **in_all("vision_text", "What we share"),
            **in_all("closing_text", "What comes next"),
        }
        | overrides
    )
    session.series.conveners.add(make_organisation())
    services = [make_service(), make_service()]
    # As many ballots as a note may publish without a warning.
    ballots = [[5, 3], [4, None]] * 3
    make_consultation(session=session, services=services, ballots=ballots, state="closed")
    for order in range(rows):
        participant = make_participant(session=session, order=order)
        make_contribution(session=session, representative=participant.person, order=order)
    make_quote(session=session, speaker=participant)
    theme = make_theme(session=session)
    first = session.contributions.first()
    theme.points.first().evidence.add(first.responses.first())
    first.responses.first().answers.add(session.contributions.last().challenges.first())
    return session


def make_edition(*, session=None, documents=None, **overrides):
    """An edition with the invented note in English and Arabic, or *documents*, without files."""
    session = session or make_session()
    documents = documents or [make_document(code, languages=("en", "ar")) for code in ("en", "ar")]
    values = {"number": session.editions.count() + 1, "checksum": f"{next(_numbers):064}"}
    edition = Edition.objects.create(session=session, **values | overrides)
    for document in documents:
        EditionDocument.objects.create(
            edition=edition,
            language=document.language,
            title=document.event.title.text,
            summary=to_plain(document.introduction)[:280],
            content=to_data(document),
            checksum=f"{next(_numbers):064}",
        )
    return edition


def make_published(session):
    """An edition of a session as its rows are now, without files, which readers find."""
    documents = compose_all(session)
    edition = make_edition(session=session, documents=list(documents.values()))
    project(edition, documents)
    search.project(edition, documents)
    return edition


def make_published_city(*, session=None, responses=1, challenges=1, **overrides):
    """A city that has said something in a session, published."""
    session = session or make_session()
    city = make_city(**overrides)
    make_contribution(session=session, city=city, responses=responses, challenges=challenges)
    make_published(session)
    return city
