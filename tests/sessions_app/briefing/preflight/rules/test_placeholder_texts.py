"""Placeholders of texts still to be written."""

import pytest

from sessions_app.briefing.preflight.rules.placeholder_texts import placeholders


@pytest.mark.parametrize(
    ("language", "text", "passage"),
    [
        ("en", "with [insert name of the mayor] and", "[insert name of the mayor]"),
        ("en", "on " + "X" * 3 + " at noon", "X" * 3),
        ("en", "Date: TBC", "TBC"),
        ("en", "Lorem " + "ipsum dolor", "Lorem " + "ipsum"),
        ("en", "Dear {{ name }}", "{{ name }}"),
        ("en", "a translation pending", "translation pending"),
        ("fr", "La date est à confirmer.", "à confirmer"),
        ("fr", "[nom de la ville]", "[nom de la ville]"),
        ("fr", "le XX juin", "XX"),
        ("es", "en un lugar por confirmar", "por confirmar"),
        ("es", "Estimada <<Nombre>>", "<<Nombre>>"),
        ("ar", "النص قيد الترجمة", "قيد الترجمة"),
        ("ar", "منذ عام ????", "????"),
        ("ar", "[يُضاف الاسم]", "[يُضاف الاسم]"),
        ("en", "Translation to come.", "Translation to come"),
        ("es", "[FALTA CITA]", "[FALTA CITA]"),
        ("ar", "هذا نص تجريبي", "نص تجريبي"),
        ("en", "-", "-"),
        ("es", "…", "…"),
    ],
)
def test_placeholder_is_found(language, text, passage):
    assert passage in placeholders(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "[sic] and [the editor’s note], 100% in the XXth century, what?"),
        ("fr", "Au XXe siècle et au siècle XX, reste à la ville de décider."),
        ("es", "El siglo XX; por la ciudad; ¿cómo?"),
        ("ar", "في القرن العشرين، وقد تُرجم النص."),
    ],
)
def test_other_text_is_no_placeholder(language, text):
    assert placeholders(text, language) == []
