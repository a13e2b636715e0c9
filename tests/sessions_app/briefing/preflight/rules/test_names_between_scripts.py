"""Names of the lists in texts of another script."""

import pytest

from llex.core.text.romanization import may_be_same_name
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.names_between_scripts import (
    find_writing,
    near_word,
    other_name,
    script_words,
    sounds_alike,
)
from tests.factories import (
    make_full_session,
    make_participant,
    make_person,
)

THANKS = {
    "en": "We thank Mohamed Sefiani for what he has told us today.",
    "fr": "Nous remercions Mohamed Sefiani pour ce qu’il nous a dit aujourd’hui.",
    "es": "Damos las gracias a Mohamed Sefiani por lo que nos ha contado hoy.",
    "ar": "نشكر محمد السفياني على ما رواه لنا اليوم.",
}


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("Sefiani", "السفياني"), ("Hidalgo", "هيدالغو"), ("Quispe", "كيسبي"), ("José", "خوسيه"),
        ("Georges", "جورج"), ("López", "لوبيز"), ("Chen", "تشين"), ("Robert", "روبير"),
        ("Idrissi", "الإدريسي"), ("Abdelmalick", "عبدالمالك"), ("Zhang", "تشانغ"),
        ("Papadopoulou", "Παπαδοπούλου"), ("Sobianine", "Собянин"),
    ],
)  # fmt: skip
def test_name_is_recognised_in_another_script(latin, other):
    assert may_be_same_name(latin, other)


@pytest.mark.parametrize(
    ("latin", "other"),
    [("Sefiani", "العلوي"), ("Hidalgo", "كولاو"), ("Quispe", "ماماني"), ("Ada", "توقفت")],
)
def test_other_name_is_told_apart(latin, other):
    assert not may_be_same_name(latin, other)


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("Mohamed Sefiani", "وقال محمد السفياني إن", "محمد السفياني"),
        ("Mohamed Sefiani", "شكراً لمحمد السفيني", "محمد السفيني"),
        ("Carolina Cosse", "وكارولينا كوسي قالت", "كارولينا كوسي"),
        ("Anne Hidalgo", "عمدة باريس آن هيدالغو", "آن هيدالغو"),
        ("José Luis Sanz", "ورئيس البلدية خوسيه لويس سانز", "خوسيه لويس سانز"),
        ("Mohamed Sefiani", "وقال رئيس البلدية إن", ""),
        ("Ada", "عدد المدن", ""),
    ],
)
def test_writing_of_a_name_is_found(name, text, written):
    assert find_writing(name, script_words(text), text) == written


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("نشكر محمد العلوي على", "محمد العلوي"),
        ("نشكر محمد السفياني على", ""),
        ("نشكر محمد السفيني على", ""),
        ("نشكر السفياني على", ""),
    ],
)
def test_name_of_another_person_is_found(text, wrong):
    source = THANKS["fr"]

    assert other_name("محمد السفياني", script_words(text), text, source) == wrong


@pytest.mark.parametrize(
    ("city", "text", "wrong"),
    [
        ("داكار", "وفي داكارو فتحت", "داكارو"),
        ("داكار", "وبدكار فتحت", "دكار"),
        ("الرباط", "وفي الربط فتحت", "الربط"),
        ("داكار", "وبداكار فتحت", ""),
        ("الرباط", "للرباط دور", ""),
        ("داكار", "فتحت المدينة", ""),
    ],
)
def test_city_that_is_nearly_named_is_found(city, text, wrong):
    assert near_word(city, script_words(text), text) == wrong


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Mohamed Sefiani", "محمد السفياني", True),
        ("Sefiani Mohamed", "محمد السفياني", True),
        ("Ada Colau", "محمد السفياني", False),
        ("Ada Colau", "Ada Colau", True),
        ("Anne Hidalgo", "آن هيدالغو", True),
    ],
)
def test_names_of_a_person_sound_alike(one, other, alike):
    assert sounds_alike(one, other) == alike


def thanks(changed, **person):
    texts = {f"closing_text_{code}": text for code, text in (THANKS | changed).items()}
    session = make_full_session(**texts)
    person = make_person(name="Mohamed Sefiani", **person)
    make_participant(session=session, person=person, order=7)
    return {(one.code, one.language, one.passage) for one in preflight_session(session)}


@pytest.mark.parametrize(
    ("changed", "passage"),
    [
        ({}, None),
        ({"ar": "نشكر محمد السفيني على ما رواه لنا اليوم."}, "محمد السفيني"),
        ({"ar": "نشكر محمد العلوي على ما رواه لنا اليوم."}, "محمد العلوي"),
        ({"ar": "نشكر Mohamed Sefiani على ما رواه لنا اليوم."}, None),
    ],
)
def test_arabic_text_has_the_name_of_the_list(db, changed, passage):
    found = thanks(changed, other_spellings=["محمد السفياني"])

    assert found == ({("name_differs", "ar", passage)} if passage else set())


def misspelt(session):
    found = preflight_session(session)
    return [(one.language, one.passage) for one in found if one.code == "name_differs"]


def test_list_with_another_person_in_arabic_is_found(db):
    found = thanks({}, other_spellings=["كارولينا كوسي"])

    assert ("name_differs", "ar", "كارولينا كوسي") in found


def test_arabic_texts_write_a_name_in_one_way(db):
    texts = {f"closing_text_{code}": f"{text}\n\n…" for code, text in THANKS.items()}
    texts |= {f"vision_text_{code}": f"{text[:-1]} …" for code, text in THANKS.items()}
    texts |= {f"front_line_text_{code}": f"… {text}" for code, text in THANKS.items()}
    assert misspelt(make_full_session(**texts)) == []

    texts["front_line_text_ar"] = "… نشكر محمد السفيني على ما رواه لنا اليوم."
    assert misspelt(make_full_session(**texts)) == [("ar", "محمد السفيني")]


def test_city_of_the_table_is_misspelt_in_arabic_prose(db):
    texts = {
        "en": "In Dakar the markets were open again.", "fr": "À Dakar, les marchés ont rouvert.",
        "es": "En Dakar reabrieron los mercados.", "ar": "وفي دكار أعيد فتح الأسواق.",
    }  # fmt: skip
    session = make_full_session(**{f"closing_text_{code}": text for code, text in texts.items()})
    city = session.contributions.first().city
    for code in texts:
        setattr(city, f"name_{code}", "داكار" if code == "ar" else "Dakar")
    city.save()

    assert misspelt(session) == [("ar", "دكار")]
