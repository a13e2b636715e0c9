"""Names and addresses are found however they are written, and nothing else is."""

import pytest

from llex.core.personal_data.traces import Traces

TRACES = Traces(["José Núñez", "خوسيه نونيث", "Ana", "王小明"], ["jose@münchen.example"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks to José Núñez.", "Thanks to [name removed]."),
        ("JOSÉ NÚÑEZ", "[name removed]"),
        ("jose  nunez", "[name removed]"),
        ("Jose\u0301 Nu\u0301n\u0303ez", "[name removed]"),
        ("Núñez, José", "[name removed]"),
        ("قال خوسيه نونيث", "قال [name removed]"),
        ("王小明说", "王小明说"),
        ("Ana", "[name removed]"),
        ("Write to Jose@MÜNCHEN.example today", "Write to [address removed] today"),
        ("mailto:jose@xn--mnchen-3ya.example", "mailto:[address removed]"),
    ],
    ids=[
        "name", "capitals", "without-accents", "decomposed", "family-name-first", "arabic",
        "inside-a-word", "short-name-alone", "address", "punycode",
    ],
)  # fmt: skip
def test_trace_is_replaced(text, expected):
    assert TRACES.replaced(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Ana said so", "Josén Núñezo", "José Ortiz Núñez", "otherjose@münchen.example", ""],
    ids=["short-name-in-a-text", "longer-words", "another-name", "longer-address", "empty"],
)
def test_what_only_looks_like_a_trace_stays(text):
    assert TRACES.replaced(text) == text


def test_data_is_replaced_in_the_language_of_each_text():
    data = {
        "title": {"fr": "José Núñez", "es": "José Núñez"},
        "quote": {"text": "José Núñez", "language": "ar"},
        "jose@münchen.example": [1, None, True],
    }

    assert TRACES.replaced_in(data) == {
        "title": {"fr": "[nom retiré]", "es": "[nombre eliminado]"},
        "quote": {"text": "[حُذف الاسم]", "language": "ar"},
        "[address removed]": [1, None, True],
    }


def test_search_key_loses_the_words_of_the_name_only():
    assert TRACES.replaced_key("jose nunez josenunez valencia") == "valencia"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"name": "José Núñez", "position": "Mayor"}, ""),
        ({"speaker": "José Núñez", "position": {"text": "Mayor", "language": "en"}}, None),
        ({"name": "José Núñez", "position": {"en": "Mayor", "fr": "Maire"}}, {}),
        ({"name": "José Núñez and Eva", "position": "Mayor"}, "Mayor"),
        ({"name": "Eva Ortiz", "position": "Mayor"}, "Mayor"),
        ({"name": "[name removed]", "position": "Mayor"}, "Mayor"),
    ],
    ids=["text", "phrase", "languages", "part-of-a-name", "another", "removed-before"],
)
def test_position_beside_a_name_that_is_removed_goes_with_it(data, expected):
    assert TRACES.replaced_in(data)["position"] == expected
