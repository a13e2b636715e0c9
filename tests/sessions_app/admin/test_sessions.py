"""A session's page: at a glance, its texts, its way to an edition, and who may do what there."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import now

from sessions_app.groups import ORGANISERS
from sessions_app.models import Edition, LearningSession, Series
from tests.factories import (
    in_all,
    make_contribution,
    make_edition,
    make_full_session,
    make_participant,
    make_person,
    make_quote,
    make_session,
    make_theme,
)


def page(session, name="change"):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def filled_in(client, address):
    """Return what a browser would send back from a form of the admin, unchanged."""
    answer = client.get(address)
    data = {"_version": answer.context["version"]}
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            widget = field.field.widget
            if hasattr(widget, "decompress"):
                for number, part in enumerate(widget.decompress(value) or ["", ""]):
                    name = f"{field.html_name}_{number}"
                    data[name] = field.field.fields[number].prepare_value(part) if part else ""
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def grow(session, rows):
    for number in range(rows):
        person = make_participant(session=session, order=number)
        make_quote(session=session, speaker=person)
        make_theme(session=session, points=rows)
        make_contribution(session=session, representative=person.person)


def test_page_takes_as_many_queries_for_three_rows_as_for_one(
    as_organiser, django_assert_num_queries, django_assert_max_num_queries
):
    one, three = make_session(), make_session()
    grow(one, 1)
    grow(three, 3)
    as_organiser.get(page(one))

    with django_assert_max_num_queries(40) as first:
        as_organiser.get(page(one))
    with django_assert_num_queries(len(first)):
        as_organiser.get(page(three))


def test_list_takes_a_constant_number_of_queries(
    as_organiser, django_assert_num_queries, django_assert_max_num_queries
):
    make_session()
    address = reverse("admin:sessions_app_learningsession_changelist")
    as_organiser.get(address)
    with django_assert_max_num_queries(15) as first:
        as_organiser.get(address)
    make_session()
    make_session()

    with django_assert_num_queries(len(first)):
        as_organiser.get(address)


def test_unchanged_form_is_saved(as_organiser):
    session = make_full_session()

    answer = as_organiser.post(page(session), filled_in(as_organiser, page(session)))

    assert answer.status_code == 302, answer.context["errors"]


def test_text_in_another_language_than_english_is_enough(as_organiser):
    session = make_session(languages=["fr", "en"])
    data = filled_in(as_organiser, page(session))
    data |= {f"title_{code}": "" for code in ("en", "es", "ar")} | {"title_fr": "La séance"}

    answer = as_organiser.post(page(session), data)

    session.refresh_from_db()
    assert answer.status_code == 302
    assert (session.title_fr, session.title_en or "") == ("La séance", "")


def test_first_session_of_a_series_comes_with_it_in_all_languages(as_organiser, db):
    made = as_organiser.post(
        reverse("admin:sessions_app_series_add"), {"title_en": "Cities keep learning"}
    )
    series = Series.objects.get()

    form = as_organiser.get(made.url).context["adminform"].form

    assert made.url == reverse("admin:sessions_app_learningsession_add") + f"?series={series.pk}"
    assert str(form["series"].value()) == str(series.pk)
    assert form["languages"].value() == ["en", "fr", "es", "ar"]
    only = as_organiser.get(reverse("admin:sessions_app_learningsession_add"))
    assert only.context["adminform"].form["series"].value() == series.pk


def test_text_in_no_language_is_refused_and_the_message_names_it(as_organiser):
    session = make_session()
    data = filled_in(as_organiser, page(session))
    data |= {f"title_{code}": "" for code in ("en", "fr", "es", "ar")}

    answer = as_organiser.post(page(session), data)

    assert answer.status_code == 200
    assert "Title: write it in at least one language." in answer.content.decode()


def test_main_language_comes_first(as_organiser):
    session = make_session()
    data = filled_in(as_organiser, page(session))

    as_organiser.post(page(session), data | {"languages": ["en", "fr"], "main_language": "fr"})

    session.refresh_from_db()
    assert session.languages == ["fr", "en"]


def choices(answer):
    """Return the choices that a page asks for: names of controls by label."""
    return {conflict.label: conflict.control for conflict in answer.context["conflicts"]}


def test_what_only_one_of_two_changed_is_kept_without_a_question(as_organiser):
    session = make_session(capacity=100)
    data = filled_in(as_organiser, page(session))
    other = LearningSession.objects.get(pk=session.pk)
    other.introduction_fr, other.capacity = "Écrit par A", 250
    other.save()

    answer = as_organiser.post(page(session), data | {"introduction_es": "Escrito por B"})

    session.refresh_from_db()
    assert answer.status_code == 302
    assert session.introduction_fr == "Écrit par A"
    assert session.introduction_es == "Escrito por B"
    assert session.capacity == 250
    kept = said(answer)[-1]
    assert "had changed meanwhile: Capacity and Introduction [fr]." in kept


@pytest.mark.parametrize(
    ("choice", "expected"), [("mine", "Écrit par B"), ("theirs", "Écrit par A")]
)
def test_same_field_is_asked_about_and_the_choice_is_kept(as_organiser, choice, expected):
    session = make_session()
    data = filled_in(as_organiser, page(session))
    LearningSession.objects.filter(pk=session.pk).update(
        introduction_fr="Écrit par A", closing_text_fr="Fin par A"
    )

    answer = as_organiser.post(page(session), data | {"introduction_fr": "Écrit par B"})

    session.refresh_from_db()
    conflict = answer.context["conflicts"][0]
    assert session.introduction_fr == "Écrit par A"
    assert (conflict.label, conflict.mine, conflict.theirs, conflict.language) == (
        "Introduction [fr]",
        "Écrit par B",
        "Écrit par A",
        "fr",
    )
    form = answer.context["adminform"].form
    assert form["introduction_fr"].value() == "Écrit par B"
    assert form["closing_text_fr"].value() == "Fin par A"

    again = data | {
        "introduction_fr": "Écrit par B",
        "closing_text_fr": "Fin par A",
        "_version": answer.context["version"],
    }
    unanswered = as_organiser.post(page(session), again)
    assert unanswered.status_code == 200
    assert choices(unanswered) == choices(answer)
    saved = as_organiser.post(page(session), again | {conflict.control: choice})
    session.refresh_from_db()
    assert saved.status_code == 302
    assert session.introduction_fr == expected
    assert session.closing_text_fr == "Fin par A"


def test_choice_does_not_apply_to_a_text_that_was_not_shown(as_organiser):
    session = make_session()
    data = filled_in(as_organiser, page(session))
    rows = LearningSession.objects.filter(pk=session.pk)
    rows.update(introduction_fr="Écrit par A")
    typed = data | {"introduction_fr": "Écrit par B"}
    answer = as_organiser.post(page(session), typed)
    rows.update(introduction_fr="Écrit par A, encore")

    again = typed | {"_version": answer.context["version"]}
    answer = as_organiser.post(
        page(session), again | {choices(answer)["Introduction [fr]"]: "mine"}
    )

    session.refresh_from_db()
    assert session.introduction_fr == "Écrit par A, encore"
    assert answer.context["conflicts"][0].theirs == "Écrit par A, encore"


def test_same_text_typed_by_both_is_no_conflict(as_organiser):
    session = make_session()
    data = filled_in(as_organiser, page(session))
    LearningSession.objects.filter(pk=session.pk).update(introduction_fr="Un\ndeux")

    answer = as_organiser.post(page(session), data | {"introduction_fr": "Un\r\ndeux"})

    assert answer.status_code == 302


def test_row_is_merged_field_by_field(as_organiser):
    session = make_session()
    theme = make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session))
    type(theme).objects.filter(pk=theme.pk).update(heading_es="Título de A")

    answer = as_organiser.post(page(session), data | {"themes-0-heading_fr": "Titre de B"})

    theme.refresh_from_db()
    assert answer.status_code == 302
    assert (theme.heading_es, theme.heading_fr) == ("Título de A", "Titre de B")


def test_same_field_of_a_row_is_asked_about(as_organiser):
    session = make_session()
    theme = make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session)) | {"themes-0-heading_es": "Título de B"}
    type(theme).objects.filter(pk=theme.pk).update(heading_es="Título de A")

    answer = as_organiser.post(page(session), data)

    conflict = answer.context["conflicts"][0]
    assert (conflict.mine, conflict.theirs) == ("Título de B", "Título de A")
    again = data | {"_version": answer.context["version"], conflict.control: "mine"}
    assert as_organiser.post(page(session), again).status_code == 302
    theme.refresh_from_db()
    assert theme.heading_es == "Título de B"


def test_row_added_by_another_stays(as_organiser):
    session = make_session()
    make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session))
    make_theme(session=session, points=0)

    assert as_organiser.post(page(session), data).status_code == 302
    assert session.themes.count() == 2


def test_row_removed_by_another_goes_where_it_was_not_touched(as_organiser):
    session = make_session()
    gone, kept = make_theme(session=session, points=0), make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session)) | {"themes-1-heading_fr": "Titre de B"}
    gone.delete()

    answer = as_organiser.post(page(session), data)

    kept.refresh_from_db()
    assert answer.status_code == 302
    assert list(session.themes.all()) == [kept]
    assert kept.heading_fr == "Titre de B"


@pytest.mark.parametrize(("choice", "left"), [("mine", ["Titre de B"]), ("theirs", [])])
def test_row_removed_by_another_and_changed_here_is_asked_about(as_organiser, choice, left):
    session = make_session()
    theme = make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session)) | {"themes-0-heading_fr": "Titre de B"}
    theme.delete()

    answer = as_organiser.post(page(session), data)

    conflict = answer.context["conflicts"][0]
    assert "Titre de B" in conflict.mine
    assert conflict.theirs == "removed"
    again = data | {
        "_version": answer.context["version"],
        "themes-0-id": "",
        "themes-INITIAL_FORMS": "0",
    }
    unanswered = as_organiser.post(page(session), again)
    assert unanswered.context["conflicts"][0].control == conflict.control
    again |= {"_version": unanswered.context["version"], conflict.control: choice}
    assert as_organiser.post(page(session), again).status_code == 302
    assert [row.heading_fr for row in session.themes.all()] == left


@pytest.mark.parametrize(("choice", "left"), [("mine", []), ("theirs", ["Titre de A"])])
def test_row_changed_by_another_and_removed_here_is_asked_about(as_organiser, choice, left):
    session = make_session()
    theme = make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session)) | {"themes-0-DELETE": "on"}
    type(theme).objects.filter(pk=theme.pk).update(heading_fr="Titre de A")

    answer = as_organiser.post(page(session), data)

    conflict = answer.context["conflicts"][0]
    assert conflict.mine == "removed"
    assert "Titre de A" in conflict.theirs
    again = data | {"_version": answer.context["version"], conflict.control: choice}
    assert as_organiser.post(page(session), again).status_code == 302
    assert [row.heading_fr for row in session.themes.all()] == left


def test_row_removed_by_both_is_no_conflict(as_organiser):
    session = make_session()
    theme = make_theme(session=session, points=0)
    data = filled_in(as_organiser, page(session)) | {"themes-0-DELETE": "on"}
    theme.delete()

    assert as_organiser.post(page(session), data).status_code == 302
    assert session.themes.count() == 0


def test_error_elsewhere_does_not_make_a_stale_form_fresh(as_organiser):
    session = make_session()
    data = filled_in(as_organiser, page(session))
    answer = as_organiser.post(page(session), data | {"duration": "1"})

    assert answer.context["version"] == data["_version"]


def test_draft_is_previewed_in_each_language(as_organiser):
    session = make_full_session()

    for code in session.languages:
        answer = as_organiser.get(page(session, "preview_draft"), {"language": code})
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert f"Why we met ({code})" in answer.content.decode()
    assert as_organiser.get(page(session, "preview_draft"), {"language": "de"}).status_code == 404


def test_note_is_published_and_an_unchanged_one_is_not_published_again(as_organiser):
    session = make_full_session(languages=["en"])

    answer = as_organiser.post(page(session, "publish"), {"go": "1"})
    link = f'<a href="/en/sessions/{session.slug}/briefing/">Read the note</a>'
    assert said(answer) == [f"Edition 1 is published, in every language of the note. {link}"]
    again = as_organiser.post(page(session, "publish"), {"note_en": "A correction"})

    assert Edition.objects.get().published_by.groups.get().name == ORGANISERS
    assert said(again)[-1] == (
        f"Nothing has changed since edition 1, so there is no new one. {link}"
    )


@pytest.mark.parametrize("announced_at", [None, now() + timedelta(days=1)])
def test_publishing_announces_the_session_and_says_so(as_organiser, client, announced_at):
    session = make_full_session(languages=["en"], announced_at=announced_at)
    shown = as_organiser.get(page(session, "publish")).content.decode()
    assert "Publishing announces it" in shown

    answer = as_organiser.post(page(session, "publish"), {"go": "1"})

    session.refresh_from_db()
    assert session.is_announced
    assert "The session is announced with it." in said(answer)[0]
    note = client.get(f"/en/sessions/{session.slug}/briefing/")
    assert note.status_code == 200
    assert client.get(session.get_absolute_url()).status_code == 200


def test_change_note_is_kept(as_organiser):
    session = make_full_session(languages=["en"])
    as_organiser.post(page(session, "publish"), {"go": "1"})
    LearningSession.objects.filter(pk=session.pk).update(closing_text_en="A new end")

    as_organiser.post(page(session, "publish"), {"note_en": "The end is corrected."})

    assert session.editions.first().change_note == "The end is corrected."


def test_note_with_errors_is_published_only_with_a_reason(as_organiser):
    session = make_full_session(languages=["en"], **in_all("introduction", ""))
    LearningSession.objects.filter(pk=session.pk).update(title_en="", title="")
    shown = as_organiser.get(page(session, "preflight"))
    assert not shown.context["is_ready"]

    refused = as_organiser.post(page(session, "publish"), {"override": ""})
    assert refused.status_code == 200
    assert not Edition.objects.exists()
    as_organiser.post(page(session, "publish"), {"override": "The mayor waits for it."})

    assert Edition.objects.get().override == "The mayor waits for it."


def test_publishing_is_refused_to_rapporteurs_and_checking_is_not(as_rapporteur):
    session = make_full_session(languages=["en"])

    assert as_rapporteur.post(page(session, "publish"), {"go": "1"}).status_code == 403
    assert as_rapporteur.get(page(session, "preflight")).status_code == 200
    assert as_rapporteur.get(page(session, "preview_draft")).status_code == 200
    assert not Edition.objects.exists()


def test_publishing_answers_404_without_a_session(as_organiser):
    for key in ("987654", "none"):
        address = reverse("admin:sessions_app_learningsession_publish", args=[key])
        assert as_organiser.get(address).status_code == 404


def test_session_is_announced(as_organiser):
    session = make_session(announced_at=None)

    as_organiser.post(page(session, "announce"), {"_form_submitted": "True"})

    session.refresh_from_db()
    assert session.is_announced


def test_rapporteur_edits_texts_and_nothing_else_of_a_session(as_rapporteur):
    session = make_session(join_link="https://example.org/private")
    answer = as_rapporteur.get(page(session))
    fields = set(answer.context["adminform"].form.fields)

    assert fields == {
        f"{name}_{code}"
        for name in (
            "title", "announcement", "guiding_questions", "summary", "introduction",
            "priorities_text", "front_line_text", "vision_text", "closing_text",
        )
        for code in ("en", "fr", "es", "ar")
    }  # fmt: skip
    assert "example.org/private" not in answer.content.decode()
    saved = as_rapporteur.post(
        page(session), filled_in(as_rapporteur, page(session)) | {"closing_text_en": "The end"}
    )
    session.refresh_from_db()
    assert saved.status_code == 302
    assert session.closing_text_en == "The end"
    assert session.join_link == "https://example.org/private"


def test_announcing_is_refused_to_rapporteurs(as_rapporteur):
    session = make_session(announced_at=None)

    refused = as_rapporteur.post(page(session, "announce"), {"_form_submitted": "True"})

    session.refresh_from_db()
    assert refused.status_code == 403
    assert not session.is_announced


def test_address_of_a_person_is_neither_shown_to_rapporteurs_nor_found_by_them(as_rapporteur):
    person = make_person(email="private@example.org")
    listed = reverse("admin:sessions_app_person_changelist")

    pages = [
        as_rapporteur.get(listed),
        as_rapporteur.get(reverse("admin:sessions_app_person_change", args=[person.pk])),
        as_rapporteur.get(listed, {"q": "private@"}),
    ]
    ordered = as_rapporteur.get(listed, {"email__startswith": "p"})

    assert [answer.status_code for answer in pages] == [200, 200, 200]
    assert not any("private@example.org" in answer.content.decode() for answer in pages)
    assert pages[2].context["cl"].result_count == 0
    assert ordered.status_code in (302, 400)


def test_organiser_finds_a_person_by_address(as_organiser):
    person = make_person(email="private@example.org")
    answer = as_organiser.get(reverse("admin:sessions_app_person_changelist"), {"q": "private@"})

    assert list(answer.context["cl"].result_list) == [person]


def test_log_masks_addresses(as_organiser):
    person = make_person(email="private@example.org")
    person.email = "other@example.org"
    person.save()

    entries = LogEntry.objects.get_for_object(person)
    assert entries.count() == 2
    assert not any("example.org" in str(entry.changes) for entry in entries)
    assert all("email" in entry.changes_dict for entry in entries)


def test_series_with_sessions_is_not_deleted_and_the_page_says_why(as_organiser):
    session = make_session()
    address = reverse("admin:sessions_app_series_delete", args=[session.series.pk])

    shown = as_organiser.get(address).content.decode()
    as_organiser.post(address, {"post": "yes"})

    assert "protected related objects" in shown
    session.series.refresh_from_db()


# --- Cancelling -----------------------------------------------------------------------------------


def test_session_is_cancelled_with_a_reason_and_held_after_all(as_organiser):
    session = make_session(starts_at=now() + timedelta(days=9))

    as_organiser.post(page(session, "cancel"), {"_form_submitted": "True", "note": "Storm"})

    session.refresh_from_db()
    assert (session.is_cancelled, session.cancellation_reason_en) == (True, "Storm")
    assert (
        "cancellation_reason_fr" in as_organiser.get(page(session)).context["adminform"].form.fields
    )

    as_organiser.post(page(session, "reinstate"), {"_form_submitted": "True"})

    session.refresh_from_db()
    assert not session.is_cancelled


def test_cancelling_is_refused_to_rapporteurs(as_rapporteur):
    session = make_session(starts_at=now() + timedelta(days=9))

    refused = as_rapporteur.post(page(session, "cancel"), {"_form_submitted": "True"})

    session.refresh_from_db()
    assert (refused.status_code, session.is_cancelled) == (403, False)


def test_session_with_a_published_note_cannot_be_cancelled(as_organiser):
    session = make_full_session(rows=1)
    make_edition(session=session)

    answer = as_organiser.post(page(session, "cancel"), {"_form_submitted": "True"})

    session.refresh_from_db()
    assert not session.is_cancelled
    assert any("its note is published" in text for text in said(answer))


# --- Agenda ---------------------------------------------------------------------------------------


def test_agenda_is_written_on_the_page_of_the_session(as_organiser):
    session = make_session()
    speaker = make_participant(session=session)
    outsider = make_participant()
    data = filled_in(as_organiser, page(session))
    prefix = "agenda-0-"
    data |= {
        "agenda-TOTAL_FORMS": "1",
        f"{prefix}title_en": "Welcome",
        f"{prefix}minutes": "15",
        f"{prefix}order": "0",
        f"{prefix}speakers": [str(outsider.pk)],
        "spoken_languages": ["en", "sw"],
    }

    refused = as_organiser.post(page(session), data)
    assert refused.status_code == 200
    assert not session.agenda.exists()

    as_organiser.post(page(session), data | {f"{prefix}speakers": [str(speaker.pk)]})

    item = session.agenda.get()
    assert (item.title_en, item.minutes, list(item.speakers.all())) == ("Welcome", 15, [speaker])
    session.refresh_from_db()
    assert session.spoken_languages == ["en", "sw"]
    form = as_organiser.get(page(session)).context["inline_admin_formsets"][0].formset.forms[0]
    assert form["speakers"].value() == [str(speaker.pk)]
