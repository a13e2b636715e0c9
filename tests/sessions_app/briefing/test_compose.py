import json
from datetime import UTC, datetime

import pytest
from django.utils import translation

from llex.core.text import Phrase, to_plain
from sessions_app.briefing import result_texts
from sessions_app.briefing.compose.note import compose, compose_all
from sessions_app.briefing.compose.note_rows import load_rows
from sessions_app.briefing.document import from_data, to_data
from tests.factories import (
    in_all,
    make_ballot,
    make_challenge,
    make_city,
    make_consultation,
    make_contribution,
    make_full_session,
    make_organisation,
    make_participant,
    make_person,
    make_quote,
    make_session,
    make_theme,
)


def test_document_survives_json(db):
    for document in compose_all(make_full_session()).values():
        assert from_data(json.loads(json.dumps(to_data(document)))) == document


def test_compose_all_makes_the_same_queries_for_many_rows(db):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few, many = make_full_session(rows=1), make_full_session(rows=4)
    for _ in range(3):
        make_theme(session=many, points=3)
        make_quote(session=many)

    with CaptureQueriesContext(connection) as first:
        compose_all(few)
    with CaptureQueriesContext(connection) as second:
        compose_all(many)

    assert len(first) == len(second)
    assert len(first) <= 22


def test_text_carries_its_language_when_it_is_not_translated(db):
    session = make_session(title_es="", introduction_es="", languages=["fr", "es", "en"])

    document = compose(session, "es")

    assert document.event.title == Phrase("fr", session.title_fr)
    assert document.introduction.language == "fr"


def test_text_of_white_space_counts_as_missing(db):
    session = make_session(introduction_fr=" \n ")

    assert compose(session, "fr").introduction.language == "en"


@pytest.mark.parametrize("state", ["invited", "draft", "submitted", "withdrawn", "declined"])
def test_row_is_left_out_when_it_is_not_accepted(db, state):
    contribution = make_contribution(state=state)

    assert compose(contribution.session, "en").rows == ()


def test_position_comes_from_the_participant_list(db):
    session = make_session()
    participant = make_participant(session=session, position_en="Deputy mayor")
    make_contribution(
        session=session, representative=participant.person, representative_position="Mayor"
    )

    row = compose(session, "en").rows[0]

    assert (row.representative, row.position) == (
        participant.person.name,
        Phrase("en", "Deputy mayor"),
    )


def test_representative_is_as_the_city_gave_it_when_nobody_is_linked(db):
    contribution = make_contribution(original_language="pt", representative_position="Prefeita")

    row = compose(contribution.session, "en").rows[0]

    assert (row.representative, row.position) == ("Ada Mayor", Phrase("pt", "Prefeita"))


def test_attendees_are_those_who_consented(db):
    session = make_session()
    listed = make_participant(session=session)
    make_participant(session=session, consents_to_listing=False)
    make_participant(session=session, status="cancelled")

    assert [a.name for a in compose(session, "en").attendees] == [listed.person.name]
    assert {p for p in session.participants.all() if p.is_listed} == set(
        session.participants.listed()
    )


def test_quote_is_left_out_until_it_is_cleared(db):
    session = make_session()
    make_quote(session=session, is_cleared=False)
    cleared = make_quote(session=session, section="closing")

    quotations = compose(session, "fr").quotations

    assert [(to_plain(q.text), q.section) for q in quotations] == [(cleared.text_fr, "closing")]


def test_challenge_names_the_other_cities_of_this_note_that_answer_it(db):
    session = make_session()
    asking = make_contribution(session=session)
    answering = make_contribution(session=session, city=make_city(slug="bogota"))
    draft = make_contribution(session=session, state="draft")
    elsewhere = make_contribution()
    challenge = asking.challenges.get()
    for contribution in (asking, answering, draft, elsewhere):
        contribution.responses.get().answers.add(challenge)
    answering.responses.get().answers.add(make_challenge(contribution=elsewhere))

    document = compose(session, "en")

    rows = {row.city.slug: row for row in document.rows}
    assert [c.slug for c in rows[asking.city.slug].challenges[0].answered_by] == ["bogota"]
    assert rows["bogota"].responses[0].answers == (challenge.pk,)


def test_consultation_appears_once_it_is_closed(db):
    session = make_session()
    consultation = make_consultation(session=session, state="open", **in_all("caveat", "Approx."))
    make_ballot(consultation=consultation, scores=[5])
    assert compose(session, "en").consultations == ()

    consultation.close()

    assert compose(session, "ar").consultations[0].caveat == Phrase("ar", "Approx. (ar)")


@pytest.mark.parametrize("kind", ["ratings", "words"])
def test_consultation_in_which_nobody_voted_is_left_out(db, kind):
    session = make_session()
    make_consultation(session=session, state="closed", kind=kind)

    assert compose(session, "en").consultations == ()


def test_voting_was_opened_again_on_the_day_it_was_where_the_session_sat(db):
    session = make_session(time_zone="Pacific/Auckland")
    consultation = make_consultation(session=session, state="closed")
    consultation.reopen("Two phones failed.")
    consultation.reopened_at = datetime(2021, 5, 18, 22, 5, tzinfo=UTC)
    consultation.save()
    make_ballot(consultation=consultation, scores=[5])
    consultation.close()

    document = from_data(to_data(compose(session, "en")))

    assert "19 May 2021" in result_texts.reopened(document.consultations[0])


def test_consultation_that_was_voted_on_elsewhere_keeps_its_question(db):
    session = make_session()
    make_consultation(session=session, services=[]).record("By show of hands.")

    assert len(compose(session, "en").consultations) == 1


def test_country_is_named_in_the_language_of_the_note(db):
    contribution = make_contribution(city=make_city(country="ES"))

    assert compose(contribution.session, "fr").rows[0].country == Phrase("fr", "Espagne")


def test_private_data_stays_out_of_the_document(db):
    session = make_session(join_link="https://meet.example.org/secret")
    person = make_person(email="private@example.org")
    make_participant(session=session, person=person)

    content = json.dumps(to_data(compose(session, "en")))

    assert "private@example.org" not in content
    assert "meet.example.org" not in content


def test_load_reads_the_session_again(db):
    session = make_session()
    session.title_en = "Not saved"

    assert load_rows(session).session.title_en != "Not saved"


@pytest.mark.parametrize("main", ["en", "ar"])
def test_note_is_the_same_in_whatever_language_its_composer_works(db, main):
    codes = [main, *(code for code in ("en", "fr", "es", "ar") if code != main)]
    session = make_full_session(languages=codes)
    session.series.conveners.clear()
    # In each language another one comes first.
    for names in (("A", "C", "B", "ب"), ("B", "A", "C", "ت"), ("C", "B", "A", "ا")):
        named = dict(zip(("name_en", "name_fr", "name_es", "name_ar"), names, strict=True))
        session.series.conveners.add(make_organisation(**named))

    made = []
    for code in ("en", "fr", "es", "ar"):
        with translation.override(code):
            made.append(compose_all(session))

    assert all(documents == made[0] for documents in made)
    order = {"en": ["A", "B", "C"], "ar": ["ا", "ب", "ت"]}[main]
    assert [str(one.name) for one in made[0][main].series.conveners] == order
