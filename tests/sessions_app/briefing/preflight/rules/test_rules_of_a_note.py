"""Rules that need a whole note: what each finds, and that a full note has no finding."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from tests.factories import (
    in_all,
    make_contribution,
    make_full_session,
    make_participant,
    make_person,
    make_point,
    make_quote,
    make_response,
    make_session,
)

LONG = {
    "en": "Buses ran almost empty, and ridership came back slowly over the whole summer.",
    "fr": "Les bus ont roulé presque à vide, et la fréquentation est remontée lentement en été.",
    "es": "Los autobuses circularon casi vacíos, y los viajes se recuperaron despacio en verano.",
    "ar": "سارت الحافلات شبه فارغة، وعاد عدد الركاب ببطء طوال أشهر الصيف في كل أحياء المدينة.",
}


def codes(session):
    return {(one.severity, one.code, one.language) for one in preflight_session(session)}


def texts(field, changed=None):
    return {f"{field}_{code}": text for code, text in (LONG | (changed or {})).items()}


@pytest.mark.parametrize("code", LONG)
def test_text_left_in_another_language_is_an_error(db, code):
    other = "fr" if code != "fr" else "es"
    session = make_full_session(**texts("closing_text", {code: LONG[other]}))

    assert ("error", "wrong_language", code) in codes(session)


@pytest.mark.parametrize("code", LONG)
def test_paragraph_of_another_session_is_found_in_any_language(db, code):
    other = make_session(**{f"vision_text_{code}": LONG[code]}, title_en="The week before")
    session = make_full_session(**texts("closing_text"))

    (found,) = [one for one in preflight_session(session) if one.code == "pasted_text"]

    assert (found.severity, found.language) == ("warning", code)
    assert str(other) in found.message


def test_standing_text_of_several_sessions_is_no_finding(db):
    for _number in range(2):
        make_session(**texts("closing_text"))

    assert codes(make_full_session(**texts("closing_text"))) == set()


def test_response_that_is_in_the_note_twice_is_found(db):
    session = make_full_session()
    for contribution in session.contributions.all():
        make_response(contribution=contribution, **texts("text"))

    found = [one for one in preflight_session(session) if one.code == "pasted_text"]

    assert found[0].target.kind == "response"


def test_point_without_the_lead_that_others_have_is_found_once(db):
    session = make_full_session()
    make_point(theme=session.themes.first(), order=5, **dict.fromkeys(in_all("lead", ""), ""))

    assert codes(session) == {("warning", "lead_missing", "")}


@pytest.mark.parametrize("text", ["“We stand together.”", ""])
def test_introduction_of_a_quotation_alone_is_an_error(db, text):
    introduction = dict.fromkeys(in_all("introduction", ""), text)
    session = make_full_session(languages=["en"], **introduction)

    assert codes(session) == {("error", "empty_section", "")}


@pytest.mark.parametrize("code", ["fr", "es", "ar"])
def test_text_that_lost_most_of_itself_is_found(db, code):
    whole = {one: f"{text} {text[:40]}" for one, text in LONG.items()}
    session = make_full_session(
        **texts("closing_text", whole),
        **texts("front_line_text", whole),
        **texts("vision_text", whole | {code: LONG[code][:40]}),
    )

    assert ("warning", "length_differs", code) in codes(session)


def test_name_that_prose_spells_otherwise_is_found(db):
    session = make_full_session(languages=["en"], closing_text_en="Thanks to Ada Lovelance.")
    make_participant(session=session, person=make_person(name="Ada Lovelace"))

    (found,) = preflight_session(session)

    assert (found.code, found.passage) == ("name_differs", "Ada Lovelance")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("وكتبت لنا روماا في اليوم التالي", "روماا"),
        ("ورروما في اليوم التالي", "ورروما"),
        ("وروما في اليوم التالي", None),
        ("لروما دور، وللممر دور", None),
    ],
)
def test_letter_that_is_twice_in_an_arabic_name_is_found(db, text, wrong):
    session = make_full_session(languages=["ar"], closing_text_ar=text)
    city = session.contributions.first().city
    city.name_ar = "روما"
    city.save()

    assert [one.passage for one in preflight_session(session)] == ([wrong] if wrong else [])


@pytest.mark.parametrize("text", ["Ada Lovelace’s idea", "ADA LOVELACE", "Ada’s sister", "Adam"])
def test_right_name_is_no_finding(db, text):
    session = make_full_session(languages=["en"], closing_text_en=text)
    make_participant(session=session, person=make_person(name="Ada Lovelace"))

    assert codes(session) == set()


def test_position_that_is_another_role_in_one_language_is_found(db):
    session = make_full_session()
    positions = {"en": "Mayor", "fr": "Maire", "es": "Teniente de alcalde", "ar": "رئيسة البلدية"}
    held = {f"position_{code}": text for code, text in positions.items()}
    make_participant(session=session, **held)

    assert codes(session) == {("warning", "role_differs", "es")}


def test_quotation_of_two_people_is_found(db):
    session = make_full_session()
    for _number in range(2):
        make_quote(session=session, **texts("text"))

    assert ("warning", "quotation_twice", "en") in codes(session)


def test_address_that_is_missing_in_one_language_is_found(db):
    link = {code: f"{text} [1](https://www.uclg.org/{code})" for code, text in LONG.items()}
    session = make_full_session(**texts("closing_text", link))
    assert codes(session) == set()

    session.closing_text_es = LONG["es"]
    session.save()
    assert codes(session) == {("warning", "links_differ", "es")}


def test_next_session_before_this_one_is_an_error(db):
    text = "The next session is on 18 March 2020."
    session = make_full_session(languages=["en"], closing_text_en=text)

    assert codes(session) == {("error", "next_session_differs", "en")}


def test_long_cell_is_found(db):
    session = make_full_session(languages=["en"])
    contribution = make_contribution(session=session, order=9)
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200))
    make_response(contribution=contribution, text_en=words)

    assert ("warning", "cell_too_long", "en") in codes(session)
