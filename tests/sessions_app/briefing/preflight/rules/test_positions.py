"""Municipal roles in four languages."""

import pytest

from sessions_app.briefing.preflight.rules.positions import gender_of, is_deputy, outliers, role_of


@pytest.mark.parametrize(
    ("role", "positions"),
    [
        ("mayor", {"en": "Mayor of Rome", "fr": "Maire de Rome", "es": "Alcaldesa",
                   "ar": "رئيسة البلدية"}),
        ("mayor", {"en": "Lord Mayor", "fr": "Bourgmestre", "es": "Intendenta", "ar": "عمدة روما"}),
        ("deputy_mayor", {"en": "Deputy Mayor for Health", "fr": "Adjointe au maire, santé",
                          "es": "Teniente de alcalde", "ar": "نائبة رئيس البلدية"}),
        ("councillor", {"en": "City Councillor", "fr": "Conseillère municipale", "es": "Concejala",
                        "ar": "عضوة المجلس البلدي"}),
        ("governor", {"en": "Governor", "fr": "Gouverneure", "es": "Gobernador",
                      "ar": "حاكم الإقليم"}),
        ("director", {"en": "Head of housing", "fr": "Directrice", "es": "Jefa de gabinete",
                      "ar": "مدير العلاقات"}),
        ("secretary", {"en": "Secretary of Culture", "fr": "Secrétaire à la culture",
                       "es": "Secretario de Cultura", "ar": "أمين الثقافة"}),
        ("deputy_mayor", {"en": "Assistant Mayor", "fr": "Maire assistante",
                          "es": "Alcaldesa adjunta", "ar": "مساعدة رئيس البلدية"}),
        ("vice_president", {"en": "Vice-President", "fr": "Vice-présidente", "es": "Vicepresidenta",
                            "ar": "نائبة الرئيس"}),
        ("", {"en": "Chief of staff to the Mayor", "fr": "Porte-parole du maire",
              "es": "Portavoz de la alcaldesa", "ar": "المتحدثة باسم رئيس البلدية"}),
        ("deputy_director", {"en": "Deputy Head of Transport", "fr": "Directrice adjointe",
                             "es": "Subdirectora", "ar": "نائبة رئيس إدارة النقل"}),
        ("", {"en": "Nurse", "fr": "Infirmière", "es": "Enfermera", "ar": "ممرضة"}),
    ],
)  # fmt: skip
def test_role_is_the_same_in_each_language(role, positions):
    assert {role_of(text, code) for code, text in positions.items()} == {role}


@pytest.mark.parametrize(
    ("language", "position", "gender"),
    [
        ("fr", "Gouverneure", "woman"),
        ("fr", "Directeur des routes", "man"),
        ("fr", "Maire", ""),
        ("es", "Alcaldesa", "woman"),
        ("es", "Teniente de alcalde", ""),
        ("ar", "نائبة رئيس البلدية", "woman"),
        ("ar", "مدير العلاقات", "man"),
        ("en", "Mayor", ""),
    ],
)
def test_gender_is_told_by_the_first_word(language, position, gender):
    assert gender_of(position, language) == gender


@pytest.mark.parametrize(
    ("roles", "odd"),
    [
        ({"en": "director", "ar": "president_or_director"}, []),
        ({"en": "president", "ar": "president_or_director"}, []),
        ({"en": "mayor", "fr": "mayor", "ar": "president_or_director"}, [("ar", "en")]),
        ({"en": "director", "fr": "secretary", "es": "director"}, [("fr", "en")]),
    ],
)
def test_word_for_two_roles_may_be_either(roles, odd):
    assert outliers(roles) == odd


@pytest.mark.parametrize(
    ("language", "chief", "deputy"),
    [
        ("en", "Night Manager", "Deputy Night Manager"),
        ("fr", "Responsable de la nuit", "Adjointe au responsable de la nuit"),
        ("es", "Directora de la noche", "Subdirectora de la noche"),
        ("ar", "مديرة الليل", "نائبة مديرة الليل"),
        ("ar", "نائب في البرلمان", "نائب رئيس البلدية"),
    ],
)
def test_deputy_is_told_by_the_words(language, chief, deputy):
    assert is_deputy(chief, language) == "chief"
    assert is_deputy(deputy, language) == "deputy"
