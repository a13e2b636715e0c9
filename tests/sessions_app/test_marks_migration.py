"""The migration that marks the translations of a site that had only some marks."""

import hashlib
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from llex.core.models import TranslationMark
from llex.core.translations.states import TextState, text_state
from tests.factories import make_contribution, make_full_session, make_response
from tests.sessions_app.test_marks_of_writers import unmarked

migration = import_module("sessions_app.migrations.0012_marks_of_all_translations")


def run():
    migration.mark_translations(apps, SimpleNamespace(connection=connection))


def former_mark(subject, field, language, source, **overrides):
    """Write a mark as it was before marks kept their source."""
    mark = TranslationMark.objects.mark(
        subject, field, language, source_language="en", state="approved"
    )
    digest = hashlib.sha256(source.strip().encode()).hexdigest()
    TranslationMark.objects.filter(pk=mark.pk).update(
        source_text="", source_digest=digest, text_digest="", **overrides
    )


def test_every_translation_is_marked_once_and_only_translations(db):
    session = make_full_session()
    make_response(
        contribution=make_contribution(session=session, original_language="pt", responses=0),
        original_text="Abrimos",
    )
    TranslationMark.objects.all().delete()

    run()
    count = TranslationMark.objects.count()
    assert unmarked() == set()
    run()

    assert TranslationMark.objects.count() == count
    sources = TranslationMark.objects.values_list("source_language", flat=True)
    assert set(sources) == {"en", "pt"}


def test_marks_that_were_there_keep_their_state_and_stay_outdated(db):
    session = make_full_session()
    TranslationMark.objects.all().delete()
    former_mark(session, "introduction", "fr", session.introduction_en)
    former_mark(session, "introduction", "es", "What it said once")

    run()

    marks = TranslationMark.objects.by_text([session])
    states = {code: text_state(session, "introduction", code, marks) for code in ("fr", "es", "ar")}
    assert states == {
        "fr": TextState.APPROVED,
        "es": TextState.OUTDATED,
        "ar": TextState.IN_REVIEW,
    }
    kept = TranslationMark.objects.about([session]).get(field="introduction", language="fr")
    assert kept.source_text == session.introduction_en


def test_mark_of_the_source_itself_or_of_no_text_goes(db):
    session = make_full_session()
    type(session).objects.filter(pk=session.pk).update(introduction_es="")
    former_mark(session, "introduction", "en", "x")
    former_mark(session, "introduction", "es", "x")

    run()

    marks = TranslationMark.objects.about([session]).filter(field="introduction")
    assert {mark.language for mark in marks} == {"fr", "ar"}
