import pytest

from llex.core.languages.bidi import direction_of


@pytest.mark.parametrize(
    ("text", "direction"),
    [("#Cities", "ltr"), ("#مدن", "rtl"), ("2020 شارع", "rtl"), ("…", "ltr"), ("", "ltr")],
)
def test_text_runs_as_its_first_letter(text, direction):
    assert direction_of(text) == direction
