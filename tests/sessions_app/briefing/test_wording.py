import pytest
from django.utils import translation

from sessions_app.briefing import wording


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [("en", 4.58, "4.6"), ("fr", 4.58, "4,6"), ("en", 4.85, "4.9"), ("en", 3.0, "3.0")],
)
def test_mean_is_rounded_to_one_decimal(language, value, shown):
    with translation.override(language):
        assert wording.mean(value) == shown


def test_mean_is_a_dash_without_answers():
    assert wording.mean(None) == "–"
