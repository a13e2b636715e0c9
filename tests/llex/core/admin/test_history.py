"""The history of an object tells the old and the new text, of its rows too."""

import pytest
from django.urls import reverse

from sessions_app.groups import ORGANISERS
from tests.factories import make_person, make_session, make_theme, make_user


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
