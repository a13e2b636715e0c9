import pytest
from django.template import Context, Template
from django.utils import translation

from llex.core.text import Link, Paragraph, Phrase, RichText, Run, parse
from tests.factories import make_session
from tests.factories_document import make_document


def show(tag, **context):
    return Template("{% load rich_text %}" + tag).render(Context(context))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One\nline", "<p>One<br>line</p>"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a", "<ol><li>a</li></ol>"),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        (
            "[x](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>',
        ),
    ],
)
def test_rich_prints_each_kind_of_node(source, html):
    assert show("{% rich text %}", text=parse(source, "en")) == html


def test_rich_escapes_every_character_of_the_text():
    text = parse('<script>alert("x")</script> & **<b>**', "en")

    html = show("{% rich text %}", text=text)

    assert html == (
        "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; <strong>&lt;b&gt;</strong></p>"
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//example.org", ""])
def test_rich_prints_no_link_when_its_address_is_unsafe(href):
    text = RichText("en", (Paragraph((Link(href, (Run("here"),)),)),))

    assert show("{% rich text %}", text=text) == "<p>here</p>"


def test_rich_escapes_the_address_of_a_link():
    text = RichText("en", (Paragraph((Link('https://x.org/"><b>', (Run("x"),)),)),))

    assert 'href="https://x.org/&quot;&gt;&lt;b&gt;"' in show("{% rich text %}", text=text)


@pytest.mark.parametrize("text", [None, RichText("en")])
def test_rich_prints_nothing_when_there_is_no_text(text):
    assert show("{% rich text %}", text=text) == ""


def test_rich_carries_its_language_and_says_so_when_the_note_has_another():
    html = show("{% rich text %}", text=parse("مرحبا", "ar"), document=make_document("en"))

    assert html == (
        '<p class="only-in">This text is available in Arabic only.</p>'
        '<div lang="ar" dir="rtl"><p>مرحبا</p></div>'
    )


def test_rich_looks_at_the_note_and_not_at_the_page_when_both_have_a_language():
    with translation.override("ar"):
        html = show("{% rich text %}", text=parse("Bonjour", "fr"), document=make_document("fr"))

    assert html == "<p>Bonjour</p>"


def test_phrase_is_plain_when_it_is_in_the_language_of_the_page():
    assert show("{% phrase text %}", text=Phrase("en", "A & B")) == "A &amp; B"


def test_phrase_carries_its_language_when_it_is_another():
    html = show("{% phrase text %}", text=Phrase("fr", "Soins"))

    assert html == '<span lang="fr" dir="ltr">Soins</span>'


def test_phrase_names_its_language_when_a_notice_is_asked_for():
    html = show("{% phrase text notice=True %}", text=Phrase("fr", "Soins"))

    assert html == (
        '<span lang="fr" dir="ltr">Soins</span> '
        '<span class="only-in" lang="fr" dir="ltr">(Français)</span>'
    )


def test_phrase_of_takes_the_language_of_the_page_then_the_first_then_any(db):
    session = make_session(title_en="", title_fr="Titre", title_es="", title_ar="عنوان")
    tag = "{% phrase_of session 'title' 'ar' as found %}{{ found.language }}"

    found = {}
    for code in ("fr", "es"):
        with translation.override(code):
            found[code] = show(tag, session=session)

    assert found == {"fr": "fr", "es": "ar"}


def test_rich_of_is_empty_when_the_field_has_no_text_in_any_language(db):
    session = make_session()

    assert show("{% rich_of session 'guiding_questions' as q %}{{ q }}", session=session) == "None"
