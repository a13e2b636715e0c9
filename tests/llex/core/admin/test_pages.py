"""A sweep over all pages of the admin: who gets in where, and at what cost."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from cities.models import EmailVerification, FormerSlug
from llex.core.mail import messages
from llex.core.models import TranslationMark
from sessions_app.briefing.editions import publish
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import FormerSessionSlug
from tests.factories import (
    make_contribution,
    make_full_session,
    make_officer,
    make_organisation,
    make_review_link,
    make_user,
)
from tests.factories_cities import make_call
from tests.factories_registration import make_open_session, make_registration
from tests.factories_speakers import make_confirmed, send_picture, send_slides

OUR_APPS = ("llex", "priorities", "cities", "sessions_app")
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def everything(db):
    """One object at least of every kind."""
    session = make_full_session(languages=["en"])
    make_officer()
    make_organisation()
    TranslationMark.objects.mark(
        session, "title", "fr", source_language="en", state=TranslationMark.State.APPROVED
    )
    contribution = session.contributions.first()
    contribution.request_changes("Say when it began.")
    contribution.submit()
    contribution.accept()
    publish(session)
    link = make_review_link(session=session)
    link.comments.create(language="en", anchor="title", place="Title", text="Shorter?")
    link.approvals.create(language="en", checksum="0" * 64)
    session.note_approvals.create(language="en", checksum="0" * 64)
    make_call(session=session, contribution=contribution)
    coming = make_open_session()
    make_registration(coming)
    send_slides(send_picture(make_confirmed(coming)))
    session.meeting_attendees.create(key="iphone", name="iPhone")
    FormerSlug.objects.record("before", contribution.city)
    FormerSessionSlug.objects.record("earlier", session)
    EmailVerification.objects.ask("ana@valencia.example", "192.0.2.1")
    messages.send_mail("login_code", to=["ana@valencia.example"], language="fr", context={})
    return session


@pytest.fixture
def organiser(db):
    return make_user(group=ORGANISERS)


@pytest.fixture
def rapporteur(db):
    return make_user(group=RAPPORTEURS)


def address(model, page, *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def sweep(client, user):
    """Return what every list, add page and change page answers to *user*, by model."""
    client.force_login(user)
    answers = {}
    for model in MODELS:
        pages = [address(model, "changelist"), address(model, "add")]
        first = model._base_manager.first()
        pages += [address(model, "change", first.pk)] if first else []
        answers[model._meta.label_lower] = [client.get(page).status_code for page in pages]
    return answers


def test_every_model_of_ours_has_a_page():
    ours = {model for name in OUR_APPS for model in apps.get_app_config(name).get_models()}

    assert ours - set(MODELS) == set()


def test_every_page_opens_for_administrators(client, everything):
    answers = sweep(client, make_user(is_staff=True, is_superuser=True))

    assert len(answers) >= 27
    assert {label for label, codes in answers.items() if codes[0] != 200} == set()
    changed = {label: codes[2] for label, codes in answers.items() if len(codes) == 3}
    assert len(changed) >= 26
    assert set(changed.values()) == {200}
    ours = {label for label in answers if label.split(".")[0] in (*OUR_APPS, "auditlog")}
    assert {label for label in ours if answers[label][1] == 403} == {
        "auditlog.logentry",
        "cities.emailverification",
        "cities.opencallapplication",
        "cities.cityspelling",
        "cities.formerslug",
        "cities.attachment",
        "cities.photograph",
        "cities.invitation",
        "cities.followup",
        "cities.place",
        "cities.placespelling",
        "cities.projectionstate",
        "cities.cityprojection",
        "cities.contributionprojection",
        "cities.citynameprojection",
        "cities.cityserviceprojection",
        "cities.entryaddress",
        "cities.entryanswerprojection",
        "cities.entryprojection",
        "cities.entryserviceprojection",
        "cities.submission",
        "llex.erasure",
        "llex.pagerenewal",
        "llex.informationpage",
        "llex.mail",
        "llex.processingnote",
        "llex.translationmark",
        "priorities.ballot",
        "priorities.consultationitem",
        "priorities.choiceprojection",
        "priorities.groupprojection",
        "priorities.consultationprojection",
        "priorities.ratingprojection",
        "priorities.rating",
        "priorities.selection",
        "priorities.votinglink",
        "priorities.word",
        "priorities.wordanswer",
        "sessions_app.dismissedfinding",
        "sessions_app.downloadcount",
        "sessions_app.edition",
        "sessions_app.editiondocument",
        "sessions_app.editionfile",
        "sessions_app.formersessionslug",
        "sessions_app.meetingattendee",
        "sessions_app.noteapproval",
        "sessions_app.noteupload",
        "sessions_app.registration",
        "sessions_app.registrationrequest",
        "sessions_app.registrationsums",
        "sessions_app.rememberedcolumns",
        "sessions_app.reviewapproval",
        "sessions_app.reviewcomment",
        "sessions_app.reviewlink",
        "sessions_app.scheduledpublication",
        "sessions_app.searchdocument",
        "sessions_app.searchword",
        "sessions_app.speakerinvitation",
        "sessions_app.speakerpicture",
        "sessions_app.speakerslides",
        "sessions_app.spreadsheetimport",
        "sessions_app.translationassignment",
    }


def test_organisers_open_everything_but_users_and_settings(client, everything, organiser):
    answers = sweep(client, organiser)

    refused = {label for label, codes in answers.items() if codes[0] == 403}
    assert {label for label in refused if label.split(".")[0] in OUR_APPS} == {"llex.user"}
    assert "auth.group" in refused
    assert answers["auditlog.logentry"][0] == 200


def test_rapporteurs_open_texts_and_nothing_private(client, everything, rapporteur):
    answers = sweep(client, rapporteur)

    opened = {label for label, codes in answers.items() if codes[0] == 200}
    assert {label for label in answers if label.split(".")[0] in OUR_APPS} - opened == {
        "llex.mail",
        "cities.emailverification",
        "cities.opencallapplication",
        "cities.cityspelling",
        "cities.formerslug",
        "sessions_app.dismissedfinding",
        "sessions_app.downloadcount",
        "sessions_app.formersessionslug",
        "sessions_app.meetingattendee",
        "sessions_app.mailing",
        "sessions_app.mailwording",
        "sessions_app.noteupload",
        "sessions_app.registration",
        "sessions_app.registrationrequest",
        "sessions_app.registrationsums",
        "sessions_app.rememberedcolumns",
        "sessions_app.reviewlink",
        "sessions_app.scheduledpublication",
        "sessions_app.searchdocument",
        "sessions_app.searchword",
        "sessions_app.speakerinvitation",
        "sessions_app.speakerpicture",
        "sessions_app.speakerslides",
        "sessions_app.spreadsheetimport",
        "cities.attachment",
        "cities.photograph",
        "cities.invitation",
        "cities.followup",
        "cities.officer",
        "cities.place",
        "cities.placespelling",
        "cities.projectionstate",
        "cities.cityprojection",
        "cities.contributionprojection",
        "cities.citynameprojection",
        "cities.cityserviceprojection",
        "cities.entryaddress",
        "cities.entryanswerprojection",
        "cities.entryprojection",
        "cities.entryserviceprojection",
        "cities.reviewnote",
        "cities.submission",
        "llex.datarequest",
        "llex.erasure",
        "llex.pagerenewal",
        "llex.informationpage",
        "llex.privacynotice",
        "llex.processingnote",
        "llex.user",
        "priorities.ballot",
        "priorities.choiceprojection",
        "priorities.groupprojection",
        "priorities.consultationprojection",
        "priorities.ratingprojection",
        "priorities.rating",
        "priorities.selection",
        "priorities.votinglink",
        "priorities.word",
        "priorities.wordanswer",
        "sessions_app.translationassignment",
    }
    assert {label for label, codes in answers.items() if codes[1] == 200} == {
        "sessions_app.keypoint",
        "sessions_app.quote",
        "sessions_app.visiontheme",
    }


def test_every_list_can_be_searched_and_ordered(client, everything, organiser):
    client.force_login(organiser)
    searched = 0
    for model in MODELS:
        site = admin.site._registry[model]
        if model._meta.app_label not in OUR_APPS or not site.search_fields:
            continue
        answer = client.get(address(model, "changelist"), {"q": "a"})
        searched += answer.status_code == 200
    assert searched >= 20


@pytest.mark.parametrize("page", ["admin:index", "admin:sessions_app_learningsession_changelist"])
def test_anonymous_visitor_is_sent_to_log_in(client, db, page):
    answer = client.get(reverse(page), follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_user_who_is_no_staff_is_refused(client, db):
    client.force_login(make_user())

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_index_opens_in_every_language(client, everything, organiser, language):
    client.force_login(organiser)
    answer = client.get(f"/{language}/admin/")

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in answer.content.decode()


def test_only_the_admin_may_evaluate_scripts(client, everything, organiser):
    client.force_login(organiser)
    inside = client.get(reverse("admin:index"))["Content-Security-Policy"]
    outside = client.get("/en/")["Content-Security-Policy"]

    assert "'unsafe-eval'" in inside
    assert "script-src 'self' 'unsafe-eval'" in inside
    assert "unsafe" not in outside


def test_admin_asks_the_network_for_nothing(client, everything, organiser):
    client.force_login(organiser)
    session = everything
    page = client.get(address(type(session), "change", session.pk)).content.decode()

    sources = [part.split('"')[0] for part in page.split(' src="')[1:]]
    assert len(sources) > 5
    assert [source for source in sources if source.startswith(("http", "//"))] == []


def test_the_admins_own_files_are_there():
    static = Path(settings.BASE_DIR, "static")

    assert (static / "css/admin/base.css").is_file()
    assert (static / "js/admin/languages.js").is_file()


@pytest.mark.parametrize(
    ("model", "rows"),
    [
        ("sessions_app.learningsession", {"visiontheme", "participant", "quote"}),
        ("cities.contribution", {"policyresponse", "challenge"}),
        ("cities.city", {"officer"}),
    ],
)
def test_empty_tab_says_so_and_how_to_add(client, organiser, model, rows):
    contribution = make_contribution(responses=0, challenges=0)
    subjects = {
        "sessions_app.learningsession": contribution.session,
        "cities.contribution": contribution,
        "cities.city": contribution.city,
    }
    client.force_login(organiser)

    html = client.get(address(apps.get_model(model), "change", subjects[model].pk)).content.decode()

    told = html.split('class="inline-none"')[1:]
    assert len(told) >= len(rows)
    assert all("None yet." in part for part in told)
    subject = subjects[model]
    for row in rows:
        assert any(f"/{row}/add/?" in part and f"={subject.pk}" in part for part in told)


@pytest.mark.parametrize("key", ["1/console/words", "²"])
def test_page_of_what_is_none_is_no_error(client, db, key):
    client.force_login(make_user(is_superuser=True, is_staff=True))

    for model in MODELS:
        for page in ("change", "history", "delete"):
            for send in (client.get, client.post):
                answer = send(address(model, page, key))
                assert answer.status_code in (302, 403, 404), (model, page, send)


def test_action_on_what_is_none_is_no_error(client, db):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    pages = [
        address(model, name, key)
        for model in MODELS
        for name in _actions(model)
        for key in ("none", "²")
    ]

    assert len(pages) > 50
    for page in pages:
        # Some ask before they act, or take no form.
        assert client.get(page).status_code in (200, 302, 404), page
        acted = client.post(page, {"_form_submitted": "True", "note": "Why"})
        assert acted.status_code in (200, 302, 404, 405), page


def _actions(model):
    """Return the names under which the actions of a page of *model* have their addresses."""
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    names = [one.name or "" for one in admin.site._registry[model].get_urls()]
    known = {"change", "history", "delete", "changelist", "add", "import", "export", "permission"}
    found = {name.removeprefix(prefix) for name in names if name.startswith(prefix)} - known
    return [name for name in sorted(found) if _takes_text(model, name)]


def _takes_text(model, name):
    try:
        return bool(address(model, name, "none"))
    except NoReverseMatch:
        return False


@pytest.mark.parametrize("model", ["sessions_app.quote", "cities.invitation", "llex.mail"])
def test_empty_list_says_so_and_how_to_add(client, organiser, model):
    client.force_login(organiser)
    lists = address(apps.get_model(model), "changelist")

    html = client.get(lists).content.decode()

    assert "None yet." in html
    assert "filters" not in html.split('class="list-empty"')[1].split("</div>")[0]
    assert (f"{lists}add/" in html) == (model == "sessions_app.quote")


def test_list_without_a_match_leads_back_to_the_whole(client, organiser):
    client.force_login(organiser)
    lists = address(apps.get_model("sessions_app.quote"), "changelist")

    html = client.get(lists, {"q": "nowhere"}).content.decode()

    empty = html.split('class="list-empty"')[1].split("</div>")[0]
    assert "Nothing here fits the search and the filters." in empty
    assert 'href="?"' in empty
    assert "None yet." not in empty


def test_page_without_scripts_says_what_is_missing_and_is_not_white(client, organiser):
    client.force_login(organiser)

    for page in (reverse("admin:index"), address(TranslationMark, "changelist")):
        html = client.get(page).content.decode()
        assert "JavaScript is switched off." in html
        assert "<noscript><link" in html
        assert "css/admin/noscript" in html
