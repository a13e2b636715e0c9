import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext

from llex.core.models import TranslationMark
from llex.core.text import Phrase, to_plain
from priorities.models import Consultation
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.preflight.checks import errors_in, preflight, preflight_session
from tests.factories import (
    in_all,
    keep_translations,
    make_ballot,
    make_city,
    make_consultation,
    make_contribution,
    make_full_session,
    make_invitation,
    make_officer,
    make_participant,
    make_person,
    make_quote,
    make_response,
    make_session,
    make_theme,
    make_word_consultation,
)


def found(session):
    return {(f.severity, f.code, f.language, f.place) for f in preflight_session(session)}


def test_full_note_has_no_finding(db):
    assert preflight_session(make_full_session()) == []


def test_empty_title_is_an_error(db):
    session = make_full_session(**{f"title_{code}": "" for code in ("en", "fr", "es", "ar")})

    assert found(session) == {("error", "empty_title", "", "Title")}


def test_missing_language_is_an_error_where_the_text_is_missing(db):
    session = make_full_session(introduction_es="")
    contribution = session.contributions.first()
    contribution.responses.update(text_ar="")

    assert found(session) == {
        ("error", "missing_language", "es", "Introduction"),
        ("error", "missing_language", "ar", f"City table, {contribution.city.name_en}"),
    }


def test_missing_language_is_no_finding_when_the_note_is_not_kept_in_it(db):
    session = make_full_session(introduction_es="", languages=["en", "fr"])

    assert found(session) == set()


def test_empty_introduction_is_an_error(db):
    session = make_full_session(**{f"introduction_{code}": "" for code in ("en", "fr", "es", "ar")})
    session.quotes.all().delete()

    assert found(session) == {("error", "empty_section", "", "Introduction")}


def test_empty_sections_are_warnings(db):
    session = make_session()

    assert found(session) == {
        ("warning", "empty_section", "", "In short"),
        ("warning", "empty_section", "", "Identifying challenges and priorities"),
        ("warning", "empty_section", "", "On the front line"),
        ("warning", "empty_section", "", "Shared vision"),
        ("warning", "empty_section", "", "The way forward"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One.", "“In short” has 1 finding; 3 to 5 are expected."),
        ("- One.\n- Two.", "“In short” has 2 findings; 3 to 5 are expected."),
        ("1\n2\n3\n4\n5\n6", "“In short” has 6 findings; 3 to 5 are expected."),
    ],
)
def test_summary_of_too_few_or_too_many_findings_is_a_warning(db, text, said):
    session = make_full_session(languages=["en"], summary_en=text)

    findings = preflight_session(session)

    assert [(one.severity, one.code, one.message) for one in findings] == [
        ("warning", "summary_length", said)
    ]


def test_summary_missing_in_one_language_is_a_warning(db):
    session = make_full_session(summary_es="")

    assert found(session) == {("warning", "missing_language", "es", "In short")}


def test_theme_without_points_is_a_warning(db):
    session = make_full_session()
    make_theme(session=session, points=0, order=1)

    assert found(session) == {("warning", "empty_section", "", "Axis 2")}


def test_row_is_checked_for_representative_responses_and_challenges(db):
    session = make_full_session()
    row = make_contribution(
        session=session,
        representative_name="",
        representative_position="",
        responses=0,
        challenges=0,
        order=9,
    )
    place = f"City table, {row.city.name_en}"

    assert found(session) == {
        ("error", "row_without_representative", "", place),
        ("error", "row_without_response", "", place),
        ("warning", "row_without_challenge", "", place),
    }


def test_uncleared_quote_stops_the_note(db):
    session = make_full_session()
    make_quote(session=session, is_cleared=False, speaker=session.participants.first())

    assert found(session) == {("error", "uncleared_quote", "", "Quotes")}


def test_unprintable_character_is_a_warning_in_each_language(db):
    session = make_full_session(**in_all("closing_text", "Together ꀀ"))

    assert {(f[0], f[1], f[2]) for f in found(session)} == {
        ("warning", "missing_glyph", code) for code in ("en", "fr", "es", "ar")
    }


def test_outdated_translation_is_an_error(db):
    session = make_full_session()
    TranslationMark.objects.mark(
        session, "introduction", "fr", source_language="en", state=TranslationMark.State.APPROVED
    )
    assert found(session) == set()

    session.introduction_en = "Why we met again"
    session.save()

    assert found(session) == {
        ("error", "outdated_translation", code, "Introduction") for code in ("fr", "es", "ar")
    }


def test_errors_come_first_and_are_told_apart(db):
    session = make_session(title_fr="")

    findings = preflight_session(session)

    assert [f.severity for f in findings] == ["error"] + ["warning"] * 5
    assert errors_in(findings) == findings[:1]


def test_errors_that_only_rows_know_come_before_warnings_about_texts(db):
    session = make_full_session(**dict.fromkeys(in_all("closing_text", ""), ""))
    make_sent(session)

    assert [one.severity for one in preflight_session(session)] == ["error", "warning"]


def test_preflight_of_documents_makes_no_query(db, django_assert_num_queries):
    documents = compose_all(make_full_session(introduction_es=""))

    with django_assert_num_queries(0):
        assert len(preflight(documents)) == 1


def test_question_that_was_asked_in_another_language_is_a_warning(db):
    session = make_full_session()
    consultation = make_consultation(session=session, question_ar="")
    consultation.open("There was no interpreter for Arabic.")
    for _voter in range(5):
        make_ballot(consultation=consultation, scores=[5])
    consultation.close()

    assert found(session) == {("warning", "missing_language", "ar", "Consultation")}


def make_sent(session, **overrides):
    """A row that an officer of the city has sent and that was accepted."""
    person = make_participant(session=session).person
    values = {"session": session, "order": 9, "consented_at": now(), "representative": person}
    contribution = make_contribution(state="draft", **values | overrides)
    contribution.submit(by=make_officer(city=contribution.city).user)
    contribution.accept()
    return contribution


def test_row_that_its_city_has_not_approved_is_an_error(db):
    session = make_full_session()
    row = make_sent(session)
    expected = ("error", "wording_not_approved", "", f"City table, {row.city.name_en}")
    assert found(session) == {expected}

    row.approve_wording()
    assert found(session) == set()

    row.responses.update(text_en=f"Edited: {row.responses.get().text_en}")
    keep_translations(session)
    assert found(session) == {(*expected[:2], "en", expected[3])}


def test_remark_of_the_city_is_told_before_and_after_its_approval(db):
    session = make_full_session()
    row = make_sent(session)
    place = f"City table, {row.city.name_en}"
    row.send_wording()
    row.review_notes.create(text="Between us: ask again.")
    assert [str(one) for one in preflight_session(session)] == [
        f"{place}: The city has not approved the text yet."
    ]

    row.comment_wording("It was twelve.")
    assert [str(one) for one in preflight_session(session)] == [
        f"{place}: The city has not approved the text; it has sent a remark on it."
    ]

    row.approve_wording()
    assert preflight_session(session) == []

    row.comment_wording("No, thirteen!")
    assert [(one.severity, str(one)) for one in preflight_session(session)] == [
        ("warning", f"{place}: The city has sent a remark since it approved the text.")
    ]


def test_approval_is_waited_for_where_somebody_was_invited(db):
    session = make_full_session()
    row = session.contributions.first()
    make_invitation(contribution=row, officer=make_officer(city=row.city))

    assert {code for _severity, code, _language, _place in found(session)} == {
        "wording_not_approved", "no_consent",
    }  # fmt: skip


def test_row_without_consent_is_an_error(db):
    session = make_full_session()
    row = make_sent(session, consented_at=None)
    row.approve_wording()

    assert found(session) == {("error", "no_consent", "", f"City table, {row.city.name_en}")}


def test_outdated_translation_of_an_answer_is_an_error(db):
    session = make_full_session()
    row = session.contributions.first()
    response, challenge = row.responses.get(), row.challenges.get()
    for answer in (response, challenge):
        TranslationMark.objects.mark(
            answer, "text", "fr", source_language="en", state=TranslationMark.State.APPROVED
        )
    assert found(session) == set()

    response.text_en += ", newly"
    response.save()

    assert found(session) == {
        ("error", "outdated_translation", code, f"City table, {row.city.name_en}")
        for code in ("fr", "es", "ar")
    }


def test_text_in_a_language_of_its_own_is_printed_and_still_missing(db):
    session = make_full_session()
    row = session.contributions.first()
    row.original_language = "pt"
    row.save()
    row.responses.update(
        original_text="Abrimos abrigos", **{f"text_{code}": "" for code in session.languages}
    )

    document = compose_all(session)["en"]

    text = document.rows[0].responses[0].text
    assert (text.language, to_plain(text)) == ("pt", "Abrimos abrigos")
    assert {(code, language) for _severity, code, language, _place in found(session)} == {
        ("missing_language", code) for code in session.languages
    }


def test_rows_are_checked_in_as_many_queries_for_three_as_for_one(db):
    def queries(count):
        session = make_full_session()
        for _number in range(count):
            make_sent(session)
        preflight_session(session)
        with CaptureQueriesContext(connection) as context:
            preflight_session(session)
        return len(context)

    assert queries(1) == queries(3)


def test_consultation_that_is_open_again_is_an_error_until_it_is_closed(db):
    session = make_full_session()
    consultation = session.consultations.get()
    consultation.reopen("Two phones failed.")

    expected = {
        ("error", "consultation_reopened", "", f"Consultation, {consultation}"),
        ("warning", "empty_section", "", "Identifying challenges and priorities"),
    }
    assert found(session) <= expected
    assert ("error", "consultation_reopened", "", f"Consultation, {consultation}") in found(session)
    consultation.pause()
    assert ("error", "consultation_reopened", "", f"Consultation, {consultation}") in found(session)

    consultation.close()

    assert found(session) == {
        ("warning", "missing_language", code, "Reason for reopening") for code in ("fr", "es", "ar")
    }
    (result,) = compose_all(session)["en"].consultations
    assert str(result.reopened.reason) == "Two phones failed."


def test_reason_for_reopening_in_all_languages_is_no_finding(db):
    session = make_full_session()
    consultation = session.consultations.get()
    reasons = {code: f"Two phones failed ({code})." for code in ("en", "fr", "es", "ar")}
    consultation.reopen(reasons)
    consultation.close()

    assert found(session) == set()
    for code, document in compose_all(session).items():
        (result,) = document.consultations
        assert result.reopened.reason == Phrase(code, reasons[code])


@pytest.mark.parametrize("nothing", ["-", "–", "*"])
def test_text_that_says_nothing_has_no_numbers_to_compare(db, nothing):
    closing = in_all("closing_text", "25 cities went on.") | {"closing_text_ar": nothing}

    assert "numbers_differ" not in {f.code for f in preflight_session(make_full_session(**closing))}


def test_reason_may_be_filled_in_after_the_closing(db):
    session = make_full_session()
    consultation = session.consultations.get()
    consultation.reopen("Two phones failed.")
    consultation.close()

    Consultation.objects.update(**in_all("reopen_reason", "Two phones failed"))

    assert found(session) == set()
    (result,) = compose_all(session)["en"].consultations
    assert str(result.reopened.reason) == "Two phones failed."


@pytest.mark.parametrize(("ballots", "is_found"), [(1, True), (4, True), (5, False)])
@pytest.mark.parametrize("kind", ["ratings", "words"])
def test_result_of_few_ballots_is_a_warning(db, kind, ballots, is_found):
    session = make_full_session()
    session.consultations.all().delete()
    if kind == "words":
        make_word_consultation(*[["care"]] * ballots, state="closed", session=session)
    else:
        make_consultation(session=session, ballots=[[5]] * ballots, state="closed")

    assert any(finding[1] == "few_ballots" for finding in found(session)) == is_found


def test_consultation_in_which_nobody_voted_is_a_warning(db):
    session = make_full_session()
    consultation = make_consultation(session=session, state="closed")

    assert found(session) == {
        ("warning", "consultation_blank", "", f"Consultation, {consultation}")
    }


def test_consultation_that_was_never_closed_is_a_warning(db):
    session = make_full_session()
    consultation = make_consultation(session=session, state="open")

    assert found(session) == {("warning", "consultation_open", "", f"Consultation, {consultation}")}


# --- The list of participants ---------------------------------------------------------------------


def test_representative_who_is_not_among_the_participants_is_a_warning(db):
    session = make_full_session()
    by_name = make_contribution(session=session, representative_name="Eva Nobody", order=8)
    linked = make_contribution(session=session, representative=make_person(), order=9)
    left = make_participant(session=session, status="cancelled")
    gone = make_contribution(session=session, representative=left.person, order=10)

    expected = {
        ("warning", "no_participant", "", f"City table, {row.city.name_en}")
        for row in (by_name, linked, gone)
    }
    assert {one for one in found(session) if one[1] == "no_participant"} == expected


def test_name_or_position_that_the_list_has_otherwise_is_a_warning(db):
    session = make_full_session()
    person = make_person(name="Éva Němec", other_spellings=["Eva Nemetz"])
    make_participant(session=session, person=person, **in_all("position", "Mayor"))
    row = make_contribution(
        session=session, representative_name="Eva Nemetz", representative_position="Deputy"
    )

    messages = [str(one) for one in preflight_session(session) if one.code.endswith("_differs")]

    place = f"City table, {row.city.name_en}"
    assert messages == [
        f"{place}: The list of participants has the name “Éva Němec”, not “Eva Nemetz”.",
        f"{place}: The list of participants has the position “Mayor (en)”, not “Deputy”.",
    ]


def test_position_in_any_language_of_the_list_is_none_other(db):
    session = make_full_session()
    participant = make_participant(session=session)
    make_contribution(
        session=session,
        representative_name=participant.person.name,
        representative_position="mayor (FR)",
    )

    assert not [one for one in found(session) if one[1].endswith("_differs")]


def test_nothing_is_asked_of_representatives_where_nobody_keeps_a_list(db):
    session = make_session()
    make_contribution(session=session)

    assert "no_participant" not in {code for _severity, code, *_rest in found(session)}


@pytest.mark.parametrize(
    ("reader", "name"), [("en", "Cairo"), ("ar", "القاهرة"), ("es", "Cairo"), ("fr", "Cairo")]
)
def test_city_is_named_in_the_language_of_whoever_asks(db, reader, name):
    session = make_session(languages=["en", "ar"])
    city = make_city(name_en="Cairo", name_ar="القاهرة")
    contribution = make_contribution(session=session, city=city, state="accepted", responses=0)
    make_response(
        contribution=contribution, text_en="340 beds", text_ar="", title_en="", title_ar=""
    )
    make_response(
        contribution=contribution, text_en="340 beds", text_ar="350 سريرًا", title_en="", title_ar=""
    )

    with translation.override(reader):
        findings = preflight_session(session)
        place = gettext("City table, %(city)s") % {"city": name}

    places = {f.place for f in findings if f.language == "ar" and name[:2] in f.place}
    assert place in places
    assert {"missing_language", "numbers_differ"} <= {f.code for f in findings if f.place == place}
    others = {"Cairo", "القاهرة"} - {name}
    assert not [f.place for f in findings if any(other in f.place for other in others)]
