"""Details of positions, in four languages."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.position_details import details_of
from tests.factories import make_full_session, make_participant


@pytest.mark.parametrize(
    ("table", "positions", "details"),
    [
        ("position_qualifiers", {"en": "Acting Governor", "fr": "Gouverneure par intérim",
                                 "es": "Gobernadora en funciones", "ar": "المحافظة بالنيابة"},
         {"acting"}),
        ("position_qualifiers", {"en": "Former mayor", "fr": "Ancienne maire", "es": "Exalcaldesa",
                                 "ar": "رئيسة البلدية السابقة"}, {"former"}),
        ("position_qualifiers", {"en": "Mayor-elect", "fr": "Maire élu", "es": "Alcalde electo",
                                 "ar": "رئيس البلدية المنتخب"}, {"elect"}),
        ("position_qualifiers", {"en": "Honorary president", "fr": "Présidente d’honneur",
                                 "es": "Presidenta de honor", "ar": "الرئيسة الفخرية"},
         {"honorary"}),
        ("position_qualifiers", {"en": "First deputy mayor", "fr": "Premier adjoint au maire",
                                 "es": "Primer teniente de alcalde",
                                 "ar": "النائب الأول لرئيس البلدية"}, {"first"}),
        ("position_qualifiers", {"en": "Mayor", "fr": "Maire", "es": "Alcaldesa",
                                 "ar": "رئيسة البلدية"}, set()),
        ("position_levels", {"en": "Regional councillor", "fr": "Conseiller régional",
                             "es": "Consejera regional", "ar": "عضو المجلس الإقليمي"},
         {"regional"}),
        ("fields", {"en": "Head of Transport", "fr": "Responsable des transports",
                    "es": "Responsable de Transportes", "ar": "مسؤولة النقل"}, {"transport"}),
        ("fields", {"en": "Councillor for health", "fr": "Conseillère déléguée à la santé",
                    "es": "Concejala de Salud", "ar": "مستشارة للصحة"}, {"health"}),
        ("fields", {"en": "Nurse", "fr": "Infirmière", "es": "Enfermera", "ar": "ممرضة"}, set()),
    ],
)  # fmt: skip
def test_details_are_the_same_in_each_language(table, positions, details):
    found = {code: details_of(text, code, table) for code, text in positions.items()}

    assert found == dict.fromkeys(positions, frozenset(details))


RIGHT = {"en": "Acting director of housing", "fr": "Directrice du logement par intérim",
         "es": "Directora de Vivienda en funciones", "ar": "مديرة الإسكان بالنيابة"}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "languages"),
    [
        ({}, []),
        ({"fr": "Directrice du logement"}, ["fr"]),
        ({"es": "Directora de Turismo en funciones"}, ["es"]),
        ({"ar": "مديرة المياه بالنيابة"}, ["ar"]),
        ({"en": "Acting director"}, []),
    ],
)
def test_position_that_differs_in_one_language_is_found(db, change, languages):
    session = make_full_session()
    positions = {f"position_{code}": text for code, text in (RIGHT | change).items()}
    make_participant(session=session, **positions)

    found = [one for one in preflight_session(session) if one.code == "role_differs"]

    assert [one.language for one in found] == languages
