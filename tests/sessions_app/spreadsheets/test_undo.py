"""An import is undone as a whole, as long as nothing was built on it."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.urls import reverse
from django.utils.timezone import now

from cities.models import Challenge, City, Contribution, PolicyResponse
from llex.core.models import TranslationMark
from llex.core.spreadsheets.journal import recording
from llex.core.spreadsheets.undo import NotUndone
from priorities.models import Service
from sessions_app.models import KeyPoint, Participant, Person, SpreadsheetImport
from sessions_app.spreadsheets.city_table.writing import write
from sessions_app.spreadsheets.imports import record, undo_import
from tests import factories
from tests.factories_cities import make_place
from tests.sessions_app.spreadsheets.books import Book
from tests.sessions_app.spreadsheets.tables import HEADS, LISBON, QUITO, ROWS, preview, xlsx
from tests.sessions_app.spreadsheets.test_pages import download, send, token_in, upload

MODELS = (
    Challenge, City, Contribution, KeyPoint, Participant, Person, PolicyResponse, Service,
    TranslationMark,
)  # fmt: skip
CHANGED = [HEADS, [*LISBON[:3], "Lord mayor", "Tents for all\nFood", ""], [*QUITO[:5], "Rain"]]


@pytest.fixture
def session(db):
    factories.make_city(name_en="Lisbon", country="PT")
    make_place("Quito", "EC", 2_000_000)
    return factories.make_session()


def everything():
    """Return all rows that an import may write."""
    return {model.__name__: serialize("json", model.objects.order_by("pk")) for model in MODELS}


def import_table(rows, session, user, **answers):
    found = preview(xlsx(rows), session, user, **answers)
    assert found.is_writable
    with recording() as journal:
        write(session, found.changes, found.language)
    return record(session, journal, kind="city_table", name="a.xlsx", counts={}, by=user)


def page_of(session):
    return reverse("admin:sessions_app_learningsession_imports", args=[session.pk])


def test_import_that_made_everything_is_undone(session, organiser):
    before = everything()
    done = import_table(ROWS, session, organiser)
    assert City.objects.filter(name_en="Quito").exists()

    undo_import(done.pk, session, organiser)

    assert everything() == before
    done.refresh_from_db()
    assert (done.undone_by, done.journal, done.can_be_undone) == (organiser, None, False)


def test_import_that_changed_rows_is_undone(session, organiser):
    import_table(ROWS, session, organiser)
    factories.make_participant(session=session, person=factories.make_person(name="Eva Luz"))
    before = everything()
    rows = [*CHANGED[:2], ["Quito", "Ecuador", "Eva Luz", "Mayor", "", "Rain"]]
    done = import_table(rows, session, organiser)
    assert everything() != before

    undo_import(done.pk, session, organiser)

    assert everything() == before


def test_translation_is_undone_with_its_marks(session, organiser):
    import_table(ROWS, session, organiser)
    before = everything()
    rows = [HEADS, ["Lisbon", "Portugal", "", "", "Tentes\nSoupes", "Loyers"]]
    done = import_table(rows, session, organiser, language="fr")
    answers = TranslationMark.objects.filter(
        content_type__model__in=["policyresponse", "challenge"]
    )
    assert answers.count() == 3

    undo_import(done.pk, session, organiser)

    assert everything() == before
    assert not answers.exists()


def test_mark_of_a_changed_translation_is_as_it_was(session, organiser):
    import_table(ROWS, session, organiser)
    french = [HEADS, ["Lisbon", "Portugal", "", "", "Tentes\nSoupes", "Loyers"]]
    import_table(french, session, organiser, language="fr")
    TranslationMark.objects.update(state="approved", changed_by=organiser)
    before = everything()
    changed = [HEADS, ["Lisbon", "Portugal", "", "", "Tentes pour tous\nSoupes", "Loyers"]]
    done = import_table(changed, session, organiser, language="fr")
    assert everything() != before

    undo_import(done.pk, session, organiser)

    assert without_moments(everything()) == without_moments(before)


def test_translation_that_was_approved_since_is_kept(session, organiser):
    import_table(ROWS, session, organiser)
    french = [HEADS, ["Lisbon", "Portugal", "", "", "Tentes\nSoupes", "Loyers"]]
    done = import_table(french, session, organiser, language="fr")
    TranslationMark.objects.update(state="approved", changed_by=organiser)

    with pytest.raises(NotUndone, match="worked on since: translation mark"):
        undo_import(done.pk, session, organiser)


def without_moments(rows):
    return {name: re.sub(r'"changed_at": "[^"]*"', "", text) for name, text in rows.items()}


def test_of_two_imports_the_later_is_undone_first(session, organiser):
    before = everything()
    first = import_table(ROWS, session, organiser)
    between = everything()
    second = import_table(CHANGED, session, organiser)

    with pytest.raises(NotUndone, match="worked on since"):
        undo_import(first.pk, session, organiser)
    undo_import(second.pk, session, organiser)
    assert everything() == between
    undo_import(first.pk, session, organiser)
    assert everything() == before


def edit(session):
    PolicyResponse.objects.filter(text_en="Tents").update(text_en="Tents by the river")


def add_entry(session):
    factories.make_response(contribution=lisbon(session))


def delete_entry(session):
    PolicyResponse.objects.filter(text_en="Tents").delete()


def submit(session):
    lisbon(session).submit()


def type_a_draft(session):
    Contribution.objects.filter(pk=lisbon(session).pk).update(draft={}, draft_version=1)


def cite(session):
    theme = factories.make_theme(session=session)
    point = factories.make_point(theme=theme)
    point.evidence.add(PolicyResponse.objects.get(text_en="Tents"))


def contribute_elsewhere(session):
    factories.make_contribution(city=City.objects.get(name_en="Quito"))


def take_part(session):
    factories.make_person(city=City.objects.get(name_en="Quito"))


def invite(session):
    factories.make_invitation(contribution=lisbon(session))


def publish(session):
    factories.make_edition(session=session)


def lisbon(session):
    return session.contributions.get(city__name_en="Lisbon")


@pytest.mark.parametrize(
    ("built", "why"),
    [
        (edit, "It has been worked on since: policy response “Tents by the river”."),
        (add_entry, "“Lisbon” is used by something newer: policy response"),
        (delete_entry, "It has been worked on since: policy response, deleted."),
        (submit, "It has been worked on since: contribution “Lisbon”."),
        (type_a_draft, "It has been worked on since: contribution “Lisbon”."),
        (cite, "“Tents” is used by something newer:"),
        (contribute_elsewhere, "“Quito” is used by something newer: contribution “Quito”."),
        (take_part, "“Quito” is used by something newer: person"),
        (invite, "“Lisbon” is used by something newer: invitation"),
        (publish, "The note has been published since."),
    ],
)
def test_import_on_which_something_was_built_is_not_undone(built, why, session, organiser):
    done = import_table(ROWS, session, organiser)
    built(session)
    after = everything()

    with pytest.raises(NotUndone) as refusal:
        undo_import(done.pk, session, organiser)

    assert str(refusal.value).startswith(why)
    assert everything() == after
    assert SpreadsheetImport.objects.get(pk=done.pk).can_be_undone


def test_submission_of_entries_that_were_only_changed_keeps_them(session, organiser):
    import_table(ROWS, session, organiser)
    done = import_table([HEADS, [*LISBON[:4], "Tents for all", ""]], session, organiser)
    lisbon(session).submit()

    with pytest.raises(NotUndone, match="contribution “Lisbon”"):
        undo_import(done.pk, session, organiser)


def test_import_is_undone_once_and_within_its_period(session, organiser):
    done = import_table(ROWS, session, organiser)
    old = import_table(CHANGED, session, organiser)
    undo_import(old.pk, session, organiser)
    with pytest.raises(NotUndone, match="undone already"):
        undo_import(old.pk, session, organiser)

    call_command("clean_up")
    done.refresh_from_db()
    assert done.can_be_undone
    SpreadsheetImport.objects.filter(pk=done.pk).update(written_at=now() - timedelta(days=31))
    call_command("clean_up")
    done.refresh_from_db()

    assert done.journal is None
    with pytest.raises(NotUndone, match="too long ago"):
        undo_import(done.pk, session, organiser)


def test_former_values_are_kept_of_changed_fields_alone(session, organiser):
    import_table(ROWS, session, organiser)
    done = import_table([HEADS, [*LISBON[:3], "Lord mayor"]], session, organiser)

    (entry,) = done.journal
    assert (entry["model"], entry["before"]) == (
        "cities.contribution", {"representative_position": "Mayor"},
    )  # fmt: skip


def test_workbook_is_undone(client, organiser):
    session = factories.make_full_session()
    client.force_login(factories.make_user(is_superuser=True, is_staff=True))
    before = everything()
    book = Book(client.get(download(session)).content)
    book.put("responses", 2, text_en="We wash hands", services="")
    book.add("challenges", city=book.cell("responses", 2, "city").value, text_en="A new one")
    book.add("participants", name="Zoe New", role="speaker")
    shown = send(client, upload(session), book.data)
    client.post(upload(session), {"confirmed": token_in(shown)})
    done = session.spreadsheet_imports.get()
    assert (done.kind, done.counts["new"], done.counts["changed"]) == ("workbook", 2, 1)
    assert everything() != before

    answer = client.post(page_of(session), {"undo": done.pk}, follow=True)

    assert "Everything is as it was before." in answer.content.decode()
    assert everything() == before


def test_page_lists_imports_and_undoes_one(client, session, organiser):
    client.force_login(organiser)
    done = import_table(ROWS, session, organiser)
    assert "Undo this import" in client.get(page_of(session)).content.decode()
    submit(session)

    refused = client.post(page_of(session), {"undo": done.pk}, follow=True).content.decode()

    assert "The import cannot be undone. It has been worked on since" in refused
    assert session.contributions.count() == 2


def test_page_is_refused_to_who_may_not_import(client, session, organiser):
    done = import_table(ROWS, session, organiser)
    assert client.post(page_of(session), {"undo": done.pk}).status_code == 302
    for user, status in (
        (factories.make_user("Rapporteurs"), 403),
        (factories.make_user(is_staff=True), 403),
        (factories.make_user(), 302),
    ):
        client.force_login(user)
        assert client.get(page_of(session)).status_code == status
        assert client.post(page_of(session), {"undo": done.pk}).status_code == status
    assert session.contributions.count() == 2


def test_page_is_refused_for_wrong_methods_sessions_and_imports(client, session, organiser):
    client.force_login(organiser)
    done = import_table(ROWS, session, organiser)
    other = factories.make_session()

    assert client.put(page_of(session)).status_code == 405
    assert client.post(page_of(session), {"undo": "x"}).status_code == 404
    assert client.post(page_of(session), {"undo": done.pk + 1}).status_code == 404
    assert client.post(page_of(other), {"undo": done.pk}).status_code == 404
    assert client.get(page_of(session).replace(str(session.pk), "999999")).status_code == 404
    assert session.contributions.count() == 2


def test_undoing_needs_the_right_to_delete(session, organiser):
    done = import_table(ROWS, session, organiser)
    organiser.groups.clear()

    with pytest.raises(NotUndone, match="You may not delete or change"):
        undo_import(done.pk, session, type(organiser).objects.get(pk=organiser.pk))
