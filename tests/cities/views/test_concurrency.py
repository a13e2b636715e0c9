"""Two who press at once: one result, and no error for either."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cities.directory import creation
from cities.invitations import link_status, magic_links
from cities.models import City, EmailVerification, Invitation, Officer
from cities.models.open_call import TooManyCodes
from cities.officers import memberships
from llex.core.models import User
from tests.concurrency import on_postgresql, together
from tests.factories import make_city, make_invitation, make_session, make_user
from tests.factories_cities import make_place

WHO = {
    "email": "ana@valencia.example",
    "name": "Ana Ruiz",
    "position": "Head of housing",
    "language": "es",
}


def test_one_of_two_presses_on_a_personal_link_finds_it_begun(client, db, monkeypatch):
    invitation = make_invitation()
    address = magic_links.build_url(invitation, "en").removeprefix("http://testserver")
    status_of = link_status.status_of

    def begun_meanwhile(found, token):
        status = status_of(found, token)
        type(found.contribution).objects.get(pk=found.contribution_id).start()
        return status

    monkeypatch.setattr(link_status, "status_of", begun_meanwhile)

    assert client.post(address, {"action": "write"}).status_code == 302
    invitation.contribution.refresh_from_db()
    assert invitation.contribution.state == "draft"


@on_postgresql
def test_two_presses_on_a_personal_link_both_lead_in(transactional_db):
    invitation = make_invitation()
    address = magic_links.build_url(invitation, "en").removeprefix("http://testserver")

    answers = together(*[lambda: Client().post(address, {"action": "write"})] * 4)

    assert [answer.status_code for answer in answers] == [302] * 4
    invitation.contribution.refresh_from_db()
    assert invitation.contribution.state == "draft"


@on_postgresql
def test_two_presses_on_an_expired_link_send_one_mail(transactional_db):
    invitation = make_invitation()
    long_ago = now() - timedelta(days=90)
    Invitation.objects.update(expires_at=now(), written_at=long_ago, sent_at=long_ago)

    def renew():
        return link_status.resend_expired(Invitation.objects.get(pk=invitation.pk))

    assert sorted(together(renew, renew, renew)) == [False, False, True]
    assert len(mail.outbox) == 1


@on_postgresql
def test_two_requests_for_a_code_send_one(transactional_db):
    def ask():
        return EmailVerification.objects.ask(WHO["email"], "192.0.2.1")

    done = together(ask, ask, ask)

    assert EmailVerification.objects.count() == 1
    refusals = [problem for problem in done if isinstance(problem, TooManyCodes)]
    assert [refusal.recent for refusal in refusals] == [EmailVerification.objects.get()] * 2


def test_second_press_for_a_code_leads_to_the_page_for_the_first_one(
    db, django_capture_on_commit_callbacks
):
    page = reverse("cities:open_call", args=[make_session(open_call=True).slug])
    # Two presses of a browser that has no cookie yet come as two visitors.
    first, second = Client(), Client()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [first.post(page, WHO), second.post(page, WHO)]

    assert {answer.status_code for answer in answers} == {302}
    assert len(mail.outbox) == 1
    code = "".join(filter(str.isdigit, mail.outbox[0].subject + mail.outbox[0].body))[:6]
    assert second.post(answers[1].url, {"code": code}).status_code == 302


def test_codes_of_an_address_are_not_used_up_from_one_line(db):
    for _number in range(5):
        EmailVerification.objects.ask(WHO["email"], "192.0.2.66")
        EmailVerification.objects.update(sent_at=now() - timedelta(minutes=2))
    with pytest.raises(TooManyCodes):
        EmailVerification.objects.ask(WHO["email"], "192.0.2.66")

    assert EmailVerification.objects.ask(WHO["email"], "192.0.2.1")


@on_postgresql
def test_two_who_take_up_the_same_place_get_the_same_city(transactional_db):
    place = make_place("Valencia", "ES")

    cities = together(*[lambda: creation.get_or_create_from_place(place)] * 4)

    assert {city.pk for city in cities} == {City.objects.get().pk}


@on_postgresql
def test_two_places_of_one_name_get_a_slug_each(transactional_db):
    def make(country):
        return creation.create_manual("Valencia", kind="city", country=country, language="es")

    made = together(lambda: make("ES"), lambda: make("VE"), lambda: make("CO"))

    assert len({city.slug for city in made}) == 3


@on_postgresql
def test_two_organisers_who_add_the_same_place_in_the_admin_have_one_city(transactional_db):
    place = make_place("Valencia", "ES")
    page = f"{reverse('admin:cities_city_add')}?place={place.geoname_id}"
    organisers = [Client(), Client()]
    for organiser in organisers:
        organiser.force_login(make_user(is_staff=True, is_superuser=True))
    form = organisers[0].get(page).context["adminform"].form
    values = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    typed = {name: value for name, value in values.items() if value not in (None, "", [])}
    typed["other_spellings"] = ""
    inlines = {
        f"{inline.formset.prefix}-{part}_FORMS": "0"
        for inline in organisers[0].get(page).context["inline_admin_formsets"]
        for part in ("TOTAL", "INITIAL")
    }

    answers = together(*[lambda o=o: o.post(page, typed | inlines) for o in organisers])

    assert [answer.status_code for answer in answers] == [302, 302], [
        answer.context["adminform"].form.errors for answer in answers
    ]
    assert City.objects.filter(geoname_id=place.geoname_id).count() == 1


@on_postgresql
def test_two_who_appoint_the_same_person_make_one_officer(transactional_db):
    city = make_city()

    together(*[lambda: memberships.appoint(city, "Ana@Valencia.example", name="Ana")] * 4)

    assert User.objects.filter(email__iexact="ana@valencia.example").count() == 1
    assert Officer.objects.count() == 1
