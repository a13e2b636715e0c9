import pytest
from django.utils import translation

from sessions_app.briefing import phrases


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [("en", 4.58, "4.58"), ("fr", 4.58, "4,58"), ("en", 4.855, "4.86"), ("en", 3.0, "3.00")],
)
def test_mean_is_written_with_two_decimals(language, value, shown):
    with translation.override(language):
        assert phrases.mean(value) == shown


def test_mean_is_a_dash_without_answers():
    assert phrases.mean(None) == "–"
