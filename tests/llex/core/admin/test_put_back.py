"""An earlier value is put back from the history: once more through the model, by those who may."""

from datetime import UTC, datetime

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from llex.core.models import TranslationMark
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import LearningSession
from tests.factories import make_organisation, make_session, make_theme, make_user


@pytest.fixture
def organiser(client, db):
    user = make_user(name="Ana Ruiz", group=ORGANISERS)
    client.force_login(user)
    return user


def address(row):
    return reverse(f"admin:sessions_app_{row._meta.model_name}_history", args=[row.pk])


def change(row, **values):
    """Change a row, and return the entry of the log."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return LogEntry.objects.filter(object_pk=str(row.pk)).latest("timestamp")


def put_back(client, row, entry, field, page=None):
    return client.post(address(page or row), {"entry": entry.pk, "field": field})


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("introduction_en", "It was cold.", "It was warm."),
        ("introduction_ar", "", "أهلًا"),
        ("attendance", 40, 44),
        ("attendance", None, 44),
        ("open_call", True, False),
        ("starts_at", datetime(2027, 3, 4, 14, tzinfo=UTC), datetime(2027, 3, 5, 14, tzinfo=UTC)),
        ("time_zone", "Europe/Madrid", "UTC"),
        ("recording", "https://video.example.org/1", ""),
    ],
)
def test_earlier_value_is_back_and_told_as_a_new_change(client, organiser, field, before, after):
    session = make_session(**{field: before})
    entry = change(session, **{field: after})

    answer = put_back(client, session, entry, field)

    session = LearningSession.objects.get(pk=session.pk)
    assert (getattr(session, field) or "") == (before or "")
    assert said(answer) == "The earlier value is back."
    newest = LogEntry.objects.filter(object_pk=str(session.pk)).latest("timestamp")
    assert newest.pk != entry.pk
    assert newest.actor == organiser


def test_what_was_changed_since_in_other_fields_stays(client, organiser):
    session = make_session(introduction_en="One", closing_text_en="End")
    entry = change(session, introduction_en="Two")
    change(session, closing_text_en="The end")

    put_back(client, session, entry, "introduction_en")

    session.refresh_from_db()
    assert (session.introduction_en, session.closing_text_en) == ("One", "The end")


def test_translations_of_a_text_put_back_are_marked_outdated_as_by_any_writer(client, organiser):
    session = make_session(introduction_en="One", introduction_fr="Deux")
    entry = change(session, introduction_fr="Trois")

    put_back(client, session, entry, "introduction_fr")

    marks = TranslationMark.objects.filter(object_id=session.pk, field="introduction")
    assert marks.filter(language="fr").exists()


def test_row_of_an_inline_is_put_back_from_the_page_of_its_session(client, organiser):
    theme = make_theme(points=0, heading_en="Homes")
    entry = change(theme, heading_en="Houses")

    put_back(client, theme, entry, "heading_en", page=theme.session)

    theme.refresh_from_db()
    assert theme.heading_en == "Homes"


def test_button_is_there_only_where_it_would_change_something(client, organiser):
    session = make_session(introduction_en="One")
    change(session, introduction_en="Two")
    change(session, introduction_en="One")

    entries = client.get(address(session)).context["entries"]

    buttons = [[field.can_be_put_back for field in entry.fields] for entry in entries]
    assert buttons[:2] == [[True], [False]]
    assert not any(buttons[2])


def test_value_that_no_longer_fits_is_refused_in_words(client, organiser):
    session = make_session(number=3)
    entry = change(session, number=4)
    make_session(series=session.series, number=3)

    answer = put_back(client, session, entry, "number")

    assert "Another session of this series has this number." in said(answer)
    session.refresh_from_db()
    assert session.number == 4


def test_reader_of_texts_gets_no_buttons_for_dates_and_is_refused(client, db):
    session = make_session(introduction_en="One", attendance=3)
    entry = change(session, introduction_en="Two", attendance=4)
    client.force_login(make_user(group=RAPPORTEURS))

    entries = client.get(address(session)).context["entries"]
    [fields] = [one.fields for one in entries if one.log.pk == entry.pk]

    assert {field.name for field in fields if field.can_be_put_back} == {"introduction_en"}
    assert put_back(client, session, entry, "attendance").status_code == 403
    session.refresh_from_db()
    assert session.attendance == 4


def test_entry_of_another_object_and_what_is_no_entry_are_not_found(client, organiser):
    session, other = make_session(), make_session(attendance=3)
    entry = change(other, attendance=4)

    assert put_back(client, other, entry, "attendance", page=session).status_code == 404
    for key in ("", "x", "²", "999999999"):
        answer = client.post(address(session), {"entry": key, "field": "attendance"})
        assert answer.status_code == 404
    gone = reverse("admin:sessions_app_learningsession_history", args=[999_999])
    assert client.post(gone, {"entry": entry.pk, "field": "attendance"}).status_code == 404


@pytest.mark.parametrize("field", ["announced_at", "series", "changed_at", "id", "nothing"])
def test_fields_that_no_form_edits_or_no_text_tells_are_refused(client, organiser, field):
    session = make_session()
    entry = change(session, announced_at=None, attendance=3)

    assert put_back(client, session, entry, field).status_code in (403, 302)
    session.refresh_from_db()
    assert session.announced_at is None
    assert session.attendance == 3


def test_anonymous_and_staff_without_permission_are_refused(client, db):
    session = make_session(attendance=3)
    entry = change(session, attendance=4)

    assert "login" in put_back(client, session, entry, "attendance").url
    client.force_login(make_user(is_staff=True))
    assert put_back(client, session, entry, "attendance").status_code in (403, 404)
    session.refresh_from_db()
    assert session.attendance == 4


def test_history_takes_a_constant_number_of_queries(
    client, organiser, django_assert_num_queries, django_assert_max_num_queries
):
    row = make_organisation(acronym_en="A")
    change(row, acronym_en="B")
    client.get(address(row))
    with django_assert_max_num_queries(40) as first:
        client.get(address(row))
    for acronym in "CDE":
        change(row, acronym_en=acronym)
    with django_assert_num_queries(len(first)):
        client.get(address(row))
