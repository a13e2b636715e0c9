"""People whom a file of our own lists are listed, without a consent that nobody gave."""

import pytest

from sessions_app.briefing.render import render
from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.drafting import write
from sessions_app.importing.reading import read
from sessions_app.importing.recognising import recognise
from sessions_app.models import Participant, Person
from tests import factories
from tests.sessions_app.importing.test_own_files import FORMATS, imported, make_note

pytestmark = pytest.mark.usefixtures("gazetteer")
NAME = "Żaneta Wójcik"


@pytest.mark.parametrize("name", FORMATS)
def test_new_people_have_no_consent_to_the_notice_of_today(name):
    done = imported(make_note("en"), name)

    listed = done.draft.session.participants.filter(consents_to_listing=True)
    assert listed.count() == len(make_note("en").attendees)
    assert {one.privacy_notice for one in listed} == {Participant.AS_PRINTED}
    said = [remark for remark in done.note.remarks if "no consent is stored" in remark]
    assert len(said) == listed.count()


def test_consent_that_is_stored_is_taken_over():
    person = Person.objects.create(name=NAME)
    Participant.objects.create(
        session=factories.make_session(),
        person=person,
        consents_to_listing=True,
        privacy_notice="2020-01-05",
    )

    done = imported(make_note("en"), "json")

    here = done.draft.session.participants.get(person=person)
    assert (here.consents_to_listing, here.privacy_notice) == (True, "2020-01-05")
    assert not any(NAME in remark for remark in done.note.remarks)


def test_participant_who_does_not_agree_stays_so():
    document = make_note("en")
    session = factories.make_session()
    person = Person.objects.create(name=NAME)
    factories.make_participant(session=session, person=person, consents_to_listing=False)
    note = recognise(
        read(render("json", document, None), "n.json"), language="en", gazetteer=CityGazetteer()
    )

    write(note, session.series.slug, session)

    assert not session.participants.get(person=person).consents_to_listing
