"""The history of an object tells the old and the new text, of its rows too."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from lxml.html import fromstring

from sessions_app.groups import ORGANISERS
from tests.factories import make_invitation, make_person, make_session, make_theme, make_user


@pytest.fixture
def organiser(client, db):
    user = make_user(name="Ana Ruiz", group=ORGANISERS)
    client.force_login(user)
    return user


def shown(client, model, pk):
    return client.get(reverse(f"admin:sessions_app_{model}_history", args=[pk]))


def test_history_tells_the_old_and_the_new_text(client, organiser):
    session = make_session(introduction_en="Long before. " * 30 + "It was cold.")
    session.introduction_en = "Long before. " * 30 + "It was warm."
    session.save()

    answer = shown(client, "learningsession", session.pk)

    (change,) = answer.context["entries"][0].fields
    assert change.label == "Introduction [en]"
    assert [(part.kind, part.text) for part in change.changes if part.kind != "same"] == [
        ("removed", "cold"),
        ("added", "warm"),
    ]
    html = answer.content.decode()
    assert "<del>" in html
    assert "<ins>" in html


def test_history_tells_of_the_rows(client, organiser):
    theme = make_theme(points=0)
    theme.heading_en = "Another heading"
    theme.save()

    entries = shown(client, "learningsession", theme.session_id).context["entries"]

    assert any(
        "Another heading" in part.text for e in entries for f in e.fields for part in f.changes
    )
    assert entries[0].row.startswith("Vision theme: ")


def test_history_of_a_new_object_tells_its_texts_and_values_in_order(client, organiser):
    session = make_session(languages=["en", "fr"], open_call=False)

    answer = shown(client, "learningsession", session.pk)

    told = {
        field.label: "".join(part.text for part in field.changes)
        for field in answer.context["entries"][-1].fields
    }
    assert told["Languages of the note"] == "English, Français"
    assert told["Title [en]"] == session.title_en
    order = list(told)
    assert order.index("Series") < order.index("Title [en]") < order.index("Starts")
    # Neither keys, nor what leads to other rows, nor what it does not have.
    assert not {"ID", "Mails", "Participants", "Editions", "Link to join", "Open call"} & set(told)
    assert not any("None" in text or "object at" in text for text in told.values())


def test_history_of_rows_keeps_keys_and_structures_to_itself(client, organiser):
    invitation = make_invitation()

    answer = client.get(
        reverse("admin:cities_contribution_history", args=[invitation.contribution_id])
    )

    labels = {field.label for entry in answer.context["entries"] for field in entry.fields}
    assert {"Officer", "City"} <= labels
    assert not {"Key", "Mails", "Approvals", "Responses", "ID"} & labels
    assert str(invitation.key) not in answer.content.decode()


def test_history_says_yes_and_no(client, organiser):
    session = make_session(open_call=False)
    session.open_call = True
    session.save()

    (change,) = shown(client, "learningsession", session.pk).context["entries"][0].fields

    assert change.label == "Open call"
    assert [part.text for part in change.changes] == ["No", "Yes"]


def test_history_calls_an_action_by_its_label(client, organiser):
    session = make_session()
    log = LogEntry.objects.get_for_object(session).first()
    LogEntry.objects.log_create(
        session, action=log.Action.UPDATE, changes={"send_wordings": ["", "✓"]}
    )

    entry = shown(client, "learningsession", session.pk).context["entries"][0]

    assert [field.label for field in entry.fields] == ["Send the text to the cities"]


@pytest.mark.parametrize(
    ("language", "verb"), [("fr", "modifié"), ("es", "modificado"), ("ar", "معدَّل")]
)
def test_verb_of_a_change_is_no_label_of_a_day(client, organiser, language, verb):
    session = make_session(capacity=20)
    session.capacity = 30
    session.save()
    address = reverse("admin:sessions_app_learningsession_history", args=[session.pk])

    page = fromstring(client.get(address.replace("/en/", f"/{language}/", 1)).content.decode())

    (newest, *_earlier) = page.xpath("//article[@class='history-entry']/h2")
    assert newest.text_content().split()[-1] == verb


def test_log_of_changes_tells_the_same(client, organiser):
    session = make_session()
    log = LogEntry.objects.get_for_object(session).get()
    client.force_login(make_user(is_superuser=True, is_staff=True))

    lists = client.get(reverse("admin:auditlog_logentry_changelist")).content.decode()
    page = client.get(reverse("admin:auditlog_logentry_change", args=[log.pk])).content.decode()

    assert session.title_en in page
    for html in (lists, page):
        assert "Participant.None" not in html
        assert "open_call_applications" not in html.lower()


def test_private_value_that_was_never_there_is_not_said_to_be_removed(client, organiser):
    session = make_session(join_link="")

    log = LogEntry.objects.get_for_object(session).get()

    assert log.changes_dict.get("join_link", ["", ""])[0] == ""


def test_history_hides_what_is_private(client, organiser):
    person = make_person(email="before@example.org")
    person.email = "secret@example.org"
    person.save()

    html = shown(client, "person", person.pk).content.decode()

    assert "secret@example.org" not in html


def test_history_takes_a_constant_number_of_queries(
    client, organiser, django_assert_max_num_queries
):
    session = make_session()
    for number in range(4):
        session.introduction_en = f"Text {number}"
        session.save()

    with django_assert_max_num_queries(15):
        shown(client, "learningsession", session.pk)
