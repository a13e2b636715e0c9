"""Whatever writes a translated text leaves a mark of what it was made from."""

import ast
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from cities.contributions.draft_rows import write_rows
from cities.contributions.drafts import Draft, ResponseDraft
from llex.core import languages
from llex.core.admin.base import texts as columns_of
from llex.core.languages.translation_marks import text_in
from llex.core.models import TranslationMark
from llex.core.translations.marks import digest, source_language, text_key
from llex.core.translations.receivers import translated_fields, translated_models
from sessions_app.importing.run import import_note
from tests.factories import (
    make_contribution,
    make_full_session,
    make_series,
    make_theme,
    make_user,
)
from tests.sessions_app.spreadsheets.books import exported, write

APPS = ("llex", "priorities", "cities", "sessions_app")


def unmarked():
    """Return each translation without a mark of what it says now, and each mark without a text."""
    problems, expected = set(), set()
    for model in translated_models():
        for row in model._base_manager.all():
            marks = TranslationMark.objects.by_text([row])
            for field in translated_fields(model):
                of_field = [key[3] for key in marks if key[2] == field]
                source = source_language(row, field, of_field)
                for code in languages.CODES:
                    text, key = text_in(row, field, code), text_key(row, field, code)
                    if code == source or not text.strip():
                        continue
                    expected.add(key)
                    if key not in marks or marks[key].text_digest != digest(text):
                        problems.add((model.__name__, row.pk, field, code))
    kept = {
        (mark.content_type_id, mark.object_id, mark.field, mark.language)
        for mark in TranslationMark.objects.all()
    }
    assert len(expected) > 5
    return problems | (kept - expected)


def test_rows_that_are_made_by_code_are_marked(db):
    make_full_session()

    assert unmarked() == set()


def test_demonstration_is_marked_and_its_published_session_approved(db):
    call_command("demo", "--no-places", verbosity=0)

    assert unmarked() == set()
    assert TranslationMark.objects.filter(state="machine").count() == 1


def test_form_of_an_officer_marks_what_it_replaces(db):
    contribution = make_contribution(state="draft")
    kept = contribution.responses.get()
    entry = ResponseDraft(id=kept.pk, text="Nous ouvrons des abris")
    write_rows(contribution, Draft(language="fr", responses=(entry,)))

    assert unmarked() == set()


def test_admin_marks_what_it_saves(db, admin_client):
    city = make_contribution().city
    page = reverse("admin:cities_city_change", args=[city.pk])
    form = admin_client.get(page).context["adminform"].form
    posted = {
        form.add_prefix(name): "" if value is None else value
        for name, value in ((name, form[name].value()) for name in form.fields)
    }
    posted |= {"name_fr": "Autre ville", "officers-TOTAL_FORMS": 0, "officers-INITIAL_FORMS": 0}
    for formset in admin_client.get(page).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    response = admin_client.post(page, posted)

    assert response.status_code == 302
    city.refresh_from_db()
    assert city.name_fr == "Autre ville"
    assert unmarked() == set()


def test_workbook_marks_what_it_writes(db):
    session, organiser = make_full_session(), make_user("Organisers")
    book = exported(session, organiser)
    book.put("session", 2, introduction_fr="Encore autre chose", closing_text_en="It goes on")
    book.put("responses", 2, text_fr="Deux abris")
    book.add("themes", statement_en="Water for all", statement_fr="De l’eau pour toutes et tous")

    outcome = write(book, session, organiser)

    assert outcome.is_written
    assert {sheet.name for sheet in outcome.sheets if sheet.rows} == {
        "session", "responses", "themes",
    }  # fmt: skip
    assert unmarked() == set()


def test_imported_note_is_marked(db, large_places_only):
    make_series(slug="learning")
    make_full_session()
    notes = Path(__file__).parent / "importing" / "notes"
    note = next(iter(sorted(notes.glob("*.txt")) or sorted(notes.glob("*.md"))))

    import_note(note.read_bytes(), note.name, series="learning", language="en")

    assert unmarked() == set()


def calls_of_bulk_writes():
    """Yield file, method and source of each call that writes rows past their `save`."""
    for app in APPS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    yield path.name, node.func.attr, node


def test_no_code_writes_translated_texts_past_the_marks():
    models = {model.__name__ for model in translated_models()}
    columns = {
        column
        for model in translated_models()
        for field in translated_fields(model)
        for column in (field, f"original_{field}", *columns_of(field))
    }
    seen = 0
    for name, method, call in calls_of_bulk_writes():
        if method in ("bulk_create", "bulk_update"):
            seen += 1
            written = {part.id for part in ast.walk(call.func) if isinstance(part, ast.Name)}
            assert not written & models, (name, ast.unparse(call))
        if method == "update":
            keywords = {keyword.arg for keyword in call.keywords}
            texts = keywords & columns
            is_mail = name in ("outbox.py", "delivery.py")
            assert not texts or is_mail, (name, ast.unparse(call))
            seen += bool(keywords)
    assert seen > 20


def test_copy_of_a_row_has_marks_of_its_own(db):
    theme = make_theme()
    theme.pk = None
    theme._state.adding = True
    theme.save()

    marks = TranslationMark.objects.about([theme]).filter(field="heading")
    assert {mark.language for mark in marks} == {"fr", "es", "ar"}
