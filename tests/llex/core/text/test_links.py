import time

import pytest

from llex.core.text import Link, Run, link_addresses, parse, to_markdown
from llex.core.text.links import find_addresses, href_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(http://example.org/b)", ["http://example.org/b"]),
        ("http://example.org/b_(c), and", ["http://example.org/b_(c)"]),
        ("www.lisboa.pt/plano?", ["www.lisboa.pt/plano"]),
        ("“https://example.org” «https://b.example»", ["https://example.org", "https://b.example"]),
        ("https://example.org/a_b_c*d*e…", ["https://example.org/a_b_c*d*e"]),
        ("**https://example.org**", ["https://example.org"]),
        ("https://example.org/?a=b&c=d#e!", ["https://example.org/?a=b&c=d#e"]),
        ("http://192.0.2.1:8000/x", ["http://192.0.2.1:8000/x"]),
        ("https://münchen.example/straße", ["https://münchen.example/straße"]),
        ("HTTPS://EXAMPLE.ORG", ["HTTPS://EXAMPLE.ORG"]),
        ("write to ana.luz+x@example.org!", ["ana.luz+x@example.org"]),
        ("انظر https://example.org/ar، ثم www.b.org؟", ["https://example.org/ar", "www.b.org"]),
        ("والموقع وhttps://example.org.", ["https://example.org"]),
        ("https://ar.example.org/القاهرة هنا", ["https://ar.example.org/القاهرة"]),
        ("见https://example.org/文档。更多", ["https://example.org/文档"]),
        ("https://example.org的网站", ["https://example.org"]),
        ("https://example.org\u00a0!", ["https://example.org"]),
        ("e.g. a@b, https://x, ftp://example.org, javascript:alert(1), 3.5, v1.www.x.org", []),
    ],
)
def test_address_ends_before_the_punctuation_of_its_sentence(text, shown):
    assert [text[one.start : one.end] for one in find_addresses(text)] == shown


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("https://example.org", "https://example.org"),
        (" www.example.org ", "https://www.example.org"),
        ("a@example.org", "mailto:a@example.org"),
        ("Plan, www.example.org", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_text_that_is_an_address_leads_there(text, href):
    assert href_of(text) == href


def test_line_has_its_addresses_as_links():
    assert link_addresses("Plan: www.a.org.") == (
        Run("Plan: "),
        Link("https://www.a.org", (Run("www.a.org"),)),
        Run("."),
    )


@pytest.mark.parametrize(
    "source",
    [
        "See https://example.org/a_b_c.",
        "www.lisboa.pt and a_b@example.org",
        "*see https://example.org/a* now",
        "- https://example.org\n- b",
        "[words](https://example.org) [www.b.org](https://c.org)",
    ],
)
def test_addresses_survive_the_way_to_markdown_and_back(source):
    text = parse(source, "en")

    assert parse(to_markdown(text), "en") == text


@pytest.mark.parametrize(
    "text",
    [
        "www." + "a-" * 20_000,
        "a" * 40_000 + "@",
        "a." * 20_000 + "@b",
        "https://" * 5_000,
        "www." * 10_000,
        "https://a.b/" + "(" * 20_000 + ")" * 20_001,
        "https://a.b/" + ")" * 40_000,
        "https://" + "aa." * 13_000,
        "*" * 20_000,
        "a*b_" * 10_000,
        "[" * 5_000,
        "https://a.bc " * 3_000,
    ],
    ids=lambda text: text[:12],
)
def test_any_text_is_parsed_in_bounded_time(text):
    began = time.process_time()

    parse(text, "en")

    assert time.process_time() - began < 2
