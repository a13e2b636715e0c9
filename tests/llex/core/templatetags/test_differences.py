"""Differences as people and screen readers meet them."""

from django.utils import translation

from llex.core.templatetags.differences import marked
from llex.core.text.differences import differences


def test_hidden_words_of_the_reader_leave_the_direction_to_the_text():
    with translation.override("ar"):
        html = marked(differences("It was cold.", "It was warm."))

    # A bdi has no part in the direction that ``dir="auto"`` finds.
    assert html.count('<bdi class="unseen">') == 4
    assert "<span" not in html
    assert "cold" in html
    assert "warm" in html
