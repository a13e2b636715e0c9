"""What was typed before a session ended is there again after the log-in, for its author only."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from llex.core.admin.kept_posts import author_token
from sessions_app.groups import ORGANISERS
from sessions_app.models import LearningSession, Series
from tests.factories import (
    make_contribution,
    make_organisation,
    make_series,
    make_session,
    make_user,
)
from tests.sessions_app.admin.test_sessions import filled_in


@pytest.fixture
def organiser(client, db):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    return user


def typed(client, address, **values):
    context = client.get(address).context
    form = context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data["_author"] = context["author_token"]
    if "version" in context:
        data["_version"] = context["version"]
    return data | values


def log_in_again(client, user):
    # As the browser does: its session goes on, with a new key.
    client.force_login(user)


def end_session(client):
    session = client.session
    session.flush()
    session.save()


def change(series):
    return reverse("admin:sessions_app_series_change", args=[series.pk])


def test_typed_text_is_there_again_after_the_log_in_and_not_saved(client, organiser):
    series = make_series(title_en="Before")
    data = typed(client, change(series), title_en="Typed with care", conveners=[])
    end_session(client)

    answer = client.post(change(series), data)
    assert answer.status_code == 302
    assert "/accounts/login/" in client.get(answer.url, follow=True).request["PATH_INFO"]
    address = next_address(answer)
    log_in_again(client, organiser)
    shown = client.get(address)

    assert shown.status_code == 200
    assert "You had been logged out." in shown.content.decode()
    assert "Please correct" not in shown.content.decode()
    assert shown.context["adminform"].form["title_en"].value() == "Typed with care"
    assert Series.objects.get(pk=series.pk).title_en == "Before"
    again = data | {"_version": shown.context["version"]}
    assert client.post(address, again).status_code == 302
    assert Series.objects.get(pk=series.pk).title_en == "Typed with care"
    reopened = client.get(address)
    assert "You had been logged out." not in reopened.content.decode()


def test_restored_form_with_an_error_says_so_below_its_own_message(client, organiser):
    series = make_series(title_en="Before")
    data = typed(client, change(series), conveners=["999999"])
    end_session(client)
    address = next_address(client.post(change(series), data))
    log_in_again(client, organiser)

    page = client.get(address).content.decode()

    assert "You had been logged out." in page
    assert "Please correct" in page


def next_address(answer):
    return parse_qs(urlsplit(answer.url).query)["next"][0]


def kept_address(client, path, data):
    return next_address(client.post(path, data))


def test_new_object_is_there_again(client, organiser):
    path = reverse("admin:sessions_app_organisation_add")
    data = typed(client, path, name_en="Cities Together")
    end_session(client)
    address = kept_address(client, path, data)
    log_in_again(client, organiser)

    shown = client.get(address)

    assert shown.context["adminform"].form["name_en"].value() == "Cities Together"


def test_nobody_else_is_shown_it(client, organiser):
    series = make_series()
    data = typed(client, change(series), title_en="Typed with care", conveners=[])
    end_session(client)
    address = kept_address(client, change(series), data)
    log_in_again(client, make_user(group=ORGANISERS))

    assert "Typed with care" not in client.get(address).content.decode()
    elsewhere = Client()
    elsewhere.force_login(organiser)
    assert "Typed with care" not in elsewhere.get(address).content.decode()


@pytest.mark.parametrize("token", ["", "forged", "1:x"])
def test_form_without_its_author_is_not_kept(client, db, token):
    series = make_series()

    answer = client.post(change(series), {"title_en": "From elsewhere", "_author": token})

    assert answer.status_code == 302
    assert "kept" not in answer.url
    assert "kept_posts" not in client.session


def test_form_of_somebody_else_is_not_kept_for_who_is_logged_in(client, db):
    series, officer = make_series(), make_user()
    client.force_login(officer)
    data = {"title_en": "Mine", "_author": author_token(make_user(group=ORGANISERS))}

    assert "kept" not in client.post(change(series), data).url


def test_token_replaced_by_another_log_in_leads_back_to_the_form(organiser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(organiser)
    series = make_series(title_en="Before")
    data = typed(client, change(series), title_en="Typed with care", conveners=[])

    answer = client.post(change(series), data | {"csrfmiddlewaretoken": "x" * 64})
    shown = client.get(answer.url)

    assert shown.context["adminform"].form["title_en"].value() == "Typed with care"
    assert Series.objects.get(pk=series.pk).title_en == "Before"


def test_form_from_another_site_is_refused(organiser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(organiser)
    series = make_series(title_en="Before")

    answer = client.post(change(series), {"title_en": "Forged"})

    assert answer.status_code == 403
    assert "kept_posts" not in client.session


def test_what_was_typed_in_a_review_is_there_again(client, organiser):
    contribution = make_contribution(state="submitted", session=make_session(languages=["en"]))
    path = reverse("admin:cities_contribution_review", args=[contribution.pk])
    context = client.get(path).context
    end_session(client)
    data = {"_author": context["author_token"], "do": "remark", "remark": "Ask about the shelters"}
    address = kept_address(client, path, data)
    log_in_again(client, organiser)

    shown = client.get(address)

    assert shown.status_code == 200
    assert "Ask about the shelters" in shown.content.decode()
    assert not contribution.review_notes.exists()


def test_only_the_last_forms_are_kept(client, organiser):
    series = make_series()
    data = typed(client, change(series), conveners=[])
    end_session(client)
    for _number in range(7):
        client.post(change(series), data)

    assert len(client.session["kept_posts"]) == 5


def test_save_changes_only_what_was_changed(client, organiser):
    session = make_session(introduction_en="One\ntwo", closing_text_fr=None)
    address = reverse("admin:sessions_app_learningsession_change", args=[session.pk])
    data = filled_in(client, address) | {"introduction_en": "One\r\ntwo"}
    assert client.post(address, data | {"vision_text_en": "New\r\nvision"}).status_code == 302

    stored = LearningSession.objects.get(pk=session.pk)
    assert (stored.introduction_en, stored.closing_text_fr) == ("One\ntwo", None)
    assert stored.vision_text_en == "New\nvision"
    logged = LogEntry.objects.get_for_object(session).latest("timestamp").changes_dict
    assert set(logged) - {"vision_text"} == {"vision_text_en"}


def test_organisation_without_changes_has_no_entry(client, organiser):
    organisation = make_organisation()
    address = reverse("admin:sessions_app_organisation_change", args=[organisation.pk])
    data = typed(client, address, logo_file="")
    before = LogEntry.objects.get_for_object(organisation).count()

    assert client.post(address, data).status_code == 302

    assert LogEntry.objects.get_for_object(organisation).count() == before


def author(client, address):
    return {"_author": client.get(address).context["author_token"]}


def shown_again(client, user, path, data):
    """End the session, send *data*, log in again; return the address and the page it leads to."""
    end_session(client)
    address = kept_address(client, path, data)
    log_in_again(client, user)
    return address, client.get(address)


def send_again(client, page):
    return client.post(page.context_data["action"], dict(page.context_data["hidden"]))


@pytest.fixture
def session_with_invitation(organiser):
    session = make_session(languages=["en"], starts_at=now() + timedelta(days=9))
    make_contribution(session=session)
    return session


def test_list_action_is_shown_again_with_the_words_of_the_list(client, organiser):
    series = make_series(title_en="Cities that listen")
    path = reverse("admin:sessions_app_series_changelist")
    sent = {"action": "delete_selected", "_selected_action": series.pk}

    address, shown = shown_again(client, organiser, path, author(client, path) | sent)

    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Nothing was done or saved yet" in text
    assert "Delete selected series" in text
    assert "Cities that listen" in text
    assert Series.objects.filter(pk=series.pk).exists()
    # It asks as it does when it is pressed for the first time.
    assert "Are you sure" in send_again(client, shown).content.decode()
    assert client.get(address).context_data["action"] == address


def test_invitation_is_shown_again(client, session_with_invitation, organiser):
    session = session_with_invitation
    path = reverse("admin:sessions_app_learningsession_invite_cities", args=[session.pk])
    city = session.contributions.get().city
    data = author(client, path) | {
        "cities": city.pk,
        f"{city.pk}-0-email": "new@lviv.example",
        "preview": "1",
    }

    _address, shown = shown_again(client, organiser, path, data)

    values = [texts for _label, texts in shown.context_data["values"]]
    assert ["new@lviv.example"] in values
    assert "new@lviv.example" in shown.content.decode()
    sent = send_again(client, shown)
    assert sent.status_code == 200
    assert sent.context_data["chosen"]["cities"].value() == [str(city.pk)]


def test_board_button_is_shown_again(client, session_with_invitation, organiser):
    path = reverse("admin:sessions_app_learningsession_board", args=[session_with_invitation.pk])
    address, shown = shown_again(
        client, organiser, path, author(client, path) | {"action": "remind_all"}
    )

    assert shown.status_code == 200
    assert "Nothing was done or saved yet" in shown.content.decode()
    assert (shown.context_data["action"], shown.context_data["back"]) == (address, path)


def test_file_of_an_import_is_named_as_not_kept(client, organiser):
    path = reverse("admin:cities_city_import")
    upload = SimpleUploadedFile("cities of 2026.xlsx", b"PK")

    _address, shown = shown_again(client, organiser, path, author(client, path) | {"file": upload})

    text = shown.content.decode()
    assert "Files were not kept." in text
    assert "cities of 2026.xlsx" in text
    assert "Send it again" not in text


def test_what_was_sent_again_is_not_shown_a_second_time(client, organiser):
    path = reverse("admin:sessions_app_series_changelist")
    series = make_series()
    sent = {"action": "delete_selected", "_selected_action": series.pk, "post": "yes"}
    user = make_user(is_superuser=True, is_staff=True)
    client.force_login(user)
    address, shown = shown_again(client, user, path, author(client, path) | sent)

    assert send_again(client, shown).status_code == 302
    assert not Series.objects.filter(pk=series.pk).exists()
    assert "Nothing was done or saved yet" not in client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("right", ["nobody", "another"])
def test_list_action_is_shown_to_its_author_only(client, organiser, right):
    series = make_series()
    path = reverse("admin:sessions_app_series_changelist")
    data = author(client, path) | {"action": "delete_selected", "_selected_action": series.pk}
    end_session(client)
    address = kept_address(client, path, data)
    if right == "another":
        log_in_again(client, make_user(group=ORGANISERS))

    assert "Nothing was done or saved yet" not in client.get(address, follow=True).content.decode()


def test_form_that_is_not_kept_is_told(client, db):
    path = reverse("admin:sessions_app_series_changelist")

    answer = client.post(path, {"action": "delete_selected"}, follow=True)

    text = "What you had typed or chosen was not kept: nothing was saved."
    assert text in answer.content.decode()


def test_password_is_not_kept(client, organiser):
    path = reverse("admin:password_change")
    token = {"_author": author_token(organiser)}
    end_session(client)

    answer = client.post(path, token | {"old_password": "a", "new_password1": "b"}, follow=True)

    assert "kept_posts" not in client.session
    assert "was not kept: nothing was saved." in answer.content.decode()
