"""The demonstration: complete in every language, honest about its sources, safe to run again."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now

import sessions_app.demo
from cities.models import Challenge, City, Contribution, Officer, PolicyResponse
from llex.core import languages
from llex.core.models import User
from llex.core.privacy import notice
from llex.core.text import to_plain
from priorities.models import Ballot, Consultation, Rating, Service
from priorities.words.word_groups import groups
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.quantities import quantities
from sessions_app.briefing.text_locations import texts
from sessions_app.demo.loading import prose
from sessions_app.models import (
    Edition,
    KeyPoint,
    LearningSession,
    Organisation,
    Participant,
    Person,
    Quote,
    Series,
    VisionTheme,
)
from sessions_app.statistics.session_figures import count_sessions
from sessions_app.statistics.session_filter import SessionFilter

REAL_NOTE = settings.BASE_DIR.parent / "shared" / "notes" / "2020-03-25-launch-fr.txt"
# As many words in a row as could agree by chance, and one more.
COPIED = 8
DATA = Path(sessions_app.demo.__file__).parent / "data"
ROWS = (
    *(Series, Organisation, LearningSession, Participant, Person, Quote, VisionTheme, KeyPoint),
    *(City, Officer, Contribution, PolicyResponse, Challenge),
    *(Service, Consultation, Ballot, Rating, Edition, User),
)


def run_demo(verbosity=0):
    call_command("demo", "--no-places", verbosity=verbosity)


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for this module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        run_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db):
    return None


@pytest.fixture
def launch(loaded):
    return LearningSession.objects.get(slug="launch")


@pytest.fixture
def housing(loaded):
    return LearningSession.objects.get(slug="housing")


@pytest.fixture
def documents(launch):
    return compose_all(launch)


def tables(value):
    """Every table in a data file, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from tables(inner)


def words(text):
    return re.findall(r"[^\W_]+", text.casefold())


def runs(text, length=COPIED):
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def counts():
    return {model.__name__: model._base_manager.count() for model in ROWS}


# --- The launch session ---------------------------------------------------------------------------


def test_launch_is_published_in_four_languages_without_a_finding(launch):
    edition = launch.editions.get()

    assert set(edition.documents.values_list("language", flat=True)) == set(languages.CODES)
    assert (edition.findings, edition.override) == ([], "")
    assert preflight_session(launch) == []


def test_launch_keeps_the_facts_of_its_day(launch, documents):
    note = documents["en"]

    assert launch.starts_at.date() == datetime(2020, 3, 25, tzinfo=UTC).date()
    assert note.event.attendance == 100
    assert {str(each.acronym) for each in note.series.conveners} == {
        "UCLG",
        "Metropolis",
        "UN-Habitat",
    }
    assert {each.name for each in note.attendees_as("chair")} == {
        "Emilia Saiz",
        "Maimunah Mohd Sharif",
    }
    assert {each.name for each in note.attendees_as("speaker")} == {"Mohamed Boudra"}


def test_launch_has_the_rows_of_the_table(documents):
    rows = [
        (str(row.city.name), row.country_code, row.representative) for row in documents["en"].rows
    ]

    assert rows == [
        ("Guangzhou", "CN", "Tang Xiaoping"),
        ("Bogotá", "CO", "Luz Maria Minda"),
        ("Buenos Aires", "AR", "Francisco Resnicoff"),
        ("Montevideo", "UY", "Nelson Fernández"),
        ("Madrid", "ES", "Begoña Villacís"),
        ("Xi’an", "CN", "Qi Shi"),
        ("Rome", "IT", "Luca Bergamo"),
        ("Barcelona", "ES", "Laia Bonet"),
        ("Durban", "ZA", "Puvendra Akkiah"),
        ("Lampedusa", "IT", "Antonello Ravetto"),
    ]


def test_launch_table_says_something_about_every_city(documents):
    listed = {each.name for each in documents["en"].attendees}

    for row in documents["en"].rows:
        assert row.responses, row.city
        assert row.challenges, row.city
        assert all(each.services for each in (*row.responses, *row.challenges)), row.city
        assert row.position, row.city
        assert row.representative in listed


def test_launch_vision_has_five_axes_and_thirteen_points_with_a_lead(documents):
    axes = documents["en"].axes

    assert [len(axis.points) for axis in axes] == [2, 3, 4, 4, 0]
    assert all(point.lead and point.text for axis in axes for point in axis.points)
    assert all(axis.statement and axis.heading for axis in axes)
    assert axes[4].text
    assert sum(bool(point.evidence) for axis in axes for point in axis.points) >= 8


def test_launch_cities_answer_challenges_of_other_cities(documents):
    challenges = {
        challenge.id: row.city.slug for row in documents["en"].rows for challenge in row.challenges
    }
    across = {
        (row.city.slug, challenges[answered])
        for row in documents["en"].rows
        for response in row.responses
        for answered in response.answers
        if challenges[answered] != row.city.slug
    }

    assert ("madrid", "bogota") in across
    assert ("lampedusa", "xian") in across
    assert len(across) >= 8


@pytest.mark.parametrize("language", languages.CODES)
def test_launch_text_is_in_the_language_of_its_note(documents, language):
    found = [(one.place, one.text) for one in texts(documents[language]) if one.text]

    assert len(found) > 150
    assert {text.language for _place, text in found} == {language}


def test_launch_numbers_agree_between_the_languages(documents):
    """Whatever the word for it: 2.5 billion are 2,5 milliards and 2500 millones."""

    def numbers(document):
        plain = [
            to_plain(one.text) if hasattr(one.text, "blocks") else str(one.text)
            for one in texts(document)
        ]
        return [quantities(text, document.language) for text in plain]

    expected = numbers(documents["en"])
    assert {"2.5 billion"} <= {one.text for each in expected for one in each.written}
    for language in languages.CODES:
        pairs = zip(expected, numbers(documents[language]), strict=True)
        missing = [
            (language, *(one.missing_from(other) for one, other in (pair, pair[::-1])))
            for pair in pairs
        ]
        assert {found for found in missing if any(found[1:])} == set(), language


# --- The consultation -----------------------------------------------------------------------------


def test_launch_consultation_has_the_order_of_the_note(documents):
    (consultation,) = documents["en"].consultations
    ranked = [item.service.slug for item in consultation.items]

    assert ranked[0] == "healthcare"
    assert set(ranked[1:3]) == {"housing", "social-services"}
    assert ranked[3:5] == ["waste-management", "education"]
    assert len(ranked) == 12
    assert consultation.ballots == 80
    assert set(consultation.languages) == set(languages.CODES)


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Illustrative"), ("fr", "illustration"), ("es", "ilustrativas"), ("ar", "توضيحية")],
)
def test_launch_consultation_says_that_its_figures_are_illustrative(documents, language, word):
    assert word in str(documents[language].consultations[0].caveat)


def test_launch_ballots_differ_and_are_marked_as_imported(launch):
    ballots = Ballot.objects.filter(consultation__session=launch)
    cast = {
        tuple(ballot.ratings.order_by("item").values_list("score", flat=True))
        for ballot in ballots.prefetch_related("ratings")
    }

    assert set(ballots.values_list("origin", flat=True)) == {Ballot.Origin.IMPORTED}
    assert len(cast) > 70
    assert launch.consultations.get().state == Consultation.State.CLOSED


# --- Honesty --------------------------------------------------------------------------------------


def test_quotes_are_only_those_of_the_invented_rapporteur(loaded):
    speakers = Participant.objects.filter(quotes__isnull=False).distinct()

    assert {(each.person.name, each.role) for each in speakers} == {
        ("Noor Delacroix", "rapporteur")
    }
    assert "fictional" in speakers.get().position_en
    assert "fictif" in speakers.get().position_fr


def test_no_address_belongs_to_anybody(loaded):
    addresses = [
        *User.objects.values_list("email", flat=True),
        *Person.objects.exclude(email="").values_list("email", flat=True),
        *Series.objects.values_list("contact", flat=True),
    ]

    assert len(addresses) > 10
    assert {address.rpartition("@")[2] for address in addresses} == {"example.org"}


def test_texts_are_not_copied_from_the_real_note():
    if not REAL_NOTE.exists():
        pytest.skip(f"the real note is not here: {REAL_NOTE}")
    real = runs(REAL_NOTE.read_text())
    files = sorted(DATA.rglob("*.toml"))
    strings = [
        text
        for file in files
        for table in tables(tomllib.loads(file.read_text()))
        for text in table.values()
        if isinstance(text, str)
    ]

    assert (len(files), len(strings) > 900, len(real) > 1_500) == (19, True, True)
    assert {run for text in strings for run in runs(text)} & real == set()


def test_data_files_have_every_text_in_every_language():
    known = set(languages.CODES)
    checked = 0
    # What the invented towns of the second session wrote is not translated yet, as in life.
    for file in sorted(DATA.rglob("*.toml")):
        if file.parent.name == "housing" and file.stem in {"contributions", "people"}:
            continue
        for table in tables(tomllib.loads(file.read_text())):
            if known & set(table) and file.stem != "accounts":
                assert set(table) == known, (file, table)
                checked += 1
    assert checked > 140


def test_prose_joins_the_lines_of_a_paragraph_and_keeps_lists():
    assert prose("\nOne\ntwo.\n\nThree.\n- a\n- b\nc\n") == "One two.\n\nThree.\n- a\n- b c"


def test_prose_keeps_signs_and_numbers_together():
    assert prose("« Oui » : 2 500 ?") == "«\u202fOui\u202f»\u202f: 2\u202f500\u202f?"


# --- The open session -----------------------------------------------------------------------------


def test_housing_is_a_wednesday_more_than_a_week_ahead_and_open(housing):
    # Counted where the session is held: there it may be tomorrow already.
    zone = ZoneInfo(housing.time_zone)
    ahead = housing.starts_at.astimezone(zone).date() - now().astimezone(zone).date()

    assert housing.starts_at.isoweekday() == 3
    assert timedelta(days=7) < ahead <= timedelta(days=14)
    assert housing.takes_registrations
    assert housing.takes_contributions
    assert not housing.editions.exists()
    assert all(consultation.takes_votes for consultation in housing.consultations.all())
    cast = Ballot.objects.filter(consultation__session=housing)
    assert cast.filter(consultation__kind="ratings").count() == 17
    assert cast.filter(consultation__kind="words").count() == 16


def test_housing_has_words_in_four_languages_that_wait_to_be_merged(housing):
    words = housing.consultations.get(kind="words")

    assert set(words.ballots.values_list("language", flat=True)) == set(languages.CODES)
    assert not words.words.filter(merged_into__isnull=False).exists()
    assert len(groups(words).suggested) >= 5


def test_housing_is_an_open_call_that_officers_have_answered(housing):
    assert housing.calls_openly
    assert {request.state for request in housing.open_call_applications.all()} == {"waiting"}


def test_housing_has_a_contribution_in_every_state_of_preparation(housing):
    states = dict(housing.contributions.values_list("city__slug", "state"))

    assert states == {
        "harbourfield": "accepted",
        "puerto-alerce": "submitted",
        "port-aux-palmes": "changes_requested",
        "sidi-nour": "draft",
        "las-acacias": "invited",
    }
    submitted = housing.contributions.get(city__slug="puerto-alerce").submissions.get()
    assert submitted.by.email == "rocio.sandoval@example.org"
    assert housing.contributions.get(state="changes_requested").review_notes.get().to_city


def test_statistics_of_the_launch_have_figures(launch):
    [row] = count_sessions(SessionFilter()).rows

    assert row.session == launch
    # As many languages as people who registered, but more were present.
    assert row.languages.total() == row.people.registered == 14
    assert row.people.came == 100
    assert row.downloads == 50
    assert row.answer_time is None


# --- The command ----------------------------------------------------------------------------------


def test_housing_has_letters_that_were_sent_wait_and_failed(housing):
    states = Counter(housing.mails.values_list("state", flat=True))

    assert states == {"sent": 5, "waiting": 1, "failed": 1}
    # Nothing is due: loading the demonstration reaches no mail server.
    assert not housing.mails.due().exists()
    assert housing.mails.get(state="failed").answer.startswith("451")


def test_privacy_notice_is_complete_and_its_version_is_stored_with_consents(housing):
    current = notice.current()

    assert not current.is_default
    assert set(current.texts) == set(languages.CODES)
    assert not current.is_to_complete
    for code in languages.CODES:
        assert "[[" not in to_plain(current.in_language(code))
    consents = housing.contributions.exclude(consented_at=None)
    assert set(consents.values_list("privacy_notice", flat=True)) == {current.version}


def test_log_ins_work_and_officers_have_no_password(loaded, client):
    assert client.login(username="organiser@example.org", password="beyond-the-outbreak")
    groups = {
        user.email: (user.is_staff, user.is_superuser, [str(group) for group in user.groups.all()])
        for user in User.objects.filter(is_staff=True)
    }

    assert groups == {
        "admin@example.org": (True, True, []),
        "organiser@example.org": (True, False, ["Organisers"]),
        "rapporteur@example.org": (True, False, ["Rapporteurs"]),
    }
    officers = User.objects.filter(is_staff=False)
    assert officers.count() == Officer.objects.count() == 5
    assert not any(officer.has_usable_password() for officer in officers)


def test_demo_changes_nothing_when_run_again(loaded, capsys):
    LearningSession.objects.filter(slug="launch").update(title_en="My own title")
    Service.objects.filter(slug="culture").update(name_en="Arts")
    before = counts()

    run_demo()

    assert counts() == before
    assert LearningSession.objects.get(slug="launch").title_en == "My own title"
    assert Service.objects.get(slug="culture").name_en == "Arts"
    out = capsys.readouterr().out
    assert out.startswith("Everything was there already; nothing was changed.")
    assert "http://testserver/en/sessions/launch/briefing/" in out
    assert "beyond-the-outbreak" in out
    assert "organiser@example.org" in out
