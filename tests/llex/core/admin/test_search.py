"""The search in the head of the admin: what it finds, for whom, and at what cost."""

import pytest
from django.urls import reverse
from lxml import html

from llex.core.mail import messages
from llex.core.mail.models import Mail
from sessions_app.groups import ORGANISERS, RAPPORTEURS, TRANSLATORS
from tests.factories import (
    make_city,
    make_contribution,
    make_person,
    make_quote,
    make_session,
    make_user,
)

PAGE = "admin:search"


@pytest.fixture
def organiser(client, db):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    return user


def search(client, words):
    answer = client.get(reverse(PAGE), {"q": words})
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def found(client, words):
    """Return the titles of what was found, by group."""
    page = search(client, words)
    return {
        group.xpath("normalize-space(h2/text())"): [
            link.text_content().strip() for link in group.xpath(".//ul//a")
        ]
        for group in page.xpath("//section[contains(@class, 'list-group')]")
    }


@pytest.mark.parametrize("typed", ["sante", "SANTÉ", "santé  pour", "pour santé"])
def test_session_is_found_by_its_title_whatever_accents_case_and_order(client, organiser, typed):
    session = make_session(title_fr="La santé pour le monde", title_en="Health for all")
    make_session()

    assert found(client, typed)["Sessions"] == [str(session)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("José García", "garcia jose"),
        ("José García", "GARCÍA"),
        ("علی رضایی", "رضايي علي"),
        ("أحمد الفاسي", "احمد"),
        ("Łukasz Nowak", "lukasz"),
    ],
)
def test_person_is_found_in_either_order_and_any_variant_of_the_script(
    client, organiser, name, typed
):
    make_person(name=name)
    make_person(name="Ana Luz")

    assert found(client, typed)["People"] == [name]


def test_city_is_found_by_another_spelling(client, organiser):
    city = make_city(name_en="Lisbon", name_fr="Lisbonne", name_ar="لشبونة")

    assert found(client, "lisbonne")["Cities"] == [str(city)]
    assert found(client, "لشبونه")["Cities"] == [str(city)]


def test_texts_of_notes_and_contributions_are_found(client, organiser):
    session = make_session(introduction_fr="Au cœur de la réunion, l’eau potable.")
    contribution = make_contribution()
    response = contribution.responses.get()
    response.text_es = "Abrimos el alberque a las familias"
    response.save()
    quote = make_quote(session=session, text_en="Nobody slept outside.")

    assert found(client, "coeur")["Sessions"] == [str(session)]
    assert found(client, "albérque")["Policy responses"] == [str(response)]
    assert found(client, "slept")["Quotes"] == [str(quote)]


def send(**overrides):
    messages.send_mail("login_code", to=["ana@valencia.example"], language="en", context={})
    mail = Mail.objects.latest("pk")
    Mail.objects.filter(pk=mail.pk).update(**overrides)


def test_mails_are_found_by_recipient_and_subject(client, organiser):
    send(subject="Votre invitation à contribuer", secrets=[])

    assert found(client, "valencia.example")["E-mails"] == ["Votre invitation à contribuer"]
    assert found(client, "INVITATION contribuer")["E-mails"] == ["Votre invitation à contribuer"]


def test_secret_in_a_subject_cannot_be_guessed(client, organiser):
    send(subject="Your code: 482913", secrets=["482913"])

    assert "E-mails" not in found(client, "482913")
    assert "E-mails" not in found(client, "4829")
    assert "482913" not in search(client, "valencia").xpath("//ul")[0].text_content()


def test_rapporteur_finds_texts_but_no_personal_data(client, db):
    person = make_person(name="José García", email="jose@secret.example")
    send(subject="Invitation", secrets=[])
    client.force_login(make_user(group=RAPPORTEURS))

    assert found(client, "garcia")["People"] == [str(person)]
    assert found(client, "secret.example") == {}
    assert found(client, "valencia.example") == {}


def test_organiser_finds_a_person_by_address(client, organiser):
    person = make_person(name="José García", email="jose@secret.example")

    assert found(client, "jose@secret")["People"] == [str(person)]


@pytest.mark.parametrize("role", [TRANSLATORS, None])
def test_search_is_refused_to_others(client, db, role):
    client.force_login(make_user(group=role, is_staff=True))

    assert client.get(reverse(PAGE), {"q": "a b"}).status_code == 403
    assert "admin-search" not in client.get(reverse("admin:index")).content.decode()


def test_visitor_logs_in_first(client, db):
    assert client.get(reverse(PAGE), {"q": "lima"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Type a name or some words of a text, then press Enter."),
        ("   ", "Type a name or some words of a text, then press Enter."),
        ("a", "Type at least two letters or digits."),
        ("…!", "Type at least two letters or digits."),
        ("nowhere at all", "Nothing was found."),
    ],
)
def test_empty_short_and_fruitless_searches_are_answered_in_words(client, organiser, typed, answer):
    make_session()

    assert answer in search(client, typed).text_content()


def test_markup_is_shown_as_it_was_typed(client, organiser):
    page = search(client, "<script>alert(1)</script>")

    assert page.xpath("//*[@id='admin-search']/@value") == ["<script>alert(1)</script>"]
    assert page.xpath("//script[contains(text(), 'alert')]") == []


def test_long_group_leads_to_the_list_with_the_same_words(client, organiser):
    for number in range(7):
        make_person(name=f"García {number}")

    page = search(client, "garcia")

    group = page.xpath("//section[h2[contains(., 'People')]]")[0]
    assert len(group.xpath(".//ul//a")) == 5
    everything = group.xpath(".//p/a/@href")[0]
    assert everything.endswith("/person/?q=garcia")
    assert "All 7 in this list" in group.text_content()
    listed = html.fromstring(client.get(everything).content.decode())
    assert len(listed.xpath("//table[@id='result_list']//tbody/tr")) == 7


def test_every_page_has_the_box_and_its_key(client, organiser):
    for page in ("admin:index", "admin:settings", "admin:sessions_app_person_changelist"):
        tree = html.fromstring(client.get(reverse(page)).content.decode())
        form = tree.xpath("//form[@role='search'][.//input[@id='admin-search']]")[0]
        assert form.get("method", "get") == "get"
        assert form.get("action") == reverse(PAGE)
        assert tree.xpath("//script[contains(@src, 'js/admin/search')]")
        assert tree.xpath("//*[contains(@class, 'command')][@id]") == []


def test_search_costs_the_same_for_one_and_for_three(
    client, organiser, django_assert_max_num_queries
):
    def grow():
        session = make_session(title_en="Water")
        make_contribution(session=session, city=make_city(name_en="Waterford"))
        make_person(name="Ana Water")
        make_quote(session=session, text_en="Water for all")

    grow()
    search(client, "water")
    with django_assert_max_num_queries(40) as one:
        search(client, "water")
    grow()
    grow()
    with django_assert_max_num_queries(40) as three:
        search(client, "water")

    assert len(one) == len(three)
