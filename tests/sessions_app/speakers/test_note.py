"""The name that a speaker wants published, in the note and on the pages of its session."""

import pytest

from cities.wording.approval import language_digests, quotations
from sessions_app.attendance.certificates import certificate
from sessions_app.briefing.compose.note import compose_all
from sessions_app.models import Quote
from tests.factories import make_contribution, make_participant, make_person, make_session

pytestmark = pytest.mark.django_db
NAME = {"en": "Amina B. Haddad", "ar": "أمينة ب. حداد"}


@pytest.fixture
def contribution():
    session = make_session(languages=["en", "ar"])
    person = make_person(name="Amina Haddad", other_spellings=["أمينة حداد"])
    participant = make_participant(session=session, person=person, status="attended")
    Quote.objects.create(session=session, speaker=participant, text_en="Water!", is_cleared=True)
    return make_contribution(session=session, representative=person)


def rename(contribution):
    [participant] = contribution.session.participants.all()
    participant.printed_name, participant.printed_name_in_script = NAME["en"], NAME["ar"]
    participant.save()
    return participant


def test_note_has_one_name_in_table_list_and_quotation(contribution):
    participant = rename(contribution)

    documents = compose_all(contribution.session)

    for code, name in NAME.items():
        document = documents[code]
        assert document.rows[0].representative == name
        assert [one.name for one in document.attendees] == [name]
        assert [one.speaker for one in document.quotations] == [name]
        assert certificate(participant, code).name == name


def test_city_approves_the_name_that_is_published(contribution):
    before = language_digests(contribution)

    rename(contribution)

    again = type(contribution).objects.get(pk=contribution.pk)
    assert all(language_digests(again)[code] != digest for code, digest in before.items())
    assert {one.speaker_in("ar") for one in quotations(again)} == {NAME["ar"]}


def test_another_session_keeps_its_name(contribution):
    person = contribution.representative
    other = make_session(languages=["en"])
    make_participant(session=other, person=person)

    rename(contribution)

    assert [one.name for one in compose_all(other)["en"].attendees] == ["Amina Haddad"]
