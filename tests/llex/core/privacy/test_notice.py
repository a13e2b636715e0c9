"""The privacy notice: its default, its versions, its page, and where it is shown and kept."""

import pytest
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from cities.invitations import sending
from cities.models import Contribution, Officer, OpenCallApplication
from cities.officers import memberships
from cities.open_call import applications
from llex.core import languages
from llex.core.models import PrivacyNotice
from llex.core.privacy import notice
from llex.core.text import to_plain
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.cities.forms.test_contribution import address, typed
from tests.factories import (
    in_all,
    make_city,
    make_consultation,
    make_contribution,
    make_invitation,
    make_officer,
    make_organisation,
    make_participant,
    make_series,
    make_session,
    make_user,
)
from tests.factories_cities import grant

pytestmark = pytest.mark.usefixtures("empty_print_files")

# What people who protect data expect of a notice (Articles 13 and 14 of the Regulation).
EXPECTED = {
    "en": ["Who is responsible", "data protection officer", "why", "legal basis", "Who receives",
           "For how long", "Your rights", "complain", "Where we have your address", "withdraw"],
    "fr": ["Qui est responsable", "délégué à la protection", "pourquoi", "base juridique",
           "Qui reçoit", "combien de temps", "Vos droits", "autorité de protection",
           "D’où nous tenons votre adresse", "retirer"],
    "es": ["Quién es responsable", "delegado de protección", "para qué", "base jurídica",
           "Quién recibe", "Durante cuánto tiempo", "Sus derechos", "reclamar",
           "De dónde procede su dirección", "retirar"],
    "ar": ["من المسؤول", "مسؤول حماية البيانات", "لماذا", "أساس قانوني", "من يتلقى", "إلى متى",
           "حقوقكم", "شكوى", "من أين لنا عنوانكم", "سحب"],
}  # fmt: skip


def publish(**texts):
    return PrivacyNotice.objects.create(**{**in_all("text", "Ask {organisers}"), **texts})


@pytest.mark.parametrize("code", languages.CODES)
def test_default_says_what_is_expected_and_names_the_organisers(client, db, code):
    series = make_series(contact="llex@example.org")
    series.conveners.add(make_organisation(**{f"name_{code}": "Réseau des ports"}))
    make_session(series=series)
    make_session(series=make_series(contact="hidden@example.org"), announced_at=None)

    answer = client.get(f"/{code}/privacy/")

    html = answer.content.decode()
    assert answer.status_code == 200
    text = to_plain(notice.default().in_language(code))
    for part in EXPECTED[code]:
        assert part in text
    assert "llex@example.org" in html
    assert "hidden@example.org" not in html
    assert "[[" in html
    assert notice.current().is_to_complete
    assert "Réseau des ports" in html


def test_without_organisers_the_default_marks_who_is_to_be_named(db):
    text = to_plain(notice.default().in_language("en"))

    assert "[[organisers]]" in text
    assert "[[contact]]" in text


def test_latest_version_holds_and_earlier_ones_stay(client, db):
    first, second = publish(), publish(text_en="Another text")

    assert notice.current().version == second.version == notice.current_version()
    assert "Another text" in client.get("/en/privacy/").content.decode()
    html = client.get(f"/en/privacy/{first.version}/").content.decode()
    assert "This version no longer holds." in html
    assert "Ask [[organisers]]" in html
    assert client.get(f"/en/privacy/{notice.DEFAULT_VERSION}/").status_code == 200
    assert not notice.current().is_to_complete


@pytest.mark.parametrize("version", ["notice-999", "notice-x", "default-1999-01", "notice-"])
def test_version_that_never_was_is_not_found(client, db, version):
    assert client.get(f"/en/privacy/{version}/").status_code == 404


def test_version_is_never_changed(db):
    row = publish()
    with pytest.raises(ValueError, match="never changed"):
        row.save()


@pytest.mark.parametrize(("posted", "kept"), [
    ("", "notice-2"), ("notice-1", "notice-1"), ("notice-7", "notice-2"),
    (notice.DEFAULT_VERSION, notice.DEFAULT_VERSION), ("<script>", "notice-2"),
])  # fmt: skip
def test_version_that_was_shown_is_kept_if_there_is_one(db, posted, kept):
    publish(pk=1)
    publish(pk=2)

    assert notice.shown_version(posted) == kept


# --- In the admin ---------------------------------------------------------------------------------


def test_organiser_writes_a_version_that_begins_with_the_text_that_holds(client, db):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    page = reverse("admin:llex_privacynotice_add")
    assert page in client.get(reverse("admin:index")).content.decode()

    form = client.get(page).context["adminform"].form
    texts = {name: form.initial[name] for name in form.fields if name.startswith("text")}
    assert texts["text_fr"].startswith("**Qui est responsable.**")
    missing = client.post(page, texts | {"text_ar": ""})
    assert missing.context["adminform"].form.errors == {
        "text_ar": ["Write the notice in every language."]
    }
    answer = client.post(page, dict.fromkeys(texts, "Complete"))

    assert answer.status_code == 302
    assert PrivacyNotice.objects.get().published_by == user
    assert page not in client.get(reverse("admin:index")).content.decode()
    change = reverse("admin:llex_privacynotice_change", args=[PrivacyNotice.objects.get().pk])
    assert client.post(change, dict.fromkeys(texts, "Changed")).status_code == 403


def test_rapporteurs_and_visitors_do_not_edit_it(client, db):
    page = reverse("admin:llex_privacynotice_add")
    assert client.get(page).status_code == 302
    client.force_login(make_user(group=RAPPORTEURS))
    assert client.get(page).status_code == 403


# --- Where it is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("name", ["home", "call", "poll", "landing", "form"])
def test_notice_is_a_press_away_wherever_people_give_data(client, db, code, name):
    session = make_session(open_call=True)
    invitation = make_invitation()
    with translation.override(code):
        from cities.invitations import magic_links

        pages = {
            "home": lambda: reverse("sessions_app:home"),
            "call": lambda: reverse("cities:open_call", args=[session.slug]),
            "poll": lambda: make_consultation(state="open").get_absolute_url() + f"?lang={code}",
            "landing": lambda: magic_links.build_url(invitation, code).partition("testserver")[2],
            "form": lambda: reverse("cities:contribution_edit", args=[invitation.contribution.pk]),
        }
        page = pages[name]()
    if name == "form":
        invitation.contribution.start()
        grant(client, invitation)

    html = client.get(page).content.decode()

    assert f'href="/{code}/privacy/"' in html


SOURCES = {
    "contacts": "your address is in our list of contacts.",
    "public": "your address is on public pages of your city.",
    "participation": "you gave us your address for an earlier session.",
    "colleague": "a colleague in your city gave us your address.",
    "own": "you gave us your address yourself.",
}


@pytest.mark.parametrize("source", Officer.AddressSource.values)
def test_first_mail_says_where_the_address_came_from(db, source):
    officer = make_officer(address_source=source)
    contribution = make_contribution(state="invited", city=officer.city)
    with TestCase.captureOnCommitCallbacks(execute=True):
        sending.invite(contribution, officer)

    body = mail.outbox[0].body
    assert SOURCES[source] in body
    assert "http://testserver/en/privacy/" in body


def test_first_mail_to_a_colleague_has_it_too(db):
    officer = make_officer()
    with TestCase.captureOnCommitCallbacks(execute=True):
        memberships.add_colleague(officer.city, officer.user, email="new@example.org")

    assert SOURCES["colleague"] in mail.outbox[0].body
    assert Officer.objects.get(user__email="new@example.org").address_source == "colleague"


# --- Kept with consents ---------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["notice-1", ""])
def test_contribution_keeps_the_version_that_was_shown(client, db, shown):
    publish(pk=1)
    contribution = make_contribution(state="draft", responses=0, challenges=0)
    grant(client, make_invitation(contribution=contribution))
    page = client.get(address(contribution)).content.decode()
    assert '<input type="hidden" name="notice" value="notice-1">' in page
    publish(pk=2)

    client.post(address(contribution), typed(contribution, do="submit", notice=shown))

    sent = Contribution.objects.get(pk=contribution.pk)
    assert sent.state == "submitted"
    assert sent.privacy_notice == (shown or "notice-2")
    assert sent.submissions.get().content["privacy_notice"] == sent.privacy_notice


def test_open_call_keeps_it(db):
    applicant = applications.Applicant("ana@example.org", "Ana", "Head", "es")
    made = applications.apply(
        make_session(open_call=True), applicant, applications.ProposedCity("Vigo", "city", "ES")
    )

    assert OpenCallApplication.objects.get(pk=made.pk).privacy_notice == notice.DEFAULT_VERSION


def test_consent_to_be_listed_keeps_it(db):
    participant = make_participant(consents_to_listing=False)
    assert participant.privacy_notice == ""
    row = publish()

    participant.consents_to_listing = True
    participant.save(update_fields=["consents_to_listing"])
    participant.refresh_from_db()
    assert participant.privacy_notice == row.version
    publish()
    participant.save()
    participant.refresh_from_db()
    assert participant.privacy_notice == row.version
    participant.consents_to_listing = False
    participant.save()
    participant.refresh_from_db()
    assert participant.privacy_notice == ""


def test_applicant_who_is_confirmed_is_known_to_have_given_the_address(db):
    session = make_session(open_call=True)
    applicant = applications.Applicant("ana@example.org", "Ana", "Head", "es")
    made = applications.apply(session, applicant, applications.ProposedCity("Vigo", "city", "ES"))
    applications.confirm(made, make_city(), by=make_user())

    assert Officer.objects.get().address_source == "own"
