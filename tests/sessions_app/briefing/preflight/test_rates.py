"""Units that numbers are counted by, and what only looks like them."""

import pytest

from sessions_app.briefing.quantities.rates import rates


@pytest.mark.parametrize(
    ("language", "text", "units"),
    [
        (
            "en",
            "$3 per square metre, 20 litres a day, 50 euros each month",
            {"square_metre", "day", "month"},
        ),
        (
            "fr",
            "3 euros au mètre carré, 20 litres par jour, par personne",
            {"square_metre", "day", "person"},
        ),
        ("es", "20 litros al día, 50 euros al mes, por vivienda", {"day", "month", "household"}),
        (
            "ar",
            "٢٠ لترا في اليوم، 3 يورو للمتر المربع، لكل أسرة",
            {"day", "square_metre", "household"},
        ),
        # Words for homes and people beside a preposition are no units.
        ("es", "El acceso a la vivienda y el apoyo a la familia, al hogar", set()),
        ("fr", "Les femmes au foyer", set()),
        ("ar", "البقاء في البيت ودعم للأسرة", set()),
    ],
)
def test_rates_are_found(language, text, units):
    assert set(rates(text, language)) == units
