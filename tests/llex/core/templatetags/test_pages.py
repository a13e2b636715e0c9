import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

TAG = (
    "{% load pages %}{% language_links as links %}"
    "{% for l in links %}{{ l.code }} {{ l.path }} {{ l.current }} {{ l.available }}\n{% endfor %}"
)


def links(path, language="fr", **context):
    request = RequestFactory().get(path)
    with translation.override(language):
        text = Template(TAG).render(Context({"request": request, **context}))
    return text.splitlines()


def test_language_links_stay_on_the_page_with_its_query():
    assert links("/fr/sessions/?series=a") == [
        "en /en/sessions/?series=a False True",
        "fr /fr/sessions/?series=a True True",
        "es /es/sessions/?series=a False True",
        "ar /ar/sessions/?series=a False True",
    ]


def test_language_links_tell_which_are_translations_and_leave_the_query_out_of_shared_pages():
    assert links("/fr/sessions/a/briefing/?from=mail", languages=("fr", "ar")) == [
        "en /en/sessions/a/briefing/ False False",
        "fr /fr/sessions/a/briefing/ True True",
        "es /es/sessions/a/briefing/ False False",
        "ar /ar/sessions/a/briefing/ False True",
    ]


def test_language_links_lead_home_when_there_is_no_such_page():
    assert "en /en/ False True" in links("/fr/no/such/page/")


def test_language_links_are_none_without_a_request():
    assert Template(TAG).render(Context()) == ""


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("pt-BR", "ltr")])
def test_direction_follows_the_script(code, direction):
    template = Template("{% load pages %}{{ code|direction }}")

    assert template.render(Context({"code": code})) == direction
