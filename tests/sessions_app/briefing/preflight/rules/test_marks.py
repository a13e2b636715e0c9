"""Marks without their counterpart, and those of other languages."""

import pytest

from sessions_app.briefing.preflight.rules.marks import foreign_quotation, unopened, unpaired


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("“Wash your hands is easy", ["“"]),
        ("« Lavez-vous les mains est facile", ["«"]),
        ("Lávese las manos» es fácil", ["»"]),
        ("«اغسلوا أيديكم سهل", ["«"]),
        ("One (the smallest has", ["("]),
        ("One the smallest) has", [")"]),
        ('He said "yes and left', ['"']),
        ("**Shade is a service", ["**"]),
        ("un _servicio público", ["_"]),
        ("(moyenne de 4,5), note moyenne de 3,5)", [")"]),
        ("[the page](", ["]("]),
        ("une moyenne de 4,5), puis", [")"]),
    ],
)  # fmt: skip
def test_mark_without_counterpart_is_found(text, marks):
    assert unpaired(text)[:1] == marks


@pytest.mark.parametrize(
    "text",
    [
        "“Wash” (your «hands»), he said.",
        "« Un “mot” dans un autre », (4,7) sur 5.",
        "a) first, b) second; 1) third",
        "Its 5' 10\" are enough",
        "„Gut“ und “good”",
        "3 * 4 = 12, snake_case, it’s ‘so’",
        "[1] as in https://example.org/a_b(c)",
    ],
)
def test_pairs_and_lists_are_right(text):
    assert unpaired(text) == []


@pytest.mark.parametrize(
    ("language", "text", "marks"),
    [
        ("es", "Pero cuándo abre la escuela? ¿Quién lo sabe?", ["?"]),
        ("es", "Qué calor!", ["!"]),
        ("es", "Preguntó: «cuándo abre?», ¡y nada más!", []),
        ("es", "Dijo «¿cuándo abre?» ¡¿Y qué?! El lema es “Who pays?” (?)", []),
        ("en", "But when does it open?", []),
        ("ar", "متى تفتح المدرسة؟", []),
    ],
)
def test_question_without_its_opening_mark_is_found(language, text, marks):
    assert unopened(text, language) == marks


@pytest.mark.parametrize(
    ("language", "text", "passage"),
    [
        ("en", "«I am here», she said", "«I am here»"),
        ("fr", "“Je suis ici”, a-t-elle dit", "“Je suis ici”"),
        ("es", "„Soy de aquí“, dijo", "„Soy de aquí“"),
        ("es", "« Cultura » recibió", "« Cultura »"),
        ("ar", "« هنا » قالت", "« هنا »"),
        ("fr", "« Culture » a reçu", ""),
        ("fr", "« Elle a dit “oui” hier »", ""),
        ("es", "“Soy de aquí”, dijo", ""),
        ("ar", "“أنا من هنا”", ""),
        ("xx", "«xx»", ""),
    ],
)
def test_quotation_marks_of_another_language_are_found(language, text, passage):
    assert foreign_quotation(text, language) == passage
