"""Colours and numbers of a series are checked before they are printed."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from llex.core.theme.colours import AA, WHITE, Colour
from sessions_app.models.series_look import normalize_issn, validate_colour


@pytest.mark.parametrize("typed", ["#0b4f6c", "0B4F6C", "#000000", "#767676"])
def test_colour_that_is_read_on_white_is_taken(typed):
    validate_colour(typed)


@pytest.mark.parametrize(
    ("typed", "found"), [("#f5a623", "2.0"), ("#ffffff", "1.0"), ("#777777", "4.4")]
)
def test_pale_colour_is_refused_with_its_contrast_and_a_darker_one(typed, found):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_colour(typed)

    [message] = refused.value.messages
    assert f"its contrast is {found} to 1" in message
    assert "at least 4.5 to 1" in message
    better = refused.value.params["better"]
    assert better in message
    assert Colour.read(better).contrast(WHITE) >= AA
    validate_colour(better)


@pytest.mark.parametrize("typed", ["blue", "#0b4f6", "#0b4f6cff", "#0b4f6g", "rgb(1,2,3)"])
def test_other_texts_are_no_colours(typed):
    with pytest.raises(ValidationError, match="such as #0b4f6c"):
        validate_colour(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2049-3630", "2049-3630"),
        ("20493630", "2049-3630"),
        (" ISSN 0378-5955 ", "0378-5955"),
        ("issn: 2434-561x", "2434-561X"),
        ("2049–3630", "2049-3630"),
    ],
)
def test_issn_is_written_with_its_hyphen(typed, written):
    assert normalize_issn(typed) == written


@pytest.mark.parametrize(
    ("typed", "expected"), [("2049-3631", "0"), ("0378-5956", "5"), ("2434-5610", "X")]
)
def test_issn_with_a_wrong_check_digit_is_refused_with_the_right_one(typed, expected):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        normalize_issn(typed)

    assert f"after {typed[:8]} comes {expected}" in refused.value.messages[0]


@pytest.mark.parametrize("typed", ["2049-363", "2049-36301", "X049-3630", "978-92-1-132", "none"])
def test_other_numbers_are_no_issn(typed):
    with pytest.raises(ValidationError, match="eight figures"):
        normalize_issn(typed)
